package choose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// arrow is the small sign at the end of the field that opens the list.
type arrow struct {
	widget.BaseWidget
	tapped func()
}

func newArrow(tapped func()) *arrow {
	a := &arrow{tapped: tapped}
	a.ExtendBaseWidget(a)
	return a
}

// MinSize keeps the room at the field's end that Fyne's own lists keep.
func (a *arrow) MinSize() fyne.Size {
	a.ExtendBaseWidget(a)
	side := a.Theme().Size(theme.SizeNameInlineIcon)
	return fyne.NewSize(side+12, side)
}

// CreateRenderer is Fyne's.
func (a *arrow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewCenter(widget.NewIcon(theme.MenuDropDownIcon())))
}

// Tapped opens or closes the list.
func (a *arrow) Tapped(*fyne.PointEvent) { a.tapped() }

// Cursor is the common one, not the text cursor of the field around it.
func (a *arrow) Cursor() desktop.Cursor { return desktop.DefaultCursor }
