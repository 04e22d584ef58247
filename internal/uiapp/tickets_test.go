package uiapp

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/drafts"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/mytickets"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
)

const known = "00000000000000a1"

// atDesk is a clerk with one open ticket, and no server that answers.
type atDesk struct {
	*clerk
	started []string
}

func newDesk(t *testing.T) *atDesk {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	if err := os.WriteFile(file, []byte("[[helpdesk]]\nid = \"h\"\nname = \"Helpdesk\"\naddress = \"help@helpdesk.example\"\n"+
		"domains = [\"helpdesk.example\"]\ntag = '#Standard# Ticket #\\[(?P<number>\\d+)\\]'\n"), 0o600); err != nil {
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
	a := &atDesk{}
	home := Home{Options: options, Settings: settings, Texts: texts, Log: slog.New(slog.DiscardHandler)}
	home.Start = func(command string, more ...string) error {
		a.started = append(a.started, strings.Join(append([]string{command}, more...), " "))
		return nil
	}
	if a.clerk, err = newClerk(home, QueueSender); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-time.Hour)
	if err := a.history.Said(history.Own{State: history.Sent, QueuedAt: at, SentAt: at, Ticket: ticket.Ticket{
		ID: known, MessageID: "a1@comune.example", Date: at, Helpdesk: "h", Subject: "Mandato 1532 non trasmesso",
		Contact: ticket.Contact{Name: "Anna Bianchi", Email: "anna@comune.example"},
	}}); err != nil {
		t.Fatal(err)
	}
	return a
}

// word is the beginning of a follow-up to the known ticket.
func (a *atDesk) word(t *testing.T, text string) ticket.Ticket {
	t.Helper()
	r, err := a.history.Get(known)
	if err != nil {
		t.Fatal(err)
	}
	w, err := r.FollowUp(ticket.Information, a.home.Settings.Helpdesks()[0], time.Now())
	if err != nil {
		t.Fatal(err)
	}
	w.Description.Text = text
	return w
}

func TestTheNumberComesFromTheUsersHand(t *testing.T) {
	a := newDesk(t)
	if err := a.number(known, "dodici", false); !errors.Is(err, mytickets.ErrNotNumber) {
		t.Errorf("a word: %v", err)
	}
	if _, err := a.takeText(known, "Buongiorno, abbiamo ricevuto la richiesta.", false); !errors.Is(err, mytickets.ErrNoNumber) {
		t.Errorf("a text without one: %v", err)
	}
	if of, err := a.takeText(known, "Oggetto: #Standard# Ticket #[12345] Mandato 1532", false); err != nil || of != known {
		t.Fatalf("a text with one: %q, %v", of, err)
	}
	if r, err := a.history.Get(known); err != nil || r.Number != "12345" || r.State != history.Opened {
		t.Errorf("the history: %+v, %v", r, err)
	}
	if _, err := a.takeMail(known, t.TempDir(), false); !errors.Is(err, mytickets.ErrNotMail) {
		t.Errorf("a folder: %v", err)
	}
	mail := filepath.Join(t.TempDir(), "conferma.eml")
	if err := os.WriteFile(mail, []byte("From: help@helpdesk.example\r\nMessage-ID: <x@helpdesk.example>\r\nIn-Reply-To: <a1@comune.example>\r\n"+
		"Subject: #Standard# Ticket #[12399] Mandato 1532 non trasmesso\r\nAuto-Submitted: auto-replied\r\n\r\nLa sua richiesta è stata registrata con il numero 12399.\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if of, err := a.takeMail("", mail, false); err != nil || of != known {
		t.Errorf("the confirmation itself: %q, %v", of, err)
	}
	if r, _ := a.history.Get(known); r.Number != "12399" { // what the helpdesk says is better
		t.Errorf("number %q", r.Number)
	}
}

func TestAFollowUpIsADraftThatGoesThroughTheQueue(t *testing.T) {
	a := newDesk(t)
	if err := a.number(known, "12345", false); err != nil {
		t.Fatal(err)
	}
	p := a.pending
	w := a.word(t, "Succede anche con il 1533.")
	if err := p.save(w); err != nil {
		t.Fatal(err)
	}
	if err := p.leave(); err != nil {
		t.Fatal(err)
	}
	if left, err := a.home.Drafts.Left(); err != nil || len(left) != 0 {
		t.Errorf("it is offered as a new ticket: %v, %v", left, err)
	}
	back, ok, err := p.resume(known)
	if err != nil || !ok || back.Description.Text != w.Description.Text || back.FollowUp == nil || back.FollowUp.Tag != "#Standard# Ticket #[12345]" {
		t.Fatalf("resumed %+v, %v, %v", back, ok, err)
	}
	if _, ok, _ := a.pendingOfAnother(t).resume(known); ok {
		t.Error("two windows have it open")
	}
	steps, err := p.send(back)
	if err != nil {
		t.Fatal(err)
	}
	var last mytickets.Progress
	for s := range steps {
		last = s
	}
	if last.Stage != mytickets.Paused { // there is no server in the settings
		t.Errorf("it came to %+v", last)
	}
	p.wait()
	items, err := a.queue.List()
	if err != nil || len(items) != 1 || items[0].State == outbox.Failed {
		t.Fatalf("the queue: %v, %v", items, err)
	}
	mail, err := a.queue.Mail(items[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	defer mail.Close()
	var b bytes.Buffer
	_, _ = b.ReadFrom(mail)
	for _, want := range []string{"#Standard# Ticket #[12345]", "In-Reply-To: <a1@comune.example>", "References: <a1@comune.example>", "To: <help@helpdesk.example>"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is not in\n%s", want, b.String())
		}
	}
	r, err := a.history.Get(known)
	if err != nil || len(r.Conversation) != 3 || r.Conversation[2].Kind != history.Information {
		t.Errorf("the conversation: %+v, %v", r.Conversation, err)
	}
}

// pendingOfAnother is another window's.
func (a *atDesk) pendingOfAnother(t *testing.T) *pending {
	t.Helper()
	c, err := newClerk(a.home, QueueSender)
	if err != nil {
		t.Fatal(err)
	}
	return c.pending
}

func TestPicturesAndFilesGoWithAFollowUp(t *testing.T) {
	a := newDesk(t)
	if err := a.number(known, "12345", false); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 320, 200))); err != nil {
		t.Fatal(err)
	}
	pic, text := filepath.Join(dir, "errore.png"), filepath.Join(dir, "registro.csv")
	_ = os.WriteFile(pic, b.Bytes(), 0o600)
	_ = os.WriteFile(text, []byte("a;b\n"), 0o600)
	w := a.word(t, "Ecco.")
	with, err := a.pending.addFile(w, pic)
	if err != nil || len(with.Screenshots) != 1 || !with.Screenshots[0].Included || with.Screenshots[0].Width != 320 {
		t.Fatalf("a picture: %+v, %v", with, err)
	}
	w.Screenshots = with.Screenshots
	if img, err := a.pending.preview(w.Screenshots[0]); err != nil || img.Bounds().Dx() != 320 {
		t.Errorf("its preview: %v", err)
	}
	if with, err = a.pending.addFile(w, text); err != nil || len(with.Attachments) != 1 || with.Attachments[0].Name != "registro.csv" {
		t.Fatalf("a file: %+v, %v", with, err)
	}
	w.Attachments = with.Attachments
	if _, err := a.pending.addFile(w, filepath.Join(dir, "none")); err == nil {
		t.Error("a file that is not there was taken")
	}
	if _, err := a.pending.send(w); err != nil {
		t.Fatal(err)
	}
	a.pending.wait()
	r, err := a.history.Get(known)
	if err != nil {
		t.Fatal(err)
	}
	images, err := a.pictures(r.Conversation[len(r.Conversation)-1])
	if err != nil || len(images) != 1 || images[0].Bounds().Dx() != 320 {
		t.Errorf("the conversation's pictures: %d, %v", len(images), err)
	}
	if _, err := a.pictures(r.Conversation[0]); !errors.Is(err, mytickets.ErrNoPictures) {
		t.Errorf("pictures of a mail that is not kept: %v", err)
	}
}

