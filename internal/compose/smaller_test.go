package compose

import (
	"errors"
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// tooMuch is a rig whose screenshot alone is more than may be sent; sizes are
// those of its smaller forms.
func tooMuch(t *testing.T, sizes ...int64) *rig {
	r, s := newStudio(t, func(o *Options) {
		o.MaxTotal = 1_000_000
		o.Callbacks.Pictures.Smaller = func(sc ticket.Screenshot) (forms []SmallerForm, err error) {
			for i, n := range sizes {
				forms = append(forms, SmallerForm{
					Level: Level(i), Size: n,
					See: func() (image.Image, error) { return image.NewGray(image.Rect(0, 0, 1920, 1080)), nil },
					Keep: func() (ticket.Screenshot, error) {
						sc := sc
						sc.Original, sc.File, sc.Size, sc.Smaller = sc.Taken(), "small-"+itoa(i)+".png", n, true
						return sc, nil
					},
				})
			}
			return forms, nil
		}
	})
	_ = s
	return r
}

func TestSmallerScreenshotsAreShownTakenAndGivenBack(t *testing.T) {
	r := tooMuch(t, 1_100_000, 800_000, 300_000)
	f, s := r.form, r.form.files.smaller
	f.files.words()
	if s.link.Hidden {
		t.Fatal("too much, and nothing smaller is offered")
	}
	s.tapped()
	r.until("the choices are shown", func() bool { return s.view != nil && s.picture.Image != nil })
	if len(s.choices.Lines()) != 3 || s.choices.Chosen() != 1 || f.scroll.Visible() {
		t.Errorf("%d choices, chosen %d", len(s.choices.Lines()), s.choices.Chosen())
	}
	for i, want := range []string{
		r.text("compose.smaller.over", l10n.Vars{"Size": "1,1 MB"}),
		r.text("compose.smaller.fits", l10n.Vars{"Size": "800 kB"}),
		r.text("compose.smaller.fits", l10n.Vars{"Size": "300 kB"}),
	} {
		if got := s.choices.Lines()[i].Remark; got != want {
			t.Errorf("said %q of choice %d, want %q", got, i+1, want)
		}
	}
	if s.over.Visible() {
		t.Error("what fits is said not to be enough")
	}
	if f.ticket.Screenshots[0].File != "shot-1.png" {
		t.Error("taken before it was chosen")
	}
	test.Tap(s.use)
	r.until("it is taken", func() bool { return f.ticket.Screenshots[0].Smaller })
	if sc := f.ticket.Screenshots[0]; sc.File != "small-1.png" || rules.Weight(f.ticket) != 800_000 || !f.scroll.Visible() {
		t.Errorf("after: %+v", sc)
	}
	if s.link.Hidden || s.link.Words() != r.text("compose.shots.unshrink") {
		t.Errorf("the way back says %q", s.link.Words())
	}
	s.tapped()
	r.until("the original is back", func() bool { return !f.ticket.Screenshots[0].Smaller })
}

// One of several: by keys and by clicks exactly one is chosen.
func TestOneOfTheSmallerFormsIsChosen(t *testing.T) {
	r := tooMuch(t, 1_190_000, 1_150_000, 1_100_000)
	s := r.form.files.smaller
	s.tapped()
	r.until("the choices are shown", func() bool { return s.view != nil })
	c := s.choices
	if c.Chosen() != 2 || !s.over.Visible() {
		t.Errorf("none fits: chosen %d, said what to do: %v", c.Chosen(), s.over.Visible())
	}
	key := func(name fyne.KeyName) { c.TypedKey(&fyne.KeyEvent{Name: name}) }
	for _, step := range []struct {
		key  fyne.KeyName
		want int
	}{{fyne.KeyDown, 2}, {fyne.KeyUp, 1}, {fyne.KeyLeft, 0}, {fyne.KeyUp, 0}, {fyne.KeyRight, 1}, {fyne.KeySpace, 2}, {fyne.KeySpace, 0}} {
		if key(step.key); c.Chosen() != step.want {
			t.Fatalf("after %s: %d, want %d", step.key, c.Chosen(), step.want)
		}
	}
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, c.MinSize().Height/2)})
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, c.MinSize().Height/2)}) // a second click does not take it away
	if c.Chosen() != 1 {
		t.Errorf("after a click: %d", c.Chosen())
	}
	key(fyne.KeyEscape)
	r.drain()
	if !r.form.scroll.Visible() || s.view != nil {
		t.Error("Esc does not leave")
	}
}

func TestSmallerScreenshotsCanBeLeft(t *testing.T) {
	r := tooMuch(t, 800_000)
	s := r.form.files.smaller
	s.tapped()
	r.until("the choice is shown", func() bool { return s.view != nil })
	r.form.Escape()
	r.drain()
	if r.form.ticket.Screenshots[0].Smaller || !r.form.scroll.Visible() || r.ended() != "" {
		t.Error("Esc does not leave all as it was")
	}
}

func TestWhatCannotGetSmallerIsSaid(t *testing.T) {
	r := tooMuch(t)
	f := r.form
	f.files.smaller.tapped()
	r.until("it is said", func() bool { return f.shots.remark.Words() == r.text("compose.smaller.none") })
	f.o.Callbacks.Pictures.Smaller = func(ticket.Screenshot) ([]SmallerForm, error) { return nil, errors.New("unreadable") }
	f.files.smaller.tapped()
	r.until("that is said too", func() bool { return f.shots.remark.Words() != r.text("compose.smaller.none") })
	if f.state != writing {
		t.Errorf("state %v", f.state)
	}
}
