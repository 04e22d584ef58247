package compose

import (
	"image"
	"time"

	"fyne.io/fyne/v2"

	"ticketpp/internal/editor"
	"ticketpp/internal/markup"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// redactTool is the editor's, for what the other people in a picture are owed.
const redactTool = editor.Redact

// edit opens the large screenshot in the editor, with a tool; empty: the
// usual one. Nothing of the editor is made before.
func (s *shots) edit(tool editor.Tool) {
	f, sc := s.form, s.now()
	if sc == nil || !sc.Included || f.o.Callbacks.Pictures.Read == nil || !s.ready() {
		return
	}
	f.state = away
	f.bar.say(f.texts.Get("compose.shot.opening"), window.ColorMuted)
	was := *sc
	f.work <- func() {
		img, err := f.o.Callbacks.Pictures.Read(was)
		f.do(func() { s.opened(was, img, tool, err) })
	}
}

// opened shows the editor over the form.
func (s *shots) opened(sc ticket.Screenshot, img image.Image, tool editor.Tool, err error) {
	f := s.form
	f.state = writing
	f.bar.say("", "")
	var d markup.Drawing
	if err == nil {
		d, err = markup.Parse(sc.Marks)
	}
	if err != nil {
		f.events.Note("not-opened", err.Error())
		s.say(fileWords(f.texts, f.texts.Get("compose.shot.name"), err), "error")
		return
	}
	if s.edits[sc.Taken()] == nil {
		s.edits[sc.Taken()] = markup.NewHistory(d)
	}
	f.editing = editor.New(editor.Options{
		Texts: f.texts, Canvas: f.win.Canvas(), Picture: img, Drawing: d, History: s.edits[sc.Taken()], Tool: tool, Events: f.events, Moved: f.laidOut,
		Changed: func(d markup.Drawing) {
			if i := shotOf(s.all(), sc.Taken()); i >= 0 {
				s.mark(i, d)
			}
		},
		Done: func() { s.edited(sc.Taken()) },
	})
	f.cover(f.editing.Object())
	f.editing.Focus()
	f.events.Note("editing", sc.Taken())
}

// edited comes back from the editor.
func (s *shots) edited(taken string) {
	f := s.form
	f.editing, f.editedAt = nil, time.Now()
	f.uncover()
	if i := shotOf(s.all(), taken); i >= 0 && s.all()[i].Stale {
		s.draw(i)
	}
	f.win.Canvas().Focus(s.tools.edit)
	f.events.Note("edited", taken)
}

// cover puts a view over the form, which has neither keyboard nor pointer
// until it is uncovered.
func (f *Form) cover(view fyne.CanvasObject) {
	f.win.Canvas().Unfocus()
	f.covering = view
	f.scroll.Hide()
	f.bar.box.Hide()
	f.root.Add(view)
	f.relayout()
	f.root.Refresh()
}

// uncover takes the view away.
func (f *Form) uncover() {
	f.root.Remove(f.covering)
	f.covering = nil
	f.scroll.Show()
	f.bar.box.Show()
	f.relayout()
	f.root.Refresh()
}