func TestANewTicketNamesTheOldOne(t *testing.T) {
	a := newDesk(t)
	if err := a.number(known, "12345", false); err != nil {
		t.Fatal(err)
	}
	if err := a.again(known, mytickets.Successor); err != nil {
		t.Fatal(err)
	}
	left, err := a.home.Drafts.Left()
	if err != nil || len(left) != 1 || len(a.started) != 1 || a.started[0] != "compose --fresh --draft "+left[0].ID {
		t.Fatalf("left %v, started %v, %v", left, a.started, err)
	}
	d, err := a.home.Drafts.Resume(left[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if tk := d.Ticket(); tk.FollowUp != nil || !strings.Contains(tk.Description.Text, "12345") || strings.Contains(tk.Subject, "#[") {
		t.Errorf("the new ticket: %+v", tk)
	}
}

func TestAKnownMatterBecomesAWordOfItsTicket(t *testing.T) {
	a := newDesk(t)
	if err := a.number(known, "12345", false); err != nil {
		t.Fatal(err)
	}
	d, err := a.home.Drafts.Create(ticket.Ticket{Helpdesk: "h", Subject: "Mandato 1532 fermo"})
	if err != nil {
		t.Fatal(err)
	}
	c := &composer{home: a.home, draft: d, log: a.log}
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir()) // no agent
	if found := c.similar("h", "Mandato 1532 non si trasmette"); len(found) != 1 || found[0].ID != known {
		t.Fatalf("similar: %v", found)
	}
	tk := d.Ticket()
	tk.Description.Happened = "Errore 2718."
	if err := c.addTo(known, tk); err != nil {
		t.Fatal(err)
	}
	if len(a.started) != 1 || a.started[0] != "tickets --draft "+d.ID() {
		t.Errorf("started %v", a.started)
	}
	if of := a.pending.prefer(d.ID()); of != known {
		t.Errorf("it is a word of %q", of)
	}
	back, ok, err := a.pending.resume(known)
	if err != nil || !ok || !strings.Contains(back.Description.Text, "Mandato 1532 fermo") || !strings.Contains(back.Description.Text, "Errore 2718.") {
		t.Errorf("it says %q, %v, %v", back.Description.Text, ok, err)
	}
	// The window holds the draft until it is left: without that, Go's collector
	// closed the file that locks it, now and then before the next line.
	defer func() { _ = a.pending.leave() }()
	if _, err := a.home.Drafts.Resume(d.ID()); !errors.Is(err, drafts.ErrOpen) {
		t.Errorf("the draft is not the window's: %v", err)
	}
}

func TestOnlyWebPagesAreOpened(t *testing.T) {
	for _, address := range []string{"javascript:alert(1)", "file:///etc/passwd", "HTTPS://x.example", "", "/etc/passwd"} {
		if openLink(address) == nil {
			t.Errorf("%q was opened", address)
		}
	}
}
