package parts

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// deaf is a window that hears nothing of its parts.
type deaf struct{}

func (deaf) Escape()                           {}
func (deaf) Shortcut(fyne.Shortcut) bool       { return false }
func (deaf) FocusChanged(fyne.Focusable, bool) {}

// rings counts the rings that are seen in a window.
func rings(w fyne.Window) (n int) {
	for _, o := range test.LaidOutObjects(w.Canvas().Content()) {
		r, ok := o.(*canvas.Rectangle)
		if ok && r.Visible() && r.StrokeWidth == ringWidth && r.StrokeColor != nil && r.StrokeColor != color.Transparent && r.Size().Width > 20 {
			n++
		}
	}
	return n
}

// Wherever the keyboard stops it is seen: on buttons with a colour of their own
// and on a text too.
func TestEveryStopOfTheKeyboardIsSeen(t *testing.T) {
	test.NewTempApp(t)
	for name, o := range map[string]fyne.CanvasObject{
		"high": important(widget.HighImportance), "danger": important(widget.DangerImportance), "text": NewReading(deaf{}, "Errore 2718: il mandato non parte."),
	} {
		w := test.NewTempWindow(t, container.NewVBox(o))
		w.Resize(fyne.NewSize(300, 120))
		if n := rings(w); n != 0 {
			t.Errorf("%s: %d rings without the keyboard", name, n)
		}
		w.Canvas().FocusNext()
		if w.Canvas().Focused() == nil || rings(w) != 1 {
			t.Errorf("%s: the keyboard is at %v, %d rings", name, w.Canvas().Focused(), rings(w))
		}
		first := w.Canvas().Focused()
		if w.Canvas().FocusNext(); w.Canvas().Focused() != first {
			t.Errorf("%s: another stop, %T", name, w.Canvas().Focused())
		}
		w.Canvas().Unfocus()
		if n := rings(w); n != 0 {
			t.Errorf("%s: %d rings when it is left", name, n)
		}
	}
}

func important(i widget.Importance) *Button {
	b := NewButton(deaf{}, "Invia", func() {})
	b.Importance = i
	return b
}

func TestATextIsCopiedByTheKeyboardAndSelectedByThePointer(t *testing.T) {
	test.NewTempApp(t)
	r := NewReading(deaf{}, "Errore 2718")
	s, l := r.Objects[0].(*stop), r.Objects[1].(*widget.Label)
	s.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "Errore 2718" {
		t.Errorf("copied %q", got)
	}
	s.MouseIn(nil)
	if !l.Selectable {
		t.Error("the pointer cannot select")
	}
	s.MouseOut()
	if l.Selectable {
		t.Error("a stop that does not show is left")
	}
}
