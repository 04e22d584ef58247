//go:build desktop

package desktop

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
	"ticketpp/test/mta"
)

// spoken is what the menu says in a language.
type spoken struct{ open, tickets, sent string }

var (
	italian = spoken{"Apri un ticket con la schermata", "I miei ticket", "Tutto inviato"}
	english = spoken{"Open a ticket with the screenshot", "My tickets", "Everything sent"}
)

// The main job: from the icon to the helpdesk's mailbox.
func TestJob(t *testing.T) { job(t, office.Options{}, italian, "") }

// The same on a large screen.
func TestJobLarge(t *testing.T) {
	job(t, office.Options{Stage: stage.Options{Width: 1920, Height: 1080}}, italian, "large-")
}

// The same in English, which the desktop's language alone brings about.
func TestJobEnglish(t *testing.T) {
	settings := strings.Replace(office.UsualSettings, "language = \"it\"\n", "", 1)
	job(t, office.Options{Settings: settings, Stage: stage.Options{Language: "en_GB.UTF-8"}}, english, "english-")
}

// job does the main job in an office; its pictures' names begin with name.
func job(t *testing.T, o office.Options, words spoken, name string) {
	ctx := t.Context()
	f := work(t, o)
	must(t, f.StartAgent(ctx))
	shot(t, f, name+"1-icon")

	lines := labels(t, f)
	for i, want := range []string{words.open, words.tickets} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
			t.Errorf("line %d of the menu is not «%s»: %q", i+1, want, lines)
		}
	}
	menu, err := f.OpenMenu(ctx, f.Icon)
	must(t, err)
	shot(t, f, name+"2-menu")
	must(t, f.Press(ctx, "Escape"))
	must(t, stage.Until(ctx, "the menu's end", func() (bool, error) {
		now, err := f.Windows()
		return !slices.ContainsFunc(now, func(w stage.Window) bool { return w.Popup && w.Area == menu }), err
	}))

	form, before, err := f.OpenForm(ctx)
	must(t, err)
	shot(t, f, name+"3-form")
	must(t, office.Mandate.Write(ctx, form))
	shot(t, f, name+"4-written")
	sent := time.Now()
	must(t, f.Press(ctx, "ctrl+Return"))
	must(t, form.WaitText(ctx, "painted", "taken"))
	shot(t, f, name+"5-taken")
	must(t, form.Gone(ctx))

	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	m := mails[0]
	checkHeaders(t, m, sent)
	checkBody(t, m)
	if size := strconv.Itoa(before.Rect.Dx()); !strings.Contains(m.Text, size) {
		t.Errorf("the facts lack the screen's width %s:\n%s", size, m.Text)
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "schermata-1.png" || m.Attachments[0].Type != "image/png" {
		t.Fatalf("attached: %d things, first %+v", len(m.Attachments), m.Attachments)
	}
	picture, err := stage.FromPNG(m.Attachments[0].Data)
	must(t, err)
	if d := picture.Diff(before); !d.Empty() {
		must(t, picture.Save(pictures+"/FAILED-delivered.png"))
		t.Errorf("the delivered picture differs from the desktop before the click in %v", d)
	}
	waitMenu(t, f, words.sent)
	items, err := f.Outbox(ctx)
	must(t, err)
	if len(items) != 0 || f.Agent.Ended() {
		t.Errorf("outbox %+v, agent ended: %v", items, f.Agent.Ended())
	}
}

func checkHeaders(t *testing.T, m mta.Mail, sent time.Time) {
	t.Helper()
	for name, want := range map[string]string{
		"To": office.Helpdesk, "From": "Anna Bianchi <anna.bianchi@comune.example>", "Return-Path": "<anna.bianchi@comune.example>",
		"Cc": "", "Bcc": "", "Reply-To": "", "References": "", "In-Reply-To": "",
		"Auto-Submitted": "", "Precedence": "", "X-Loop": "", "X-No-Loop": "", "Mailing-List": "",
	} {
		got := m.Header.Get(name)
		if name == "To" || name == "From" {
			list, err := mail.ParseAddressList(got)
			wanted, werr := mail.ParseAddressList(want)
			if err != nil || werr != nil || len(list) != 1 || list[0].Address != wanted[0].Address || name == "From" && list[0].Name != wanted[0].Name {
				t.Errorf("%s is %q", name, got)
			}
			continue
		}
		if got != want {
			t.Errorf("%s is %q, not %q", name, got, want)
		}
	}
	if m.Subject != office.Mandate.Subject {
		t.Errorf("subject %q", m.Subject)
	}
	if id := m.Header.Get("Message-Id"); !strings.HasPrefix(id, "<") || !strings.Contains(id, "@") {
		t.Errorf("Message-ID %q", id)
	}
	date, err := m.Header.Date()
	if err != nil || date.Sub(sent).Abs() > time.Minute {
		t.Errorf("Date %q, %v", m.Header.Get("Date"), err)
	}
	if received := m.Header.Get("Received"); !strings.Contains(received, "TLS") && !strings.Contains(received, "ESMTPS") {
		t.Errorf("it did not come over TLS: %q", received)
	}
}

// checkBody: the description, then the facts, then the signature.
func checkBody(t *testing.T, m mta.Mail) {
	t.Helper()
	at := 0
	for _, want := range []string{
		office.Mandate.Doing, office.Mandate.Data, office.Mandate.Happened,
		"\n-- \n", "Anna Bianchi", "Ufficio Ragioneria", "0731 538419", "anna.bianchi@comune.example",
	} {
		i := strings.Index(m.Text[at:], want)
		if i < 0 {
			t.Errorf("the body lacks %q, or has it in another place:\n%s", want, m.Text)
			return
		}
		at += i
	}
}

// The same with the relay stopped: the ticket waits, and goes out when the
// relay starts.
func TestRelayStopped(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{NoMail: true})
	must(t, f.StartAgent(ctx))
	idle, err := f.See()
	must(t, err)
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	must(t, office.Mandate.Write(ctx, form))
	must(t, form.Click(ctx, "send"))
	must(t, form.WaitText(ctx, "stage", "waiting"))
	shot(t, f, "6-waiting")
	must(t, form.Gone(ctx))

	waitMenu(t, f, "1 ticket in attesa")
	must(t, stage.Until(ctx, "another icon", func() (bool, error) {
		now, err := f.See()
		return err == nil && !now.Crop(f.Icon).Equal(idle.Crop(f.Icon)), err
	}))
	shot(t, f, "7-waiting-icon")
	items, err := f.Outbox(ctx)
	must(t, err)
	if len(items) != 1 || items[0].State != "waiting" || items[0].Attempts < 1 || items[0].LastError == "" || items[0].Subject != office.Mandate.Subject {
		t.Fatalf("outbox %+v", items)
	}

	must(t, f.Mail.Start(ctx))
	started := time.Now()
	// Nobody clicks: the first retry comes within a minute.
	mails, err := waitMail(t, f, 1, 100*time.Second)
	must(t, err)
	t.Logf("went out %v after the relay's start", time.Since(started).Round(time.Second))
	if id := strings.Trim(mails[0].Header.Get("Message-Id"), "<>"); id != strings.Trim(items[0].MessageID, "<>") {
		t.Errorf("Message-ID %q, in the outbox it was %q", id, items[0].MessageID)
	}
	waitMenu(t, f, "Tutto inviato")
}
