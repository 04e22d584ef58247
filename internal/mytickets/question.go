package mytickets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window/parts"
)

// question is something that is asked before it is done.
type question struct {
	title, words, yes, no string
	danger                bool // something is lost by a yes
}

// questionWidth is how wide a question's words are, in Fyne's units.
const questionWidth = 420

// confirm asks, and calls done at a yes. The keyboard is at the answer that
// changes nothing.
func (w *Window) confirm(q question, done func()) {
	words := parts.NewText(q.words)
	words.Color = theme.ColorNameForeground
	var d *dialog.CustomDialog
	no := parts.NewButton(w, q.no, func() { d.Hide() })
	yes := parts.NewButton(w, q.yes, func() { d.Hide(); done() })
	no.Importance, yes.Importance = widget.MediumImportance, widget.HighImportance
	if q.danger {
		yes.Importance = widget.DangerImportance
	}
	d = dialog.NewCustomWithoutButtons(q.title, parts.NewStack(8, words), w.win)
	d.SetButtons([]fyne.CanvasObject{no, yes})
	d.SetOnClosed(func() { w.asking = nil; w.events.Forget("ask.yes", "ask.no") })
	w.asking = d
	w.events.Name("ask.yes", yes)
	w.events.Name("ask.no", no)
	d.Resize(fyne.NewSize(questionWidth, d.MinSize().Height))
	d.Show()
	w.win.Canvas().Focus(no)
	w.laidOut()
}
