package launch

import (
	"context"
	"io"
	"sync"
	"time"
)

// standby is how long a form waits for a user who has opened the menu. Its
// memory goes back to the system then.
const standby = 20 * time.Second

// Waiting is a form's program that was started before anybody asked for the
// form, because somebody may do so soon: loading the graphics driver and the
// toolkit takes longer than all the rest, and the user reads the menu in the
// meantime. It shows nothing until it is told a draft. The zero value is ready
// for use.
type Waiting struct {
	// Unwanted is called when a form has ended for which nobody asked; it may be
	// nil.
	Unwanted func()

	mu      sync.Mutex
	process *process
	timer   *time.Timer
}

// Prepare starts the form's program unless one waits already. It ends by
// itself if no form is asked for. A program that does not start is no error
// here: the form is started as usual then, and says why.
func (w *Waiting) Prepare(ctx context.Context, win Window) { w.prepare(ctx, win, standby) }

func (w *Waiting) prepare(ctx context.Context, win Window, patience time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.process != nil && !w.process.hasEnded() {
		w.timer.Reset(patience)
		return
	}
	p, err := win.run(ctx, "compose", "--wait")
	if err != nil {
		return
	}
	w.process, w.timer = p, time.AfterFunc(patience, w.End)
}

// End ends the form that waits, if one does: nobody wants it, or what it has
// read does not hold any more.
func (w *Waiting) End() {
	if p := w.take(); p != nil {
		p.dismiss(w.Unwanted)
	}
}

// take hands out the form that waits; nil when there is none.
func (w *Waiting) take() *process {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.process
	if p == nil {
		return nil
	}
	w.timer.Stop()
	w.process = nil
	if p.hasEnded() { // whatever ended it is found out by the next one
		return nil
	}
	return p
}

// begin names the draft to a program that waited for one, on behalf of win,
// and reports whether it was there to hear it.
func (p *process) begin(win Window, draft string) bool {
	p.adopt(win)
	_, err := io.WriteString(p.stdin, "draft "+draft+"\n")
	return err == nil
}

// dismiss ends a program that waits: it goes by itself when nobody speaks to it
// any more, and is ended if a graphics driver keeps it from doing so.
func (p *process) dismiss(ended func()) {
	_ = p.stdin.Close()
	late := time.AfterFunc(p.patience, func() { _ = p.cmd.Process.Kill() })
	go func() {
		<-p.ended
		late.Stop()
		if ended != nil {
			ended()
		}
	}()
}

// hasEnded reports whether the program is gone. Its end can still be waited
// for afterwards.
func (p *process) hasEnded() bool {
	select {
	case err := <-p.ended:
		p.ended <- err
		return true
	default:
		return false
	}
}
