package compose

import (
	"time"

	"ticketpp/internal/coach"
	"ticketpp/internal/rules"
)

// pause is how long the user must rest from typing before something new is
// said of what was typed.
const pause = 800 * time.Millisecond

// watch looks at what the user writes and says what could be better: when the
// user pauses or leaves a field, never while a word is typed. What is said
// goes away as soon as it is no longer so.
type watch struct {
	form    *Form
	coach   rules.Coach
	order   int // counts the coaches asked for, so that a late one is not taken
	tried   bool
	settled map[fieldID]bool // the user has paused in the field or left it
	touched map[fieldID]bool // the user has typed in the field
	taken   map[fieldID]taken
	verdict rules.Verdict
	stop    func() // ends the wait for a pause

	later func(time.Duration, func()) (stop func())
	spawn func(func())
}

// taken is a suggestion that was taken.
type taken struct {
	change
	moved change // of the description, into which went what was too long for the field
}

// change is a text that took the place of another.
type change struct{ before, now string }

func (w *watch) init(f *Form) {
	w.form = f
	w.forget()
	w.stop = func() {}
	w.spawn = func(job func()) { go job() }
	w.later = func(d time.Duration, fn func()) func() {
		t := time.AfterFunc(d, func() { f.do(fn) })
		return func() { t.Stop() }
	}
	if f.o.later != nil {
		w.later = f.o.later
	}
}

// newDesk forgets the coach of the helpdesk before.
func (w *watch) newDesk() {
	w.order++
	w.coach = nil
}

// forget is for another ticket in the same form: nothing of it was touched.
func (w *watch) forget() {
	w.settled, w.touched, w.taken = map[fieldID]bool{}, map[fieldID]bool{}, map[fieldID]taken{}
	w.tried = false
}

// makeCoach makes the coach for the helpdesk, away from the UI loop since it
// reads its lexicon.
func (w *watch) makeCoach() {
	f := w.form
	if w.coach != nil || f.o.Coach == nil {
		w.look()
		return
	}
	order, desk := w.order, f.desk
	w.spawn(func() {
		c, err := f.o.Coach(desk)
		f.do(func() {
			if err == nil && order == w.order {
				w.coach = c
				w.look()
			}
		})
	})
}

// mustCoach makes the coach now: nothing is sent unread.
func (w *watch) mustCoach() {
	f := w.form
	if w.coach != nil || f.o.Coach == nil {
		return
	}
	if c, err := f.o.Coach(f.desk); err == nil {
		w.coach = c
	}
}

// typed is called for every change of a text.
func (w *watch) typed(id fieldID) {
	w.touched[id], w.settled[id] = true, false
	w.judge()
	fd := w.form.fields[id]
	if t, ok := w.taken[id]; ok && fd.entry.Text != t.now {
		delete(w.taken, id)
	}
	if fd.advice.isShown() && !w.still(id) {
		fd.advice.hide()
		w.form.relayout()
	}
	w.stop()
	w.stop = w.later(pause, func() {
		w.settled[id] = true
		w.look()
	})
}

// still reports whether what is said beside a field is still so.
func (w *watch) still(id fieldID) bool {
	shown := w.form.fields[id].advice
	if shown.taken {
		_, ok := w.taken[id]
		return ok
	}
	for _, f := range w.verdict.Findings[id] {
		if f.Rule == shown.finding.Rule {
			return true
		}
	}
	return false
}

// left is called when a field is left.
func (w *watch) left(id fieldID) {
	w.settled[id] = true
	w.look()
}

func (w *watch) judge() {
	f := w.form
	w.verdict = rules.Judge(f.ticket, f.desk, f.o.Bodies, f.o.MaxTotal, w.coach, f.texts)
	if len(f.o.Helpdesks) == 0 { // there is none to choose
		w.verdict.Findings[idHelpdesk] = nil
		w.verdict.Require(idHelpdesk, f.texts.Get("compose.helpdesk.none-advice"))
	}
}

// look reads the ticket and says what may be said now.
func (w *watch) look() {
	f := w.form
	if f.state == handed || f.state == closed {
		return
	}
	w.judge()
	changed := false
	for id, fd := range f.fields {
		if w.say(id, fd) {
			changed = true
		}
	}
	if f.bar.status() || changed {
		f.relayout()
	}
}

// say shows the gravest finding of a field that may be shown, and reports
// whether anything has changed.
func (w *watch) say(id fieldID, fd *field) bool {
	t, undo := w.taken[id]
	undo = undo && fd.entry != nil && fd.entry.Text == t.now
	for _, f := range w.verdict.Findings[id] {
		if !w.mayShow(id, f) {
			continue
		}
		if fd.advice.isShown() && fd.advice.finding == f && fd.advice.tried == w.tried {
			return false
		}
		fd.advice.show(f, w.tried)
		return true
	}
	was := fd.advice.isShown()
	switch {
	case undo && was && fd.advice.taken:
		return false
	case undo:
		fd.advice.offerUndo(t.moved.now != "")
		return true
	case id == idFiles && !w.tried && fd.advice.finding == coach.Finding{}: // said of a single file: it stays
		return false
	}
	fd.advice.hide()
	return was
}

// mayShow reports whether a finding may be said now.
func (w *watch) mayShow(id fieldID, f coach.Finding) bool {
	switch {
	case w.tried, id == idFiles:
		return true
	case f.Rule == coach.RuleEmpty:
		return w.touched[id] && w.settled[id]
	}
	return w.settled[id]
}

// reveal says at once what there is to say of these fields.
func (w *watch) reveal(ids ...fieldID) {
	for _, id := range ids {
		w.settled[id], w.touched[id] = true, true
	}
	w.look()
}

// take takes the suggestion beside a field.
func (f *Form) take(id fieldID) {
	fd, w := f.fields[id], &f.watch
	suggestion := fd.advice.finding.Suggestion
	if suggestion == "" || fd.entry == nil {
		return
	}
	t := taken{change: change{fd.entry.Text, suggestion}}
	if fd.advice.finding.Rule == coach.RuleTooLong {
		t.moved = f.describe(t.before)
	}
	fd.entry.Replace(suggestion)
	w.taken[id] = t
	w.stop()
	w.settled[id] = true
	f.win.Canvas().Focus(fd.focus)
	w.look()
}

// untake takes a suggestion back. It reports whether there was one.
func (f *Form) untake(id fieldID) bool {
	fd, w := f.fields[id], &f.watch
	t, ok := w.taken[id]
	if !ok || fd.entry.Text != t.now {
		return false
	}
	delete(w.taken, id)
	f.undescribe(t.moved)
	fd.entry.Replace(t.before)
	w.stop()
	w.settled[id] = true
	f.win.Canvas().Focus(fd.focus)
	w.look()
	return true
}

// takeSuggestion is Alt+Enter: the suggestion beside the field with the
// keyboard, else the first one in sight.
func (f *Form) takeSuggestion() {
	ids := rules.Order()
	if id, ok := f.idOf(f.win.Canvas().Focused()); ok {
		ids = append([]fieldID{id}, ids...)
	}
	for _, id := range ids {
		if fd := f.fields[id]; fd != nil && fd.advice.isShown() && fd.advice.finding.Suggestion != "" {
			f.take(id)
			return
		}
	}
}
