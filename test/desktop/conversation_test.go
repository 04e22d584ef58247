//go:build desktop

package desktop

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// From the icon to "resolved", by the helpdesk in the box, in both languages.
func TestConversation(t *testing.T) {
	t.Run("Italian", func(t *testing.T) {
		converse(t, "it_IT.UTF-8", italian, `trayapp: Ticket (\d+) aperto`, "conversation-it-")
	})
	t.Run("English", func(t *testing.T) {
		converse(t, "en_GB.UTF-8", english, `trayapp: Ticket (\d+) opened`, "conversation-en-")
	})
}

func converse(t *testing.T, language string, words spoken, opened, name string) {
	ctx := t.Context()
	f := demoDesktop(t, language)
	form := f.Expect(office.UI)
	menu, err := f.OpenMenu(ctx, f.Icon)
	must(t, err)
	must(t, f.Choose(ctx, f.Item, menu, words.open))
	must(t, form.Appear(ctx))
	must(t, office.Mandate.Write(ctx, form))
	must(t, office.Introduce(ctx, form))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	must(t, form.Gone(ctx))

	c := &office.Conversation{Office: f, Menu: words.tickets, Opened: regexp.MustCompile(opened), See: func(step string) error {
		shot(t, f, name+strings.Map(fileLetter, step))
		return nil
	}}
	must(t, c.Play(ctx))
	must(t, f.Press(ctx, "ctrl+r")) // look for answers now, beside the agent
	must(t, waitNote(t, c.Window, "looked"))
	reopen(t, c)
	duplicate(t, c, words, name)
}

// demoDesktop is a desktop on which the demo runs.
func demoDesktop(t *testing.T, language string) *office.Office {
	t.Helper()
	bin, err := office.Programs()
	must(t, err)
	bin, err = filepath.Abs(bin)
	must(t, err)
	f, err := office.Empty(t.Context(), bin, stage.Options{Language: language})
	must(t, err)
	t.Cleanup(func() {
		if t.Failed() {
			shot(t, f, "FAILED-"+strings.ReplaceAll(t.Name(), "/", "-"))
			t.Logf("the demo said:\n%s", f.Agent.Output())
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	must(t, f.StartAgent(t.Context(), "demo", "--data", filepath.Join(f.Home, "demo")))
	return f
}

// reopen: the problem is back, and goes into the same ticket.
func reopen(t *testing.T, c *office.Conversation) {
	t.Helper()
	ctx := t.Context()
	const back = "Il mandato 1534 si ferma di nuovo con errore 2718."
	must(t, c.Window.Click(ctx, "do.reopen"))
	must(t, c.Window.Fill(ctx, "reply", back))
	must(t, c.Office.Press(ctx, "ctrl+Return"))
	must(t, c.Desk.Reads(ctx, c.Number, back))
	must(t, c.Window.WaitText(ctx, "step", "taken"))
	must(t, stage.Until(ctx, "the ticket is open again", func() (bool, error) {
		states := c.Window.Texts("state")
		return states[len(states)-1] != "resolved", nil
	}))
	must(t, c.Office.Press(ctx, "Escape"))
	must(t, c.Window.Gone(ctx))
}

// duplicate: a new ticket about the same matter is added to the one that is
// open.
func duplicate(t *testing.T, c *office.Conversation, words spoken, name string) {
	t.Helper()
	ctx, f := t.Context(), c.Office
	form := f.Expect(office.UI)
	menu, err := f.OpenMenu(ctx, f.Icon)
	must(t, err)
	must(t, f.Choose(ctx, f.Item, menu, words.open))
	must(t, form.Appear(ctx))
	must(t, form.Fill(ctx, "subject", "Mandato 1532 non si trasmette al tesoriere"))
	_, err = form.At(ctx, "duplicate.add")
	must(t, err)
	shot(t, f, name+"duplicate")
	tickets := f.Expect(office.UI)
	must(t, form.Click(ctx, "duplicate.add"))
	must(t, tickets.WaitText(ctx, "closed", "moved")) // the form's last word
	must(t, stage.Until(ctx, "the window with the tickets", func() (bool, error) { return tickets.Shows("reply"), nil }))
	shot(t, f, name+"duplicate-added")
	list, err := f.CLI(ctx, "outbox", "list", "--json", "--data", filepath.Join(f.Home, "demo", "data"))
	must(t, err)
	if strings.TrimSpace(list.Out) != "[]" {
		t.Errorf("something was sent: %s", list.Out)
	}
}

// fileLetter keeps what may stand in a file's name.
func fileLetter(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r
	}
	return '-'
}
