//go:build desktop

package desktop

import (
	"os"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
)

// nobody: the settings of a user who has not written a ticket yet.
const nobody = `# kept by hand
language = "it"

{{RELAY}}
[[helpdesk]]
id = "projectpp"
profile = "projectpp"
address = "` + office.Helpdesk + `"
domains = ["projectpp.example"]
`

// The first ticket asks for the person, refuses to go without, and the second
// knows them.
func TestFirstTicket(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{Settings: nobody})
	must(t, f.StartAgent(ctx))
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	must(t, f.Press(ctx, "ctrl+Return"))
	missing, err := form.Wait(ctx, "blocked")
	must(t, err)
	for _, id := range []string{"name", "phone", "email"} {
		if !strings.Contains(missing, id) {
			t.Errorf("blocked for %q, not for the %s", missing, id)
		}
		_, err := form.At(ctx, id+".advice")
		must(t, err)
	}
	shot(t, f, "9-first-ticket")
	must(t, office.Introduce(ctx, form))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	must(t, form.Gone(ctx))

	settings, err := os.ReadFile(f.Config())
	must(t, err)
	for _, want := range []string{"# kept by hand", "anna.bianchi@comune.example", `profile = "projectpp"`} {
		if !strings.Contains(string(settings), want) {
			t.Errorf("the settings file lacks %q:\n%s", want, settings)
		}
	}
	form, _, err = f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 2)
	must(t, err)
	for _, m := range mails {
		if !strings.Contains(m.Text, "Anna Bianchi") || !strings.Contains(m.Text, "0731 538419") {
			t.Errorf("the signature is not whole:\n%s", m.Text)
		}
	}
}

// The whole form by the keyboard, in the order of the screen; Esc closes it
// and the draft stays.
func TestKeyboard(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, form.Fill(ctx, "subject", office.Mandate.Subject))
	for _, text := range []string{office.Mandate.Doing, office.Mandate.Data, office.Mandate.Happened} {
		must(t, f.Press(ctx, "Tab"))
		must(t, f.Type(ctx, text))
	}
	must(t, f.Press(ctx, "Escape"))
	must(t, form.Gone(ctx))
	waitMenu(t, f, "Riprendi")
	form = f.Expect(office.UI)
	choose(t, f, "Riprendi")
	must(t, form.Appear(ctx))
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "stage", "taken"))
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	checkBody(t, mails[0])
}

// A left click on the icon does what the menu's first line does.
func TestLeftClick(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	form := f.Expect(office.UI)
	must(t, f.Click(ctx, f.Icon.Min.Add(f.Icon.Size().Div(2)), 1))
	must(t, form.Appear(ctx))
	must(t, f.Press(ctx, "Escape"))
	must(t, form.Gone(ctx))
	waitNoMenu(t, f, "Riprendi") // nothing was written
}
