package history

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

// morning is when the tickets of these tests are sent.
var morning = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func open(t testing.TB, dir string, opts ...Option) *Store {
	t.Helper()
	s, err := Open(dir, append([]Option{WithClock(func() time.Time { return morning.AddDate(0, 0, 2) })}, opts...)...)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return s
}

func id(n int) string { return fmt.Sprintf("%032x", n+1) }

// mail is the user's first mail about matter n.
func mail(n int, subject string, state State) Own {
	at := morning.Add(time.Duration(n) * time.Second)
	o := Own{
		Ticket: ticket.Ticket{
			ID: id(n), MessageID: fmt.Sprintf("m%d@comune.example", n), Date: at, Helpdesk: "h", Subject: subject,
			Description: ticket.Description{Text: "Il mandato torna con esito 3"},
		},
		State: state, QueuedAt: at,
	}
	if state == Sent {
		o.SentAt = at
	}
	return o
}

func say(t testing.TB, s *Store, o Own) {
	t.Helper()
	if err := s.Said(o); err != nil {
		t.Fatalf("Said: %v", err)
	}
}

// hear keeps a mail of the helpdesk's, written some minutes after the morning.
func hear(t testing.TB, s *Store, of string, kind Kind, minutes int, more func(*Heard)) Record {
	t.Helper()
	at := morning.Add(time.Duration(minutes) * time.Minute)
	h := Heard{Entry: Entry{Kind: kind, At: at, MessageID: fmt.Sprintf("h%s%d@helpdesk.example", kind, minutes)}}
	if more != nil {
		more(&h)
	}
	_, after, _, err := s.Hear(of, h)
	if err != nil {
		t.Fatalf("Hear: %v", err)
	}
	return after
}

func numbered(n string) func(*Heard) {
	return func(h *Heard) { h.Number, h.Tag = n, "#Standard# Ticket #["+n+"]" }
}

func get(t testing.TB, s *Store, id string) Record {
	t.Helper()
	r, err := s.Get(id)
	if err != nil {
		t.Fatalf("Get: %v", err)
	}
	return r
}

func list(t testing.TB, s *Store) []Summary {
	t.Helper()
	all, err := s.List()
	if err != nil {
		t.Fatalf("List: %v", err)
	}
	return all
}

func TestATicketIsKnownFromTheQueueToItsEnd(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Queued))
	if got := list(t, s); len(got) != 1 || got[0].State != Queued || got[0].Subject != "Mandato 1532 non trasmesso" {
		t.Fatalf("%+v", got)
	}
	say(t, s, mail(0, "Mandato 1532 non trasmesso", Sent))
	if r := get(t, s, id(0)); r.State != Sent || r.Number != "" || !r.SentAt.Equal(morning) {
		t.Errorf("%+v", r)
	}
	r := hear(t, s, id(0), Confirmed, 2, numbered("12345"))
	if r.State != Opened || r.Number != "12345" || r.Tag != "#Standard# Ticket #[12345]" {
		t.Errorf("%+v", r)
	}
	if sum := list(t, s)[0]; sum.Number != "12345" || sum.State != Opened || sum.Unread {
		t.Errorf("%+v", sum)
	}
	r = hear(t, s, id(0), Suspends, 30, nil)
	if sum := r.Summary(); sum.State != Suspended || !sum.Unread || sum.LastOurs {
		t.Errorf("%+v", sum)
	}
	if err := s.MarkRead(id(0)); err != nil {
		t.Fatal(err)
	}
	if sum := list(t, s)[0]; sum.Unread {
		t.Error("still unread")
	}
}

// Another process sees at once what this one keeps, whatever it has listed
// before.
func TestTwoProcessesSeeEachOther(t *testing.T) {
	dir := t.TempDir()
	agent, window := open(t, dir), open(t, dir)
	for n := range foldAfter*2 + 5 {
		say(t, agent, mail(n, fmt.Sprintf("Mandato %d non trasmesso", n), Sent))
		if got := list(t, window); len(got) != n+1 {
			t.Fatalf("after %d tickets the window sees %d", n+1, len(got))
		}
	}
	if err := window.MarkNumber(id(3), "77"); err != nil {
		t.Fatal(err)
	}
	if r := get(t, agent, id(3)); r.Number != "77" || r.State != Opened {
		t.Errorf("%+v", r)
	}
	found, err := agent.Find("77")
	if err != nil || found.ID != id(3) {
		t.Errorf("%v, %v", found, err)
	}
	if err := agent.Forget(id(4)); err != nil {
		t.Fatal(err)
	}
	if got := list(t, window); len(got) != foldAfter*2+4 {
		t.Errorf("%d tickets after one was forgotten", len(got))
	}
}

