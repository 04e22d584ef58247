//go:build desktop

package desktop

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
	"ticketpp/test/mta"
)

// rounds returns how often a loop of kills turns: a few in `make test`, many
// in `make soak`.
func rounds(usual, soak int) int {
	if os.Getenv("TRAYAPP_SOAK") != "" {
		return soak
	}
	return usual
}

// kill ends every process of one of the programs at once, as a crash does.
func kill(t *testing.T, f *office.Office, program string) {
	t.Helper()
	for _, pid := range f.Find(filepath.Join(f.Bin, program)) {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
			t.Fatal(err)
		}
	}
	must(t, stage.Until(t.Context(), "the end of "+program, func() (bool, error) {
		return len(f.Find(filepath.Join(f.Bin, program))) == 0, nil
	}))
	if program == "trayapp" {
		_, err := f.Agent.Wait(t.Context())
		must(t, err)
	}
}

// keystrokes are words typed one by one, each with the moment in which it was
// on the screen.
type keystrokes struct {
	text string
	when []time.Time // of each byte of text
}

// typeUntil types words until stop closes.
func typeUntil(t *testing.T, f *office.Office, stop <-chan struct{}) keystrokes {
	var k keystrokes
	words := strings.Fields("quando premo il tasto per la stampa del mandato appare sempre il messaggio di errore e poi la finestra si chiude perché così")
	for i := 0; ; i++ {
		select {
		case <-stop:
			return k
		default:
		}
		word := words[i%len(words)] + " "
		if f.Type(t.Context(), word) != nil {
			return k
		}
		k.text += word
		for range len(word) {
			k.when = append(k.when, time.Now())
		}
	}
}

// before is what had been typed at a moment.
func (k keystrokes) before(at time.Time) string {
	n := 0
	for n < len(k.when) && k.when[n].Before(at) {
		n++
	}
	return k.text[:n]
}

// The window is killed while the user types: what is older than two seconds
// is offered again, once, and can be sent.
func TestKillTyping(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	n := rounds(4, 200)
	for round := range n {
		form, _, err := f.OpenForm(ctx)
		must(t, err)
		must(t, form.Fill(ctx, "subject", office.Mandate.Subject))
		must(t, form.Fill(ctx, "doing", office.Mandate.Doing))
		time.Sleep(2 * time.Second) // what is written up to here must be kept
		must(t, form.Fill(ctx, "happened", "Errore 2718: "))
		begun := time.Now()
		stop, typed := make(chan struct{}), make(chan keystrokes)
		go func() { typed <- typeUntil(t, f, stop) }()
		time.Sleep(time.Duration(rand.Int64N(int64(5 * time.Second))))
		killed := time.Now()
		if round%2 == 0 {
			kill(t, f, office.UI)
		} else { // both at once, as at a power cut
			kill(t, f, "trayapp")
			kill(t, f, office.UI)
		}
		close(stop)
		k := <-typed
		if f.Agent.Ended() {
			must(t, f.StartAgent(ctx))
		}
		waitMenu(t, f, "Riprendi")
		form = f.Expect(office.UI)
		choose(t, f, "Riprendi")
		must(t, form.Appear(ctx))
		if round == 0 {
			shot(t, f, "8-resumed")
		}
		must(t, form.Fill(ctx, "data", office.Mandate.Data))
		must(t, f.Press(ctx, "ctrl+Return"))
		must(t, form.WaitText(ctx, "stage", "taken"))
		mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, round+1)
		must(t, err)
		text := mails[round].Text
		safe := strings.TrimSpace(k.before(killed.Add(-2 * time.Second)))
		t.Logf("round %d: killed after %d bytes, %d of them older than 2 s", round, len(k.before(killed)), len(safe))
		for i, want := range []string{office.Mandate.Doing, "Errore 2718: " + safe} {
			if i == 1 && killed.Sub(begun) < 2*time.Second {
				continue // not even its beginning is so old
			}
			if !strings.Contains(text, strings.TrimSpace(want)) {
				t.Errorf("round %d: lost %q; the mail says:\n%s", round, want, text)
			}
		}
		must(t, form.Gone(ctx))
		waitNoMenu(t, f, "Riprendi") // sent, it is not offered again
	}
	onceEach(t, f, n)
}

