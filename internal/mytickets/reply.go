package mytickets

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// reply is the field in which a follow-up is written, and what goes with it.
type reply struct {
	f       *foot
	box     *fyne.Container
	title   *parts.Text
	effect  *parts.Text // what such a mail does
	other   *fyne.Container
	entry   *parts.Entry
	advice  *parts.Text
	goes    *fyne.Container // pictures and files that go with it
	capture *parts.Button
	later   *parts.Link
	file    *parts.Link
	discard *parts.Link
	put     *parts.Button
	send    *parts.Button

	coach   Coach
	coachOf string // the helpdesk's id
	pause   *time.Timer
	filling bool
	doubted string // what was said when Send was tried
}

func newReply(f *foot) *reply {
	w, t := f.w, f.w.texts
	e := &reply{f: f, title: parts.NewText(""), effect: parts.NewRemark(""), advice: parts.NewRemark("")}
	e.title.Bold, e.title.Whole, e.effect.Single = true, true, true
	e.other = parts.NewRow(12, 0, nil)
	e.entry = parts.NewEntry(w, 4)
	e.entry.OnChanged = e.typed
	e.entry.OnShortcut = f.pasteBulk
	e.advice.Hide()
	e.goes = parts.NewStack(5)
	e.capture = parts.NewButton(w, t.Get("mytickets.capture"), func() { f.capture(0) })
	e.capture.Importance = widget.MediumImportance
	e.later = parts.NewLink(w, t.Get("mytickets.capture.later"), func() { f.capture(captureLater) })
	e.file = parts.NewLink(w, t.Get("mytickets.file"), f.askFile)
	e.discard = parts.NewLink(w, t.Get("mytickets.discard"), f.discard)
	e.put = parts.NewButton(w, t.Get("mytickets.later"), f.close)
	e.put.Importance = widget.LowImportance
	e.send = parts.NewButton(w, t.Get("mytickets.send"), f.send)
	e.send.Importance = widget.HighImportance
	e.capture.Hidden = w.o.Callbacks.Capture == nil
	e.later.Hidden = e.capture.Hidden
	tools := parts.NewRow(12, 0, nil, e.capture, e.later, e.file)
	bar := parts.NewRow(12, 600, []float32{1, 0}, tools, parts.NewRow(12, 0, nil, e.discard, e.put, e.send))
	e.box = parts.NewStack(6, parts.NewRow(10, 0, []float32{0, 1, 0}, e.title, e.effect, e.other), e.entry, e.advice, e.goes, bar)
	e.box.Hide()
	for id, o := range map[string]fyne.CanvasObject{
		"reply": e.entry, "reply.advice": e.advice, "reply.capture": e.capture, "reply.later": e.later, "reply.file": e.file,
		"reply.discard": e.discard, "reply.close": e.put, "reply.send": e.send, "reply.title": e.title,
	} {
		w.events.Name(id, o)
	}
	return e
}

// head names what is being written, and what else it could be.
func (e *reply) head() {
	w, t := e.f.w, e.f.w.texts
	kind := e.f.draft.FollowUp.Kind
	e.title.Set(t.Get("mytickets.title." + string(kind)))
	e.effect.Set(t.Get("mytickets.effect." + string(kind)))
	e.entry.SetPlaceHolder(t.Get("mytickets.placeholder." + string(kind)))
	e.other.Objects = nil
	e.doubted = ""
	e.send.Say(t.Get("mytickets.send"), widget.HighImportance)
	e.advise()
	if e.coachOf == w.record.Ticket.Helpdesk || w.o.Coach == nil {
		return
	}
	desk := w.desk(w.record.Ticket.Helpdesk)
	w.work <- func() {
		c, err := w.o.Coach(desk)
		w.do(func() {
			if err == nil {
				e.coach, e.coachOf = c, desk.ID
			}
		})
	}
}

// fill shows a text without taking it for the user's.
func (e *reply) fill(text string) {
	e.filling = true
	e.entry.SetText(text)
	e.filling = false
	e.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // the cursor to its end
}

// advicePause is how long the user must rest before something is said.
const advicePause = 900 * time.Millisecond

// typed is called for every change of the text.
func (e *reply) typed(text string) {
	f := e.f
	f.draft.Description.Text = text
	if e.filling {
		return
	}
	f.touched = true
	f.changed()
	if e.doubted != "" {
		e.doubted = ""
		e.send.Say(f.w.texts.Get("mytickets.send"), widget.HighImportance)
	}
	if e.pause != nil {
		e.pause.Stop()
	}
	e.pause = time.AfterFunc(advicePause, func() { f.w.do(e.advise) })
}

