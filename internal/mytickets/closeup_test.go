package mytickets

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"ticketpp/internal/history"
)

func TestAPictureThatHasTheKeyboardStandsOut(t *testing.T) {
	r := newRig(t, func(r *rig) { r.mail(1, "Mandato 1532 fermo", time.Hour, history.Sent) }, nil)
	p := newPicture(r.w, image.NewGray(image.Rect(0, 0, 16, 9)), func() {})
	test.TempWidgetRenderer(t, p)
	thin := p.frame.StrokeWidth
	p.FocusGained()
	if p.frame.StrokeWidth != focusWidth || thin >= focusWidth {
		t.Errorf("a frame of %v, %v without the keyboard", p.frame.StrokeWidth, thin)
	}
	p.FocusLost()
	if p.frame.StrokeWidth != thin {
		t.Errorf("a frame of %v stays", p.frame.StrokeWidth)
	}
}
