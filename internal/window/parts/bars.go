package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// RefreshBars brings s and its bars up to date after its content has changed
// its size. Fyne's Refresh paints all of the content afresh too, each text
// anew; a move does not.
func RefreshBars(s *container.Scroll) {
	at := s.Offset
	s.Offset = at.Add(fyne.NewPos(1, 1)) // there is no move to where it is
	s.ScrollToOffset(at)
}
