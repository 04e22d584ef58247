package outbox

import (
	"path"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// watcher tells of items that appear in the outbox: put by another session of
// the user's, whose kick goes to an agent that does not deliver, or by a
// process that died before it could kick. It costs nothing while nothing
// happens.
type watcher struct {
	events chan struct{}
	w      *fsnotify.Watcher
}

// watch begins to watch the outbox. Where the system cannot (a network folder,
// no watches left), the events never come, and the kicks must do.
func (q *Queue) watch() *watcher {
	w := &watcher{events: make(chan struct{}, 1)}
	if q.dir == "" {
		return w
	}
	n, err := fsnotify.NewWatcher()
	if err == nil {
		if err = n.Add(filepath.Join(q.dir, placeOutbox)); err != nil {
			n.Close()
		}
	}
	if err != nil {
		q.log.Warn("outbox: not watched", "error", err)
		return w
	}
	w.w = n
	go w.forward()
	return w
}

// forward passes on that something appeared, until the watcher is closed.
func (w *watcher) forward() {
	for {
		select {
		case e, ok := <-w.w.Events:
			if !ok {
				return
			}
			if name := filepath.Base(e.Name); e.Has(fsnotify.Create) && (validID(name) || name == pokeFile) {
				poke(w.events)
			}
		case _, ok := <-w.w.Errors:
			if !ok {
				return
			}
			poke(w.events) // events were lost: look
		}
	}
}

// pokeFile is made and removed for those who watch to look: what changes
// inside an item's folder they do not see.
const pokeFile = "poke"

func (q *Queue) pokeWatcher() {
	name := path.Join(placeOutbox, pokeFile)
	if f, err := q.fs.Create(name); err == nil {
		f.Close()
	}
	_ = q.fs.Remove(name)
}

func (w *watcher) close() {
	if w.w != nil {
		w.w.Close()
	}
}
