package compose

import (
	"errors"
	"image"

	"ticketpp/internal/ticket"
)

// Pictures are the form's ways to the pictures of a draft. Like the other
// callbacks they are called off the UI loop and may take their time. Those
// that are nil are not offered.
type Pictures struct {
	// Read returns a screenshot in full size as it was taken, with the pointer
	// where it is wanted: what is drawn on.
	Read func(ticket.Screenshot) (image.Image, error)

	// Draw makes the screenshot's file show its marks and its pointer, and
	// returns it so. The files from before stay until they are removed.
	Draw func(ticket.Screenshot) (ticket.Screenshot, error)

	// Tighten writes a captured screenshot's file again, as small as it gets
	// without a loss, and returns its size in bytes.
	Tighten func(ticket.Screenshot) (int64, error)

	// Take captures the screens into the draft while the form is hidden: all
	// of them, or the one that the user works on. The chosen one is included.
	// why says in the agent's word what has kept it from a picture (see
	// window.AwaitCaptured), "" when there is one.
	Take func(all bool) (taken []ticket.Screenshot, why string)

	// Ask has the desktop ask for its permission while the form has the focus.
	// Nothing taken and an empty why mean that Take may be tried; where the
	// desktop still refuses, the user may have chosen a picture with its own
	// tool: then that is taken. why is Take's.
	Ask func() (taken []ticket.Screenshot, why string)

	// Countdown counts seconds down on the screen without taking the focus;
	// words makes the line for a number. An error says that this desktop
	// cannot: then a window of the form's does.
	Countdown func(seconds int, words func(n int) string) error

	// Paste takes the picture that was copied; ErrNoPicture when none was,
	// ErrNotOpened when it cannot be opened.
	Paste func() (ticket.Screenshot, error)

	// Add takes a picture file; ErrNotOpened when it cannot be opened as one.
	Add func(path string) (ticket.Screenshot, error)

	// Smaller makes smaller forms of a screenshot, the most faithful first,
	// each smaller than the one before; none when it is as small as it gets.
	Smaller func(ticket.Screenshot) ([]SmallerForm, error)
}

// Why there is no picture.
var (
	// ErrNoPicture: none was copied.
	ErrNoPicture = errors.New("no picture")
	// ErrNotOpened: what was pasted, dropped or chosen cannot be opened as a
	// picture: it is damaged, too large, or no picture at all.
	ErrNotOpened = errors.New("it cannot be opened as a picture")
)

// SmallerForm is a screenshot in a form that takes less of a mail.
type SmallerForm struct {
	Level Level
	Size  int64                             // bytes
	See   func() (image.Image, error)       // as the technician will see it
	Keep  func() (ticket.Screenshot, error) // makes it the screenshot's file
}

// Level is how much a smaller form gives up.
type Level int

// The levels, the most faithful first.
const (
	FewerColours Level = iota
	LessExact          // JPEG
	FewerPixels
)

// mostShots is how many screenshots go with a ticket at most: more than that
// nobody looks through.
const mostShots = 10

// included counts the screenshots that go with the ticket.
func included(shots []ticket.Screenshot) (n int) {
	for _, s := range shots {
		if s.Included {
			n++
		}
	}
	return n
}

// numberOf is the place of screenshot i among those that go with the ticket,
// from 1; 0 when it does not go.
func numberOf(shots []ticket.Screenshot, i int) int {
	if i < 0 || i >= len(shots) || !shots[i].Included {
		return 0
	}
	return included(shots[:i+1])
}

// shotOf finds a screenshot by the picture as it was taken; -1 when it is not
// there.
func shotOf(shots []ticket.Screenshot, taken string) int {
	for i, s := range shots {
		if s.Taken() == taken {
			return i
		}
	}
	return -1
}

// shifted moves screenshot i before the one that goes before it, or behind the
// one that goes after it, and returns where it stands now.
func shifted(shots []ticket.Screenshot, i, by int) (moved []ticket.Screenshot, now int) {
	moved = append([]ticket.Screenshot(nil), shots...)
	for j := i + by; j >= 0 && j < len(moved); j += by {
		moved[j-by], moved[j] = moved[j], moved[j-by]
		if moved[j-by].Included {
			return moved, j
		}
	}
	return shots, i
}

// firstIncluded is the first screenshot that goes with the ticket, else the
// first.
func firstIncluded(shots []ticket.Screenshot) int {
	for i, s := range shots {
		if s.Included {
			return i
		}
	}
	return 0
}
