package compose

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window/parts"
)

func TestNarrowWindowPutsTheColumnsBelowEachOther(t *testing.T) {
	r := newRig(t, nil)
	f := r.form
	f.win.Resize(fyne.NewSize(600, 700))
	at, _ := parts.Locate(f.root, f.shots.box)
	left, _ := parts.Locate(f.root, f.left)
	if at.X > left.X+1 || at.Y < left.Y+f.left.Size().Height {
		t.Errorf("the pictures stand at %v, the fields at %v with %v", at, left, f.left.Size())
	}
	if f.left.Size().Width > f.root.Size().Width {
		t.Error("the fields are wider than the window")
	}
}

// In the narrowest window nothing stands over the edge, whatever is asked and
// however long the words are.
func TestNarrowestWindowHoldsEverything(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		for _, desk := range []string{"h", "m"} {
			r := newRig(t, func(o *Options) {
				texts, err := l10n.New(lang)
				if err != nil {
					t.Fatal(err)
				}
				o.Texts, o.Ticket.Helpdesk, o.Bodies = texts, desk, []string{"Comune di Esempio", "Unione dei Comuni della Bassa Romagna"}
				o.Ticket.Facts[1] = ticket.Fact{Key: ticket.FactWindow, Value: "Contabilità – Mandati e reversali dell'esercizio 2026, da trasmettere al tesoriere", Included: true}
			})
			f := r.form
			f.person.fold(false)
			f.more.fields.Show()
			f.win.Resize(f.root.MinSize())
			f.relayout()
			var walk func(o fyne.CanvasObject)
			walk = func(o fyne.CanvasObject) {
				if !o.Visible() {
					return
				}
				if c, ok := o.(*fyne.Container); ok {
					for _, inner := range c.Objects {
						walk(inner)
					}
					return
				}
				at, ok := parts.Locate(f.root, o)
				if ok && at.X+o.Size().Width > f.root.Size().Width {
					t.Errorf("%s, %s: %T at %v with %v stands over the edge at %v", lang, desk, o, at, o.Size(), f.root.Size().Width)
				}
			}
			walk(f.body)
			walk(f.bar.box)
		}
	}
}

// A fact's long words stand below each other, whole, and a click on them is a
// click on its box.
func TestLongFactWrapsAndIsTickedAtItsWords(t *testing.T) {
	const title = "Contabilità – Mandati e reversali dell'esercizio 2026, da trasmettere"
	r := newRig(t, func(o *Options) {
		o.Ticket.Facts = []ticket.Fact{{Key: ticket.FactComputer, Value: "PC-7", Included: true}, {Key: ticket.FactWindow, Value: title, Included: true}}
	})
	f := r.form
	f.more.fields.Show()
	f.win.Resize(f.root.MinSize())
	f.relayout()
	short, long := f.more.facts.Objects[0].(*fyne.Container), f.more.facts.Objects[1].(*fyne.Container)
	if long.Size().Height <= short.Size().Height {
		t.Errorf("the long line is %v tall, the short one %v", long.Size().Height, short.Size().Height)
	}
	test.Tap(long.Objects[1].(fyne.Tappable))
	if f.ticket.Facts[1].Included || !f.ticket.Facts[0].Included {
		t.Errorf("%+v", f.ticket.Facts)
	}
}
