package dispatch

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"ticketpp/internal/drafts"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
)

// The data folder is deleted under an open form: Send works, with the words as
// they were written; a picture is lost, which is said, and it works without.
func TestSendAfterTheDataFolderWasDeleted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no open file can be deleted there")
	}
	for _, picture := range []bool{false, true} {
		above := t.TempDir()
		d := houseIn(t, above, nobody(t))
		data := filepath.Join(above, "data")
		var err error
		if d.Drafts, err = drafts.Open(data); err != nil {
			t.Fatal(err)
		}
		if d.Queue, err = outbox.Open(data); err != nil {
			t.Fatal(err)
		}
		draft := written(t, d)
		tk := draft.Ticket()
		if picture {
			if _, err := draft.AddBytes("shot-1.png", []byte("png")); err != nil {
				t.Fatal(err)
			}
			tk.Screenshots = []ticket.Screenshot{{File: "shot-1.png", Included: true}}
			if err := draft.Save(tk); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.RemoveAll(data); err != nil {
			t.Fatal(err)
		}
		if picture {
			_, err := d.Submit(draft)
			if cause, name := CauseOf(err); cause != Vanished || name == "" {
				t.Fatalf("a picture that is gone: %q, %v", name, err)
			}
			tk.Screenshots = nil
			if err := errors.Join(draft.Remove("shot-1.png"), draft.Save(tk)); err != nil {
				t.Fatal(err)
			}
		}
		it, err := d.Submit(draft)
		if err != nil {
			t.Fatal(err)
		}
		var eml bytes.Buffer
		if err := d.Queue.Export(it.ID, &eml); err != nil || !strings.Contains(eml.String(), "esito 3") {
			t.Errorf("the queue has not the words: %v", err)
		}
		if _, err := d.Drafts.Resume(it.ID); !errors.Is(err, drafts.ErrNotFound) {
			t.Errorf("the draft is still there: %v", err)
		}
	}
}