func TestManyWriteAtOnce(t *testing.T) {
	dir := t.TempDir()
	errs := make(chan error)
	const writers, each = 4, 40
	for w := range writers {
		go func() {
			s, err := Open(dir)
			for n := 0; n < each && err == nil; n++ {
				err = s.Said(mail(w*each+n, "Mandato non trasmesso", Sent))
				if err == nil && n%7 == 0 {
					_, err = s.List()
				}
			}
			errs <- err
		}()
	}
	for range writers {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if got := list(t, open(t, dir)); len(got) != writers*each {
		t.Errorf("%d tickets, want %d", len(got), writers*each)
	}
}

func TestTheIndexCanBeLostOrTorn(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	for n := range foldAfter + 10 {
		say(t, s, mail(n, "Mandato non trasmesso", Sent))
	}
	index := filepath.Join(dir, filepath.FromSlash(indexFile))
	whole, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	for name, harm := range map[string]func() error{
		"gone":    func() error { return os.Remove(index) },
		"empty":   func() error { return os.WriteFile(index, nil, 0o600) },
		"torn":    func() error { return os.WriteFile(index, whole[:len(whole)/2], 0o600) },
		"garbled": func() error { return os.WriteFile(index, append([]byte("x"), whole...), 0o600) },
		"newer": func() error {
			return os.WriteFile(index, []byte(strings.Replace(string(whole), "history 1", "history 9", 1)), 0o600)
		},
	} {
		if err := harm(); err != nil {
			t.Fatal(err)
		}
		if got := list(t, open(t, dir)); len(got) != foldAfter+10 {
			t.Errorf("%s: %d tickets, want %d", name, len(got), foldAfter+10)
		}
		if got := list(t, open(t, dir)); len(got) != foldAfter+10 {
			t.Errorf("%s, the second time: %d tickets", name, len(got))
		}
	}
}

func TestADamagedTicketCostsNoOther(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	say(t, s, mail(0, "Mandato 1 non trasmesso", Sent))
	say(t, s, mail(1, "Mandato 2 non trasmesso", Sent))
	name := filepath.Join(dir, filepath.FromSlash(recordName(id(0))))
	if err := os.WriteFile(name, []byte(`{"sum":"00000000","record":{"id":"x"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(id(0)); !errors.Is(err, ErrDamaged) {
		t.Errorf("Get: %v", err)
	}
	if got := list(t, open(t, dir)); len(got) != 1 || got[0].ID != id(1) {
		t.Errorf("%+v", got)
	}
	say(t, s, mail(0, "Mandato 1 non trasmesso", Sent)) // the queue has it still
	if r := get(t, s, id(0)); r.State != Sent {
		t.Errorf("%+v", r)
	}
	if _, err := os.Stat(name + ".damaged"); err != nil {
		t.Errorf("the damaged file is gone: %v", err)
	}
}

func TestTheSameTwiceIsOnce(t *testing.T) {
	s := open(t, t.TempDir())
	say(t, s, mail(0, "Mandato 1 non trasmesso", Sent))
	for range 2 {
		hear(t, s, id(0), Confirmed, 2, numbered("12345"))
		say(t, s, mail(0, "Mandato 1 non trasmesso", Sent))
	}
	if r := get(t, s, id(0)); len(r.Conversation) != 2 || r.Number != "12345" {
		t.Errorf("%+v", r.Conversation)
	}
}

func TestWhatIsNotKnownIsSaid(t *testing.T) {
	s := open(t, t.TempDir())
	for _, bad := range []string{"", "..", "0123456789abcde/", id(7)} {
		if _, err := s.Get(bad); !errors.Is(err, ErrNotFound) {
			t.Errorf("Get(%q): %v", bad, err)
		}
		if err := s.MarkNumber(bad, "12"); !errors.Is(err, ErrNotFound) {
			t.Errorf("MarkNumber(%q): %v", bad, err)
		}
	}
	if got := list(t, s); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	o := mail(0, "Mandato 1", Sent)
	o.Ticket.FollowUp = &ticket.FollowUp{Of: id(9), Kind: ticket.Answer}
	if err := s.Said(o); !errors.Is(err, ErrNotFound) {
		t.Errorf("a word about a ticket that nobody knows: %v", err)
	}
}

func TestThePlaceOfTheMailboxIsKept(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if data, err := s.Place(); data != nil || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if err := s.KeepPlace([]byte(`{"next":7}`)); err != nil {
		t.Fatal(err)
	}
	if data, err := open(t, dir).Place(); string(data) != `{"next":7}` || err != nil {
		t.Errorf("%q, %v", data, err)
	}
}

// A folder that takes nothing new is said, and what is kept stays readable.
func TestAFullDiskLosesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	say(t, s, mail(0, "Mandato 1 non trasmesso", Sent))
	full := open(t, dir, WithFS(fullDisk{safefile.Folder(dir)}))
	if err := full.Said(mail(1, "Mandato 2 non trasmesso", Sent)); !errors.Is(err, safefile.ErrNoSpace) {
		t.Errorf("Said: %v", err)
	}
	if got := list(t, full); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

// fullDisk takes no new file.
type fullDisk struct{ safefile.FS }

func (fullDisk) Create(string) (safefile.File, error) { return nil, safefile.ErrNoSpace }
