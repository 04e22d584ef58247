package compose

import (
	"errors"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/l10n"
	"ticketpp/internal/markup"
	"ticketpp/internal/ticket"
)

func TestTheFormSaysWhyThereIsNoPicture(t *testing.T) {
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, why := range []string{"refused", "timeout", "no-display", "not-kept", "locked", "remote", "no-permission", "", "unheard-of"} {
		s := &shots{why: why}
		words := texts.Get(s.noneWords())
		if words == s.noneWords() {
			t.Errorf("%q has no words", why)
		}
		said[words] = true
	}
	if len(said) != 8 {
		t.Errorf("%d different sentences, want one for each reason and one without", len(said))
	}
}

// studio is a draft's pictures without a disk.
type studio struct {
	mu    sync.Mutex
	drawn []ticket.Screenshot // guarded by mu
	fail  error
	took  func(all bool) ([]ticket.Screenshot, string)
	asked int
}

func (s *studio) pictures() Pictures {
	return Pictures{
		Read: func(ticket.Screenshot) (image.Image, error) { return image.NewRGBA(image.Rect(0, 0, 320, 180)), s.fail },
		Draw: func(sc ticket.Screenshot) (ticket.Screenshot, error) {
			if s.fail != nil {
				return sc, s.fail
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			s.drawn = append(s.drawn, sc)
			sc.Original, sc.File, sc.Preview = sc.Taken(), "drawn-"+itoa(len(s.drawn))+".png", "small-"+itoa(len(s.drawn))+".png"
			sc.Size, sc.Stale, sc.Smaller = 900_000, false, false
			return sc, nil
		},
		Take: func(all bool) ([]ticket.Screenshot, string) { return s.took(all) },
		Ask: func() ([]ticket.Screenshot, string) {
			s.asked++
			return nil, ""
		},
		Countdown: func(int, func(int) string) error { return nil },
		Paste: func() (ticket.Screenshot, error) {
			if s.fail != nil {
				return ticket.Screenshot{}, s.fail
			}
			return another(7), nil
		},
		Add: func(path string) (ticket.Screenshot, error) {
			if strings.Contains(path, "broken") {
				return ticket.Screenshot{}, ErrNotOpened
			}
			return another(8), nil
		},
	}
}

// draws returns what has been drawn so far.
func (s *studio) draws() []ticket.Screenshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.drawn)
}

func another(n int) ticket.Screenshot {
	return ticket.Screenshot{File: "shot-" + itoa(n) + ".png", Preview: "preview-" + itoa(n) + ".png", Width: 800, Height: 600, Size: 1000, Included: true}
}

// newStudio is a rig whose pictures can be drawn on.
func newStudio(t *testing.T, change func(*Options)) (*rig, *studio) {
	s := &studio{}
	r := newRig(t, func(o *Options) {
		o.Callbacks.Pictures = s.pictures()
		if change != nil {
			change(o)
		}
	})
	return r, s
}

func TestDrawnOnInTheEditorAndForGood(t *testing.T) {
	r, s := newStudio(t, nil)
	f := r.form
	test.Tap(f.shots.tools.edit)
	r.until("the editor opens", func() bool { return f.editing != nil })
	if f.scroll.Visible() || f.bar.box.Visible() {
		t.Error("the form is still there behind the editor")
	}
	r.ctrlEnter()
	if len(r.sentTickets()) != 0 || f.editing != nil && f.state != writing {
		t.Error("sent from within the editor")
	}
	if f.editing == nil { // Ctrl+Enter is the editor's way out
		f.shots.edit("")
		r.until("the editor opens again", func() bool { return f.editing != nil })
	}
	d := f.editing.Drawing().Add(markup.Shape{Kind: markup.Redact, Points: markup.Points{{X: 10, Y: 10}, {X: 50, Y: 40}}})
	f.shots.mark(0, d)
	sc := f.ticket.Screenshots[0]
	if !sc.Stale || len(sc.Marks) == 0 || sc.File != "shot-1.png" {
		t.Fatalf("while it is edited: %+v", sc)
	}
	r.until("the marks are saved before the editor is closed", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		n := len(r.saved)
		return n > 0 && r.saved[n-1].Screenshots[0].Stale && len(r.saved[n-1].Screenshots[0].Marks) > 0
	})
	f.editing.Finish()
	r.until("it is drawn", func() bool { return !f.ticket.Screenshots[0].Stale })
	sc = f.ticket.Screenshots[0]
	if sc.File != "drawn-1.png" || sc.Original != "shot-1.png" || sc.Size != 900_000 || f.editing != nil || !f.scroll.Visible() {
		t.Errorf("afterwards: %+v", sc)
	}
	if !strings.Contains(f.shots.privacy.Words(), r.text("compose.shot.covered")) {
		t.Errorf("said %q", f.shots.privacy.Words())
	}
	r.until("the old preview goes", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return slices.Equal(r.removed, []string{"preview-1.png"}) // and never the picture as it was taken
	})
	if len(s.draws()) != 1 {
		t.Errorf("drawn %d times", len(s.draws()))
	}
}

