package window

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// Exit statuses of the window's process, for the agent that started it.
const (
	ExitClosed   = 0  // the window was closed; the draft stays or was thrown away
	ExitSent     = 10 // the ticket was handed over to the outbox
	ExitSignedIn = 11 // the user has logged in to the mail server
	ExitNoOpenGL = 20 // there is no OpenGL here: the agent takes the next way
	ExitNoDraft  = 21 // the draft cannot be opened: open elsewhere, sent or gone
	ExitUsage    = 2
)

// The agent's words to the window, a line each.
const (
	draftLine    = "draft"    // the draft that a form which was started before it shows
	takenLine    = "taken"    // the screens are captured: the form may show what it can read of the draft
	capturedLine = "captured" // the pictures are in the draft, which is the form's from now on
	raiseLine    = "raise"    // the icon was clicked again: come to the front
)

// Lost is the word for a picture that was captured and is gone: who had it was
// killed, or could not write it.
const Lost = "lost"

// Orders are the agent's words to a form, in the order in which they come.
type Orders struct{ lines *bufio.Scanner }

// NewOrders reads the agent's words from r.
func NewOrders(r io.Reader) *Orders { return &Orders{bufio.NewScanner(r)} }

// Draft waits, for as long as it takes, until the agent names the draft that
// this form shows. ok is false when no form is wanted after all: the agent has
// closed its end.
func (o *Orders) Draft() (id string, ok bool) {
	for o.lines.Scan() {
		if word, id, _ := strings.Cut(o.lines.Text(), " "); word == draftLine && id != "" {
			return id, true
		}
	}
	return "", false
}

// Captured waits until the agent says that the screens are captured, so that
// our own window is never in the picture: its line, the end of its words, or
// the time-out. From then on raise is called, on a goroutine of its own,
// whenever the agent asks for the window to come to the front.
//
// early: the agent still writes the pictures and has the draft open, in which
// the form may look. free tells when the draft is free, with the agent's word
// for why there is no picture in it, "" when there is one: not-kept, [Lost], or
// one of capture.Reason's. Where early is false, it tells at once.
func (o *Orders) Captured(timeout time.Duration, raise func()) (free <-chan string, early bool) {
	taken, told := make(chan struct{}), make(chan string, 1)
	go o.follow(taken, told, raise)
	select {
	case <-taken:
		return told, true
	case why := <-told:
		told <- why
	case <-time.After(timeout):
		told = make(chan string, 1)
		told <- ""
	}
	return told, false
}

// follow obeys the agent's words until they end. The draft is free then too,
// whatever was said: its lock has ended with the agent.
func (o *Orders) follow(taken chan<- struct{}, free chan<- string, raise func()) {
	said := ""
	see := sync.OnceFunc(func() {
		said = Lost // unless the agent says otherwise
		close(taken)
	})
	take := sync.OnceFunc(func() { free <- said }) // has room for one
	defer take()
	for o.lines.Scan() {
		switch word, why, _ := strings.Cut(o.lines.Text(), " "); word {
		case takenLine:
			see()
		case capturedLine:
			said = why
			take()
		case raiseLine:
			raise()
		}
	}
}

// SayHanded tells the agent on w that the ticket was handed over: the form is
// done with, though its last page may still be shown.
func SayHanded(w io.Writer) { _, _ = fmt.Fprintln(w, "handed") }

// SayReady tells the agent on w that the first frame is on the screen.
func SayReady(w io.Writer, version string) {
	_, _ = fmt.Fprintf(w, "ready %s\n", version) // an agent that is gone needs no answer
}

// Listen reads the agent's words to a window that does not wait for a picture:
// on is called with each line, its first word apart, on this goroutine until r
// ends.
func Listen(r io.Reader, on func(word, rest string)) {
	for lines := bufio.NewScanner(r); lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		on(word, rest)
	}
}
