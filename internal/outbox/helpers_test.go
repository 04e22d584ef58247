package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// bodyOf is the mail of a test's item: its bytes tell which it is.
func bodyOf(id string) string {
	return "Subject: " + id + "\r\n\r\n" + strings.Repeat(id+"\r\n", 200)
}

func newItem(n int, helpdesk string) Item {
	id := fmt.Sprintf("%032x", n)
	return Item{
		ID: id, MessageID: id + "@example.com", Subject: "Mandato 1532 non trasmesso", Helpdesk: helpdesk,
		Envelope: Envelope{From: "anna@comune.example", To: "aiuto@example.com", BCC: []string{"extra@example.org"}},
		Ticket:   []byte(`{"subject":"Mandato 1532 non trasmesso"}`),
	}
}

func write(id string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, bodyOf(id))
		return err
	}
}

func mustPut(t testing.TB, q *Queue, it Item) Item {
	t.Helper()
	got, err := q.Put(it, write(it.ID))
	if err != nil {
		t.Fatalf("Put: %v", err)
	}
	return got
}

func open(t testing.TB, dir string, opts ...Option) *Queue {
	t.Helper()
	q, err := Open(dir, opts...)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return q
}

func deliverer(t testing.TB, q *Queue) *Delivery {
	t.Helper()
	d, err := q.Lock()
	if err != nil {
		t.Fatalf("Lock: %v", err)
	}
	t.Cleanup(func() { d.Unlock() })
	return d
}

// attempt is one that a server saw.
type seen struct {
	id      string
	at      time.Time
	perhaps bool
}

// server plays the other side: it reads the mail as a real sender does, and
// answers as answer says.
type server struct {
	mu       sync.Mutex
	answer   func(it Item) Outcome
	attempts []seen // all
	arrived  []seen // those delivered or perhaps
	wrong    error
}

func (s *server) Send(_ context.Context, it Item, mail func() (io.ReadCloser, error), progress func(sent, total int64)) Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := Outcome{Class: Delivered}
	if s.answer != nil {
		out = s.answer(it)
	}
	this := seen{id: it.ID, at: time.Now(), perhaps: it.Perhaps}
	s.attempts = append(s.attempts, this)
	if out.Class != Delivered && out.Class != Perhaps {
		return out
	}
	f, err := mail()
	if err != nil {
		return Outcome{Class: Retry, Reason: "local", Answer: err.Error()}
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return Outcome{Class: Retry, Reason: "local", Answer: err.Error()}
	}
	if string(data) != bodyOf(it.ID) {
		s.wrong = errors.Join(s.wrong, fmt.Errorf("mail of %s has %d bytes, not its own", it.ID, len(data)))
	}
	progress(int64(len(data)), it.Size)
	s.arrived = append(s.arrived, this)
	return out
}

func (s *server) tries() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.attempts)
}

func (s *server) got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, a := range s.arrived {
		ids = append(ids, a.id)
	}
	return ids
}

func always(c Class) func(Item) Outcome {
	return func(Item) Outcome { return Outcome{Class: c, Reason: Reason(c), Answer: "452 4.3.1 " + string(c)} }
}

func state(t testing.TB, q *Queue, id string) State {
	t.Helper()
	it, err := q.Get(id)
	if err != nil {
		t.Fatalf("Get(%s): %v", id, err)
	}
	return it.State
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

func overwrite(t testing.TB, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
