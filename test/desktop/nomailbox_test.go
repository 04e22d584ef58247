//go:build desktop

package desktop

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
	"ticketpp/test/mta"
)

// hasty: a helpdesk whose confirmation is late after a second, so that nobody
// has to wait for it.
var hasty = strings.Replace(office.UsualSettings, `domains = ["projectpp.example"]`, "domains = [\"projectpp.example\"]\nconfirm_within = \"1s\"", 1)

// Where no mailbox can be read the number comes by the user's hand: typed, or
// by the confirmation dropped on the window. Until then the ticket is not
// confirmed yet, and never failed.
func TestWithoutMailbox(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{Settings: hasty})
	must(t, f.StartAgent(ctx))
	sendOne(t, f, office.Mandate)
	other := office.Mandate
	other.Subject = "Registro IVA di ottobre con totali errati"
	sendOne(t, f, other)
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 2)
	must(t, err)

	window := f.Expect(office.UI)
	choose(t, f, italian.tickets)
	must(t, window.Appear(ctx))
	must(t, window.WaitText(ctx, "state", "unconfirmed"))
	shot(t, f, "unconfirmed")
	must(t, window.Click(ctx, "number.type"))
	must(t, window.Fill(ctx, "number", "dodici"))
	must(t, f.Press(ctx, "Return"))
	must(t, waitNote(t, window, "not-taken"))
	shot(t, f, "unconfirmed-no-number")
	must(t, f.Press(ctx, "ctrl+a"))
	must(t, f.Type(ctx, "12346"))
	must(t, f.Press(ctx, "Return"))
	must(t, window.WaitText(ctx, "state", "open"))

	// The confirmation of the first one finds its ticket by itself.
	id := strings.Trim(mailAbout(mails, office.Mandate.Subject).Header.Get("Message-Id"), "<>")
	drop := filepath.Join(f.Home, "conferma.eml")
	must(t, os.WriteFile(drop, []byte(confirmation(id)), 0o600))
	must(t, f.Drop(ctx, window.Window, drop))
	must(t, stage.Until(ctx, "the first ticket, open", func() (bool, error) {
		taken := window.Texts("taken")
		states := window.Texts("state")
		return len(taken) == 2 && states[len(states)-1] == "open" && len(window.Texts("shown")) > 1, nil
	}))
	shot(t, f, "confirmation-dropped")
	list, err := f.CLI(ctx, "tickets", "list", "--json")
	must(t, err)
	for _, want := range []string{`"12346"`, `"12345"`, `"open"`} {
		if !strings.Contains(list.Out, want) {
			t.Errorf("%s is not in %s", want, list.Out)
		}
	}

	// One that names the ticket nowhere is asked about; Esc is a no.
	must(t, os.WriteFile(drop, []byte("From: Anna <anna@comune.example>\r\nSubject: I: #Standard# Ticket #[777] Stampante ferma\r\n\r\nInoltro.\r\n"), 0o600))
	must(t, f.Drop(ctx, window.Window, drop))
	must(t, waitNote(t, window, "asked"))
	shot(t, f, "confirmation-questioned")
	must(t, f.Press(ctx, "Escape"))
	list, err = f.CLI(ctx, "tickets", "list", "--json")
	must(t, err)
	if strings.Contains(list.Out, "777") {
		t.Errorf("kept without a yes: %s", list.Out)
	}

	// What is written survives the worst end of the window.
	must(t, window.Click(ctx, "do.information"))
	const more = "Succede anche con il mandato 1533."
	must(t, window.Fill(ctx, "reply", more))
	must(t, stage.Until(ctx, "the last letter on the disk", func() (bool, error) { return onDisk(f, more) }))
	kill(t, f, office.UI)
	window = f.Expect(office.UI)
	choose(t, f, italian.tickets)
	must(t, window.Appear(ctx))
	_, err = window.At(ctx, "reply")
	must(t, err)
	must(t, window.Click(ctx, "reply.send"))
	mails, err = f.Mail.WaitFor(ctx, office.Helpdesk, 3)
	must(t, err)
	m := mails[len(mails)-1]
	if !strings.Contains(m.Text, "mandato 1533") || !strings.Contains(m.Subject, "#Standard# Ticket #[1234") || m.Header.Get("In-Reply-To") == "" || m.Header.Get("References") == "" {
		t.Errorf("the follow-up is not in its thread: %s %v\n%s", m.Subject, m.Header, m.Text)
	}
}

// onDisk reports whether a draft of the user's holds the words.
func onDisk(f *office.Office, words string) (bool, error) {
	drafts, err := office.Drafts(f.Data())
	return slices.ContainsFunc(drafts, func(d string) bool { return strings.Contains(d, words) }), err
}

// sendOne sends a ticket from the icon.
func sendOne(t *testing.T, f *office.Office, ticket office.Ticket) {
	t.Helper()
	ctx := t.Context()
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, ticket.Write(ctx, form))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	must(t, form.Gone(ctx))
}

func waitNote(t *testing.T, window *stage.Form, name string) error {
	t.Helper()
	_, err := window.Wait(t.Context(), name)
	return err
}

func mailAbout(mails []mta.Mail, subject string) mta.Mail {
	for _, m := range mails {
		if m.Subject == subject {
			return m
		}
	}
	return mta.Mail{}
}

// confirmation is what Project++ answers.
func confirmation(to string) string {
	return fmt.Sprintf("From: Helpdesk <%s>\r\nTo: anna.bianchi@comune.example\r\nMessage-ID: <c1@projectpp.example>\r\n"+
		"In-Reply-To: <%s>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0100\r\nAuto-Submitted: auto-replied\r\n"+
		"Subject: #Standard# Ticket #[12345] Mandato 1532\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+
		"La richiesta è stata registrata con il numero 12345.\r\n", office.Helpdesk, to)
}
