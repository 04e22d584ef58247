package history

import (
	"context"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// Watch tells of changes that any process makes to the history, until ctx
// ends; then the channel is closed. Several changes may come as one. Where the
// system cannot watch a folder, nothing comes.
func (s *Store) Watch(ctx context.Context) <-chan struct{} {
	changed := make(chan struct{}, 1)
	w, err := fsnotify.NewWatcher()
	if err == nil && s.dir != "" {
		err = w.Add(filepath.Join(s.dir, filepath.FromSlash(changedFolder)))
	}
	if err != nil || s.dir == "" {
		if w != nil {
			w.Close()
		}
		context.AfterFunc(ctx, func() { close(changed) })
		return changed
	}
	go func() {
		defer close(changed)
		defer w.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case e, ok := <-w.Events:
				if !ok {
					return
				}
				if !e.Has(fsnotify.Create) || !validID(filepath.Base(e.Name)) {
					continue
				}
			case _, ok := <-w.Errors: // events were lost: look
				if !ok {
					return
				}
			}
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	}()
	return changed
}
