package window

import (
	"sync"
	"time"
)

// SavePause is how far apart the beginnings of two saves are at least. It
// spares a quick disk; a slow one is not waited for any longer than it takes.
const SavePause = 250 * time.Millisecond

// saveAgain is how long after a save that failed the next one is tried.
const saveAgain = time.Second

// Saver keeps what is written on the disk while it is written, away from the
// UI loop. The first change after a rest is saved at once; what changes during
// a save is saved, in its latest state, when that one is done. So of what was
// written no more can be lost than the disk is behind: the promise is that
// every keystroke older than two seconds is kept. Its methods may be called
// from any goroutine.
type Saver[T any] struct {
	save   func(T) error
	report func(error) // told the outcome of every save that nobody asked for

	mu      sync.Mutex
	latest  T
	dirty   bool // latest is not on the disk yet
	stopped bool
	begun   time.Time     // when the last save began
	timer   *time.Timer   // of the next save, until that one has its turn
	turn    chan struct{} // holds one while a save has its turn
}

// NewSaver returns a Saver that saves by save.
func NewSaver[T any](save func(T) error, report func(error)) *Saver[T] {
	return &Saver[T]{save: save, report: report, turn: make(chan struct{}, 1)}
}

// Put says that what is written has changed. It returns at once.
func (s *Saver[T]) Put(v T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return
	}
	s.latest, s.dirty = v, true
	s.after(SavePause - time.Since(s.begun))
}

// after sees to it that a save follows. One that is to come already will find
// what is the latest then. The lock is held.
func (s *Saver[T]) after(wait time.Duration) {
	if s.timer == nil {
		s.timer = time.AfterFunc(max(wait, 0), s.follow)
	}
}

// follow saves because something has changed.
func (s *Saver[T]) follow() {
	s.turn <- struct{}{}
	s.mu.Lock()
	s.timer = nil // what changes from now on needs another save
	s.mu.Unlock()
	err := s.write()
	s.done()
	s.report(err)
}

// Flush saves what is not saved yet and returns when it is. What could not be
// saved is tried again at the next Flush, and after a while by itself.
func (s *Saver[T]) Flush() error {
	s.turn <- struct{}{}
	defer s.done()
	return s.write()
}

// done gives the turn to the next.
func (s *Saver[T]) done() { <-s.turn }

// write saves what is not saved yet. The turn to write is held.
func (s *Saver[T]) write() error {
	s.mu.Lock()
	if !s.dirty || s.stopped {
		s.mu.Unlock()
		return nil
	}
	v := s.latest
	s.dirty, s.begun = false, time.Now()
	s.mu.Unlock()

	err := s.save(v)
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.stopped {
			s.dirty = true
			s.after(saveAgain)
		}
	}
	return err
}

// Stop ends the saving; what is not saved by now is not wanted any more. It
// returns when no save is under way.
func (s *Saver[T]) Stop() {
	s.mu.Lock()
	s.stopped = true
	if s.timer != nil && s.timer.Stop() {
		s.timer = nil
	}
	s.mu.Unlock()
	s.turn <- struct{}{}
	s.done()
}

// Start lets saving go on after Stop, with something new.
func (s *Saver[T]) Start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped, s.dirty = false, false
}
