package launch

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The statuses with which the window program ends.
const (
	StatusClosed   = 0  // by the user
	StatusSent     = 10 // the ticket is in the queue
	StatusNoOpenGL = 20 // this desktop cannot show the window
	StatusNoDraft  = 21 // the draft is open elsewhere, sent or gone
)

// ErrNoOpenGL: the window program found no OpenGL to draw with.
var ErrNoOpenGL = errors.New("this desktop offers no OpenGL, the window cannot be drawn")

// ErrDied: the window program ended before it had shown anything. One that was
// killed, or has crashed, says nothing of the desktop.
var ErrDied = errors.New("the window did not appear")

// ErrNotReady: the window program did not show its first frame in time.
var ErrNotReady = errors.New("the window did not appear in time")

// ErrNoDraft: the draft is open in another window, was sent, or is gone.
var ErrNoDraft = errors.New("the draft cannot be opened: it is open elsewhere, was sent, or is gone")

// readyWithin is how long the first frame may take from the moment in which
// the pictures are in the draft.
const readyWithin = 10 * time.Second

// Window is the program that shows the form.
type Window struct {
	Program  string        // path of trayapp-ui
	Args     []string      // the global flags: --data DIR, --config FILE
	Patience time.Duration // how long the first frame may take; 0 means 10 s
	Stderr   io.Writer     // takes what the toolkit has to say; nil: nobody
	// Software remembers, from one window to the next, that this desktop has
	// graphics only by computing (see inSoftware); nil: nobody remembers.
	Software *atomic.Bool
	// Shown is called once when the first frame is on screen, with what brings
	// the window to the front again; it may be nil.
	Shown func(raise func())
	// Tell is called at the same moment with what writes a line to the window,
	// for windows that take more words; it may be nil.
	Tell func(tell func(line string))
	// Handed is called once when the form is done with: the ticket is in the
	// queue, and only the window's last page is still shown. It may be nil.
	Handed func()
	// Waiting may hold a form's program that was started before; nil: none is.
	Waiting *Waiting
}

// process is a started window program.
type process struct {
	cmd      *exec.Cmd
	stdin    io.WriteCloser
	ready    chan struct{} // closed by the first "ready"
	ended    chan error
	patience time.Duration
	mu       sync.Mutex
	window   Window // guarded by mu: whose process it is may be told later
}

// start runs the window program on a draft, or takes the one that waits. It
// stays hidden until show.
func (w Window) start(ctx context.Context, draft string) (*process, error) {
	if p := w.Waiting.take(); p != nil {
		if p.begin(w, draft) {
			return p, nil
		}
		p.dismiss(nil)
	}
	return w.run(ctx, "compose", "--draft", draft)
}

// Open shows a window other than the form, such as "tickets", and waits for
// its end. more are the command's own flags.
func (w Window) Open(ctx context.Context, command string, more ...string) (Result, error) {
	p, err := w.run(ctx, command, more...)
	if err != nil {
		return NoWindow, err
	}
	r, err := p.wait(ctx)
	if !errors.Is(err, ErrNoOpenGL) {
		return r, err
	}
	s, bad := w.inSoftware()
	if bad != nil {
		return r, err
	}
	if p, err = s.run(ctx, command, more...); err != nil {
		return NoWindow, err
	}
	return p.wait(ctx)
}

// run starts the window program with a command.
func (w Window) run(ctx context.Context, command string, more ...string) (*process, error) {
	if w.Software != nil && w.Software.Load() {
		// What has become of it since is told by the attempt with the usual one.
		if s, err := w.inSoftware(); err == nil {
			w = s
		}
	}
	args := append([]string{command}, w.Args...)
	cmd := exec.CommandContext(ctx, w.Program, append(args, more...)...)
	cmd.Stderr = w.Stderr
	// A window with unsaved words is asked to end, not killed.
	cmd.Cancel = func() error { return interrupt(cmd.Process) }
	cmd.WaitDelay = 3 * time.Second
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("the window program does not start: %w", err)
	}
	p := &process{
		cmd: cmd, stdin: stdin, window: w, patience: w.Patience, ready: make(chan struct{}), ended: make(chan error, 1),
	}
	if p.patience == 0 {
		p.patience = readyWithin
	}
	go p.listen(stdout)
	return p, nil
}

