package window

import (
	"bufio"
	"fmt"
	"io"
	"strings"
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

// capturedLine is what the agent writes once the pictures are in the draft.
const capturedLine = "captured"

// AwaitCaptured waits until the agent says that the screens are captured, so
// that our own window is never in the picture: a line on r, the end of r, or
// the time-out.
func AwaitCaptured(r io.Reader, timeout time.Duration) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			if word, _, _ := strings.Cut(lines.Text(), " "); word == capturedLine {
				return
			}
		}
	}()
	select {
	case <-done:
	case <-time.After(timeout):
	}
}

// SayReady tells the agent on w that the first frame is on the screen.
func SayReady(w io.Writer, version string) {
	_, _ = fmt.Fprintf(w, "ready %s\n", version) // an agent that is gone needs no answer
}