// Everything is killed at a random moment after Send was pressed: the ticket
// arrives once, or is offered again, whole.
func TestKillSending(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	n := rounds(6, 300)
	for round := range n {
		form, _, err := f.OpenForm(ctx)
		must(t, err)
		must(t, office.Mandate.Write(ctx, form))
		must(t, f.Press(ctx, "ctrl+Return"))
		time.Sleep(time.Duration(rand.Int64N(int64(600 * time.Millisecond))))
		first, second := "trayapp", office.UI
		if round%2 == 1 {
			first, second = second, first
		}
		kill(t, f, first)
		if round%3 != 2 {
			kill(t, f, second)
		}
		// What was killed before the hand-over is finished by hand.
		if err := form.Gone(ctx); err != nil {
			t.Fatal(err)
		}
		if f.Agent.Ended() {
			must(t, f.StartAgent(ctx))
		}
		arrived := func() bool { return len(copies(t, f)) == round+1 }
		// One that was killed while it went is tried again within a minute.
		must(t, stage.Within(ctx, 100*time.Second, "the ticket's arrival, or its offer", func() (bool, error) {
			return arrived() || strings.Contains(strings.Join(labels(t, f), "\n"), "Riprendi"), nil
		}))
		if arrived() {
			continue
		}
		form = f.Expect(office.UI)
		choose(t, f, "Riprendi")
		must(t, form.Appear(ctx))
		must(t, f.Press(ctx, "ctrl+Return"))
		must(t, form.WaitText(ctx, "stage", "taken"))
		must(t, form.Gone(ctx))
	}
	onceEach(t, f, n)
}

// onceEach checks that n tickets arrived, each whole.
func onceEach(t *testing.T, f *office.Office, n int) {
	t.Helper()
	_, err := waitMail(t, f, n, 100*time.Second)
	must(t, err)
	seen := copies(t, f)
	if len(seen) != n {
		t.Errorf("%d tickets arrived, not %d", len(seen), n)
	}
	for id, times := range seen {
		if times > 1 {
			t.Errorf("%s arrived %d times", id, times)
		}
	}
	mails, err := f.Mail.Mails(office.Helpdesk)
	must(t, err)
	for _, m := range mails {
		whole(t, m)
	}
	items, err := f.Outbox(t.Context())
	must(t, err)
	if len(items) != 0 {
		t.Errorf("left in the outbox: %+v", items)
	}
}

// whole checks that a mail has its subject, its description and its picture.
func whole(t *testing.T, m mta.Mail) {
	t.Helper()
	if m.Subject != office.Mandate.Subject || !strings.Contains(m.Text, office.Mandate.Doing) || !strings.Contains(m.Text, "Anna Bianchi") {
		t.Errorf("%s is not whole: %q\n%s", m.Header.Get("Message-Id"), m.Subject, m.Text)
	}
	if len(m.Attachments) != 1 {
		t.Errorf("%s has %d attachments", m.Header.Get("Message-Id"), len(m.Attachments))
		return
	}
	if _, err := stage.FromPNG(m.Attachments[0].Data); err != nil {
		t.Errorf("%s: its picture: %v", m.Header.Get("Message-Id"), err)
	}
}

// The agent is killed while the user writes: the window goes on, and sends the
// ticket itself.
func TestKillAgentUnderTheForm(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, form.Fill(ctx, "subject", office.Mandate.Subject))
	kill(t, f, "trayapp")
	must(t, form.Fill(ctx, "doing", office.Mandate.Doing))
	must(t, form.Fill(ctx, "data", office.Mandate.Data))
	must(t, form.Fill(ctx, "happened", office.Mandate.Happened))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "painted", "taken"))
	shot(t, f, "agent-killed")
	must(t, form.Gone(ctx))
	onceEach(t, f, 1)
}
