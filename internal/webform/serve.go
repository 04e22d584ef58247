package webform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

// Form is one ticket's form, while its page is served.
type Form struct {
	o      Options
	guard  *guard
	server *http.Server
	listen net.Listener

	state // guarded by state.mu

	came  chan struct{} // closed when a browser came
	done  chan struct{} // closed when the form is done with
	alive chan struct{} // a word that something has changed for the clock
}

// How long the page is still served when it is done with: the browser has to
// fetch what it shows last. A page that goes away may be coming back: it is
// being loaded again.
const (
	lingers   = 3 * time.Second
	comesBack = 10 * time.Second
	said      = 2 * time.Minute // how long the last word is served to a browser without a script
)

// New starts to serve a form on a free port of 127.0.0.1, to nobody yet: see
// [Form.Run]. On an error the draft is still the caller's.
func New(o Options) (*Form, error) {
	o.complete()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serving the form: %w", err)
	}
	f := &Form{o: o, listen: l, came: make(chan struct{}), done: make(chan struct{}), alive: make(chan struct{}, 1)}
	f.guard = newGuard(l.Addr().String(), f.peer())
	f.load(o.Draft, o.Resumed)
	f.server = &http.Server{
		Handler: f.handler(), ErrorLog: log.New(io.Discard, "", 0), MaxHeaderBytes: 16 << 10,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: time.Minute,
		ConnContext: f.guard.remember,
	}
	go func() { _ = f.server.Serve(l) }()
	return f, nil
}

// Run opens the page with open, which gets an address that works once, and
// returns what became of the form when it is sent, closed or forgotten, or ctx
// ends. seen is called once when a browser has come. [ErrNotOpened]: none has,
// and the draft was closed.
func (f *Form) Run(ctx context.Context, open func(ctx context.Context, address string) error, seen func()) (Outcome, error) {
	defer f.server.Close()
	failed := make(chan error, 1)
	address := f.Address()
	go func() {
		if err := open(ctx, address); err != nil {
			failed <- err
		}
	}()
	if err := f.await(ctx, failed); err != nil {
		f.leave()
		return Left, fmt.Errorf("%w: %w", ErrNotOpened, err)
	}
	seen()
	f.watch(ctx)
	return f.end(), nil
}

// Address is an address at which a browser gets the form, once. The address
// before it works no more; a page that is open gives way to the one that is
// opened with it.
func (f *Form) Address() string { return f.guard.address() }

// errNobody: the browser that was started did not ask for the page.
var errNobody = errors.New("nobody asked for the page")

func (f *Form) await(ctx context.Context, failed <-chan error) error {
	late := time.NewTimer(f.o.Patience)
	defer late.Stop()
	select {
	case <-f.came:
		return nil
	case err := <-failed:
		return err
	case <-late.C:
		return errNobody
	case <-ctx.Done():
		return ctx.Err()
	}
}

// watch returns when the form is done with, forgotten, or ctx ends.
func (f *Form) watch(ctx context.Context) {
	for {
		timer := time.NewTimer(f.rest())
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-f.done:
			timer.Stop()
			f.linger(ctx)
			return
		case <-f.alive:
			timer.Stop()
		case <-timer.C:
			if f.rest() <= 0 {
				f.o.Log.Info("form in the browser forgotten")
				return
			}
		}
	}
}

// linger waits until the browser has what it shows last.
func (f *Form) linger(ctx context.Context) {
	timer := time.NewTimer(f.o.lingers)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// rest is how long the page may still be silent.
func (f *Form) rest() time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.away.IsZero() {
		return time.Until(f.away.Add(f.o.comesBack))
	}
	if f.handed && f.followed && !f.step.HandOff { // nothing is left to be done here
		return time.Until(f.heard.Add(min(f.o.Idle, said)))
	}
	return time.Until(f.heard.Add(f.o.Idle))
}

// touch is called at every request of the page's own.
func (f *Form) touch() {
	f.heard, f.away = time.Now(), time.Time{}
	f.wake()
}

func (f *Form) wake() {
	select {
	case f.alive <- struct{}{}:
	default:
	}
}

// finish says that the form is done with; what is shown last is still served
// for a moment. f.mu is held.
func (f *Form) finish(o Outcome) {
	if f.outcome == "" {
		f.outcome = o
		close(f.done)
	}
}

// end gives the draft away and says what became of it.
func (f *Form) end() Outcome {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.handed {
		return Sent
	}
	if f.outcome == "" {
		f.outcome = f.leaving()
	}
	f.release(f.outcome)
	return f.outcome
}

// leave gives the draft back unread.
func (f *Form) leave() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.release(Left)
}

// release closes or discards the draft; f.mu is held.
func (f *Form) release(o Outcome) {
	err := error(nil)
	if o == Discarded {
		err = f.draft.Discard()
	}
	if err != nil || o != Discarded {
		err = errors.Join(err, f.draft.Close())
	}
	if err != nil {
		f.o.Log.Warn("leaving the draft", "draft", f.draft.ID(), "err", err)
	}
}
