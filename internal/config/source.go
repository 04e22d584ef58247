package config

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// maxFile bounds a settings file.
const maxFile = 1 << 20

// system is what the settings are read from: the machine's own, or a test's.
type system struct {
	paths    func() Locations
	registry func() []registrySource
	// trust makes sure that only an administrator can have written the open
	// file at path, and is an *untrustedError otherwise.
	trust func(path string, f *os.File) error
}

func (o Options) sys() *system {
	if o.system != nil {
		return o.system
	}
	return &system{paths: systemPaths, registry: readRegistry, trust: checkTrust}
}

// registrySource is a key of the registry as a layer.
type registrySource struct {
	layer Layer
	root  string // as people write it: HKLM\Software\…
	key   registryKey
}

// source is what one layer is made from, as it was read.
type source struct {
	layer    Layer
	path     string
	data     []byte
	registry *registryKey
	problem  *Problem // why it could not be read
	err      error    // the same, when the caller asked for this very file
}

// sources reads every layer there is, the weakest first.
func (o Options) sources() []source {
	sys, paths := o.sys(), Paths(o)
	var all []source
	policies := []source{}
	for _, r := range sys.registry() {
		s := source{layer: r.layer, path: r.root, registry: &r.key}
		if r.layer == Installer {
			all = append(all, s)
		} else {
			policies = append(policies, s)
		}
	}
	if o.ConfigFile == "" {
		all = append(all, sys.read(Machine, paths.Machine), sys.read(User, paths.User))
	} else {
		s := sys.read(File, o.ConfigFile)
		if s.data == nil && s.err == nil {
			s.err = &fs.PathError{Op: "open", Path: o.ConfigFile, Err: fs.ErrNotExist}
		}
		all = append(all, s)
	}
	if paths.Policy != policyPlace {
		all = append(all, sys.read(Policy, paths.Policy))
	}
	return append(all, policies...)
}

// read reads a file as a layer. One that is not there sets nothing. A
// machine's or policy's file counts only if nobody but an administrator can
// have written it: a user could otherwise command the others.
func (sys *system) read(layer Layer, path string) source {
	s := source{layer: layer, path: path}
	if path == "" {
		return s
	}
	var trust func(string, *os.File) error
	if layer == Machine || layer == Policy {
		trust = sys.trust
	}
	data, err := readFile(path, trust)
	var untrusted *untrustedError
	switch {
	case err == nil:
		s.data = data
	case errors.Is(err, fs.ErrNotExist):
	case errors.As(err, &untrusted):
		s.problem, s.err = &Problem{File: path, Code: Untrusted, Detail: untrusted.path}, err
	case errors.Is(err, errTooLarge):
		s.problem, s.err = &Problem{File: path, Code: TooLarge}, err
	case errors.Is(err, errNotAFile):
		s.problem, s.err = &Problem{File: path, Code: NotAFile}, err
	default:
		s.problem, s.err = &Problem{File: path, Code: Unreadable, Cause: err}, err
	}
	return s
}

var (
	errTooLarge = errors.New("larger than 1 MiB")
	errNotAFile = errors.New("not a regular file")
)

// untrustedError says that somebody other than an administrator can write a
// file that speaks for the administrator.
type untrustedError struct{ path string }

func (e *untrustedError) Error() string {
	return fmt.Sprintf("%s can be written by others than an administrator", e.path)
}

// readFile reads a settings file that trust, unless it is nil, has nothing
// against. The file that is looked at is the one that is read, for trust gets
// the open file.
func readFile(path string, trust func(string, *os.File) error) ([]byte, error) {
	// Opening a pipe would wait for a writer for ever.
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: syscall.EISDIR}
	} else if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: errNotAFile}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if trust != nil {
		if err := trust(path, f); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if n, err := io.Copy(&b, io.LimitReader(f, maxFile+1)); err != nil {
		return nil, err
	} else if n > maxFile {
		return nil, errTooLarge
	}
	return append([]byte{}, b.Bytes()...), nil
}

// Fingerprint reads every layer and returns what [Settings.Fingerprint] was
// made from: another one means that something has changed.
func Fingerprint(o Options) string { return fingerprint(o.sources()) }

func fingerprint(all []source) string {
	h := sha256.New()
	for _, s := range all {
		fmt.Fprintf(h, "%s\n%s\n%d\n", s.layer, s.path, len(s.data))
		h.Write(s.data)
		if s.registry != nil {
			fmt.Fprintf(h, "%+v\n", *s.registry)
		}
		if s.err != nil {
			fmt.Fprintln(h, s.err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
