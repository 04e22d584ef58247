package uiapp

import (
	"bytes"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/compose"
	"ticketpp/internal/config"
	"ticketpp/internal/demo"
	"ticketpp/internal/drafts"
	"ticketpp/internal/handover"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// slowLine passes connections on to address, up at about a megabyte a second,
// and returns where.
func slowLine(t *testing.T, address string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			_ = in.(*net.TCPConn).SetReadBuffer(64 << 10) // what lies in it looks sent
			out, err := net.Dial("tcp", address)
			if err != nil {
				in.Close()
				continue
			}
			go func() { _, _ = io.Copy(in, out); in.Close() }()
			go func() {
				defer out.Close()
				for {
					time.Sleep(10 * time.Millisecond)
					if _, err := io.CopyN(out, in, 16<<10); err != nil {
						return
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}

// A window without an agent delivers by itself, shows how far the mail is, and
// ends with what became of it.
func TestASlowTicketShowsItsProgress(t *testing.T) {
	dir := t.TempDir()
	desk, err := demo.Start(t.Context(), demo.Options{Dir: filepath.Join(dir, "helpdesk")})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	_, port, _ := net.SplitHostPort(desk.Addr())
	_, slow, _ := net.SplitHostPort(slowLine(t, desk.Addr()))
	file := filepath.Join(dir, "config.toml")
	if err := os.WriteFile(file, []byte(strings.Replace(desk.Settings(), "port = "+port, "port = "+slow, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	options := config.Options{ConfigFile: file, DataDir: filepath.Join(dir, "data")}
	settings, err := config.Load(options)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	store, err := drafts.Open(options.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := QueueSender(Home{Options: options, Settings: settings, Texts: texts, Drafts: store, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := store.Create(ticket.Ticket{
		Helpdesk: settings.Helpdesks()[0].ID, Subject: "Mandato 1532 non trasmesso",
		Description: ticket.Description{Text: "Il mandato 1532 torna con esito 3"},
		Contact:     ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna@comune.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var noise bytes.Buffer
	_, _ = io.CopyN(&noise, rand.Reader, 3<<19)
	a, err := draft.AddStream(t.Context(), "elenco.pdf", &noise, drafts.NoLimit)
	if err != nil {
		t.Fatal(err)
	}
	tk := draft.Ticket()
	tk.Attachments = append(tk.Attachments, a)
	if err := draft.Save(tk); err != nil {
		t.Fatal(err)
	}
	steps, err := s.Send(t.Context(), draft, tk)
	if err != nil {
		t.Fatal(err)
	}
	var all []compose.Progress
	for p := range steps {
		all = append(all, p)
	}
	s.Wait()
	if all[0].Stage != compose.Sending || all[len(all)-1].Stage != compose.Taken {
		t.Fatalf("steps %+v", all)
	}
	part := 0
	for _, p := range all[1 : len(all)-1] {
		if p.Stage == compose.Sending && p.Sent > 0 && p.Sent < p.Total {
			part++
		}
	}
	if part < 2 {
		t.Errorf("%d steps on the way: %+v", part, all)
	}
	if len(desk.Tickets()) != 1 {
		t.Errorf("the helpdesk holds %d tickets", len(desk.Tickets()))
	}
	if _, err := os.Stat(filepath.Join(options.DataDir, "sending")); err == nil {
		t.Error("the progress was left behind")
	}
}

// The window and the queue call the stages alike.
func TestStepsAreTheForms(t *testing.T) {
	for stage, want := range map[handover.Stage]compose.Stage{
		handover.Sending: compose.Sending, handover.Taken: compose.Taken, handover.Waiting: compose.Waiting, handover.Paused: compose.Paused,
		handover.Refused: compose.Refused, handover.Opened: compose.Opened, handover.Unopened: compose.Unopened,
	} {
		got := asStep(handover.Progress{Stage: stage, Answer: "a", Reason: "r", Sent: 1, Total: 2, HandOff: true, File: "f"})
		if (got != compose.Progress{Stage: want, Answer: "a", Reason: "r", Sent: 1, Total: 2, HandOff: true, File: "f"}) {
			t.Errorf("%s is %+v", stage, got)
		}
	}
}
