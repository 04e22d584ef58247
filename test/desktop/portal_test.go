//go:build desktop

package desktop

import (
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// A Wayland desktop refuses the first picture, since nobody of the program has
// the focus. The form says so, asks again with the focus, and takes the picture
// without itself in it.
func TestPortalAnsweredFromTheForm(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	portal, err := f.OpenPortal(func(n int) bool { return n > 1 })
	must(t, err)
	must(t, f.StartAgentBy(ctx, "env", stage.Wayland))
	form, before, err := f.OpenForm(ctx)
	must(t, err)
	shot(t, f, "portal-1-refused")
	must(t, office.Mandate.Write(ctx, form))
	must(t, form.Click(ctx, "shots.again"))
	_, err = form.Wait(ctx, "shot-added")
	must(t, err)
	shot(t, f, "portal-2-taken")
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "painted", "taken"))
	must(t, form.Gone(ctx))

	requests := portal.Requests()
	if len(requests) != 3 {
		t.Fatalf("the portal was asked %d times", len(requests))
	}
	if !requests[1].Focused || requests[1].Screen.Equal(requests[2].Screen) {
		t.Error("the second request did not come from a window with the focus")
	}
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	p, err := stage.FromPNG(mails[0].Attachments[0].Data)
	must(t, err)
	if d := p.Diff(requests[2].Screen); !d.Empty() {
		t.Errorf("the picture differs from what the portal gave in %v", d)
	}
	above := before.Rect
	above.Max.Y = f.PanelArea().Min.Y
	if d := p.Crop(above).Diff(before.Crop(above)); !d.Empty() {
		must(t, p.Save(pictures+"/FAILED-portal.png"))
		t.Errorf("the picture differs from the desktop without the form in %v", d)
	}
}

// A desktop that refuses until its own tool is used: what the user chose there
// is taken.
func TestPortalOfTheDesktopsOwn(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	portal, err := f.OpenPortal(func(n int) bool { return n == 3 })
	must(t, err)
	must(t, f.StartAgentBy(ctx, "env", stage.Wayland))
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, form.Click(ctx, "shots.again"))
	_, err = form.Wait(ctx, "shot-added")
	must(t, err)
	requests := portal.Requests()
	if len(requests) != 3 || requests[1].Interactive || !requests[2].Interactive || !requests[2].Focused {
		t.Errorf("asked %d times", len(requests))
	}
	must(t, f.Press(ctx, "Escape"))
	must(t, form.Gone(ctx))
}
