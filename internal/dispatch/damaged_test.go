package dispatch

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"ticketpp/internal/history"
	"ticketpp/internal/outbox"
)

// A ticket whose file in the queue cannot be read any more is not forgotten:
// the history keeps its words and says that it did not go, whichever of the two
// learns of it, and it can be written anew from there.
func TestADamagedTicketKeepsItsWords(t *testing.T) {
	for name, told := range map[string]bool{"told": true, "found later": false} {
		dir := t.TempDir()
		d := remembering(t, houseIn(t, dir, nobody(t)), dir)
		it, err := d.Submit(written(t, d))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "outbox", it.ID, "item.json"), []byte("{"), 0o600); err != nil {
			t.Fatal(err)
		}
		held, err := d.Queue.Lock()
		if err != nil {
			t.Fatal(err)
		}
		_ = held.Once(context.Background(), &outcomes{})
		_ = held.Unlock()
		if told {
			d.Record(outbox.Item{ID: it.ID, State: outbox.Failed, Reason: outbox.ReasonDamaged, LastError: "torn"})
		}
		for range 2 {
			if err := d.Reconcile(); err != nil {
				t.Fatal(err)
			}
			r, err := d.History.Get(it.ID)
			if err != nil || r.State != history.Failed || r.LastError != "damaged" || r.Ticket.Subject != it.Subject {
				t.Fatalf("%s: %+v, %v", name, r, err)
			}
		}
		id, err := d.Edit(it.ID)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		draft, err := d.Drafts.Resume(id)
		if err != nil {
			t.Fatal(err)
		}
		if tk := draft.Ticket(); tk.Subject != it.Subject || tk.Description.IsEmpty() || tk.MessageID != "" {
			t.Errorf("%s: %+v", name, tk)
		}
		if r, err := d.History.Get(it.ID); err != nil || r.Redone != id {
			t.Errorf("%s: redone as %q, %v", name, r.Redone, err)
		}
	}
}
