// Package mytickets is the window with the user's tickets: what became of each
// one, the conversation with the helpdesk, and what can be said next. It knows
// the history's data and the Fyne toolkit; it must not know how a mail is made
// or sent, nor where a draft lies: whoever opens the window says so with
// callbacks.
package mytickets

import (
	"context"
	"errors"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"ticketpp/internal/coach"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// Coach reads a follow-up; *coach.Coach is one.
type Coach interface {
	FollowUp(text string) []coach.Finding
}

// Options is what a window starts from.
type Options struct {
	Texts      *l10n.Texts
	Helpdesks  []ticket.Helpdesk // as the settings have them
	Ticket     string            // id of the ticket that is shown first; "": the newest
	Write      string            // id of a ticket of which a follow-up goes on at once; may be ""
	Icon       fyne.Resource     // may be nil
	Size       fyne.Size         // of the window; zero for UsualSize
	Mailbox    bool              // the helpdesk's answers are read from the user's mailbox
	FirstFrame func()            // called once when the window is on the screen; may be nil

	// Changed tells that a ticket has changed, whoever changed it; may be nil.
	Changed <-chan struct{}

	// Coach makes the coach for a helpdesk, off the UI loop; may be nil.
	Coach func(ticket.Helpdesk) (Coach, error)

	Callbacks Callbacks

	do func(func()) // tests: runs a function on Fyne's goroutine
}

// UsualSize is the size of the window where the screen has room for it.
func UsualSize() fyne.Size { return fyne.NewSize(1120, 690) }

// Callbacks are the window's ways out. All are called off the UI loop and may
// take their time; but for Search, Begun, Look and what Send returns, never two of
// them at once.
type Callbacks struct {
	// Search returns the tickets in which every word occurs, all of them for
	// the empty query, the newest last word first.
	Search func(query string) ([]history.Summary, error)
	Get    func(id string) (history.Record, error)
	Read   func(id string) error // the user has looked at the ticket

	// Begun returns the ids of the tickets to which a follow-up was begun and
	// left, the newest first; may be nil. Like Search it may be called while
	// another runs.
	Begun func() []string

	// Pictures returns the screenshots that went with one of the user's mails,
	// in their order; ErrNoPictures when they are not kept any more.
	Pictures func(entry history.Entry) ([]image.Image, error)

	// Resume opens the follow-up to a ticket that was begun and not sent; ok is
	// false when there is none.
	Resume func(id string) (t ticket.Ticket, ok bool, err error)
	// Save keeps a follow-up durably, and begins it the first time.
	Save func(ticket.Ticket) error
	// Leave puts the follow-up aside, as it was last saved.
	Leave func() error
	// Discard throws the follow-up away.
	Discard func() error
	// Capture takes the screen into the follow-up after a while; the window is
	// hidden by then.
	Capture func(t ticket.Ticket, after time.Duration) ([]ticket.Screenshot, error)
	// AddFile copies a file into the follow-up: a picture as a screenshot, all
	// else as an attachment.
	AddFile func(t ticket.Ticket, path string) (ticket.Ticket, error)
	// AddText makes a file of that name in the follow-up of a text that no field
	// holds; nil: fields hold everything.
	AddText func(t ticket.Ticket, name, text string) (ticket.Ticket, error)
	// AskFiles shows the desktop's own dialog for files; nil: the toolkit's is
	// shown. It may be called while another runs.
	AskFiles window.AskFiles
	// Paste takes the picture from the clipboard into the follow-up; ok is
	// false when there is none. ErrNotOpened: it is damaged or too large.
	Paste func(t ticket.Ticket) (s ticket.Screenshot, ok bool, err error)
	// Preview reads a small picture of a screenshot in the follow-up.
	Preview func(ticket.Screenshot) (image.Image, error)
	// Picture reads a screenshot in the follow-up as it was taken, in full size.
	Picture func(ticket.Screenshot) (image.Image, error)
	// Draw makes the screenshot's file show what was drawn on it, for good.
	Draw func(ticket.Screenshot) (ticket.Screenshot, error)
	// Send hands the follow-up over. When it returns without an error it is in
	// the queue for good, and the channel says what becomes of it until it is
	// closed.
	Send func(ticket.Ticket) (<-chan Progress, error)

	// Number keeps the number that the user typed; ErrNotNumber when it is none,
	// ErrTaken when another ticket has it, ErrConfirmed when the helpdesk's own
	// mail gave another one and the user was not asked whether it is sure.
	Number func(id, number string, sure bool) error
	// TakeMail and TakeText take the helpdesk's confirmation that the user
	// dropped or pasted, for the ticket with the id where it does not say of
	// which one it speaks. They return the ticket that it is about, or
	// ErrNotOurs, ErrNoNumber, ErrNotMail, and as long as the user was not asked
	// ErrConfirmed or a *DoubtError.
	TakeMail func(id, path string, sure bool) (string, error)
	TakeText func(id, text string, sure bool) (string, error)
	// Look looks for the helpdesk's answers now.
	Look func(ctx context.Context) error

	// Again opens the form for a refused ticket (Redo), or for a new one about
	// the same matter.
	Again func(id string, how Again) error
	// OpenLink opens an http or https address in the browser.
	OpenLink func(address string) error
}

// Again says how a matter is taken up anew.
type Again int

// The ways.
const (
	Redo      Again = iota // the refused ticket is written again
	Successor              // a new ticket names the old one
)

// What can go wrong with what the user brings. A window words them.
var (
	ErrNoPictures = errors.New("the pictures are not kept any more")
	ErrNotNumber  = errors.New("this is no ticket number")
	ErrNotMail    = errors.New("the file is no mail")
	ErrConfirmed  = errors.New("the helpdesk's own mail gave another number")
	ErrTaken      = errors.New("another ticket has this number")
	ErrNotOurs    = errors.New("the mail is about none of the user's tickets")
	ErrNoNumber   = errors.New("no ticket number of this helpdesk is in it")
	ErrDiskFull   = errors.New("the disk is full")
	ErrTooBig     = errors.New("the file is too big for the mail")
	ErrElsewhere  = errors.New("the file is an address in the network")
	ErrNoPicture  = errors.New("the screen cannot be captured")
	ErrNotOpened  = errors.New("what was copied cannot be opened as a picture")
	ErrOpen       = errors.New("the follow-up is open in another window")
)

// DoubtError: a confirmation that the user gave does not seem to be that of the
// ticket.
type DoubtError struct {
	Number string // that stands in it
	Other  string // subject of the ticket of which it seems to speak; may be empty
}

func (e *DoubtError) Error() string { return "the confirmation does not seem to be this ticket's" }

// Stage is how far a follow-up has come.
type Stage string

// The stages.
const (
	Sending Stage = "sending"
	Taken   Stage = "taken"   // the helpdesk's server has it
	Waiting Stage = "waiting" // it will go later by itself
	Paused  Stage = "paused"  // the mail account must be looked at first
	Refused Stage = "refused" // the server refused it for good; it is kept
)

// Progress is one step of a follow-up that was handed over.
type Progress struct {
	Stage  Stage
	Reason string // what it means and what to do, in the user's language; may be empty
}
