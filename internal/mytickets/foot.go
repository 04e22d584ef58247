package mytickets

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/history"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// foot is what can be said next: the ways as buttons, or the follow-up while
// it is written.
type foot struct {
	w       *Window
	box     *fyne.Container
	status  *parts.Text
	buttons *fyne.Container
	kinds   map[ticket.FollowUpKind]*parts.Button
	redo    *parts.Button
	next    *parts.Button // a new ticket that names the old one
	reply   *reply
	saver   *window.Saver[ticket.Ticket]

	writing   bool          // the editor is open
	draft     ticket.Ticket // what is written; FollowUp is nil when nothing was begun
	touched   bool          // the user has written or added something
	sending   bool
	leaveThen bool // the window closes once it is handed over
	adding    adding
}

// kindOrder is in which order the ways are offered.
var kindOrder = [...]ticket.FollowUpKind{ticket.Answer, ticket.Information, ticket.Reminder, ticket.Close, ticket.Reopen}

func newFoot(w *Window) *foot {
	t := w.texts
	f := &foot{w: w, status: parts.NewRemark(""), kinds: map[ticket.FollowUpKind]*parts.Button{}}
	f.saver = window.NewSaver(f.save, func(err error) { w.do(func() { f.saved(err) }) })
	f.reply = newReply(f)
	f.buttons = container.New(&parts.Wraps{Gap: 8})
	for _, k := range kindOrder {
		b := parts.NewButton(w, t.Get("mytickets.do."+string(k)), func() { f.write(k) })
		f.kinds[k] = b
		f.buttons.Add(b)
		w.events.Name("do."+string(k), b)
	}
	f.redo = parts.NewButton(w, t.Get("mytickets.do.redo"), func() { f.again(Redo) })
	f.next = parts.NewButton(w, t.Get("mytickets.do.successor"), func() { f.again(Successor) })
	f.redo.Importance, f.next.Importance = widget.HighImportance, widget.HighImportance
	f.buttons.Add(f.redo)
	f.buttons.Add(f.next)
	w.events.Name("do.redo", f.redo)
	w.events.Name("do.successor", f.next)
	w.events.Name("status", f.status)
	ground, line := parts.NewCard(window.ColorPanel, parts.ColorNone), parts.NewCard(window.ColorLine, parts.ColorNone)
	ground.Radius, line.Radius = 0, 0
	f.status.Hide()
	f.box = parts.NewStack(0, parts.NewInset(0, 0.5, line),
		parts.NewInset(20, 10, ground, parts.NewStack(8, f.status, f.reply.box, f.buttons)))
	return f
}

// offer shows what can be done with the window's ticket now.
func (f *foot) offer() {
	w, rec := f.w, f.w.record
	desk := w.desk(rec.Ticket.Helpdesk)
	offers := rec.Offers(desk, w.now())
	first := true
	for _, k := range kindOrder {
		b := f.kinds[k]
		b.Hidden = f.writing || !contains(offers, k)
		if b.Hidden {
			continue
		}
		importance := widget.MediumImportance
		if first && (rec.State.NeedsYou() || k == ticket.Reopen) {
			importance = widget.HighImportance
		}
		first = false
		b.Say(b.Text, importance)
	}
	f.redo.Hidden = f.writing || rec.State != history.Failed || w.o.Callbacks.Again == nil
	f.next.Hidden = f.writing || w.o.Callbacks.Again == nil || !errors.Is(rec.Allows(ticket.Reopen, desk, w.now()), history.ErrTooLate)
	f.buttons.Hidden = true
	for _, b := range f.buttons.Objects {
		f.buttons.Hidden = f.buttons.Hidden && !b.Visible()
	}
	w.reveal()
}

// empty reports whether there is nothing to say and nothing to do.
func (f *foot) empty() bool { return f.buttons.Hidden && !f.writing && f.status.Hidden }

func contains(kinds []ticket.FollowUpKind, k ticket.FollowUpKind) bool {
	for _, o := range kinds {
		if o == k {
			return true
		}
	}
	return false
}

// enter puts the keyboard to what can be said next.
func (f *foot) enter() {
	if f.writing {
		f.w.win.Canvas().Focus(f.reply.entry)
		return
	}
	for _, o := range f.buttons.Objects {
		if b := o.(*parts.Button); b.Visible() && f.box.Visible() {
			f.w.win.Canvas().Focus(b)
			return
		}
	}
}

// say says something above the buttons; the empty words take it away.
func (f *foot) say(words string, color fyne.ThemeColorName) {
	f.status.Paint(words, color)
	f.status.Hidden = words == ""
	f.w.reveal()
}

// sayUnless says it here when it is not said elsewhere.
func (f *foot) sayUnless(elsewhere bool, words string, color fyne.ThemeColorName) {
	if !elsewhere {
		f.say(words, color)
		f.w.relayout()
	}
}

// again takes the matter up anew in the form.
func (f *foot) again(how Again) {
	w, id := f.w, f.w.id
	w.work <- func() {
		err := w.o.Callbacks.Again(id, how)
		w.do(func() {
			if err != nil && !w.closed {
				w.events.Note("again-failed", err.Error())
				f.say(w.texts.Get("mytickets.again.failed"), window.ColorAdvice)
				w.relayout()
			}
		})
	}
}

// begin fits the foot to another ticket, with the follow-up to it that was
// left.
func (f *foot) begin(t ticket.Ticket, resumed bool) {
	f.say("", window.ColorMuted)
	f.writing, f.touched, f.sending, f.draft = false, false, false, ticket.Ticket{}
	f.reply.box.Hide()
	f.saver.Start()
	if !resumed || t.FollowUp == nil {
		return
	}
	f.draft, f.touched = t, true
	f.open()
	f.reply.fill(t.Description.Text)
	f.reply.pictures()
	f.decide()
}

// write begins a follow-up, or makes what is being written one of another
// kind.
func (f *foot) write(k ticket.FollowUpKind) {
	w := f.w
	t, err := w.record.FollowUp(k, w.desk(w.record.Ticket.Helpdesk), w.now())
	if err != nil {
		w.events.Note("not-allowed", err.Error())
		w.refresh()
		return
	}
	if f.draft.FollowUp != nil {
		f.draft.FollowUp, f.draft.Subject = t.FollowUp, t.Subject
	} else {
		f.draft = t
	}
	f.say("", window.ColorMuted)
	f.open()
	if !f.touched {
		f.draft.Description.Text = ""
		if k == ticket.Reminder || k == ticket.Close { // the words are nearly always the same
			f.draft.Description.Text = w.texts.Get("mytickets.begin." + string(k))
		}
		f.reply.fill(f.draft.Description.Text)
	} else {
		f.changed()
	}
	w.events.Note("writing", string(k))
	w.relayout()
	w.win.Canvas().Focus(f.reply.entry)
}

// open shows the editor.
func (f *foot) open() {
	f.writing = true
	f.reply.box.Show()
	f.reply.head()
	f.reply.pictures()
	f.offer()
}

// close puts away what is written; it stays a draft when there is something in
// it.
func (f *foot) close() {
	f.w.files.Dismiss()
	f.writing = false
	f.reply.box.Hide()
	if !f.touched {
		f.draft = ticket.Ticket{}
	} else {
		f.say(f.w.texts.Get("mytickets.kept"), window.ColorMuted)
	}
	f.offer()
	f.w.relayout()
	f.w.win.Canvas().Focus(f.w.search)
}
