package agent

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/demo"
	"ticketpp/internal/history"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
	"ticketpp/internal/tray"
)

// spoken collects what the agent says.
type spoken struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *spoken) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *spoken) count(words string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Count(s.b.String(), words)
}

// office is an agent without its icon, and the helpdesk in the box.
type office struct {
	*agent
	desk   *demo.Helpdesk
	said   *spoken
	config string
}

func newOffice(t *testing.T, change func(settings string) string) *office {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	dir := t.TempDir()
	desk, err := demo.Start(t.Context(), demo.Options{Dir: filepath.Join(dir, "helpdesk"), Lang: "it"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { desk.Close() })
	o := &office{desk: desk, said: &spoken{}, config: filepath.Join(dir, "config.toml")}
	o.write(t, change("language = \"it\"\n"+desk.Settings()))
	o.agent, err = open(Options{
		Where: config.Options{ConfigFile: o.config, DataDir: filepath.Join(dir, "data")}, Version: "test", Err: o.said,
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) write(t *testing.T, settings string) {
	t.Helper()
	if err := os.WriteFile(o.config, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run runs all of the agent but its icon and its messages.
func (o *office) run(t *testing.T) {
	ctx, quit := context.WithCancel(context.Background())
	var parts sync.WaitGroup
	for _, part := range []func(context.Context){o.deliver, o.follow, o.watchSettings, o.readAnswers, o.watchHistory, o.awaitConfirmations} {
		parts.Go(func() { part(ctx) })
	}
	parts.Go(func() { // the tray takes each state
		for {
			select {
			case <-ctx.Done():
				return
			case <-o.states:
			}
		}
	})
	t.Cleanup(func() { quit(); parts.Wait() })
}

// send hands a ticket over, as the form does.
func (o *office) send(t *testing.T) outbox.Item {
	t.Helper()
	draft, err := o.drafts.Create(ticket.Ticket{
		Helpdesk: "demo", Subject: "Mandato 1532 non trasmesso", Kind: ticket.Anomaly, Severity: ticket.Normal,
		Description: ticket.Description{Text: "Il mandato torna con esito tre"},
		Contact:     ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna.bianchi@comune.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	it, err := o.dispatch.Submit(draft)
	if err != nil {
		t.Fatal(err)
	}
	o.delivery.kick()
	return it
}

func (o *office) summary(id string) history.Summary {
	r, _ := o.history.Get(id)
	return r.Summary()
}

func same(s string) string { return s }

// From the queue to "resolved", by the mailbox alone.
func TestATicketIsFollowedToItsEnd(t *testing.T) {
	o := newOffice(t, same)
	o.run(t)
	it := o.send(t)
	eventually(t, "the number", func() bool { return o.summary(it.ID).Number == "12345" })
	eventually(t, "the notification", func() bool { return o.said.count("Ticket 12345 aperto. ") == 1 })
	for _, step := range []struct {
		action demo.Action
		state  history.State
		said   string
	}{
		{demo.Ask, history.WaitingForYou, "Ticket 12345: ti chiedono una risposta"},
		{demo.Suspend, history.Suspended, "Ticket 12345 sospeso: serve una tua risposta"},
		{demo.Resolve, history.Resolved, "Ticket 12345 risolto"},
	} {
		if err := o.desk.Say(12345, step.action, ""); err != nil {
			t.Fatal(err)
		}
		eventually(t, string(step.state), func() bool { return o.summary(it.ID).State == step.state })
		eventually(t, step.said, func() bool { return o.said.count(step.said) == 1 })
	}
	var s tray.State
	o.showHistory(&s)
	if len(s.Recent) != 1 || s.Recent[0].Title != "12345 · Mandato 1532 non trasmesso" || s.Recent[0].State != "risolto" || s.Yours+s.Late+s.Refused > 0 {
		t.Errorf("%+v", s)
	}
	if n := o.said.count("trayapp: "); n != 4 { // that it was sent goes without saying
		t.Errorf("%d notifications:\n%s", n, o.said.b.String())
	}
}

// No confirmation in the helpdesk's time: said once, never as a failure; and
// the number is taken when it comes after all.
func TestNotConfirmedYet(t *testing.T) {
	o := newOffice(t, func(s string) string {
		return strings.ReplaceAll(s, `confirm_within = "5m"`, `confirm_within = "1s"`)
	})
	o.desk.Quiet(true)
	o.run(t)
	it := o.send(t)
	eventually(t, "sent", func() bool { return o.summary(it.ID).State == history.Sent })
	eventually(t, "the word", func() bool { return o.said.count("Inviato, non ancora confermato") == 1 })
	if o.said.count("0881 000000") != 1 {
		t.Errorf("no phone number:\n%s", o.said.b.String())
	}
	var s tray.State
	o.showHistory(&s)
	if s.Late != 1 || s.Failed+s.Refused > 0 || o.summary(it.ID).State != history.Sent {
		t.Errorf("%+v", s)
	}
	if err := o.desk.Say(12345, demo.Confirm, ""); err != nil {
		t.Fatal(err)
	}
	o.look()
	eventually(t, "the number", func() bool { return o.summary(it.ID).Number == "12345" })
	if o.said.count("Inviato, non ancora confermato") != 1 {
		t.Error("it was said again")
	}
}

// The connection is lost behind the last byte, and the mail had arrived: its
// confirmation says so, and it is not sent again.
func TestAMailThatHadArrivedIsNotSentAgain(t *testing.T) {
	o := newOffice(t, same)
	o.desk.Fail(demo.AtDot, demo.Fault{Drop: true, Keep: true})
	o.run(t)
	it := o.send(t)
	eventually(t, "sent, by its confirmation", func() bool {
		got, err := o.queue.Get(it.ID)
		return err == nil && got.State == outbox.Sent
	})
	eventually(t, "the number", func() bool { s := o.summary(it.ID); return s.Number == "12345" && s.State == history.Opened })
	if err := o.queue.Retry(); err != nil {
		t.Fatal(err)
	}
	o.delivery.do((*outbox.Delivery).KickNow)
	if n := len(o.desk.Tickets()); n != 1 {
		t.Errorf("the helpdesk has %d tickets", n)
	}
}

// A mailbox that comes into the settings while the agent runs is read without
// a restart.
func TestSettingsAreTakenUpAtOnce(t *testing.T) {
	whole := ""
	o := newOffice(t, func(s string) string {
		whole = s
		before, rest, _ := strings.Cut(s, "[imap]")
		_, after, _ := strings.Cut(rest, "[[helpdesk]]")
		return before + "[[helpdesk]]" + after
	})
	o.run(t)
	it := o.send(t)
	eventually(t, "sent", func() bool { return o.summary(it.ID).State == history.Sent })
	if o.answers.On() {
		t.Fatal("there is a mailbox already")
	}
	o.write(t, whole)
	eventually(t, "the number", func() bool { return o.summary(it.ID).Number == "12345" })
}

func TestNewsAreNotTooMany(t *testing.T) {
	var l newsLimit
	n := 0
	for range 50 {
		if l.one() {
			n++
		}
	}
	if n != maxNews {
		t.Errorf("%d at once", n)
	}
	l.times[0] = time.Now().Add(-2 * time.Minute)
	if !l.one() {
		t.Error("none after a minute")
	}
}
