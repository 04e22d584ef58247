package window

import (
	"sync"
	"time"
)

// SavePause is how long a Saver waits for the typing to pause.
const SavePause = 350 * time.Millisecond

// saveLatest is how long it waits at most. The promise is that every keystroke
// older than two seconds is on the disk.
const saveLatest = time.Second

// Saver keeps what is written on the disk while it is written, away from the
// UI loop. Its methods may be called from any goroutine.
type Saver[T any] struct {
	save   func(T) error
	report func(error) // told the outcome of every save that nobody asked for

	mu      sync.Mutex
	latest  T
	dirty   bool // latest is not on the disk yet
	stopped bool
	first   time.Time // when the oldest change was made that is not on the disk
	timer   *time.Timer
	writing sync.Mutex // one save at a time
}

// NewSaver returns a Saver that saves by save.
func NewSaver[T any](save func(T) error, report func(error)) *Saver[T] {
	return &Saver[T]{save: save, report: report}
}

// Put says that what is written has changed. It returns at once.
func (s *Saver[T]) Put(v T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return
	}
	now := time.Now()
	if !s.dirty {
		s.dirty, s.first = true, now
	}
	s.latest = v
	wait := min(SavePause, max(saveLatest-now.Sub(s.first), 0))
	if s.timer != nil {
		s.timer.Stop()
	}
	s.timer = time.AfterFunc(wait, func() { s.report(s.Flush()) })
}

// Flush saves what is not saved yet and returns when it is. What could not be
// saved is tried again at the next Flush, and after a while by itself.
func (s *Saver[T]) Flush() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	if !s.dirty || s.stopped {
		s.mu.Unlock()
		return nil
	}
	v := s.latest
	s.dirty = false
	s.mu.Unlock()

	err := s.save(v)
	if err != nil {
		s.mu.Lock()
		if !s.dirty && !s.stopped {
			s.dirty, s.first = true, time.Now()
			s.timer = time.AfterFunc(saveLatest, func() { s.report(s.Flush()) })
		}
		s.mu.Unlock()
	}
	return err
}

// Stop ends the saving; what is not saved by now is not wanted any more. It
// returns when no save is under way.
func (s *Saver[T]) Stop() {
	s.mu.Lock()
	s.stopped = true
	if s.timer != nil {
		s.timer.Stop()
	}
	s.mu.Unlock()
	s.writing.Lock()
	defer s.writing.Unlock()
}

// Start lets saving go on after Stop, with something new.
func (s *Saver[T]) Start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped, s.dirty = false, false
}