func TestSendWaitsForWhatIsNotDrawnYet(t *testing.T) {
	r, _ := newStudio(t, nil)
	r.writeGood()
	f := r.form
	f.shots.mark(0, markup.Drawing{}.SetCrop(image.Rect(10, 10, 100, 100)))
	r.ctrlEnter()
	r.until("it is sent", func() bool { return len(r.sentTickets()) == 1 })
	if sc := r.sentTickets()[0].Screenshots[0]; sc.Stale || sc.File != "drawn-1.png" {
		t.Errorf("sent %+v", sc)
	}
}

func TestWhatCannotBeDrawnIsNotSent(t *testing.T) {
	r, s := newStudio(t, nil)
	r.writeGood()
	f := r.form
	s.fail = errDisk
	f.shots.mark(0, markup.Drawing{}.SetCrop(image.Rect(10, 10, 100, 100)))
	r.ctrlEnter()
	r.until("it is said", func() bool { return r.status() == r.text("compose.send.shots") })
	if len(r.sentTickets()) != 0 || f.state != writing {
		t.Fatalf("sent %d, state %v", len(r.sentTickets()), f.state)
	}
	s.fail = nil
	r.ctrlEnter()
	r.until("it is sent", func() bool { return len(r.sentTickets()) == 1 })
}

func TestWhatACrashLeftUndrawnIsDrawn(t *testing.T) {
	r, _ := newStudio(t, func(o *Options) {
		o.Ticket.Screenshots[0].Stale = true
		o.Ticket.Screenshots[0].Marks = []byte(`{"crop":{"Min":{"X":1,"Y":1},"Max":{"X":9,"Y":9}}}`)
	})
	r.until("it is drawn", func() bool { return !r.form.ticket.Screenshots[0].Stale })
}

func TestOnlyTheWindowAndThePointer(t *testing.T) {
	r, s := newStudio(t, func(o *Options) {
		sc := &o.Ticket.Screenshots[0]
		sc.Front = image.Rect(100, 100, 900, 700)
		sc.Pointer = &ticket.Pointer{File: "pointer-1.png", At: image.Pt(5, 5)}
	})
	f := r.form
	test.Tap(f.shots.tools.front)
	r.until("it is cropped", func() bool { return len(s.draws()) == 1 && !f.ticket.Screenshots[0].Stale })
	if d, err := markup.Parse(s.draws()[0].Marks); err != nil || d.Crop != image.Rect(100, 100, 900, 700) {
		t.Errorf("cropped to %v, %v", d.Crop, err)
	}
	if f.shots.tools.front.Words() != r.text("compose.shot.whole") {
		t.Errorf("the way back says %q", f.shots.tools.front.Words())
	}
	test.Tap(f.shots.tools.front)
	r.until("it is whole", func() bool { return len(s.draws()) == 2 && !f.ticket.Screenshots[0].Stale })
	if d, _ := markup.Parse(s.draws()[1].Marks); !d.IsEmpty() {
		t.Errorf("left: %+v", d)
	}
	test.Tap(f.shots.tools.pointer)
	r.until("the pointer is in", func() bool { return len(s.draws()) == 3 && s.draws()[2].Pointer.Shown })
}

