//go:build mta

package faults

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ticketpp/internal/outbox"
)

const (
	waiting   = 1000
	wereSent  = 10_000
	goThrough = 40 // that are delivered, before the test has seen enough
)

// A queue of 1,000 that wait beside 10,000 that were sent, three of the first
// damaged each in its way: they are set aside, the rest goes, the oldest
// first, and the sent ones do not weigh.
func TestManyAndDamaged(t *testing.T) {
	t.Parallel()
	s := newMTA(t)
	h, err := newHouse(t.TempDir(), Options{Server: s.Addr(), ServerCA: s.CAFile()}, Fault{})
	must(t, err)
	defer h.proxy.Close()
	h.multiply(t)
	damage := map[int]func(item, mail string) error{
		3: func(item, _ string) error { return os.Truncate(item, 20) },
		5: func(_, mail string) error { return os.Truncate(mail, 100) },
		8: func(item, _ string) error { return os.WriteFile(item, make([]byte, 300), 0o600) },
	}
	for n, do := range damage {
		folder := filepath.Join(h.dir, "outbox", idOf(n))
		must(t, do(filepath.Join(folder, "item.json"), filepath.Join(folder, "mail.eml")))
	}

	began := time.Now()
	q, err := outbox.Open(h.dir, outbox.WithSchedule(quick()))
	must(t, err)
	h.Queue = q
	last := idOf(goThrough)
	_, err = h.deliver(t.Context(), last)
	must(t, err)
	t.Logf("%d of a queue of %d delivered in %v", goThrough, waiting, time.Since(began).Round(time.Millisecond))

	aside, err := q.Damaged()
	must(t, err)
	if len(aside) != len(damage) {
		t.Errorf("set aside: %+v", aside)
	}
	for _, d := range aside {
		if d.Reason == "" || d.ID != idOf(3) && d.ID != idOf(5) && d.ID != idOf(8) {
			t.Errorf("set aside: %+v", d)
		}
		if _, err := os.Stat(filepath.Join(h.dir, filepath.FromSlash(d.Folder))); err != nil {
			t.Errorf("what was set aside is gone: %v", err)
		}
	}
	_, mails := arrived(t, s, helpdesk)
	list, err := q.List()
	must(t, err)
	sent := waiting - len(damage) - len(list)
	if sent < goThrough-len(damage) || len(mails) != sent {
		t.Errorf("%d have left the queue, %d arrived", sent, len(mails))
	}
	for _, it := range list { // the oldest went first
		if it.ID <= last {
			t.Errorf("%s was overtaken", it.ID)
		}
	}
}

// idOf is the id of the n-th ticket of the queue, from 1; they were accepted
// in that order.
func idOf(n int) string { return fmt.Sprintf("%032x", n) }

// multiply fills the queue with copies of one real ticket, file by file: to
// put 11,000 and sync each would take minutes.
func (h *house) multiply(t *testing.T) {
	t.Helper()
	it, err := h.submit(t.Context(), usual("Mandato 1532 non trasmesso al tesoriere"), nil)
	must(t, err)
	mail, err := os.ReadFile(filepath.Join(h.dir, "outbox", it.ID, "mail.eml"))
	must(t, err)
	must(t, h.Queue.Discard(it.ID))
	for n := 1; n <= waiting+wereSent; n++ {
		copied := it
		copied.ID, copied.AcceptedAt = idOf(n), it.AcceptedAt.Add(time.Duration(n-waiting-wereSent)*time.Second)
		copied.Since, copied.State = copied.AcceptedAt, outbox.Waiting
		place := "outbox"
		if n > waiting {
			place, copied.State, copied.SentAt = "sent", outbox.Sent, copied.AcceptedAt
		}
		folder := filepath.Join(h.dir, place, copied.ID)
		must(t, os.Mkdir(folder, 0o700))
		data, err := json.Marshal(copied)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(folder, "item.json"), data, 0o600))
		must(t, os.WriteFile(filepath.Join(folder, "mail.eml"), mail, 0o600))
	}
}
