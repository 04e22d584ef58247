package webform

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// act does what a button of the page says. It returns the id of the element
// that gets the keyboard, "" for the one that has it. f.mu is held.
func (f *Form) act(ctx context.Context, p posted) (focus string) {
	s := &f.state
	do, arg, _ := strings.Cut(p.get("do"), ":")
	if s.handed {
		if do == "handoff" {
			f.handOff(ctx)
		}
		return ""
	}
	id := rules.Field(arg)
	switch do {
	case "send":
		return f.send()
	case "send-anyway":
		return f.sendAnyway()
	case "discard":
		s.asking = discarding
		return "question"
	case "back":
		s.asking = nothing
		return "send"
	case "discard-yes":
		if s.asking == discarding {
			f.close(Discarded)
		}
	case "close":
		f.close(s.leaving())
	case "take":
		return f.take(id)
	case "undo":
		return f.untake(id)
	case "start":
		if from := rules.SubjectStart(s.ticket.Facts); from != "" && s.ticket.Subject == "" {
			s.ticket.Subject = from + ": "
			s.touched[rules.Subject] = true
		}
		return string(rules.Subject)
	case "article":
		f.showArticle(index(arg))
		return "article-" + arg
	case "solved":
		return f.askSolved(index(arg))
	case "solved-yes":
		f.solved()
	case "who":
		return string(rules.WhoName)
	case "resume":
		return f.takeUp()
	case "notice":
		s.resumed, s.gone, s.moved, s.left = false, false, false, nil
		return "top"
	case "shot":
		f.toggle(index(arg))
		return "shot-" + arg + "-toggle"
	case "earlier":
		f.move(index(arg), -1)
	case "later":
		f.move(index(arg), 1)
	case "redact", "crop", "front", "unmark", "pointer":
		f.mark(do, index(arg), p)
		return "mark-" + arg + "-x"
	case "shrink", "unshrink":
		f.shrink(ctx, do == "unshrink")
		return "sum"
	case "remove":
		f.removeFile(arg)
		return "file"
	}
	return ""
}

// index reads the number of a list's line, which begins with 1; -1 is none.
func index(arg string) int {
	n, err := strconv.Atoi(arg)
	if err != nil {
		return -1
	}
	return n - 1
}

// take takes the suggestion beside a field, unless policy has set it.
func (f *Form) take(id rules.Field) string {
	s := &f.state
	to := s.text(id)
	if to == nil || slices.Contains(f.o.Managed, id) {
		return ""
	}
	for _, finding := range s.verdict.Findings[id] {
		if finding.Suggestion == "" || s.shown[id] != finding.Rule {
			continue
		}
		r := replacement{before: *to, now: finding.Suggestion}
		if finding.Rule == coach.RuleTooLong {
			happened := &s.ticket.Description.Happened
			r.told = &replacement{before: *happened, now: strings.TrimLeft(*happened+"\n"+*to, "\n")}
			*happened = r.told.now
		}
		s.taken[id] = r
		*to = finding.Suggestion
		s.touched[id], s.settled[id] = true, true
		return string(id)
	}
	return string(id)
}

// untake takes a suggestion back.
func (f *Form) untake(id rules.Field) string {
	s := &f.state
	to := s.text(id)
	if t, ok := s.taken[id]; ok && to != nil && *to == t.now {
		*to = t.before
		if happened := &s.ticket.Description.Happened; t.told != nil && *happened == t.told.now {
			*happened = t.told.before
		}
		s.settled[id] = true
	}
	delete(s.taken, id)
	return string(id)
}

// takeUp leaves the new ticket for the one that was offered. What was written
// into the new one is kept as a draft of its own.
func (f *Form) takeUp() string {
	s := &f.state
	if s.left == nil || f.o.Callbacks.Switch == nil {
		return "top"
	}
	f.save()
	other, err := f.o.Callbacks.Switch()
	if err != nil {
		f.o.Log.Warn("the ticket that was left", "err", err)
		s.left, s.gone = nil, true
		return "top"
	}
	f.release(s.leaving())
	f.o.Left = nil
	f.load(other, true)
	return "top"
}

// close ends the form, once what was written is kept.
func (f *Form) close(o Outcome) {
	s := &f.state
	s.asking = nothing
	if o == Left {
		f.save()
		if s.saveErr != nil && !s.leaveErr {
			s.leaveErr = true // trying again leaves all the same
			return
		}
	}
	f.finish(o)
}

