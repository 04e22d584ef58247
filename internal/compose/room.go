package compose

import (
	"fyne.io/fyne/v2"

	"ticketpp/internal/window/parts"
)

// square puts its one object in the middle, so large.
type square struct{ side float32 }

// HeightFor is the height at a width.
func (l *square) HeightFor([]fyne.CanvasObject, float32) float32 { return l.side }

func (l *square) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	parts.Place(objects[0], (size.Width-l.side)/2, (size.Height-l.side)/2, l.side, l.side)
}

func (l *square) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(l.side, l.side) }

// roomy makes its one object taller than it must be, or less tall.
type roomy struct{ extra float32 }

// HeightFor is the height at a width.
func (l *roomy) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return parts.HeightOf(objects[0], width) + l.extra
}

func (l *roomy) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	parts.Place(objects[0], 0, 0, size.Width, size.Height)
}

func (l *roomy) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
