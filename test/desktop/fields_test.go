//go:build desktop

package desktop

import (
	"image"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// What a user expects of fields: a label leads into its field, the wheel scrolls
// the form over a field too, and a field's menu speaks as the form does, whatever
// the system speaks.
func TestFieldsAsAUserExpectsThem(t *testing.T) {
	for name, settings := range map[string]string{"it": "", "en": englishSettings()} {
		t.Run(name, func(t *testing.T) { fields(t, name, settings) })
	}
}

func fields(t *testing.T, name, settings string) {
	ctx := t.Context()
	f := work(t, office.Options{Settings: settings, Stage: stage.Options{Language: "en_GB.UTF-8"}})
	must(t, f.StartAgent(ctx))
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	subject, err := form.At(ctx, "subject")
	must(t, err)
	must(t, f.Click(ctx, image.Pt(subject.Min.X+15, subject.Min.Y-10), stage.Left)) // its label
	const words = "Mandato 1532"
	must(t, f.Type(ctx, words))
	must(t, stage.Until(ctx, "the subject in the draft", func() (bool, error) {
		drafts, err := office.Drafts(f.Data())
		return len(drafts) == 1 && strings.Contains(drafts[0], words), err
	}))
	must(t, f.Press(ctx, "ctrl+a"))
	must(t, f.Click(ctx, subject.Min.Add(image.Pt(40, 15)), stage.Right))
	shot(t, f, "fields-1-menu-"+name)
	must(t, f.Press(ctx, "Escape"))
	must(t, form.Click(ctx, "more"))
	shot(t, f, "fields-2-more-"+name)
	happened, err := form.At(ctx, "happened")
	must(t, err)
	must(t, f.Move(ctx, happened.Min.Add(image.Pt(100, 30))))
	before, err := f.Still(ctx)
	must(t, err)
	must(t, f.ClickHere(ctx, stage.WheelUp)) // what was folded out stands at the end
	must(t, stage.Until(ctx, "the form scrolls", func() (bool, error) {
		now, err := f.See()
		return err == nil && now.Diff(before).Dy() > 400, err
	}))
	shot(t, f, "fields-3-scrolled-"+name)
}
