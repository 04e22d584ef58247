package compose

import (
	"sync"
	"time"

	"ticketpp/internal/ticket"
)

// How long the saver waits for the typing to pause, and how long at most. The
// promise is that every keystroke older than two seconds is on the disk.
const (
	savePause  = 350 * time.Millisecond
	saveLatest = time.Second
)

// saver keeps the ticket on the disk while it is written, away from the UI
// loop. Its methods may be called from any goroutine.
type saver struct {
	save   func(ticket.Ticket) error
	report func(error) // told the outcome of every save

	mu      sync.Mutex
	latest  ticket.Ticket
	dirty   bool // latest is not on the disk yet
	stopped bool
	first   time.Time // when the oldest change was made that is not on the disk
	timer   *time.Timer
	writing sync.Mutex // one save at a time
}

func newSaver(save func(ticket.Ticket) error, report func(error)) *saver {
	return &saver{save: save, report: report}
}

// put says that the ticket has changed. It returns at once.
func (s *saver) put(t ticket.Ticket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return
	}
	now := time.Now()
	if !s.dirty {
		s.dirty, s.first = true, now
	}
	s.latest = t
	wait := min(savePause, max(saveLatest-now.Sub(s.first), 0))
	if s.timer != nil {
		s.timer.Stop()
	}
	s.timer = time.AfterFunc(wait, func() { s.report(s.flush()) })
}

// flush saves what is not saved yet and returns when it is. A ticket that
// could not be saved is tried again at the next flush, and after a while by
// itself.
func (s *saver) flush() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	if !s.dirty || s.stopped {
		s.mu.Unlock()
		return nil
	}
	t := s.latest
	s.dirty = false
	s.mu.Unlock()

	err := s.save(t)
	if err != nil {
		s.mu.Lock()
		if !s.dirty && !s.stopped {
			s.dirty, s.first = true, time.Now()
			s.timer = time.AfterFunc(saveLatest, func() { s.report(s.flush()) })
		}
		s.mu.Unlock()
	}
	return err
}

// stop ends the saving; what is not saved by now is not wanted any more. It
// returns when no save is under way.
func (s *saver) stop() {
	s.mu.Lock()
	s.stopped = true
	if s.timer != nil {
		s.timer.Stop()
	}
	s.mu.Unlock()
	s.writing.Lock()
	defer s.writing.Unlock()
}

// start lets saving go on after stop.
func (s *saver) start() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped, s.dirty = false, false
}
