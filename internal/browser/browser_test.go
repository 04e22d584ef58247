package browser

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/handover"
	"ticketpp/internal/l10n"
	"ticketpp/internal/launch"
	"ticketpp/internal/outbox"
	"ticketpp/internal/safefile"
	"ticketpp/internal/secret"
	"ticketpp/internal/ticket"
	"ticketpp/internal/webform"
)

const settings = `language = "it"

[user]
name = "Anna Bianchi"
phone = "0731 538419"
email = "anna@comune.example"

[[helpdesk]]
id = "h"
name = "Helpdesk"
address = "help@helpdesk.example"
`

// home opens a data folder with a draft in it, and what opens it in a browser.
func home(t *testing.T) (Opener, string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", dir)
	where := config.Options{ConfigFile: filepath.Join(dir, "config.toml"), DataDir: filepath.Join(dir, "data")}
	if err := os.WriteFile(where.ConfigFile, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := config.Load(where)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	store, err := drafts.Open(where.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	queue, err := outbox.Open(where.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	o := Opener{Where: where, Settings: s, Log: log, Dispatch: &dispatch.Dispatcher{
		Drafts: store, Queue: queue, Texts: texts, Vault: &secret.Vault{}, Log: log, Settings: func() *config.Settings { return s }, Data: where.DataDir,
	}}
	d, err := store.Create(launch.Blank(s))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return o, d.ID()
}

// visit is a browser that opens the form and posts fields.
func visit(ctx context.Context, address string, fields map[string]string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar}
	got, err := client.Get(address)
	if err != nil {
		return err
	}
	got.Body.Close()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, value := range fields {
		if err := m.WriteField(name, value); err != nil {
			return err
		}
	}
	if err := m.Close(); err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, got.Request.URL.String()+"?page=1", &b)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Origin", "http://"+r.URL.Host)
	got, err = client.Do(r)
	if err != nil {
		return err
	}
	defer got.Body.Close()
	page, err := io.ReadAll(got.Body)
	if err == nil && got.StatusCode != http.StatusOK {
		err = errors.New(string(page))
	}
	return err
}

var mandate = map[string]string{
	"do": "send", "subject": "Mandato 1532 non trasmesso al tesoriere", "doing": "Trasmettevo i mandati della settimana",
	"data": "Mandato n. 1532 del 18/11/2026", "happened": "Errore 2718: il mandato non è stato trasmesso", "phone": "0731 538420",
}

// What is sent in the browser lies in the queue, and the person is remembered.
func TestFormPutsTheTicketIntoTheQueue(t *testing.T) {
	o, id := home(t)
	shown, handed, failed := false, false, make(chan error, 1)
	o.Shown, o.Handed = func(func()) { shown = true }, func() { handed = true }
	o.Open = func(ctx context.Context, address string) error {
		err := visit(ctx, address, mandate)
		failed <- err
		return err
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { // without a mail server the page stays, to offer the user's own program
		if err := <-failed; err != nil {
			t.Error(err)
		}
		cancel()
	}()
	got, err := o.Form(ctx, id, "")
	if got != launch.Sent || err != nil || !shown || !handed {
		t.Fatalf("got %v, %v; shown %v, handed %v", got, err, shown, handed)
	}
	it, err := o.Dispatch.Queue.Get(id)
	if err != nil || it.Subject != mandate["subject"] || it.Envelope.To != "help@helpdesk.example" {
		t.Errorf("queued %+v, %v", it, err)
	}
	if left, err := o.Dispatch.Drafts.Left(); len(left) != 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
	if text, err := os.ReadFile(o.Where.ConfigFile); !strings.Contains(string(text), "0731 538420") || err != nil {
		t.Errorf("the settings hold %s, %v", text, err)
	}
}

// A form that is left, and a browser that is missing: the draft stays.
func TestDraftStays(t *testing.T) {
	o, id := home(t)
	o.Open = func(ctx context.Context, address string) error {
		return visit(ctx, address, map[string]string{"do": "close", "subject": "Mandato"})
	}
	if got, err := o.Form(t.Context(), id, ""); got != launch.Closed || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
	o.Open = func(context.Context, string) error { return errors.New("no browser") }
	got, err := o.Form(t.Context(), id, "")
	if got != launch.NoWindow || !errors.Is(err, ErrNoBrowser) {
		t.Errorf("got %v, %v", got, err)
	}
	d, err := o.Dispatch.Drafts.Resume(id)
	if err != nil || d.Ticket().Subject != "Mandato" {
		t.Fatalf("the draft: %v", err)
	}
	if got, err := o.Form(t.Context(), id, ""); got != launch.Closed || !errors.Is(err, launch.ErrNoDraft) {
		t.Errorf("opened twice: %v, %v", got, err)
	}
	_ = d.Close()
}

// A ticket that was left half-way is offered in an empty form, and in no other.
func TestEarlierTicketIsOffered(t *testing.T) {
	o, id := home(t)
	d, err := o.Dispatch.Drafts.Create(ticket.Ticket{Helpdesk: "h", Subject: "Fattura 12"})
	if err != nil {
		t.Fatal(err)
	}
	_ = d.Close()
	fresh, err := o.Dispatch.Drafts.Resume(id)
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	w := o.options(t.Context(), fresh, o.counter())
	if w.Left == nil || w.Left.Subject != "Fattura 12" || w.Resumed {
		t.Errorf("offered %+v", w.Left)
	}
	other, err := w.Callbacks.Switch()
	if err != nil || other.Ticket().Subject != "Fattura 12" {
		t.Fatal(err)
	}
	_ = other.Close()
	tk := fresh.Ticket()
	tk.Subject = "Mandato"
	if err := fresh.Save(tk); err != nil {
		t.Fatal(err)
	}
	if w := o.options(t.Context(), fresh, o.counter()); w.Left != nil || !w.Resumed {
		t.Errorf("offered %+v in a form that has words", w.Left)
	}
}

// The page and the queue call the stages alike.
func TestStepsAreThePages(t *testing.T) {
	for stage, want := range map[handover.Stage]webform.Stage{
		handover.Sending: webform.Sending, handover.Taken: webform.Taken, handover.Waiting: webform.Waiting, handover.Paused: webform.Paused,
		handover.Refused: webform.Refused, handover.Opened: webform.Opened, handover.Unopened: webform.Unopened,
	} {
		got := asStep(handover.Progress{Stage: stage, Answer: "a", Reason: "r", Sent: 1, Total: 2, HandOff: true, File: "f"})
		if (got != webform.Progress{Stage: want, Answer: "a", Reason: "r", Sent: 1, Total: 2, HandOff: true, File: "f"}) {
			t.Errorf("%s is %+v", stage, got)
		}
	}
}

func TestExplain(t *testing.T) {
	for want, err := range map[string]error{
		"too-big": &drafts.TooBigError{}, "vanished": &drafts.FileError{Reason: drafts.ErrVanished},
		"unreadable": &drafts.FileError{Reason: drafts.ErrUnreadable}, "disk-full": safefile.ErrNoSpace, "read-only": safefile.ErrReadOnly, "": errors.New("x"),
	} {
		if got, _ := explain(err); got != want {
			t.Errorf("%v: %q, not %q", err, got, want)
		}
	}
}