// adopt makes the process that of win, which hears of it from now on.
func (p *process) adopt(win Window) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.window = win
}

// owner is the window whose process it is.
func (p *process) owner() Window {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.window
}

// listen reads the program's words until it ends.
func (p *process) listen(stdout io.Reader) {
	ready, handed := sync.OnceFunc(func() { close(p.ready) }), sync.OnceFunc(func() {
		if told := p.owner().Handed; told != nil {
			told()
		}
	})
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		switch word, _, _ := strings.Cut(lines.Text(), " "); word {
		case "ready":
			ready()
		case "handed":
			handed()
		}
	}
	p.ended <- p.cmd.Wait()
}

// appear lets the window appear with what it can read of the draft, which
// somebody still has open, and waits for its first frame. A window that takes
// long, or is gone, is not waited for: what is left to do is worth more.
func (p *process) appear() {
	letInFront(p.cmd.Process.Pid)
	p.say("taken")
	select {
	case <-p.ready:
	case err := <-p.ended:
		p.ended <- err
	case <-time.After(leaveTo):
	}
}

// leaveTo is for how long the processors are left to a window that appears.
const leaveTo = time.Second

// show lets the window appear, if it has not yet, gives it the draft, and waits
// for its end. noPicture says in one word why the draft holds no picture; empty
// when it does.
func (p *process) show(ctx context.Context, noPicture string) (Result, error) {
	letInFront(p.cmd.Process.Pid)
	// The program may be gone already; its end tells more than this error.
	_, _ = io.WriteString(p.stdin, strings.TrimSpace("captured "+noPicture)+"\n")
	return p.wait(ctx)
}

// after is what follows a window that ended with r and err: one that did not
// appear is tried in another way, or once more.
func (w Window) after(ctx context.Context, draft, noPicture string, r Result, err error) (Result, error) {
	if errors.Is(err, ErrDied) && ctx.Err() == nil {
		if p, startErr := w.run(ctx, "compose", "--draft", draft); startErr == nil {
			r, err = p.show(ctx, noPicture)
		}
	}
	if errors.Is(err, ErrNoOpenGL) {
		return w.software(ctx, draft, noPicture, err)
	}
	return r, err
}

// wait waits for the first frame, and then for the window's end.
func (p *process) wait(ctx context.Context) (Result, error) {
	late := time.NewTimer(p.patience)
	defer late.Stop()
	select {
	case <-p.ready:
	case err := <-p.ended:
		return p.result(err, false)
	case <-late.C:
		_ = p.cmd.Process.Kill()
		<-p.ended
		return NoWindow, ErrNotReady
	}
	win := p.owner()
	if win.Shown != nil {
		win.Shown(p.raise)
	}
	if win.Tell != nil {
		win.Tell(p.say)
	}
	r, err := p.result(<-p.ended, true)
	if r == Crashed && ctx.Err() != nil {
		return Closed, ctx.Err()
	}
	return r, err
}

// raise asks the window to come to the front. A window that is going does not
// hear it.
func (p *process) raise() {
	letInFront(p.cmd.Process.Pid)
	p.say("raise")
}

func (p *process) say(line string) { _, _ = io.WriteString(p.stdin, line+"\n") }

// result reads the exit status. A program that ends badly before its first
// frame never was a window.
func (p *process) result(err error, wasReady bool) (Result, error) {
	_ = p.stdin.Close()
	switch code := p.cmd.ProcessState.ExitCode(); {
	case code == StatusSent:
		return Sent, nil
	case code == StatusClosed && err == nil:
		return Closed, nil
	case code == StatusNoOpenGL:
		return NoWindow, ErrNoOpenGL
	case code == StatusNoDraft:
		return Closed, ErrNoDraft
	case wasReady:
		return Crashed, fmt.Errorf("the window ended unexpectedly: %w", err)
	default:
		return NoWindow, fmt.Errorf("%w: %w", ErrDied, err)
	}
}
