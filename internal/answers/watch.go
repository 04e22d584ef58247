package answers

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/mailbox"
)

// The pauses after a look that failed: they double from the first to the last.
// A login that was refused is tried again after the last one only: some
// servers lock the account.
const (
	firstPause = time.Minute
	lastPause  = 30 * time.Minute
)

// Watch reads the mailbox until ctx ends: when the server tells that something
// has come, or else every poll of the settings. A kick looks at once. Other
// settings are taken up at the next kick. Without a mailbox it only waits.
func (a *Answers) Watch(ctx context.Context, kick <-chan struct{}) {
	pause := time.Duration(0)
	for ctx.Err() == nil {
		if !a.On() {
			a.tell("", false)
			wait(ctx, kick, 0)
			pause = 0
			continue
		}
		seen, err := a.watch(ctx, kick)
		if ctx.Err() != nil {
			return
		}
		if errors.Is(err, errSettings) {
			pause = 0
			continue
		}
		if seen {
			pause = 0 // it worked for a while
		}
		pause = min(max(2*pause, firstPause), lastPause)
		if reason(err) == mailbox.ReasonAuth {
			pause = lastPause
		}
		a.tell(reason(err), false)
		a.Log.Warn("mailbox not read", "reason", string(reason(err)), "again", pause.String())
		a.Log.Debug("mailbox not read", "err", err)
		if wait(ctx, kick, jitter(pause)) {
			pause = 0
		}
	}
}

// tell tells what keeps us from the mailbox, when it is something else than
// before or always is set.
func (a *Answers) tell(r mailbox.Reason, always bool) {
	a.mu.Lock()
	same := a.trouble == r
	a.trouble = r
	a.mu.Unlock()
	if (always || !same) && a.OnTrouble != nil {
		a.OnTrouble(r)
	}
}

// wait returns when the pause is over (0: never), ctx has ended, or somebody
// kicks, which it reports.
func wait(ctx context.Context, kick <-chan struct{}, pause time.Duration) (kicked bool) {
	var over <-chan time.Time
	if pause > 0 {
		t := time.NewTimer(pause)
		defer t.Stop()
		over = t.C
	}
	select {
	case <-ctx.Done():
		return false
	case <-over:
		return false
	case <-kick:
		return true
	}
}

// jitter spreads a pause by a tenth: after a cut all workstations come back.
func jitter(d time.Duration) time.Duration {
	return d + time.Duration((rand.Float64()-0.5)*0.2*float64(d))
}

// errSettings: the mailbox of the settings is another one now.
var errSettings = errors.New("the mailbox's settings have changed")

// watching is a mailbox that is open.
type watching struct {
	kick chan struct{} // looks at once
	done chan struct{} // closed when the watch has ended
	err  error         // why; to be read after done

	mu     sync.Mutex
	looked chan struct{} // closed after each look, and another one made
}

// saw tells those who wait that a look has ended. Whoever asked while it was
// under way, and may have asked for what it missed, waits for the next one: the
// kick is still there.
func (w *watching) saw() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.kick) > 0 {
		return
	}
	close(w.looked)
	w.looked = make(chan struct{})
}

// look looks now and waits until that is done.
func (w *watching) look(ctx context.Context) error {
	w.mu.Lock()
	looked := w.looked
	poke(w.kick) // no look ends between the two
	w.mu.Unlock()
	select {
	case <-looked:
		return nil
	case <-w.done:
		return w.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// poke sends without waiting: one kick more says nothing new.
func poke(kick chan<- struct{}) {
	select {
	case kick <- struct{}{}:
	default:
	}
}

// watch reads one mailbox until something fails or the settings name another.
// It reports whether it was read to its end at least once.
func (a *Answers) watch(ctx context.Context, kick <-chan struct{}) (seen bool, err error) {
	a.looking.Lock()
	defer a.looking.Unlock()
	defer a.forget()
	from, settings := a.source(), a.Settings()
	place, err := a.place(from)
	if err != nil {
		return false, err
	}
	w := &watching{kick: make(chan struct{}, 1), done: make(chan struct{}), looked: make(chan struct{})}
	a.setWatching(w)
	ctx, cancel := context.WithCancelCause(ctx)
	var passing sync.WaitGroup
	passing.Go(func() { a.passOn(ctx, cancel, settings, kick, w.kick) })
	last := place
	err = a.reader().Watch(ctx, place, settings.IMAP.Poll, w.kick, func(p mailbox.Place) error {
		last = p
		a.forget()
		a.tell("", !seen)
		seen = true
		defer w.saw()
		return a.keep(from, p, nil)
	})
	changed := errors.Is(context.Cause(ctx), errSettings)
	cancel(nil)
	passing.Wait()
	if err == nil {
		err = &mailbox.Error{Reason: mailbox.ReasonAnswer, Server: from, Err: errors.New("the watch ended")}
	}
	if changed {
		err = errSettings
	} else {
		err = errors.Join(err, a.keep(from, last, err))
	}
	a.setWatching(nil)
	w.err = err
	close(w.done)
	return seen, err
}

// Watching reports whether this process has the mailbox open, or is opening it:
// then a look costs little, and does not ask for one more login after one that
// was refused.
func (a *Answers) Watching() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.watching != nil
}

func (a *Answers) setWatching(w *watching) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.watching = w
}

// passOn passes kicks on, and ends the watch when they come with other
// settings.
func (a *Answers) passOn(ctx context.Context, end context.CancelCauseFunc, was *config.Settings, kick <-chan struct{}, inner chan<- struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-kick:
		}
		if now := a.Settings(); now != was && now.Fingerprint() != was.Fingerprint() {
			end(errSettings)
			return
		}
		poke(inner)
	}
}