// send sends the ticket, or says what keeps it.
func (f *Form) send() string {
	s := &f.state
	s.tried, s.asking, s.sendErr, s.fileSaid = true, nothing, nil, ""
	if s.coach == nil { // nothing is sent unread
		if c, err := f.o.Coach(s.desk); err == nil {
			s.coach = c
		}
	}
	f.judge()
	if stopping := s.verdict.Stopping(s.desk.Coach); len(stopping) > 0 {
		return focusOf(stopping[0])
	}
	if doubts := s.verdict.Doubts(); doubts != "" && s.doubts != doubts {
		s.asking, s.doubts = whetherSend, doubts
		return "question"
	}
	return f.deliver()
}

// sendAnyway answers the question of send.
func (f *Form) sendAnyway() string {
	s := &f.state
	if s.asking != whetherSend || s.verdict.Stops(s.desk.Coach) {
		return f.send()
	}
	f.judge()
	if s.verdict.Doubts() != s.doubts { // it is not the ticket of which was asked
		return f.send()
	}
	s.asking = nothing
	return f.deliver()
}

// focusOf is the element of a field that takes the keyboard.
func focusOf(id rules.Field) string {
	switch id {
	case rules.Files:
		return "file"
	}
	return string(id)
}

// deliver hands the ticket over and follows it.
func (f *Form) deliver() string {
	s := &f.state
	f.rememberContact()
	s.ticket = rules.Trimmed(s.ticket)
	err := s.draft.Save(s.ticket)
	var steps <-chan Progress
	if err == nil {
		steps, err = f.o.Callbacks.Send(s.draft)
	}
	if err != nil {
		f.o.Log.Error("ticket not handed over", "draft", s.draft.ID(), "err", err)
		s.sendErr = err
		return "status"
	}
	s.handed, s.step = true, Progress{Stage: Sending}
	go f.follow(steps)
	return "after"
}

// follow shows what becomes of the ticket.
func (f *Form) follow(steps <-chan Progress) {
	for p := range steps {
		f.mu.Lock()
		f.step = p
		f.mu.Unlock()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.followed = true
	f.wake()
}

// handOff opens the ticket in the user's own mail program.
func (f *Form) handOff(ctx context.Context) {
	s := &f.state
	if !s.step.HandOff || f.o.Callbacks.HandOff == nil || !s.followed {
		return
	}
	s.step = Progress{Stage: opening}
	s.followed = false
	ctx = context.WithoutCancel(ctx) // the mail program outlives the request
	go func() {
		p := f.o.Callbacks.HandOff(ctx)
		steps := make(chan Progress, 1)
		steps <- p
		close(steps)
		f.follow(steps)
	}()
}

// rememberContact keeps the person for the next ticket.
func (f *Form) rememberContact() {
	s := &f.state
	c := s.ticket.Contact
	if c == s.known || f.o.Callbacks.SaveContact == nil || !rules.IsComplete(c, f.o.Bodies, s.coach) {
		return
	}
	s.known = c
	if err := f.o.Callbacks.SaveContact(c); err != nil { // asked again next time
		f.o.Log.Warn("contact not remembered", "err", err)
	}
}

// sendWords puts a failed hand-over into words.
func (f *Form) sendWords(err error) string {
	t := f.o.Texts
	switch reason, file := f.o.Callbacks.Explain(err); reason {
	case "disk-full", "read-only":
		return t.Get("compose.send." + reason)
	case "vanished", "unreadable": // to press Send again alone would never help
		return t.Get("compose.send.file", l10n.Vars{"Name": file})
	}
	return t.Get("compose.send.failed")
}

// saveWords puts a failed save into words.
func (f *Form) saveWords(err error) string {
	t := f.o.Texts
	switch reason, _ := f.o.Callbacks.Explain(err); reason {
	case "disk-full", "read-only":
		return t.Get("compose.save." + reason)
	}
	return t.Get("compose.save.failed")
}

// removeFile takes an attachment out, copy and all.
func (f *Form) removeFile(file string) {
	s := &f.state
	kept := slices.DeleteFunc(slices.Clone(s.ticket.Attachments), func(a ticket.Attachment) bool { return a.File == file })
	if len(kept) == len(s.ticket.Attachments) {
		return
	}
	s.ticket.Attachments = kept
	f.save() // before its copy goes
	f.drop(file)
}
