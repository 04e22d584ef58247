package mytickets

import (
	"bytes"
	"image"

	"ticketpp/internal/editor"
	"ticketpp/internal/markup"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// mark opens a screenshot of the follow-up in the editor: to point at
// something, to crop, to cover what concerns nobody.
func (f *foot) mark(taken string) {
	w := f.w
	i := shotOf(f.draft.Screenshots, taken)
	if i < 0 || f.sending || w.editing != nil {
		return
	}
	was := f.draft.Screenshots[i]
	w.work <- func() {
		img, err := w.o.Callbacks.Picture(was)
		var d markup.Drawing
		if err == nil {
			d, err = markup.Parse(was.Marks)
		}
		w.do(func() { f.edit(was, img, d, err) })
	}
}

// edit shows the editor over the window.
func (f *foot) edit(shot ticket.Screenshot, img image.Image, d markup.Drawing, err error) {
	w, taken := f.w, shot.Taken()
	if w.closed || !f.writing || w.editing != nil {
		return
	}
	if err != nil {
		w.events.Note("not-opened", err.Error())
		f.say(w.texts.Get("mytickets.mark.failed"), window.ColorAdvice)
		w.relayout()
		return
	}
	w.editing = editor.New(editor.Options{
		Texts: w.texts, Canvas: w.win.Canvas(), Picture: img, Drawing: d, Events: w.events, Moved: w.laidOut,
		Changed: func(d markup.Drawing) { f.marked(taken, d) },
		Done:    func() { f.edited(taken) },
	})
	w.win.Canvas().Unfocus()
	w.root.Add(w.editing.Object())
	w.reveal()
	w.relayout()
	w.editing.Focus()
	w.events.Note("editing", taken)
}

// marked keeps what was drawn, from the first stroke.
func (f *foot) marked(taken string, d markup.Drawing) {
	i := shotOf(f.draft.Screenshots, taken)
	if i < 0 {
		return
	}
	marks, err := d.Marshal()
	if err != nil {
		f.w.events.Note("not-marked", err.Error())
		return
	}
	f.draft.Screenshots[i].Marks, f.draft.Screenshots[i].Stale = marks, true
	f.touched = true
	f.changed()
}

// edited comes back from the editor, and has the picture drawn.
func (f *foot) edited(taken string) {
	w := f.w
	w.root.Remove(w.editing.Object())
	w.editing = nil
	w.reveal()
	w.relayout()
	w.win.Canvas().Focus(f.reply.entry)
	w.events.Note("edited", taken)
	i := shotOf(f.draft.Screenshots, taken)
	if i < 0 || !f.draft.Screenshots[i].Stale {
		return
	}
	was := f.draft.Screenshots[i]
	w.work <- func() {
		out, err := w.o.Callbacks.Draw(was)
		w.do(func() { f.drawn(was, out, err) })
	}
}

// drawn takes the file that shows the marks, unless more was drawn meanwhile.
// What fails here is tried again when the follow-up is sent.
func (f *foot) drawn(was, out ticket.Screenshot, err error) {
	w := f.w
	i := shotOf(f.draft.Screenshots, was.Taken())
	if w.closed || i < 0 {
		return
	}
	if err != nil {
		w.events.Note("not-drawn", err.Error())
		return
	}
	if now := f.draft.Screenshots[i]; bytes.Equal(now.Marks, was.Marks) {
		out.Included = now.Included
		f.draft.Screenshots[i] = out
		f.changed()
		f.reply.pictures()
		w.relayout()
		w.events.Note("drawn", out.File)
	}
}

// draw makes every picture that goes show what was drawn on it: none goes
// before. It runs off the UI loop.
func (w *Window) draw(t ticket.Ticket) (ticket.Ticket, error) {
	for i, s := range t.Screenshots {
		if !s.Included || !s.Stale {
			continue
		}
		out, err := w.o.Callbacks.Draw(s)
		if err != nil {
			return t, err
		}
		t.Screenshots[i] = out
	}
	return t, nil
}

// shotOf is the place of the screenshot that was taken as that file, or -1.
func shotOf(shots []ticket.Screenshot, taken string) int {
	for i, s := range shots {
		if s.Taken() == taken {
			return i
		}
	}
	return -1
}
