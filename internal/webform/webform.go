// Package webform is the form as a page in the user's own browser, served on
// loopback for one ticket and one user: for desktops on which no window can be
// drawn, and for whoever works with a screen reader or prefers the browser. It
// asks and says what the window does, and works without JavaScript in its
// essentials.
//
// It knows a draft and the rules of a ticket; it must not know how a ticket is
// made a mail or sent, nor how a browser is started: whoever opens the form
// says so with callbacks.
package webform

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// ErrNotOpened: no browser came for the page.
var ErrNotOpened = errors.New("no browser has opened the form")

// Options is what a form starts from. Texts, Draft, Coach and Callbacks.Send
// are needed.
type Options struct {
	Texts     *l10n.Texts
	Helpdesks []ticket.Helpdesk // the valid ones, in the order of the settings
	MoreDesks bool              // the settings name others, which cannot be used: none is chosen unasked
	Contact   ticket.Contact    // the person as remembered, for what the draft leaves empty
	Managed   []rules.Field     // what of the person policy has set: it is Contact's, and not to be changed
	Bodies    []string          // the Enti among which the user chooses
	MaxTotal  func() int64      // bytes of screenshots and attachments together; 0: no limit
	Draft     *drafts.Draft     // open; the form closes or discards it, or hands it over
	NoPicture string            // why nothing was captured, in the launcher's word; may be empty
	Resumed   bool              // the draft was left behind earlier; the form says so
	Left      *LeftDraft        // another ticket that was left half-way; nil: none
	Log       *slog.Logger      // nil: nobody

	// Coach makes the coach for a helpdesk.
	Coach func(ticket.Helpdesk) (rules.Coach, error)

	Callbacks Callbacks

	// Patience is how long a browser may take to come; Idle how long the page
	// waits for a person who does nothing. 0: a minute, and two hours.
	Patience, Idle time.Duration

	// How long what is shown last is still served, and how long a page that
	// went away may take to come back; tests wait less.
	lingers, comesBack time.Duration
}

// Callbacks are the form's ways out. Never two of them run at once.
type Callbacks struct {
	// Send hands the draft over as it was last saved. When it returns without
	// an error the ticket is in the queue for good and the draft is not the
	// form's any more; the channel says what becomes of it until it is closed.
	Send func(*drafts.Draft) (<-chan Progress, error)

	// HandOff opens the ticket that was handed over in the user's own mail
	// program, after a Progress that offered it. It may take as long as the
	// user writes there. nil: never offered.
	HandOff func(context.Context) Progress

	// SaveContact remembers the person for the next ticket; nil: nobody does.
	SaveContact func(ticket.Contact) error

	// Switch takes up the ticket that was left; the form closes its own. nil
	// where Left is nil.
	Switch func() (*drafts.Draft, error)

	// Suggest returns the articles that may answer a subject, the best first;
	// Show opens one in the user's browser, and Solved remembers that it has
	// answered it. nil: there are none.
	Suggest func(subject string) []Suggestion
	Show    func(Suggestion)
	Solved  func(subject string, by Suggestion)

	// Explain says in one word what the user can do about an error of the
	// draft or of Send: "disk-full", "read-only", "vanished", "unreadable",
	// "too-big", or ""; and the name of the file that it is about, if of one.
	Explain func(error) (reason, file string)
}

// LeftDraft is a ticket that was left half-way.
type LeftDraft struct {
	Subject string    // may be empty
	At      time.Time // when it was last written to
}

// Suggestion is an article of the knowledge base that may answer the subject
// (Project++: articles are suggested while the title is typed).
type Suggestion struct{ Title, URL string }

// Outcome is what became of the form.
type Outcome string

// The outcomes.
const (
	Left      Outcome = "left"      // the draft stays and will be offered again
	Discarded Outcome = "discarded" // nothing was written, or the user threw it away
	Sent      Outcome = "sent"      // handed over
)

// Stage is how far a ticket has come that was handed over. The texts are
// "compose.after.STAGE".
type Stage string

// The stages.
const (
	Sending  Stage = "sending"  // the queue has it, on its way to the server
	Taken    Stage = "taken"    // the helpdesk's server has taken it
	Waiting  Stage = "waiting"  // no network or no server now; it will be sent later
	Paused   Stage = "paused"   // the mail account must be looked at first
	Refused  Stage = "refused"  // the server refused it for good; it is kept
	Opened   Stage = "opened"   // the user's own mail program has it
	Unopened Stage = "unopened" // no mail program took it; it is kept, and lies in a file

	opening Stage = "opening" // the mail program is being opened
)

// Progress is one step of a ticket that was handed over.
type Progress struct {
	Stage       Stage
	Answer      string // the server's own words; may be empty
	Reason      string // what it means and what to do, in the user's language; may be empty
	Sent, Total int64  // bytes of the mail while it is Sending; Total 0: not known
	HandOff     bool   // the user's own mail program may be asked to send it
	File        string // where the mail lies that was, or was not, Opened
}

// isLast reports whether nothing is left to be done with the ticket here.
func (p Progress) isLast() bool {
	switch p.Stage {
	case Taken, Waiting, Opened:
		return !p.HandOff
	}
	return false
}

func (o *Options) complete() {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Patience == 0 {
		o.Patience = time.Minute
	}
	if o.Idle == 0 {
		o.Idle = 2 * time.Hour
	}
	if o.lingers == 0 {
		o.lingers, o.comesBack = lingers, comesBack
	}
	if o.MaxTotal == nil {
		o.MaxTotal = func() int64 { return 0 }
	}
	if o.Callbacks.Explain == nil {
		o.Callbacks.Explain = func(error) (string, string) { return "", "" }
	}
}
