package mytickets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"ticketpp/internal/ticket"
)

// clipboard has a text in it.
type clipboard string

func (c clipboard) Content() string { return string(c) }
func (clipboard) SetContent(string) {}

// A log that is pasted into an answer goes with it as a file; the field stays
// as quick as it was, and as it was.
func TestABulkyPasteBecomesAFile(t *testing.T) {
	r := newRig(t, three, nil)
	r.begin(2, ticket.Answer)
	r.write("Ecco il log.")
	r.w.foot.reply.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard(strings.Repeat("riga\n", 400_000))})
	r.until("the file", func() bool { return len(r.w.foot.draft.Attachments) == 1 })
	if got := r.w.foot.reply.entry.Text; got != "Ecco il log." || !r.called("text of 2000000") {
		t.Errorf("%d letters are in the field", len(got))
	}
	if !strings.Contains(r.status(), "testo incollato.txt") {
		t.Errorf("said %q", r.status())
	}
	r.w.foot.reply.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard(" Grazie.")})
	if got := r.w.foot.reply.entry.Text; !strings.Contains(got, "Grazie.") || len(r.w.foot.draft.Attachments) != 1 {
		t.Errorf("a short text is pasted as ever: %q", got)
	}
}
