package outbox

import (
	"path"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watcher tells of items that appear in the outbox: put by another session of
// the user's, whose kick goes to an agent that does not deliver, or by a
// process that died before it could kick. It costs nothing while nothing
// happens.
type watcher struct {
	events chan struct{}
	dir    string
	w      *fsnotify.Watcher
	lost   atomic.Bool // the folder was deleted, and with it the watch
}

// watch begins to watch the outbox. Where the system cannot (a network folder,
// no watches left), the events never come, and the kicks must do.
func (q *Queue) watch() *watcher {
	w := &watcher{events: make(chan struct{}, 1), dir: filepath.Join(q.dir, placeOutbox)}
	if q.dir == "" {
		return w
	}
	n, err := fsnotify.NewWatcher()
	if err == nil {
		if err = n.Add(w.dir); err != nil {
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

// afterLoss is how soon after the folder was deleted it is looked at again,
// which makes it again: not while somebody is still deleting the rest.
const afterLoss = 2 * time.Second

// again watches a folder that was made again after it had been deleted; it
// reports whether it does so from now on.
func (w *watcher) again() bool {
	if !w.lost.CompareAndSwap(true, false) {
		return false
	}
	_ = w.w.Remove(w.dir) // what is left of the watch on the folder that went
	if w.w.Add(w.dir) != nil {
		w.lost.Store(true) // not made yet
		return false
	}
	return true
}

// goes reports whether the folder is being deleted. Linux says so of the folder
// itself only when no file that was in it is open any more, and the lock's is:
// nobody else deletes that one.
func (w *watcher) goes(e fsnotify.Event) bool {
	itself := e.Name == w.dir || filepath.Base(e.Name) == path.Base(deliverLock)
	return itself && (e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename))
}

// forward passes on that something appeared, until the watcher is closed.
func (w *watcher) forward() {
	for {
		select {
		case e, ok := <-w.w.Events:
			if !ok {
				return
			}
			if w.goes(e) {
				w.lost.Store(true)
				time.AfterFunc(afterLoss, func() { poke(w.events) })
				continue
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
