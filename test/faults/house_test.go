//go:build mta

package faults

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
	"ticketpp/internal/ticket"
	"ticketpp/test/mta"
)

// Two mailboxes at the server: the helpdesk's, and one that gets a mail only
// where something smuggled its address into an envelope.
const (
	helpdesk = "helpdesk@projectpp.example"
	copyTo   = "consulente@studio.example"
	victim   = "vittima@projectpp.example"
	author   = "anna.bianchi@comune.example"
)

// patience bounds every wait; a busy machine gets that far in seconds.
const patience = 2 * time.Minute

func newMTA(t *testing.T) *mta.Server {
	t.Helper()
	s, err := mta.New(mta.Options{Mailboxes: []string{helpdesk, copyTo, victim}, SizeLimit: 60 << 20})
	must(t, err)
	t.Cleanup(func() {
		if t.Failed() {
			log := s.Log()
			t.Log(log[max(0, len(log)-4000):])
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	must(t, s.Start(t.Context()))
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// settingsFor is a user's settings whose relay is the proxy.
func settingsFor(p *Proxy) string {
	login := ""
	if p.o.Login {
		login = "auth = \"password\"\nusername = \"anna\"\npassword_command = [\"echo\", \"segreta\"]\n"
	}
	return fmt.Sprintf(`language = "it"

[user]
name = "Anna Bianchi"
phone = "0731 538419"
email = %q

[attachments]
max_total = "40MB"

[smtp]
host = "127.0.0.1"
port = %d
security = "starttls"
ca_file = %q
%s
[[helpdesk]]
id = "projectpp"
profile = "projectpp"
address = %q
domains = ["projectpp.example"]
`, author, p.Port(), p.CAFile(), login, helpdesk)
}

// house is the program's own chain, from a draft to the server, in a data
// folder of its own behind a proxy of its own.
type house struct {
	*dispatch.Dispatcher
	proxy *Proxy
	dir   string
}

// quick lets a test see in a second what takes a user's queue days.
func quick() outbox.Schedule {
	s := outbox.DefaultSchedule()
	s.Delays, s.Probe = []time.Duration{20 * time.Millisecond}, 20*time.Millisecond
	return s
}

// newHouse returns errors rather than to fail the test, because rows of a
// table run side by side.
func newHouse(dir string, o Options, f Fault) (*house, error) {
	o.Dir = dir
	p, err := NewProxy(o, f)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "config.toml")
	if err := os.WriteFile(file, []byte(settingsFor(p)), 0o600); err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	s, err := config.Load(config.Options{ConfigFile: file, DataDir: data})
	if err != nil {
		return nil, err
	}
	if n := s.Problems(); len(n) > 0 {
		return nil, n[0]
	}
	h := &house{proxy: p, dir: data, Dispatcher: &dispatch.Dispatcher{
		Vault: &secret.Vault{}, Log: slog.New(slog.DiscardHandler), Settings: func() *config.Settings { return s }, Data: data,
	}}
	if h.Texts, err = l10n.New("it"); err != nil {
		return nil, err
	}
	if h.Drafts, err = drafts.Open(data); err != nil {
		return nil, err
	}
	h.Queue, err = outbox.Open(data, outbox.WithSchedule(quick()))
	return h, err
}

// usual is a ticket as people write them.
func usual(subject string) ticket.Ticket {
	return ticket.Ticket{
		Helpdesk: "projectpp", Subject: subject, Kind: ticket.Anomaly, Severity: ticket.Normal,
		Description: ticket.Description{Text: "Trasmettendo il mandato 1532 appare «Errore 2718: mandato non trasmesso»."},
		Contact:     ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: author},
		BCC:         []string{copyTo},
	}
}

// submit writes a ticket with a file attached and presses Send.
func (h *house) submit(ctx context.Context, tk ticket.Ticket, data []byte) (outbox.Item, error) {
	draft, err := h.Drafts.Create(tk)
	if err != nil {
		return outbox.Item{}, err
	}
	if data != nil {
		file, err := draft.AddStream(ctx, "mandato.bin", bytes.NewReader(data), drafts.NoLimit)
		if err != nil {
			return outbox.Item{}, err
		}
		tk = draft.Ticket()
		tk.Attachments = append(tk.Attachments, file)
		if err := draft.Save(tk); err != nil {
			return outbox.Item{}, err
		}
	}
	return h.Submit(draft)
}

// deliver lets the queue run until the item is sent.
func (h *house) deliver(ctx context.Context, id string) (outbox.Item, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	d, err := h.Queue.Lock()
	if err != nil {
		return outbox.Item{}, err
	}
	defer d.Unlock()
	over := make(chan error, 1)
	go func() { over <- d.Run(ctx, h.Sender()) }()
	defer func() { cancel(); <-over }()
	for {
		it, err := h.Queue.Get(id)
		if err != nil || it.State == outbox.Sent {
			return it, err
		}
		select {
		case <-ctx.Done():
			return it, fmt.Errorf("still %s, %s: %s", it.State, it.Reason, it.LastError)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// read is what the user reads of an item.
func (h *house) read(it outbox.Item) string {
	if it.Reason == "" {
		return ""
	}
	return h.Texts.Get("mail.reason." + string(it.Reason))
}

// arrived waits until the server has put all that it took into the mailboxes,
// and counts the mails to an address by Message-ID.
func arrived(t *testing.T, s *mta.Server, address string) (map[string]int, []mta.Mail) {
	t.Helper()
	eventually(t, "the server's queue is empty", func() bool {
		n, err := s.Queued()
		return n == 0 && err == nil
	})
	mails, err := s.Mails(address)
	must(t, err)
	times := make(map[string]int)
	for _, m := range mails {
		times[strings.Trim(m.Header.Get("Message-Id"), "<>")]++
	}
	return times, mails
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}
