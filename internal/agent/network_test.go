package agent

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/demo"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
)

// eventually waits for what another goroutine does.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

// A ticket that found no server goes at once when the network has changed,
// though its next attempt would be a minute away; and the log tells its way by
// the id alone, without a word of the ticket.
func TestTheNetworkReturns(t *testing.T) {
	dir := t.TempDir()
	desk, err := demo.Start(t.Context(), demo.Options{Dir: filepath.Join(dir, "helpdesk")})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	file := filepath.Join(dir, "config.toml")
	working := strings.ReplaceAll(desk.Settings(), "log_level = \"info\"", "")
	working = "log_level = \"debug\"\n" + working
	host, port, err := net.SplitHostPort(desk.Addr())
	if err != nil || !strings.Contains(working, "port = "+port) {
		t.Fatal(host, port, err, working)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(working, "port = "+port, "port = 1")), 0o600); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	a, err := open(Options{Where: config.Options{ConfigFile: file, DataDir: data}, Version: "test", Err: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := a.drafts.Create(ticket.Ticket{
		Helpdesk: a.settings.get().Helpdesks()[0].ID, Subject: "Mandato 1532 non trasmesso", Kind: ticket.Anomaly, Severity: ticket.Normal,
		Description: ticket.Description{Text: "Il mandato torna con esito tre"}, BCC: []string{"copia@altrove.example"},
		Contact: ticket.Contact{Name: "Nicoletta Verdi", Phone: "0731 538419", Email: "nicoletta@comune.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	it, err := a.dispatch.Submit(draft)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); a.deliver(ctx) }()
	ticks := make(chan struct{}, 1)
	go a.networkChanged(ticks)
	eventually(t, "a first attempt", func() bool {
		got, err := a.queue.Get(it.ID)
		return err == nil && got.State == outbox.Waiting && got.Attempts == 1 && got.LastError != ""
	})
	if err := os.WriteFile(file, []byte(working), 0o600); err != nil {
		t.Fatal(err)
	}
	a.settings.refresh(a.log)
	ticks <- struct{}{}
	eventually(t, "the ticket at the helpdesk", func() bool {
		got, err := a.queue.Get(it.ID)
		return err == nil && got.State == outbox.Sent
	})
	if n := len(desk.Tickets()); n != 1 {
		t.Errorf("the helpdesk holds %d tickets", n)
	}
	cancel()
	<-ended
	close(ticks)
	checkLog(t, filepath.Join(data, "log", "trayapp.log"), it.ID)
}
