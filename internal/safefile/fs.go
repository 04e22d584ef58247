package safefile

import (
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// FS is a folder and what is done in it. Names are relative to it, with
// slashes, as in [io/fs]. No operation follows a symbolic link below the
// folder ([ErrSymlink]). Errors wrap what the system said and, where it is
// known, the cause that a person can do something about: [ErrNoSpace],
// [ErrReadOnly], [ErrNotOurs].
type FS interface {
	// Open opens a regular file for reading; anything else is [ErrNotRegular],
	// without waiting for a pipe's other end.
	Open(name string) (File, error)
	// Create makes a new file with mode 0600; [fs.ErrExist] if there is one.
	Create(name string) (File, error)
	// ReadDir lists a folder by name.
	ReadDir(name string) ([]fs.DirEntry, error)
	// Lstat describes name itself.
	Lstat(name string) (fs.FileInfo, error)
	// Mkdir makes a folder with mode 0700.
	Mkdir(name string) error
	// Rename moves a file, replacing the one that is there, or a folder to a
	// name that is free.
	Rename(from, to string) error
	// Remove removes a file, a link or an empty folder.
	Remove(name string) error
	// SyncDir makes what was made, renamed or removed in the folder durable.
	SyncDir(name string) error
	// Lock takes the lock file name, which it makes when missing. The lock ends
	// with Close or with the process. If somebody else has it, Lock waits, or
	// fails with [ErrLocked].
	Lock(name string, wait bool) (io.Closer, error)
}

// File is an open file of an [FS].
type File interface {
	io.ReadWriteCloser
	Sync() error
	Stat() (fs.FileInfo, error)
}

// Folder is the [FS] on the disk. Its value is the folder's path, which may
// itself lead through symbolic links: whoever chose it meant it.
type Folder string

var _ FS = Folder("")

// path returns the system's path of name, after a look at every part of it
// below the folder: none may be a symbolic link, and the last one only if
// last is true.
func (d Folder) path(op, name string, last bool) (string, error) {
	if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	full := string(d)
	if name == "." {
		return full, nil
	}
	parts := strings.Split(name, "/")
	for i, part := range parts {
		full = filepath.Join(full, part)
		if last && i == len(parts)-1 {
			break
		}
		info, err := os.Lstat(full)
		if err != nil {
			break // the operation itself will say it better
		}
		if isLink(info) {
			return "", &fs.PathError{Op: op, Path: full, Err: ErrSymlink}
		}
	}
	return filepath.Join(string(d), filepath.FromSlash(name)), nil
}

// isLink reports whether info is a symbolic link or, on Windows, a junction.
func isLink(info fs.FileInfo) bool {
	return info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0
}

// Open implements [FS].
func (d Folder) Open(name string) (File, error) {
	full, err := d.path("open", name, false)
	if err != nil {
		return nil, err
	}
	f, err := OpenRegular(full)
	if err != nil {
		return nil, d.explain(err)
	}
	return file{f: f, in: d}, nil
}

// Create implements [FS].
func (d Folder) Create(name string) (File, error) {
	full, err := d.path("create", name, true)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, d.explain(err)
	}
	return file{f: f, in: d}, nil
}

// ReadDir implements [FS].
func (d Folder) ReadDir(name string) ([]fs.DirEntry, error) {
	full, err := d.path("readdir", name, false)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(full)
	return entries, d.explain(err)
}

// Lstat implements [FS].
func (d Folder) Lstat(name string) (fs.FileInfo, error) {
	full, err := d.path("lstat", name, true)
	if err != nil {
		return nil, err
	}
	info, err := os.Lstat(full)
	return info, d.explain(err)
}

// Mkdir implements [FS].
func (d Folder) Mkdir(name string) error {
	full, err := d.path("mkdir", name, true)
	if err != nil {
		return err
	}
	return d.explain(os.Mkdir(full, 0o700))
}

// Rename implements [FS].
func (d Folder) Rename(from, to string) error {
	fullFrom, err := d.path("rename", from, true)
	if err != nil {
		return err
	}
	fullTo, err := d.path("rename", to, true)
	if err != nil {
		return err
	}
	return d.explain(rename(fullFrom, fullTo))
}

// Remove implements [FS].
func (d Folder) Remove(name string) error {
	full, err := d.path("remove", name, true)
	if err != nil {
		return err
	}
	return d.explain(os.Remove(full))
}

// SyncDir implements [FS].
func (d Folder) SyncDir(name string) error {
	full, err := d.path("sync", path.Clean(name), false)
	if err != nil {
		return err
	}
	return d.explain(syncDir(full))
}

// OpenRegular opens the file at name for reading if it is a regular one. It
// fails with [ErrIsFolder] for a folder and with [ErrNotRegular] for a pipe, a
// device or a socket, without touching them.
// Unlike the methods of [FS] it follows symbolic links: name is the user's.
func OpenRegular(name string) (*os.File, error) {
	info, err := os.Stat(name) // before opening: to open a pipe may wait, to open a device may act
	if err != nil {
		return nil, err
	}
	if err := regular(name, info); err != nil {
		return nil, err
	}
	f, err := openFile(name)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil {
		err = regular(name, info)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func regular(name string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return &fs.PathError{Op: "open", Path: name, Err: ErrIsFolder}
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "open", Path: name, Err: ErrNotRegular}
	}
	return nil
}

// file adds the cause to the errors of an open file. It does not embed the
// system's file, whose ReadFrom would go past it.
type file struct {
	f  *os.File
	in Folder
}

func (f file) Read(p []byte) (int, error) { return f.f.Read(p) }

func (f file) Write(p []byte) (int, error) {
	n, err := f.f.Write(p)
	return n, f.in.explain(err)
}

func (f file) Sync() error                { return f.in.explain(f.f.Sync()) }
func (f file) Close() error               { return f.in.explain(f.f.Close()) }
func (f file) Stat() (fs.FileInfo, error) { return f.f.Stat() }
