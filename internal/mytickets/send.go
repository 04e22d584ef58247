package mytickets

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// send is the Send button and Ctrl+Enter. What is doubtful is said once, and
// goes at the next press.
func (f *foot) send() {
	w, e := f.w, f.reply
	if !f.writing || f.sending || w.win.Canvas().Overlays().Top() != nil {
		return
	}
	w.files.Dismiss() // who sends behind it does without the file
	if f.adding.busy {
		f.adding.then = f.send
		f.say(w.texts.Get("mytickets.file.copying"), window.ColorMuted)
		w.relayout()
		return
	}
	text := strings.TrimSpace(f.draft.Description.Text)
	if text == "" {
		e.advice.Paint(w.texts.Get("mytickets.empty"), window.ColorAdvice)
		e.advice.Show()
		w.relayout()
		w.win.Canvas().Focus(e.entry)
		return
	}
	words, stops := e.doubt()
	if words != "" && (stops || e.doubted != words) {
		e.doubted = words
		color := window.ColorAdvice
		if stops {
			color = theme.ColorNameError
		} else {
			e.send.Say(w.texts.Get("mytickets.send.anyway"), widget.MediumImportance)
		}
		e.advice.Paint(words, color)
		e.advice.Show()
		w.events.Note("asked", words)
		w.relayout()
		return
	}
	if f.decide() {
		f.deliver()
	}
}

// deliver hands the follow-up over, off the UI loop.
func (f *foot) deliver() {
	w := f.w
	f.sending = true
	f.reply.send.Disable()
	f.reply.entry.Disable()
	f.say(w.texts.Get("mytickets.handing"), window.ColorMuted)
	w.relayout()
	t := copyOf(f.draft)
	t.Description.Text = strings.TrimSpace(t.Description.Text)
	id := w.id
	go func() {
		_ = f.saver.Flush() // the hand-over saves it too, and its word counts
		f.saver.Stop()
		w.work <- func() {
			t, err := w.draw(t)
			var steps <-chan Progress
			if err == nil {
				steps, err = w.o.Callbacks.Send(t)
			}
			w.do(func() { f.delivered(id, steps, err) })
		}
	}()
}

// delivered goes on after the hand-over.
func (f *foot) delivered(id string, steps <-chan Progress, err error) {
	w := f.w
	if w.closed {
		return
	}
	leave := f.leaveThen && err == nil
	f.sending, f.leaveThen = false, false
	f.reply.send.Enable()
	f.reply.entry.Enable()
	if err != nil {
		w.events.Note("hand-over-failed", err.Error())
		if id == w.id {
			f.saver.Start()
			f.changed()
			f.say(saveWords(w.texts, err), theme.ColorNameError)
			w.relayout()
		}
		return
	}
	w.events.Note("handed", "")
	if id == w.id {
		f.saver.Start()
		f.writing, f.touched, f.draft = false, false, ticket.Ticket{}
		f.reply.box.Hide()
		f.say(w.texts.Get("mytickets.sending"), window.ColorMuted)
		w.win.Canvas().Focus(w.search)
		f.offer()
	}
	w.refresh()
	w.relayout()
	if leave {
		w.Leave()
		return
	}
	if steps == nil {
		return
	}
	go func() {
		for p := range steps {
			w.do(func() { f.step(id, p) })
		}
	}()
}

// fades is how long the good news stays.
const fades = 6 * time.Second

// step shows how far a follow-up has come.
func (f *foot) step(id string, p Progress) {
	w := f.w
	if w.closed {
		return
	}
	w.events.Note("step", string(p.Stage))
	w.refresh()
	if id != w.id || f.writing {
		return
	}
	words, color := w.texts.Get("mytickets.step."+string(p.Stage)), fyne.ThemeColorName(window.ColorMuted)
	switch p.Stage {
	case Taken:
		color = window.ColorGood
		time.AfterFunc(fades, func() { w.do(func() { f.fade(words) }) })
	case Waiting, Paused:
		color = window.ColorAdvice
	case Refused:
		color = theme.ColorNameError
	case Sending:
	}
	if p.Reason != "" && p.Stage != Taken {
		words = p.Reason
	}
	f.say(words, color)
	w.relayout()
}

// fade takes the good news away, if it is still what is said.
func (f *foot) fade(words string) {
	if f.w.closed || f.status.Words() != words {
		return
	}
	f.say("", window.ColorMuted)
	f.offer()
	f.w.relayout()
}
