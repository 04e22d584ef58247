package compose

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"ticketpp/internal/ticket"
)

// takeTexts lets a form make files of texts, and keeps them.
func takeTexts(o *Options, kept *[]string, err error) {
	o.Callbacks.AddText = func(name, text string) (ticket.Attachment, error) {
		if err != nil {
			return ticket.Attachment{}, err
		}
		*kept = append(*kept, text)
		return ticket.Attachment{Name: name, File: "att-1.txt", Size: int64(len(text))}, nil
	}
}

func (r *rig) paste(id fieldID, text string) {
	r.entry(id).TypedShortcut(&fyne.ShortcutPaste{Clipboard: copied(text)})
}

// A log of two million letters that is pasted into a field goes with the ticket
// as a file, and what stood in the field stays; so does one that is pasted into
// the subject.
func TestABulkyPasteBecomesAFile(t *testing.T) {
	log := strings.Repeat("2026-11-30 errore 2718 😀\n", 80_000)
	for _, id := range []fieldID{idHappened, idDoing, idSubject} {
		var kept []string
		r := newRig(t, func(o *Options) { takeTexts(o, &kept, nil) })
		r.typeInto(id, "errore")
		r.paste(id, log)
		r.until("the file", func() bool { return len(r.form.ticket.Attachments) == 1 })
		if len(kept) != 1 || kept[0] != log || r.entry(id).Text != "errore" || r.entry(idHappened).Text == log {
			t.Errorf("%s: %d files, %q in the field", id, len(kept), r.entry(id).Text)
		}
		if got := r.advice(idFiles); !strings.Contains(got, "«testo incollato.txt»") {
			t.Errorf("%s: said %q", id, got)
		}
		r.paste(idHappened, "breve")
		if !strings.HasSuffix(r.form.ticket.Description.Happened, "breve") {
			t.Errorf("a short text is pasted as ever: %q", r.form.ticket.Description.Happened)
		}
	}
}

// A draft with such a text in it opens with its beginning, and the whole is a
// file; where that cannot be written the field has every word.
func TestABulkyDraftOpens(t *testing.T) {
	whole := strings.Repeat("2026-11-30 errore 2718\n", 1000)
	for _, fault := range []error{nil, errors.New("no room")} {
		var kept []string
		r := newRig(t, func(o *Options) {
			takeTexts(o, &kept, fault)
			o.Ticket.Description.Happened = whole
		})
		r.until("it is written, or not", func() bool { return r.form.files.trying == 0 })
		got, e := r.form.ticket.Description.Happened, r.entry(idHappened)
		switch {
		case e.Disabled() || e.Text != got:
			t.Errorf("%v: the field has %d letters, the ticket %d", fault, len(e.Text), len(got))
		case fault == nil && (len(kept) != 1 || kept[0] != whole || len(got) > 2100 || !strings.HasPrefix(whole, got[:1000])):
			t.Errorf("%d files, %d letters in the field", len(kept), len(got))
		case fault != nil && got != whole:
			t.Errorf("words are lost: %d of %d", len(got), len(whole))
		}
	}
}
