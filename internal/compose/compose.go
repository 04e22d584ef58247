// Package compose is the form in which the user writes a ticket: one window,
// filled from a draft, watched by the coach while the user types. It knows
// the data of a ticket and the Fyne toolkit; it must not know how a ticket is
// kept on disk, made a mail or sent: whoever opens the form says so with
// callbacks.
package compose

import (
	"io"
	"time"

	"fyne.io/fyne/v2"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// Options is what a form starts from.
type Options struct {
	Texts     *l10n.Texts
	Helpdesks []ticket.Helpdesk // the valid ones, in the order of the settings
	MoreDesks bool              // the settings name others, which cannot be used: none is chosen unasked
	Ticket    ticket.Ticket     // the draft, as last saved
	Contact   ticket.Contact    // the person as remembered, for what the draft leaves empty
	Managed   []rules.Field     // what of the person the administrator has set: it is locked
	Bodies    []string          // the Enti among which the user chooses
	MaxTotal  int64             // bytes of screenshots and attachments together; 0: no limit
	Resumed   bool              // the draft was left behind earlier; the form says so
	Icon      fyne.Resource     // the window's icon; may be nil
	Size      fyne.Size         // of the window; zero for UsualSize

	// FirstFrame is called once, when the first frame is on the screen; it may
	// be nil.
	FirstFrame func()

	// Coach makes the coach for a helpdesk. It is called off the UI loop.
	Coach func(ticket.Helpdesk) (rules.Coach, error)

	Callbacks Callbacks

	// Tests run the form without Fyne's loop and without waiting.
	do    func(func())                              // runs on Fyne's goroutine
	later func(time.Duration, func()) (stop func()) // runs there after a while
}

// UsualSize is the size of the window where the screen has room for it: all
// that must be filled is seen in it without scrolling.
func UsualSize() fyne.Size { return fyne.NewSize(1120, 690) }

// Callbacks are the form's ways out. All but Closed are called off the UI
// loop, may take their time, and never two of them at once.
type Callbacks struct {
	// Save keeps the ticket as it is now, durably. It is called at most once
	// a second, and at least once within a second of a change.
	Save func(ticket.Ticket) error

	// Open reads a file of the draft: a screenshot's preview, or the
	// screenshot itself where there is no preview.
	Open func(file string) (r io.ReadCloser, bytes int64, err error)

	// AddFile copies the file at path into the draft. An error that says
	// what the user can do is a *FileError.
	AddFile func(path string) (ticket.Attachment, error)

	// AddText makes a file of that name in the draft of a text that no field
	// holds; nil: fields hold everything. Its errors are AddFile's.
	AddText func(name, text string) (ticket.Attachment, error)

	// AskFiles shows the desktop's own dialog for files; nil: the toolkit's is
	// shown. Unlike the others it may be called while another runs.
	AskFiles window.AskFiles

	// Remove deletes an attachment's copy from the draft.
	Remove func(file string) error

	// Pictures are the ways to the draft's pictures.
	Pictures Pictures

	// Suggest returns the articles that may answer a subject, the best first;
	// nil when there is no knowledge base. Unlike the others it may be called
	// while another runs.
	Suggest func(subject string) []Suggestion

	// OpenArticle shows an article in the browser.
	OpenArticle func(Suggestion)

	// Solved remembers the article that made a ticket needless.
	Solved func(subject string, by Suggestion)

	// Similar returns the open tickets at a helpdesk whose subject is close to
	// the given one, the closest first; nil when nothing is known of tickets.
	// Like Suggest it may be called while another runs.
	Similar func(helpdesk, subject string) []Known

	// AddTo makes of the draft a further word about an open ticket, and shows
	// it where it is sent from. The form ends then.
	AddTo func(id string, t ticket.Ticket) error

	// SaveContact remembers the person for the next ticket.
	SaveContact func(ticket.Contact) error

	// Send hands the ticket over. When it returns without an error the
	// ticket is in the outbox for good, and the channel says what becomes of
	// it until it is closed; a nil channel means that nobody will say. An
	// error leaves the ticket with the form; one that says what the user can
	// do is a *FileError.
	Send func(ticket.Ticket) (<-chan Progress, error)

	// HandOff opens the ticket that was handed over last in the user's own
	// mail program, after a Progress that offered it, and returns what became
	// of that. It may take as long as the user writes there.
	HandOff func() Progress

	// Switch leaves the form's draft, or throws it away where nothing was
	// written into it, and takes up the one that was offered, which it
	// returns. No other callback runs meanwhile. An error leaves all as it is.
	Switch func(discard bool) (ticket.Ticket, error)

	// Closed is called on the UI loop, once, when the form is done with, and
	// before the window goes.
	Closed func(Outcome)
}

// LeftDraft is a ticket that was left half-way.
type LeftDraft struct {
	Subject string    // may be empty
	At      time.Time // when it was last written to
}

// Outcome is what became of the form.
type Outcome string

// The outcomes.
const (
	Left      Outcome = "left"      // the draft stays and will be offered again
	Discarded Outcome = "discarded" // nothing was written, or the user threw it away
	Sent      Outcome = "sent"      // handed over to the outbox
)

// Stage is how far a ticket has come that was handed over.
type Stage string

// The stages.
const (
	Sending Stage = "sending" // the outbox has it, on its way to the server
	Taken   Stage = "taken"   // the helpdesk's server has taken it
	Waiting Stage = "waiting" // no network or no server now; it will be sent later
	Paused  Stage = "paused"  // the mail account must be looked at first
	Refused Stage = "refused" // the server refused it for good; it is kept

	Opened   Stage = "opened"   // the user's own mail program has it, and it is out of our hands
	Unopened Stage = "unopened" // no mail program took it; it is kept, and lies in a file
)

// Progress is one step of a ticket that was handed over.
type Progress struct {
	Stage  Stage
	Answer string // the server's own words; may be empty
	Reason string // what it means and what to do, in the user's language; may be empty
	// Sent and Total are bytes of the mail while it is Sending; Total is 0 when
	// nothing is known, or the mail goes so quickly that nobody need be told.
	Sent, Total int64
	// HandOff says that the user's own mail program may be asked to send it.
	HandOff bool
	File    string // where the mail lies that was, or was not, Opened
	// Editable says that after Refused the form may be shown again and Send
	// be called again.
	Editable bool
}

// FileReason says why a file could not be taken or kept.
type FileReason string

// The reasons.
const (
	Vanished   FileReason = "vanished"   // it is not there (any more)
	Elsewhere  FileReason = "elsewhere"  // it is an address in the network, not a file
	IsFolder   FileReason = "folder"     // it is a folder
	Unreadable FileReason = "unreadable" // it may not be read
	TooBig     FileReason = "too-big"    // it does not fit into what may be sent
	DiskFull   FileReason = "disk-full"  // no room to keep it
	ReadOnly   FileReason = "read-only"  // the data folder cannot be written
)

// FileError is a failure that the form can put into words.
type FileError struct {
	Reason FileReason
	Name   string // the file's name as the user knows it; may be empty
	Err    error
}

func (e *FileError) Error() string {
	if e.Err != nil {
		return string(e.Reason) + ": " + e.Err.Error()
	}
	return string(e.Reason)
}

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }
