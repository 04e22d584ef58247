package compose

import (
	"errors"
	"time"

	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/window"
)

// send is the Send button and Ctrl+Enter.
func (f *Form) send() {
	if f.win.Canvas().Overlays().Top() != nil || f.covering != nil { // a list, a dialog or a view is open
		return
	}
	if !f.changeable() {
		return
	}
	f.files.dialog.Dismiss() // the desktop's own: who sends behind it does without the file
	if f.busy() {
		if f.state == asking { // about a ticket that is not all there
			f.back()
		}
		f.sendSoon()
		return
	}
	if f.state == asking {
		f.deliver()
		return
	}
	f.watch.mustCoach()
	f.watch.tried = true
	f.watch.stop()
	f.bar.say("", "")
	f.watch.look()
	v := f.watch.verdict
	switch doubts := v.Doubts(); {
	case v.Stops(f.desk.Coach):
		stopping := v.Stopping(f.desk.Coach)
		f.events.Note("blocked", rules.Join(stopping))
		f.lead(stopping)
	case doubts != "" && f.asked != doubts:
		f.state, f.asked = asking, doubts
		f.bar.ask(f.watch.question())
		f.bar.show()
		f.relayout()
		f.events.Note("asked", rules.Join(append(v.Faults(), v.Personal()...)))
	default:
		f.deliver()
	}
}

// lead brings the user to the first of the fields.
func (f *Form) lead(ids []fieldID) {
	for _, id := range ids {
		if f.person.owns(id) && !f.person.open {
			f.person.fold(false)
		}
		if f.more.owns(id) {
			f.more.open(true)
		}
	}
	f.relayout()
	if fd := f.fields[ids[0]]; fd.focus != nil {
		f.win.Canvas().Focus(fd.focus)
	}
}

// deliver hands the ticket over once every screenshot's file shows what was
// drawn on it.
func (f *Form) deliver() {
	f.state = handing
	f.bar.say(f.texts.Get("compose.handing"), window.ColorMuted)
	f.bar.show()
	f.relayout()
	f.rememberContact()
	f.shots.settle(func(err error) {
		if err == nil {
			f.hand()
			return
		}
		f.state = writing
		f.bar.say(f.texts.Get("compose.send.shots"), theme.ColorNameError)
		f.bar.show()
		f.relayout()
	})
}

// hand hands the ticket over, away from the UI loop.
func (f *Form) hand() {
	t := rules.Trimmed(copyOf(f.ticket))
	f.watch.spawn(func() {
		_ = f.saver.Flush() // the hand-over saves it too, and its word counts
		f.saver.Stop()
		f.finishWork()
		updates, err := f.o.Callbacks.Send(t)
		f.do(func() { f.delivered(updates, err) })
	})
}

// delivered goes on after the hand-over.
func (f *Form) delivered(updates <-chan Progress, err error) {
	if err != nil {
		f.events.Note("hand-over-failed", err.Error())
		f.state = writing
		f.saver.Start()
		f.changed()
		f.bar.say(sendWords(f.texts, err), theme.ColorNameError)
		f.bar.show()
		f.relayout()
		return
	}
	f.state = handed
	f.events.Note("handed", "")
	f.after.step(Progress{Stage: Sending})
	if updates == nil {
		return
	}
	f.watch.spawn(func() {
		for p := range updates {
			f.do(func() { f.after.step(p) })
		}
	})
}

// reopen shows the form again after a refusal.
func (f *Form) reopen() {
	f.state = writing
	f.saver.Start()
	f.after.hide()
	f.bar.say("", "")
	f.bar.show()
	f.changed()
	f.relayout()
	f.win.Canvas().Focus(f.fields[idSubject].focus)
}

// rememberContact keeps the person for the next ticket.
func (f *Form) rememberContact() {
	c := f.ticket.Contact
	if c == f.known || f.o.Callbacks.SaveContact == nil || !rules.IsComplete(c, f.o.Bodies, f.watch.coach) {
		return
	}
	f.known = c
	f.work <- func() { _ = f.o.Callbacks.SaveContact(c) } // not remembered: asked again next time
}

// longestWait is how long the last work on files may hold up a hand-over or
// the end.
const longestWait = 5 * time.Second

// finishWork waits for the work on files that was begun.
func (f *Form) finishWork() {
	done := make(chan struct{})
	select {
	case f.work <- func() { close(done) }:
	case <-time.After(longestWait):
		return
	}
	select {
	case <-done:
	case <-time.After(longestWait):
	}
}

// secondEsc is how soon after the editor an Esc is still meant for that.
const secondEsc = 600 * time.Millisecond

// Escape is Esc, the Close button and the window's own cross: out of a
// question, or out of the form. The draft stays when something was written.
func (f *Form) Escape() {
	switch {
	case f.editing != nil:
		f.editing.Escape()
		return
	case f.covering != nil:
		f.files.smaller.close()
		return
	case time.Since(f.editedAt) < secondEsc:
		return // it was meant for the editor
	}
	if f.files.dialog.Dismiss() {
		return
	}
	if f.notSoon() {
		return
	}
	switch f.state {
	case asking, discarding:
		f.back()
	case handed:
		f.finish(Sent)
	case writing:
		outcome := Left
		if f.untouched() {
			outcome = Discarded
		}
		f.leave(outcome)
	}
}

// cross is the window's own cross: out of the form, whatever is asked.
func (f *Form) cross() {
	f.files.dialog.Dismiss()
	if f.editing != nil {
		f.editing.Finish()
	}
	if f.covering != nil {
		f.Escape()
	}
	if f.state == asking || f.state == discarding {
		f.back()
	}
	f.notSoon()
	f.Escape()
}

// untouched reports whether nothing would be lost with the ticket.
func (f *Form) untouched() bool {
	return !rules.IsBegun(f.ticket) && !f.head.chosen && !f.shots.touched && f.ticket.Past == nil
}

// End is for a process that ends without the form being closed: it saves what
// was typed and is not saved yet. A form in which nobody has done anything
// leaves no draft.
func (f *Form) End() error {
	if f.state == writing && f.untouched() {
		f.saver.Stop()
		f.o.Callbacks.Closed(Discarded)
		return nil
	}
	return f.saver.Flush()
}

// back leads out of a question.
func (f *Form) back() {
	f.state, f.matter.suggest.by = writing, nil
	f.bar.say("", "")
	f.bar.show()
	f.relayout()
}

// leave ends the form once what was written is kept. It goes from the screen at
// once: what is typed while it is being left would be lost.
func (f *Form) leave(outcome Outcome) {
	f.state = closing
	f.watch.stop()
	f.win.Hide()
	f.watch.spawn(func() {
		var err error
		switch outcome {
		case Left:
			err = f.saver.Flush()
		case Discarded:
			f.matter.suggest.solved()
		}
		if err == nil || f.leaving {
			f.saver.Stop()
			f.finishWork()
			f.do(func() { f.finish(outcome) })
			return
		}
		f.do(func() { f.cannotLeave(err) })
	})
}

// cannotLeave says that the text would be lost; trying again leaves all the
// same.
func (f *Form) cannotLeave(err error) {
	f.events.Note("not-left", err.Error())
	f.state, f.leaving = writing, true
	f.bar.say(saveWords(f.texts, err)+" "+f.texts.Get("compose.close.anyway"), theme.ColorNameError)
	f.bar.show()
	f.relayout()
	f.win.Show()
}

// askDiscard asks whether to throw the ticket away.
func (f *Form) askDiscard() {
	if f.state != writing {
		return
	}
	f.state = discarding
	f.bar.say(f.texts.Get("compose.discard.ask"), window.ColorAdvice)
	f.bar.show()
	f.relayout()
	f.win.Canvas().Focus(f.bar.second)
}

func (f *Form) discard() {
	if f.state == discarding {
		f.leave(Discarded)
	}
}

// finish ends the form, once.
func (f *Form) finish(outcome Outcome) {
	if f.state == closed {
		return
	}
	f.state = closed
	f.events.Note("closed", string(outcome))
	f.win.Hide()
	f.watch.spawn(func() { // whoever has the draft may take his time
		if f.o.Callbacks.Closed != nil {
			f.o.Callbacks.Closed(outcome)
		}
		f.do(func() {
			f.win.Close()
			f.app.Quit() // else a window that counted down, and is not gone yet, keeps the program
		})
	})
}

// sendWords puts a failed hand-over into words.
func sendWords(t *l10n.Texts, err error) string {
	if fe, ok := errors.AsType[*FileError](err); ok {
		switch fe.Reason {
		case DiskFull, ReadOnly:
			return t.Get("compose.send." + string(fe.Reason))
		case Vanished, Unreadable:
			return t.Get("compose.send.file", l10n.Vars{"Name": fe.Name})
		case TooBig, IsFolder:
			return fileWords(t, fe.Name, err)
		}
	}
	return t.Get("compose.send.failed")
}

// saveWords puts a failed save into words.
func saveWords(t *l10n.Texts, err error) string {
	if fe, ok := errors.AsType[*FileError](err); ok && (fe.Reason == DiskFull || fe.Reason == ReadOnly) {
		return t.Get("compose.save." + string(fe.Reason))
	}
	return t.Get("compose.save.failed")
}

var _ host = (*Form)(nil)
