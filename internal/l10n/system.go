package l10n

import (
	"errors"
	"io/fs"
	"maps"
	"syscall"
)

// said returns vars with each error in words.
func (t *Texts) said(vars Vars) Vars {
	var out Vars
	for name, v := range vars {
		err, ok := v.(error)
		if !ok {
			continue
		}
		if out == nil {
			out = maps.Clone(vars)
		}
		out[name] = t.system(err)
	}
	if out == nil {
		return vars
	}
	return out
}

// system is what the system said of a file in the language's words, for those
// that a user meets; of any other in the system's own.
func (t *Texts) system(err error) string {
	for _, w := range []struct {
		err error
		key string
	}{
		{syscall.ENOTDIR, "system.not-folder"},
		{syscall.EISDIR, "system.folder"},
		{syscall.ENOSPC, "system.full"},
		{syscall.EROFS, "system.read-only"},
		{fs.ErrNotExist, "system.not-there"},
		{fs.ErrPermission, "system.not-allowed"},
	} {
		if errors.Is(err, w.err) {
			return t.Get(w.key)
		}
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error() // without the operation and the name
	}
	return err.Error()
}
