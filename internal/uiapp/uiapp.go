// Package uiapp wires the process that shows windows: it reads its arguments,
// opens what the window needs, and keeps the handshake with the agent. It
// decides nothing about tickets or mail.
package uiapp

import (
	"context"
	"flag"
	"io"
	"log/slog"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"ticketpp/internal/compose"
	"ticketpp/internal/config"
	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// Process is what the window's process runs with.
type Process struct {
	Version string
	Args    []string // without the program's name
	In      io.Reader
	Out     io.Writer
	Err     io.Writer
	Start   time.Time // when main began, for the trace of the start
	Loaded  func()    // called when OpenGL's libraries are loaded; may be nil
}

// Sender hands a draft that was saved as t over to the outbox. It is made
// once everything else is open.
type Sender interface {
	Send(ctx context.Context, draft *drafts.Draft, t ticket.Ticket) (<-chan compose.Progress, error)
	// HandOff opens what was sent last in the user's own mail program.
	HandOff(ctx context.Context) compose.Progress
	// Wait returns when nothing of what was sent is in this process's hands.
	Wait()
}

// Home is what a Sender is made from.
type Home struct {
	Options  config.Options
	Settings *config.Settings
	Texts    *l10n.Texts
	Drafts   *drafts.Store
	Log      *slog.Logger
	// Start shows another window, in a process of its own; nil: this program
	// is started once more.
	Start func(command string, more ...string) error
}

// captureTimeout is how long the window waits for the agent's word that the
// screens are captured, or for the agent's end. The desktop may ask the user
// whether it may be done, and gets 30 s for the answer (capture.Options).
const captureTimeout = 40 * time.Second

// arguments are those of `trayapp-ui compose`, `tickets` and `signin`.
type arguments struct {
	command  string
	data     string
	config   string
	draft    string // compose; tickets: a follow-up that is taken up
	fresh    bool   // compose: the draft was made for this window
	wait     bool   // compose: the draft is named on standard input
	ticket   string // tickets: the one that is shown first
	handover bool   // signin: whoever started it takes over, from standard output, what no keyring keeps
}

func parse(args []string, errs io.Writer) (a arguments, ok bool) {
	if len(args) == 0 {
		return a, false
	}
	a.command = args[0]
	set := flag.NewFlagSet("trayapp-ui "+a.command, flag.ContinueOnError)
	set.SetOutput(errs)
	set.StringVar(&a.data, "data", "", "data folder")
	set.StringVar(&a.config, "config", "", "settings file")
	switch a.command {
	case "compose":
		set.StringVar(&a.draft, "draft", "", "id of the draft")
		set.BoolVar(&a.fresh, "fresh", false, "the draft was made for this window: nobody left it half-way")
		set.BoolVar(&a.wait, "wait", false, "show nothing until standard input names the draft")
	case "tickets":
		set.StringVar(&a.ticket, "ticket", "", "id of the ticket that is shown first")
		set.StringVar(&a.draft, "draft", "", "id of a follow-up that was left")
	case "signin":
		set.BoolVar(&a.handover, "handover", false, "write what no keyring keeps to standard output, for the agent")
	default:
		return a, false
	}
	if err := set.Parse(args[1:]); err != nil || set.NArg() > 0 {
		return a, false
	}
	return a, a.command != "compose" || (a.draft == "") == a.wait
}

// Run shows the window that the arguments ask for and returns the exit status
// once it is closed. It must be called on the main goroutine.
func Run(p Process, sender func(Home) (Sender, error)) int {
	runtime.LockOSThread()
	if len(p.Args) == 1 && p.Args[0] == "probe" {
		return probe(p)
	}
	a, ok := parse(p.Args, p.Err)
	if !ok {
		_, _ = io.WriteString(p.Err, "usage: trayapp-ui compose --draft ID | --wait [--data DIR] [--config FILE]\n"+
			"       trayapp-ui tickets [--ticket ID] [--draft ID] [--data DIR] [--config FILE]\n"+
			"       trayapp-ui signin [--data DIR] [--config FILE]\n")
		return window.ExitUsage
	}
	switch a.command {
	case "signin":
		return signInWindow(p, a)
	case "tickets":
		return ticketsWindow(p, a, sender)
	}
	return composeWindow(p, a, sender)
}

// withoutCollector stops Go's garbage collection, which takes a tenth of the
// start's processor time, and returns what lets it begin. What is loaded until
// the first frame stays in use for the most part.
func withoutCollector() (begin func()) {
	usual := debug.SetGCPercent(-1)
	return func() { debug.SetGCPercent(usual) }
}

// mark traces the start where TRAYAPP_TRACE_START is set.
func (p Process) mark(log *slog.Logger, phase string) {
	log.Debug("start", "phase", phase, "ms", time.Since(p.Start).Milliseconds())
}

// speak makes the toolkit speak as the rest of the window does.
func (p Process) speak(texts *l10n.Texts, log *slog.Logger) {
	if err := window.Speak(texts); err != nil {
		log.Warn("the toolkit's words", "err", err)
	}
}

// logger writes to standard error, where the agent picks it up.
func (p Process) logger() *slog.Logger {
	level := slog.LevelInfo
	if os.Getenv("TRAYAPP_TRACE_START") != "" {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(p.Err, &slog.HandlerOptions{Level: level}))
}