// advise says what to write better, and that a reminder comes early.
func (e *reply) advise() {
	if !e.f.writing || e.f.draft.FollowUp == nil {
		return
	}
	words, _ := e.doubt()
	e.advice.Paint(words, window.ColorAdvice)
	if e.advice.Hidden != (words == "") {
		e.advice.Hidden = words == ""
		e.f.w.relayout()
	}
}

// doubt is what can be said against the follow-up; stops when it must not go
// so.
func (e *reply) doubt() (words string, stops bool) {
	w := e.f.w
	text := strings.TrimSpace(e.f.draft.Description.Text)
	desk := w.desk(w.record.Ticket.Helpdesk)
	if e.coach != nil && text != "" {
		for _, found := range e.coach.FollowUp(text) {
			stops = found.Level == coach.Reject && desk.Coach == ticket.Block
			return found.Message, stops
		}
	}
	if e.f.draft.FollowUp.Kind != ticket.Reminder {
		return "", false
	}
	next, soon := w.record.TooSoon(w.now())
	if !soon {
		return "", false
	}
	key := "mytickets.reminder.soon"
	if desk.Phone != "" {
		key += ".phone"
	}
	return w.texts.Get(key, l10n.Vars{"Time": next.Local().Format("15:04"), "Phone": desk.Phone}), false
}

// changed says that what is written is not as it was.
func (f *foot) changed() {
	if f.draft.FollowUp != nil && !f.sending {
		f.saver.Put(copyOf(f.draft))
	}
}

// save keeps the follow-up; the saver calls it off the UI loop. It waits for
// its turn among the other work.
func (f *foot) save(t ticket.Ticket) error {
	done := make(chan error, 1)
	f.w.work <- func() { done <- f.w.o.Callbacks.Save(t) }
	return <-done
}

// saved says whether what is typed can be kept.
func (f *foot) saved(err error) {
	w := f.w
	if w.closed {
		return
	}
	if err != nil {
		w.events.Note("save-failed", err.Error())
		f.say(saveWords(w.texts, err), theme.ColorNameError)
		w.relayout()
		return
	}
	w.events.Note("saved", "")
	if f.status.Color == theme.ColorNameError && f.status.Visible() {
		f.say("", window.ColorMuted)
		w.relayout()
	}
}

// flush saves what is not saved yet.
func (f *foot) flush() error {
	if !f.touched {
		return nil
	}
	return f.saver.Flush()
}

// leave puts the follow-up aside, because another ticket is shown or the
// window closes.
func (f *foot) leave() {
	w := f.w
	w.files.Dismiss() // what is chosen there would go to another ticket
	if err := f.flush(); err != nil {
		w.events.Note("save-failed", err.Error())
	}
	f.saver.Stop()
	if f.reply.pause != nil {
		f.reply.pause.Stop()
	}
	was := f.touched
	f.writing, f.touched, f.draft = false, false, ticket.Ticket{}
	w.work <- func() {
		if err := w.o.Callbacks.Leave(); err != nil {
			w.do(func() { w.events.Note("leave-failed", err.Error()) })
		}
		if was {
			w.do(w.find) // the list says that something was begun
		}
	}
}

// discard throws the follow-up away, after asking when much was written.
func (f *foot) discard() {
	if len(f.draft.Description.Text) < longText && len(f.draft.Screenshots)+len(f.draft.Attachments) == 0 || !f.touched {
		f.thrown()
		return
	}
	t := f.w.texts
	f.w.confirm(question{
		title: t.Get("mytickets.discard.title"), words: t.Get("mytickets.discard.ask"),
		yes: t.Get("mytickets.discard.yes"), no: t.Get("mytickets.discard.no"), danger: true,
	}, f.thrown)
}

// longText is from how many bytes a text is not thrown away unasked.
const longText = 60

func (f *foot) thrown() {
	w := f.w
	f.saver.Stop()
	f.touched, f.draft = false, ticket.Ticket{}
	w.work <- func() {
		err := w.o.Callbacks.Discard()
		w.do(func() {
			if err != nil {
				w.events.Note("discard-failed", err.Error())
			}
			f.saver.Start()
			w.events.Note("discarded", "")
		})
	}
	f.close()
}

// copyOf returns a ticket that shares no slices with t, for another
// goroutine.
func copyOf(t ticket.Ticket) ticket.Ticket {
	t.Screenshots = append([]ticket.Screenshot(nil), t.Screenshots...)
	t.Attachments = append([]ticket.Attachment(nil), t.Attachments...)
	if t.FollowUp != nil {
		f := *t.FollowUp
		t.FollowUp = &f
	}
	return t
}