func TestOtherScreensAreAddedAtAClick(t *testing.T) {
	r, _ := newStudio(t, func(o *Options) {
		two := another(2)
		two.Included = false
		o.Ticket.Screenshots = append(o.Ticket.Screenshots, two)
	})
	f := r.form
	if len(f.shots.thumbs) != 2 || f.shots.thumbs[1].mark != "+" || f.shots.thumbs[0].mark != "1" {
		t.Fatal("the other screen is not offered")
	}
	test.Tap(f.shots.thumbs[1])
	if !f.ticket.Screenshots[1].Included || f.shots.current != 1 || f.shots.thumbs[1].mark != "2" {
		t.Errorf("after the click: %+v", f.ticket.Screenshots[1])
	}
	test.Tap(f.shots.tools.earlier)
	if f.ticket.Screenshots[0].File != "shot-2.png" || f.shots.current != 0 {
		t.Errorf("in order: %+v", f.ticket.Screenshots)
	}
	test.Type(f.shots.tools.caption, "il secondo schermo")
	if f.ticket.Screenshots[0].Caption != "il secondo schermo" {
		t.Errorf("caption %q", f.ticket.Screenshots[0].Caption)
	}
	test.Tap(f.shots.thumbs[1])
	if f.shots.tools.caption.Text != "" {
		t.Error("the other one has the same caption")
	}
}

func TestUpToTen(t *testing.T) {
	r, _ := newStudio(t, func(o *Options) {
		o.Ticket.Screenshots = nil
		for i := range mostShots {
			o.Ticket.Screenshots = append(o.Ticket.Screenshots, another(i+1))
		}
	})
	f := r.form
	f.paste()
	r.drain()
	if len(f.ticket.Screenshots) != mostShots || f.shots.remark.Words() != r.text("compose.shots.full", l10n.Vars{"N": mostShots}) {
		t.Errorf("%d screenshots, said %q", len(f.ticket.Screenshots), f.shots.remark.Words())
	}
	test.Tap(f.shots.toggle)
	f.paste()
	r.until("one more", func() bool { return len(f.ticket.Screenshots) == mostShots+1 })
	if n := included(f.ticket.Screenshots); n != mostShots {
		t.Errorf("%d go", n)
	}
}

func TestAnotherPictureHidesTheFormAndComesBack(t *testing.T) {
	r, s := newStudio(t, nil)
	r.typeInto(idSubject, "Fido")
	f := r.form
	s.took = func(all bool) ([]ticket.Screenshot, string) {
		if all {
			t.Error("all screens, where the one with the pointer is meant")
		}
		return []ticket.Screenshot{another(2)}, ""
	}
	test.Tap(f.shots.more.delays[0])
	if f.state != away {
		t.Fatal("the form did not go")
	}
	f.send() // the agent, or a key that was still on its way
	r.until("it is back", func() bool { return f.state == writing })
	if len(f.ticket.Screenshots) != 2 || f.shots.current != 1 || len(r.sentTickets()) != 0 {
		t.Errorf("%+v", f.ticket.Screenshots)
	}
	s.took = func(bool) ([]ticket.Screenshot, string) { return nil, "locked" }
	test.Tap(f.shots.more.delays[0])
	r.until("it is said", func() bool { return f.shots.remark.Words() == r.text("compose.shots.not_taken") })
}

