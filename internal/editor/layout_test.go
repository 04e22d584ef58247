package editor

import (
	"testing"

	"fyne.io/fyne/v2"

	"ticketpp/internal/l10n"
	"ticketpp/internal/window/parts"
)

// What a tool does is said whole, also in the smallest window.
func TestHintsAreSeenWhole(t *testing.T) {
	ids := []string{"selected", "undo", "redo", "delete", "less", "more", "zoom", "fit", "done"}
	for _, tool := range tools {
		ids = append(ids, string(tool.tool))
	}
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		r := newRig(t, func(o *Options) { o.Texts = texts })
		r.win.Resize(fyne.NewSize(700, 520))
		for _, id := range ids {
			r.hint(texts.Get("editor." + id + ".hint"))
			at, size := r.legend.Position(), r.legend.Size()
			need := parts.HeightOf(r.legend, size.Width)
			if at.Y < 0 || size.Height < need || at.Y+need > r.foot.Size().Height || at.X+size.Width > r.undo.Position().X {
				t.Errorf("%s: %q needs %.0f of %.0f, at %v", lang, r.legend.Words(), need, r.foot.Size().Height, at)
			}
		}
	}
}
