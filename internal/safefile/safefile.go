// Package safefile keeps files that survive a crash at any moment: a file is
// either the old one or the new one, never half of one, and what was said to
// be written is on the disk.
//
// It knows nothing of tickets, drafts or mail. Those who keep a folder of
// their own work through [FS], so that their tests can make every single
// operation fail (package faulty); those who only write one file use
// [WriteFile].
package safefile

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// WriteFile replaces the file at name with data, or makes it, with mode 0600:
// temporary file in the same folder, sync, close, rename, sync of the folder.
// Several processes may do so at once; one of them wins. It refuses a symbolic
// link with [ErrSymlink].
func WriteFile(name string, data []byte) error {
	return WriteFrom(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// WriteFrom is [WriteFile] for content that comes as a stream. When write
// fails, the old file stays.
func WriteFrom(name string, write func(io.Writer) error) error {
	dir, base := filepath.Split(name)
	if dir == "" {
		dir = "."
	}
	folder := Folder(filepath.Clean(dir))
	if info, err := folder.Lstat(base); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return &fs.PathError{Op: "write", Path: name, Err: ErrSymlink}
	}
	suffix := make([]byte, 6)
	_, _ = rand.Read(suffix) // never fails, by its documentation
	return replace(folder, base, "."+base+"."+hex.EncodeToString(suffix)+newSuffix, write)
}

// MkdirAll makes the folder at name and those above it that are missing, with
// mode 0700, and syncs them.
func MkdirAll(name string) error {
	name = filepath.Clean(name)
	if info, err := os.Stat(name); err == nil {
		if !info.IsDir() {
			return &fs.PathError{Op: "mkdir", Path: name, Err: ErrNotFolder}
		}
		return nil
	}
	parent := filepath.Dir(name)
	if parent != name {
		if err := MkdirAll(parent); err != nil {
			return err
		}
	}
	err := Folder(parent).Mkdir(filepath.Base(name))
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return Folder(parent).SyncDir(".")
}

// EnsureDir makes the folder name in fsys when it is missing. What stands there
// and is no folder, a symbolic link for instance, is an error.
func EnsureDir(fsys FS, name string) error {
	info, err := fsys.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := fsys.Mkdir(name); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		return fsys.SyncDir(path.Dir(name))
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return &fs.PathError{Op: "mkdir", Path: name, Err: ErrSymlink}
	case !info.IsDir():
		return &fs.PathError{Op: "mkdir", Path: name, Err: ErrNotFolder}
	}
	return nil
}

// newSuffix ends the name of a file that is still being written.
const newSuffix = ".new"

// Replace replaces the file called name with what write writes, as [WriteFrom]
// does. The temporary file is name with ".new" behind it, so that one left by
// a crash is overwritten by the next call; the caller sees to it that it is
// the only writer of name.
func Replace(fsys FS, name string, write func(io.Writer) error) error {
	temp := name + newSuffix
	if err := fsys.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return replace(fsys, name, temp, write)
}

// ReplaceBytes is [Replace] with data.
func ReplaceBytes(fsys FS, name string, data []byte) error {
	return Replace(fsys, name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

func replace(fsys FS, name, temp string, write func(io.Writer) error) error {
	if err := Write(fsys, temp, write); err != nil {
		return err
	}
	if err := fsys.Rename(temp, name); err != nil {
		_ = fsys.Remove(temp)
		return err
	}
	return fsys.SyncDir(path.Dir(name))
}

// Write makes the new file name with what write writes and syncs it; the
// folder is not synced. When anything fails, the file is removed again.
func Write(fsys FS, name string, write func(io.Writer) error) error {
	f, err := fsys.Create(name)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		_ = fsys.Remove(name)
	}
	return err
}

// ReadFile reads the whole regular file name, at most limit bytes of it: a
// longer one is [ErrTooLong], for nothing that we keep in memory is long.
func ReadFile(fsys FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if int64(len(data)) > limit {
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrTooLong}
	}
	return data, nil
}

// RemoveAll removes name and, when it is a folder, all that is in it. A
// symbolic link is removed, not followed. A name that is missing is no error.
func RemoveAll(fsys FS, name string) error {
	info, err := fsys.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		entries, err := fsys.ReadDir(name)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := RemoveAll(fsys, path.Join(name, e.Name())); err != nil {
				return err
			}
		}
	}
	if err := fsys.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
