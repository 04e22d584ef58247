//go:build desktop

package desktop

import (
	"image"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// TestTheFormThatWaits: the menu starts the form's program, of which nothing is
// seen; it opens as any form does, and goes by itself when nobody wants it.
func TestTheFormThatWaits(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	waiting := f.Expect(office.UI)
	before, err := f.Still(ctx)
	must(t, err)
	// Where a form stands and the menu does not.
	part := image.Rect(0, 0, before.Rect.Dx()*6/10, before.Rect.Dy())
	must(t, f.Click(ctx, f.Icon.Min.Add(f.Icon.Size().Div(2)), stage.Right))
	looks := 0
	must(t, stage.Until(ctx, "the form that waits", func() (bool, error) {
		now, err := f.See()
		if err != nil {
			return false, err
		}
		looks++
		if d := now.Crop(part).Diff(before.Crop(part)); !d.Empty() {
			shot(t, f, "FAILED-ahead")
			t.Fatalf("something is seen of the form that waits, in %v", d)
		}
		return len(waiting.Texts("unseen")) > 0, nil
	}))
	t.Logf("nothing was seen in %d looks", looks)
	must(t, f.Press(ctx, "Escape"))
	must(t, waiting.Gone(ctx))
	if left, err := filepath.Glob(f.Data() + "/drafts/*"); err != nil || len(left) > 0 {
		t.Errorf("nobody wrote anything, and there is %v (%v)", left, err)
	}

	form, _, err := f.OpenForm(ctx)
	must(t, err)
	shot(t, f, "ahead")
	const subject = "Mandato 1532 respinto"
	must(t, f.Type(ctx, subject))
	must(t, stage.Until(ctx, "the subject on the disk", func() (bool, error) {
		drafts, err := office.Drafts(f.Data())
		return len(drafts) > 0 && strings.Contains(drafts[0], subject), err
	}))
	must(t, f.Press(ctx, "Escape"))
	must(t, form.Gone(ctx))
}

// TestTheFormThatWaitsIsNotInFront: with no other window on the desktop, the
// window manager still names the last form's window as the active one, whose
// number the form that waits has now. No technician is told of it.
func TestTheFormThatWaitsIsNotInFront(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	must(t, f.OpenAndLeave(ctx))
	for range 3 {
		waiting := f.Expect(office.UI)
		middle := f.Icon.Min.Add(f.Icon.Size().Div(2))
		must(t, f.Click(ctx, middle, stage.Right))
		must(t, stage.Until(ctx, "the form that waits", func() (bool, error) { return len(waiting.Texts("unseen")) > 0, nil }))
		must(t, f.Press(ctx, "Escape"))
		_, err := f.Still(ctx)
		must(t, err)
		form := f.Expect(office.UI)
		must(t, f.Click(ctx, middle, stage.Left))
		must(t, form.Appear(ctx))
		drafts, err := office.Drafts(f.Data())
		if err != nil || len(drafts) != 1 {
			t.Fatalf("drafts %v, %v", drafts, err)
		}
		if strings.Contains(drafts[0], "Nuovo ticket") {
			shot(t, f, "FAILED-in-front")
			t.Fatalf("the form is told to be the window in front: %s", drafts[0])
		}
		must(t, f.Press(ctx, "Escape"))
		must(t, form.Gone(ctx))
	}
}
