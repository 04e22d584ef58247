package webform

import (
	"strings"
	"sync"
	"time"

	"ticketpp/internal/coach"
	"ticketpp/internal/drafts"
	"ticketpp/internal/markup"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// asking is the question that the page puts before it goes on.
type asking string

const (
	nothing     asking = ""
	whetherSend asking = "send"    // there are doubts
	discarding  asking = "discard" // throw everything away?
	ifSolved    asking = "solved"  // has an article answered it?
)

// state is what the page shows. mu guards it; one request at a time.
type state struct {
	mu sync.Mutex

	draft  *drafts.Draft
	ticket ticket.Ticket
	desk   ticket.Helpdesk
	known  ticket.Contact // the person as remembered
	coach  rules.Coach
	left   *LeftDraft // offered

	verdict rules.Verdict
	tried   bool                        // Send was pressed
	touched map[rules.Field]bool        // the user has typed in the field
	settled map[rules.Field]bool        // the user has paused in the field or left it
	shown   map[rules.Field]string      // the rule that is said beside the field
	taken   map[rules.Field]replacement // suggestions that were taken

	suggest  suggest
	asking   asking
	doubts   string // those in spite of which the user was asked whether to send
	resumed  bool   // say that the ticket was left half-way
	gone     bool   // say that the ticket that was offered is not there any more
	moved    bool   // say that the page was opened elsewhere and holds what is kept
	saveErr  error  // what is typed could not be kept
	sendErr  error
	fileSaid string                      // what there is to say of a file
	leaveErr bool                        // closing failed once for want of a save
	past     map[string][]markup.Drawing // picture as it was taken → what was drawn on it before, for undo

	serial   int      // of the page that is shown
	focus    string   // the element that gets the keyboard on the next page
	handed   bool     // the ticket is in the queue
	followed bool     // nothing more will be said of it by itself
	step     Progress // how far it is
	outcome  Outcome  // "" as long as the form is open
	heard    time.Time
	away     time.Time // the page went, and may be coming back; zero: it did not
}

// replacement is a suggestion that was taken.
type replacement struct {
	before, now string
	told        *replacement // of the description, into which went what was too long for the field
}

// load begins with a draft.
func (f *Form) load(d *drafts.Draft, resumed bool) {
	s := &f.state
	s.draft, s.ticket, s.known, s.resumed = d, d.Ticket(), f.o.Contact, resumed
	s.touched, s.settled = map[rules.Field]bool{}, map[rules.Field]bool{}
	s.shown, s.taken, s.past = map[rules.Field]string{}, map[rules.Field]replacement{}, map[string][]markup.Drawing{}
	s.tried, s.asking, s.doubts, s.fileSaid = false, nothing, "", ""
	s.left, s.heard = f.o.Left, time.Now()
	rules.FillContact(&s.ticket.Contact, f.o.Contact, f.o.Bodies)
	rules.Obey(&s.ticket.Contact, f.o.Contact, f.o.Managed)
	// Free text, as the command line makes it, goes where what happened is told.
	if d := &s.ticket.Description; d.Text != "" {
		d.Happened = strings.TrimSpace(d.Text + "\n\n" + d.Happened)
		d.Text = ""
	}
	f.setDesk(rules.DeskOf(s.ticket.Helpdesk, f.o.Helpdesks, f.o.MoreDesks))
	f.refresh()
}

// setDesk changes the helpdesk; everything written stays.
func (f *Form) setDesk(d ticket.Helpdesk) {
	s := &f.state
	s.desk, s.coach = d, nil
	rules.FitDesk(&s.ticket, d)
	c, err := f.o.Coach(d)
	if err != nil {
		f.o.Log.Error("no coach", "helpdesk", d.ID, "err", err)
		return
	}
	s.coach = c
}

// judge reads the ticket as it is now.
func (f *Form) judge() {
	s := &f.state
	f.look()
	s.verdict = rules.Judge(s.ticket, s.desk, f.o.Bodies, f.o.MaxTotal(), s.coach, f.o.Texts)
	if len(f.o.Helpdesks) == 0 { // there is none to choose
		s.verdict.Findings[rules.Helpdesk] = nil
		s.verdict.Require(rules.Helpdesk, f.o.Texts.Get("compose.helpdesk.none-advice"))
	}
}

// finding is what is to be said beside a field now: never while a word is
// typed, and no longer than it is so.
func (s *state) finding(id rules.Field) (coach.Finding, bool) {
	for _, f := range s.verdict.Findings[id] {
		if s.mayShow(id, f) || s.shown[id] == f.Rule {
			s.shown[id] = f.Rule
			return f, true
		}
	}
	delete(s.shown, id)
	return coach.Finding{}, false
}

// mayShow reports whether a finding may be said now.
func (s *state) mayShow(id rules.Field, f coach.Finding) bool {
	switch {
	case s.tried, id == rules.Files:
		return true
	case f.Rule == coach.RuleEmpty:
		return s.touched[id] && s.settled[id]
	}
	return s.settled[id]
}

// text is where a field's words are kept; nil for a field without words.
func (s *state) text(id rules.Field) *string { return rules.Words(&s.ticket, id) }

// save keeps the ticket as it is.
func (f *Form) save() {
	s := &f.state
	err := s.draft.Save(s.ticket)
	if err != nil && s.saveErr == nil {
		f.o.Log.Error("draft not saved", "draft", s.draft.ID(), "err", err)
	}
	s.saveErr = err
}

// leaving is what becomes of the draft when the form is left.
func (s *state) leaving() Outcome {
	if !rules.IsBegun(s.ticket) && !rules.IsChosen(s.ticket, s.desk) {
		return Discarded
	}
	return Left
}
