package history

import (
	"context"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// afterLoss is how soon after its folder was deleted the history is looked at
// again: not while somebody is still deleting the rest.
const afterLoss = 2 * time.Second

// Watch tells of changes that any process makes to the history, until ctx
// ends; then the channel is closed. Several changes may come as one. Where the
// system cannot watch a folder, nothing comes.
func (s *Store) Watch(ctx context.Context) <-chan struct{} {
	changed := make(chan struct{}, 1)
	dir := filepath.Join(s.dir, filepath.FromSlash(changedFolder))
	w, err := fsnotify.NewWatcher()
	if err == nil && s.dir != "" {
		err = w.Add(dir)
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
		var lost <-chan time.Time // the folder was deleted, and with it the watch
		for {
			select {
			case <-ctx.Done():
				return
			case <-lost:
				lost = nil
				if _, err := s.fs.ReadDir(changedFolder); err != nil || w.Add(dir) != nil { // the reading makes it again
					lost = time.After(afterLoss)
					continue
				}
			case e, ok := <-w.Events:
				if !ok {
					return
				}
				if e.Name == dir && (e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)) {
					lost = time.After(afterLoss)
					continue
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
