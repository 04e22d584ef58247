// Package faulty makes the operations of a safefile.FS fail, one after the
// other, so that a test can show what becomes of the caller's files at each.
// It is for tests only.
package faulty

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"ticketpp/internal/safefile"
)

// ErrInjected is the error of an operation that was made to fail.
var ErrInjected = errors.New("injected fault")

// Mode says how the chosen operation fails.
type Mode int

// The modes.
const (
	Before Mode = iota // nothing is done, the error is returned
	After              // it is done, but the error is returned
	Short              // a write writes half; other operations are as Before
	Crash              // nothing is done, and every operation after it fails too: the process has died
)

// Modes lists all modes.
func Modes() []Mode { return []Mode{Before, After, Short, Crash} }

func (m Mode) String() string {
	return [...]string{"before", "after", "short", "crash"}[m]
}

// FS is a safefile.FS of which one operation fails. The zero fault (At 0)
// fails nothing and counts.
type FS struct {
	Of    safefile.FS
	At    int // number of the operation that fails, from 1
	Mode  Mode
	Cause error // what it fails with; ErrInjected when nil

	// NoSync counts the syncs and leaves them out: what they are for, a test
	// on one machine cannot see, and they take most of its time.
	NoSync bool

	mu   sync.Mutex
	ops  int
	what string // the operation that failed
}

var _ safefile.FS = (*FS)(nil)

// Ops returns how many operations were asked for so far.
func (f *FS) Ops() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ops
}

// Failed says which operation failed, "" when none has.
func (f *FS) Failed() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.what
}

// Heal lets all operations from now on succeed.
func (f *FS) Heal() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.At = 0
}

// turn counts an operation; it reports whether it must fail.
func (f *FS) turn(op string, names ...string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ops++
	hit := f.At > 0 && (f.ops == f.At || f.Mode == Crash && f.ops > f.At)
	if hit && f.what == "" {
		f.what = fmt.Sprintf("#%d %s %s", f.ops, op, strings.Join(names, " → "))
	}
	return hit
}

func (f *FS) fault(op, name string) error {
	cause := f.Cause
	if cause == nil {
		cause = ErrInjected
	}
	return &fs.PathError{Op: op, Path: name, Err: cause}
}

// do runs an operation, or makes it fail.
func (f *FS) do(run func() error, op string, names ...string) error {
	if !f.turn(op, names...) {
		return run()
	}
	if f.Mode == After {
		_ = run()
	}
	return f.fault(op, names[0])
}

// Open implements safefile.FS.
func (f *FS) Open(name string) (safefile.File, error) {
	if f.turn("open", name) {
		return nil, f.fault("open", name)
	}
	return f.wrap(name)(f.Of.Open(name))
}

// Create implements safefile.FS.
func (f *FS) Create(name string) (safefile.File, error) {
	if f.turn("create", name) {
		if f.Mode == After {
			if made, err := f.Of.Create(name); err == nil {
				_ = made.Close()
			}
		}
		return nil, f.fault("create", name)
	}
	return f.wrap(name)(f.Of.Create(name))
}

func (f *FS) wrap(name string) func(safefile.File, error) (safefile.File, error) {
	return func(file safefile.File, err error) (safefile.File, error) {
		if err != nil {
			return nil, err
		}
		return &openFile{of: file, fs: f, name: name}, nil
	}
}

// ReadDir implements safefile.FS.
func (f *FS) ReadDir(name string) (entries []fs.DirEntry, err error) {
	if f.turn("readdir", name) {
		return nil, f.fault("readdir", name)
	}
	return f.Of.ReadDir(name)
}

// Lstat implements safefile.FS.
func (f *FS) Lstat(name string) (fs.FileInfo, error) {
	if f.turn("lstat", name) {
		return nil, f.fault("lstat", name)
	}
	return f.Of.Lstat(name)
}

// Mkdir implements safefile.FS.
func (f *FS) Mkdir(name string) error {
	return f.do(func() error { return f.Of.Mkdir(name) }, "mkdir", name)
}

// Rename implements safefile.FS.
func (f *FS) Rename(from, to string) error {
	return f.do(func() error { return f.Of.Rename(from, to) }, "rename", from, to)
}

// Remove implements safefile.FS.
func (f *FS) Remove(name string) error {
	return f.do(func() error { return f.Of.Remove(name) }, "remove", name)
}

// SyncDir implements safefile.FS.
func (f *FS) SyncDir(name string) error {
	return f.do(f.sync(func() error { return f.Of.SyncDir(name) }), "syncdir", name)
}

func (f *FS) sync(run func() error) func() error {
	if f.NoSync {
		return func() error { return nil }
	}
	return run
}

// Lock implements safefile.FS.
func (f *FS) Lock(name string, wait bool) (io.Closer, error) {
	if f.turn("lock", name) {
		return nil, f.fault("lock", name)
	}
	return f.Of.Lock(name, wait)
}

// openFile is an open file whose operations count too. Closing always closes,
// whatever it reports: no test runs out of files.
type openFile struct {
	of   safefile.File
	fs   *FS
	name string
}

func (o *openFile) Read(p []byte) (int, error) {
	if o.fs.turn("read", o.name) {
		return 0, o.fs.fault("read", o.name)
	}
	return o.of.Read(p)
}

func (o *openFile) Write(p []byte) (int, error) {
	if !o.fs.turn("write", o.name) {
		return o.of.Write(p)
	}
	n := 0
	switch o.fs.Mode {
	case Short, Crash:
		n, _ = o.of.Write(p[:len(p)/2])
	case After:
		n, _ = o.of.Write(p)
	}
	return n, o.fs.fault("write", o.name)
}

func (o *openFile) Sync() error { return o.fs.do(o.fs.sync(o.of.Sync), "sync", o.name) }

func (o *openFile) Close() error {
	err := o.of.Close()
	if o.fs.turn("close", o.name) {
		return o.fs.fault("close", o.name)
	}
	return err
}

func (o *openFile) Stat() (fs.FileInfo, error) {
	if o.fs.turn("stat", o.name) {
		return nil, o.fs.fault("stat", o.name)
	}
	return o.of.Stat()
}
