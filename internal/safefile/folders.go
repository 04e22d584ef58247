package safefile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
)

// OpenFolders opens the data folder at dir as [OpenData] does, or takes fsys
// for it where that is not nil, and makes those of its folders that are
// missing. Someone may delete them while the program runs (a user who cleans
// up, a program that removes empty folders): they are made again, and the
// format is written again, before a lock is taken and before one of them is
// listed. So whoever changes something under a lock has the folders for it,
// and what was under way when they went fails instead of being half there.
func OpenFolders(fsys FS, dir string, names ...string) (FS, error) {
	f := &folders{FS: fsys, dir: dir, names: names}
	if fsys == nil {
		f.FS, f.onDisk = Folder(dir), true
	}
	if err := f.make(); err != nil {
		return nil, err
	}
	return f, nil
}

// folders is a data folder of which one room uses the named folders.
type folders struct {
	FS
	dir    string
	onDisk bool // the data folder itself may have to be made
	names  []string
}

// make makes what is missing.
func (f *folders) make() error {
	if f.onDisk {
		if _, err := OpenData(f.dir); err != nil {
			return err
		}
	} else if err := CheckFormat(f.FS); err != nil {
		return err
	}
	for _, name := range f.names {
		if err := EnsureDir(f.FS, name); err != nil {
			return fmt.Errorf("making the folder %s: %w", name, err)
		}
	}
	return nil
}

// Lock implements [FS].
func (f *folders) Lock(name string, wait bool) (io.Closer, error) {
	for _, folder := range f.names {
		if _, err := f.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
			if err := f.make(); err != nil {
				return nil, err
			}
			break
		}
	}
	return f.FS.Lock(name, wait)
}

// ReadDir implements [FS].
func (f *folders) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := f.FS.ReadDir(name)
	if !errors.Is(err, fs.ErrNotExist) || !slices.Contains(f.names, name) {
		return entries, err
	}
	if err := f.make(); err != nil {
		return nil, err
	}
	return f.FS.ReadDir(name)
}