func TestWithoutAPictureItIsTakenAgain(t *testing.T) {
	r, s := newStudio(t, func(o *Options) { o.Ticket.Screenshots = nil })
	f := r.form
	f.NoPicture("refused")
	f.Load(ticket.Ticket{ID: "1", Helpdesk: "h"}, false)
	if !f.shots.noneBox.Visible() || f.shots.none.Words() != r.text("compose.shots.refused") || f.shots.large.Visible() {
		t.Fatalf("said %q", f.shots.none.Words())
	}
	s.took = func(bool) ([]ticket.Screenshot, string) { return nil, "timeout" }
	test.Tap(f.shots.again)
	r.until("it has failed again", func() bool { return f.state == writing && f.shots.why == "timeout" })
	if s.asked != 1 {
		t.Errorf("asked %d times for the permission", s.asked)
	}
	s.took = func(all bool) ([]ticket.Screenshot, string) {
		if !all {
			t.Error("not all screens")
		}
		return []ticket.Screenshot{another(1)}, ""
	}
	test.Tap(f.shots.again)
	r.until("there is a picture", func() bool { return len(f.ticket.Screenshots) == 1 && f.shots.large.Visible() })
	if f.shots.noneBox.Visible() {
		t.Error("the reason still stands there")
	}
}

func TestPasteTakesAPictureWhereThereIsNoText(t *testing.T) {
	r, s := newStudio(t, nil)
	r.focus(idSubject)
	clip := test.NewClipboard()
	clip.SetContent("Fido calcolato male")
	r.entry(idSubject).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if r.form.ticket.Subject != "Fido calcolato male" || len(r.form.ticket.Screenshots) != 1 {
		t.Fatalf("text became %q", r.form.ticket.Subject)
	}
	clip.SetContent("")
	r.entry(idSubject).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	r.until("the picture is there", func() bool { return len(r.form.ticket.Screenshots) == 2 })
	s.fail = ErrNoPicture
	r.form.paste()
	r.until("it is said", func() bool { return r.form.shots.remark.Words() == r.text("compose.shots.no_copy") })
	r.typeInto(idSubject, "x") // the user goes on
	if r.form.shots.remark.Words() != "" {
		t.Error("it is still said that there was nothing to paste")
	}
	s.fail = errors.New("the clipboard is broken")
	r.form.paste()
	r.until("that is said too", func() bool { return strings.Contains(r.form.shots.remark.Words(), r.text("compose.shot.name")) })
}

func TestDroppedPicturesAreScreenshotsAndTheRestIsAttached(t *testing.T) {
	r, _ := newStudio(t, nil)
	r.form.dropped(fyne.Position{}, []fyne.URI{
		storage.NewFileURI("/a.PNG"), storage.NewFileURI("/b.pdf"), storage.NewFileURI("/broken.png"),
	})
	r.until("all are there", func() bool {
		return len(r.form.ticket.Screenshots) == 2 && len(r.form.ticket.Attachments) == 2
	})
}

func TestAMarkedPictureIsNotThrownAway(t *testing.T) {
	r, _ := newStudio(t, nil)
	r.form.shots.mark(0, markup.Drawing{}.SetCrop(image.Rect(10, 10, 100, 100)))
	r.form.Escape()
	r.until("the form is closed", func() bool { return r.ended() != "" })
	if r.ended() != Left {
		t.Errorf("the draft was %s", r.ended())
	}
}

func TestOrder(t *testing.T) {
	in := func(name string, included bool) ticket.Screenshot {
		return ticket.Screenshot{File: name, Included: included}
	}
	list := []ticket.Screenshot{in("a", true), in("b", false), in("c", true), in("d", false)}
	names := func(l []ticket.Screenshot) (s string) {
		for _, sc := range l {
			s += sc.File
		}
		return s
	}
	for _, c := range []struct {
		i, by int
		want  string
		now   int
	}{{2, -1, "cabd", 0}, {0, 1, "bcad", 2}, {0, -1, "abcd", 0}, {2, 1, "abcd", 2}} {
		got, now := shifted(list, c.i, c.by)
		if names(got) != c.want || now != c.now {
			t.Errorf("%d by %d: %s at %d, want %s at %d", c.i, c.by, names(got), now, c.want, c.now)
		}
	}
	if names(list) != "abcd" || numberOf(list, 2) != 2 || numberOf(list, 1) != 0 || numberOf(list, 9) != 0 {
		t.Error("the list itself has changed, or is counted wrongly")
	}
}
