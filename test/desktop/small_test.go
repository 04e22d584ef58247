//go:build desktop

package desktop

import (
	"image"
	"strconv"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// The window made small: what is done to the pictures works there too, and
// pictures of it are left to be looked at.
func TestEditorInASmallWindow(t *testing.T) {
	limit := "\n[attachments]\nmax_total = \"100 kB\"\n"
	for _, look := range []struct {
		name string
		o    office.Options
	}{
		{"it", office.Options{Settings: office.UsualSettings + limit}},
		{"en", office.Options{Settings: englishSettings() + limit, Stage: stage.Options{Language: "en_GB.UTF-8"}}},
	} {
		t.Run(look.name, func(t *testing.T) {
			ctx := t.Context()
			f := work(t, look.o)
			must(t, f.StartAgent(ctx))
			photo := photograph(1100, 700)
			away, err := f.Put(photo, image.Pt(100, 20))
			must(t, err)
			form, _, err := f.OpenForm(ctx)
			must(t, err)
			must(t, away())
			must(t, stage.Until(ctx, "the small window", func() (bool, error) {
				if !form.Shows("shot.edit") { // it is below the edge now
					return true, nil
				}
				_, err := f.Run(ctx, "xdotool", "windowsize", strconv.Itoa(int(form.Window.ID)), "700", "520")
				return false, err
			}))
			reach(t, f, form, "shot.edit")
			e := openEditor(t, f, form, "shot.edit")
			e.draw("r", image.Pt(300, 200), image.Pt(560, 320))
			shot(t, f, "small-editor-"+look.name)
			e.done()
			reach(t, f, form, "shots.shrink")
			must(t, form.Click(ctx, "shots.shrink"))
			_, err = form.Wait(ctx, "smaller-shown")
			must(t, err)
			shot(t, f, "small-forms-"+look.name)
			n := len(form.Texts("smaller-shown"))
			must(t, f.Press(ctx, "Up"))
			must(t, stage.Until(ctx, "the other form", func() (bool, error) { return len(form.Texts("smaller-shown")) > n, nil }))
			shot(t, f, "small-forms-"+look.name+"-first")
			must(t, form.Click(ctx, "smaller.leave"))
		})
	}
}

// reach goes on with the Tab key until a widget is in sight.
func reach(t *testing.T, f *office.Office, form *stage.Form, id string) {
	t.Helper()
	must(t, stage.Until(t.Context(), id+" in sight", func() (bool, error) {
		if form.Shows(id) {
			return true, nil
		}
		return false, f.Press(t.Context(), "Tab")
	}))
}
