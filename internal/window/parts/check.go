package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Check is a tick box. What it is about stands beside it and wraps, which the
// toolkit's own label does not; a click there ticks too.
type Check struct {
	widget.Check

	host Host
}

// NewCheck returns a tick box that tells changed, and its line.
func NewCheck(h Host, words string, on bool, changed func(bool)) (*Check, *fyne.Container) {
	c := &Check{host: h}
	c.Checked, c.OnChanged = on, changed
	c.ExtendBaseWidget(c)
	label := &checkLabel{Text: Text{words: words, Color: theme.ColorNameForeground, Letters: theme.SizeNameText}, check: c}
	label.ExtendBaseWidget(label)
	return c, container.New(checkLine{}, c, label)
}

// TypedKey leaves Esc to the window.
func (c *Check) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape {
		c.host.Escape()
		return
	}
	c.Check.TypedKey(key)
}

// FocusGained tells the window.
func (c *Check) FocusGained() {
	c.Check.FocusGained()
	c.host.FocusChanged(c, true)
}

// FocusLost tells the window.
func (c *Check) FocusLost() {
	c.Check.FocusLost()
	c.host.FocusChanged(c, false)
}

// checkLabel is what a tick box is about.
type checkLabel struct {
	Text
	check *Check
}

// Tapped ticks the box, or takes the tick away.
func (l *checkLabel) Tapped(*fyne.PointEvent) { l.check.SetChecked(!l.check.Checked) }

// checkLine puts a box before its words, level with their first line.
type checkLine struct{}

// HeightFor is the height at a width.
func (checkLine) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	box := objects[0].MinSize()
	text := HeightOf(objects[1], width-box.Width)
	return fyne.Max(box.Height, box.Height-firstLine(objects)+text)
}

func (checkLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	box := objects[0].MinSize()
	width := size.Width - box.Width
	Place(objects[0], 0, 0, box.Width, box.Height)
	Place(objects[1], box.Width, (box.Height-firstLine(objects))/2, width, HeightOf(objects[1], width))
}

func (l checkLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	box, text := objects[0].MinSize(), objects[1].MinSize()
	width := box.Width + text.Width
	return fyne.NewSize(width, l.HeightFor(objects, fyne.Max(width, box.Width+objects[1].Size().Width)))
}

// firstLine is how tall a line of the words is.
func firstLine(objects []fyne.CanvasObject) float32 {
	return objects[1].(*checkLabel).lineHeight()
}
