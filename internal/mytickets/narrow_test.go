package mytickets

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/window/parts"
)

// In the narrowest window nothing stands over the edge, whatever a ticket's
// state offers and while something is written.
func TestNarrowestWindowHoldsEverything(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		for _, state := range []history.Kind{history.Confirmed, history.Suspends, history.Resolves, history.NoTicket} {
			r := newRig(t, func(r *rig) {
				r.mail(1, "Trasmettendo il mandato 1532 del 18/11/2026 al tesoriere appare un errore che nessuno ha mai visto", 2*time.Hour, history.Sent)
				r.hear(1, state, time.Hour, "12345678", "Veda https://www.example.it/"+strings.Repeat("lungo", 40))
			}, func(o *Options) {
				var err error
				if o.Texts, err = l10n.New(lang); err != nil {
					t.Fatal(err)
				}
			})
			r.look(1)
			r.w.win.Resize(r.w.root.MinSize())
			r.inside(lang + ", " + string(state))
			for _, k := range kindOrder {
				if r.w.foot.kinds[k].Visible() {
					r.begin(1, k)
					r.inside(lang + ", " + string(state) + ", " + string(k))
				}
			}
		}
	}
}

// inside reports what stands over the window's edge.
func (r *rig) inside(when string) {
	r.Helper()
	root := r.w.root
	r.w.relayout()
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, inner := range o.Objects {
				walk(inner)
			}
			return
		case *container.Scroll:
			walk(o.Content)
		}
		if at, ok := parts.Locate(root, o); ok && at.X+o.Size().Width > root.Size().Width+0.5 {
			r.Errorf("%s: %T at %v with %v stands over the edge at %v", when, o, at, o.Size(), root.Size().Width)
		}
	}
	walk(root)
}
