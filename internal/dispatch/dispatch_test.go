package dispatch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/mail"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
	"ticketpp/internal/ticket"
)

// house is a dispatcher on a data folder of its own, whose mail server is at
// address.
func house(t *testing.T, address string) *Dispatcher {
	t.Helper()
	return houseIn(t, t.TempDir(), address)
}

func houseIn(t *testing.T, dir, address string) *Dispatcher {
	t.Helper()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "config.toml")
	text := fmt.Sprintf("[smtp]\nhost = %q\nport = %s\nsecurity = \"none\"\n[[helpdesk]]\nid = \"h\"\nname = \"Helpdesk\"\naddress = \"help@helpdesk.example\"\n", host, port)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := config.Load(config.Options{ConfigFile: file, DataDir: dir})
	if err != nil || len(s.Problems()) > 0 {
		t.Fatal(err, s.Problems())
	}
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	d := &Dispatcher{Texts: texts, Vault: &secret.Vault{}, Log: slog.New(slog.DiscardHandler), Settings: func() *config.Settings { return s }}
	if d.Drafts, err = drafts.Open(dir); err != nil {
		t.Fatal(err)
	}
	if d.Queue, err = outbox.Open(dir); err != nil {
		t.Fatal(err)
	}
	return d
}

func written(t *testing.T, d *Dispatcher) *drafts.Draft {
	t.Helper()
	draft, err := d.Drafts.Create(ticket.Ticket{
		Helpdesk: "h", Subject: "Mandato 1532 non trasmesso", Kind: ticket.Anomaly, Severity: ticket.Normal,
		Description: ticket.Description{Text: "Il mandato 1532 torna con esito 3"},
		Contact:     ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna@comune.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return draft
}

// nobody is an address at which nothing listens.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestSubmitMovesTheDraftIntoTheQueue(t *testing.T) {
	d := house(t, nobody(t))
	draft := written(t, d)
	it, err := d.Submit(draft)
	if err != nil {
		t.Fatal(err)
	}
	var eml bytes.Buffer
	if err := d.Queue.Export(it.ID, &eml); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Message-ID: <" + it.MessageID + ">", "Subject: Mandato 1532 non trasmesso", "esito 3"} {
		if !strings.Contains(eml.String(), want) {
			t.Errorf("the mail lacks %q", want)
		}
	}
	if _, err := d.Drafts.Resume(it.ID); !errors.Is(err, drafts.ErrNotFound) {
		t.Errorf("the draft is still there: %v", err)
	}
}

func TestRefusedHandOverLeavesTheDraftEditable(t *testing.T) {
	d := house(t, nobody(t))
	draft := written(t, d)
	tk := draft.Ticket()
	tk.Helpdesk = "gone"
	if err := draft.Save(tk); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Submit(draft); !errors.Is(err, ErrNoHelpdesk) {
		t.Fatalf("got %v", err)
	}
	tk = draft.Ticket()
	tk.Helpdesk = "h"
	if err := draft.Save(tk); err != nil {
		t.Fatalf("the draft cannot be edited: %v", err)
	}
	if _, err := d.Submit(draft); err != nil {
		t.Fatal(err)
	}
}

func TestVanishedAttachmentStopsTheHandOver(t *testing.T) {
	dir := t.TempDir()
	d := houseIn(t, dir, nobody(t))
	draft := written(t, d)
	file := filepath.Join(t.TempDir(), "elenco.csv")
	if err := os.WriteFile(file, []byte("1532;esito 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := draft.AddFile(t.Context(), file, drafts.NoLimit)
	if err != nil {
		t.Fatal(err)
	}
	tk := draft.Ticket()
	tk.Attachments = append(tk.Attachments, a)
	if err := draft.Save(tk); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, draft.Dir(), a.File)); err != nil {
		t.Fatal(err)
	}
	var lost *mail.AttachmentError
	if _, err := d.Submit(draft); !errors.As(err, &lost) {
		t.Fatalf("got %v", err)
	}
	if items, _ := d.Queue.List(); len(items) != 0 {
		t.Errorf("something was queued: %v", items)
	}
}

// A crash between the steps of Submit is finished by the next start.
func TestCompleteFinishesWhatACrashCutShort(t *testing.T) {
	for _, queued := range []bool{false, true} {
		t.Run(fmt.Sprintf("queued=%v", queued), func(t *testing.T) {
			d := house(t, nobody(t))
			draft := written(t, d)
			id := draft.ID()
			if err := draft.Seal(mail.NewMessageID("anna@comune.example"), time.Now()); err != nil {
				t.Fatal(err)
			}
			messageID := draft.Ticket().MessageID
			if queued {
				if _, err := d.put(draft); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.Complete(); err != nil { // its author still has it open
				t.Fatal(err)
			}
			if !queued && d.Queue.Has(id) {
				t.Fatal("a draft was taken from its author")
			}
			if err := draft.Close(); err != nil { // the crash
				t.Fatal(err)
			}
			for range 2 {
				if err := d.Complete(); err != nil {
					t.Fatal(err)
				}
			}
			items, err := d.Queue.List()
			if err != nil || len(items) != 1 || items[0].MessageID != messageID {
				t.Fatalf("the queue holds %v, %v", items, err)
			}
			if left, _ := d.Drafts.Left(); len(left) != 0 {
				t.Errorf("offered again: %v", left)
			}
			if sealed, _ := d.Drafts.Sealed(); len(sealed) != 0 {
				t.Errorf("still sealed: %v", sealed)
			}
		})
	}
}

func TestCompleteGivesBackWhatCannotBeQueued(t *testing.T) {
	d := house(t, nobody(t))
	draft := written(t, d)
	tk := draft.Ticket()
	tk.Helpdesk = "gone"
	if err := draft.Save(tk); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(draft.Seal("x@comune.example", time.Now()), draft.Close()); err != nil {
		t.Fatal(err)
	}
	if err := d.Complete(); !errors.Is(err, ErrNoHelpdesk) {
		t.Fatalf("got %v", err)
	}
	if left, err := d.Drafts.Left(); err != nil || len(left) != 1 {
		t.Errorf("not offered again: %v, %v", left, err)
	}
}

func TestExportIsAMailForAnotherProgramAndLeavesTheDraft(t *testing.T) {
	dir := t.TempDir()
	d := houseIn(t, dir, nobody(t))
	draft := written(t, d)
	id := draft.ID()
	if err := draft.Close(); err != nil {
		t.Fatal(err)
	}
	path, err := d.ExportDraft(dir, id)
	if err != nil {
		t.Fatal(err)
	}
	eml, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(eml, []byte("X-Unsent: 1")) || !bytes.Contains(eml, []byte("help@helpdesk.example")) {
		t.Errorf("not a mail to be sent:\n%s", eml)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if left, err := d.Drafts.Left(); err != nil || len(left) != 1 {
		t.Errorf("the draft is not offered again: %v, %v", left, err)
	}
}

func TestADraftWithoutAnythingCanBeExported(t *testing.T) {
	dir := t.TempDir()
	d := houseIn(t, dir, nobody(t))
	draft, err := d.Drafts.Create(ticket.Ticket{})
	if err != nil {
		t.Fatal(err)
	}
	id := draft.ID()
	if err := draft.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.ExportDraft(dir, id); err != nil {
		t.Errorf("an empty draft is not offered as a mail: %v", err)
	}
}

func TestDeadServerLeavesTheItemWaiting(t *testing.T) {
	d := house(t, nobody(t))
	it, err := d.Submit(written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.DeliverOnce(t.Context(), it.ID); err != nil {
		t.Fatal(err)
	}
	got, err := d.Await(t.Context(), it.ID, 0)
	if err != nil || got.State != outbox.Waiting || got.Reason != outbox.Reason(mail.ReasonNetwork) || got.Attempts != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestNoServerPausesTheItem(t *testing.T) {
	d := house(t, nobody(t))
	empty, err := config.Load(config.Options{ConfigFile: os.DevNull, DataDir: t.TempDir()})
	if empty == nil {
		t.Fatal(err)
	}
	it, err := d.Submit(written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	d.Settings = func() *config.Settings { return empty }
	if err := d.DeliverOnce(t.Context(), it.ID); err != nil {
		t.Fatal(err)
	}
	got, err := d.Await(t.Context(), it.ID, 0)
	if err != nil || got.State != outbox.Paused || got.Reason != outbox.Reason(mail.ReasonNoServer) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// refuser is a server's final refusal, for the queue.
type refuser struct{}

func (refuser) Send(context.Context, outbox.Item, func() (io.ReadCloser, error), func(int64, int64)) outbox.Outcome {
	return outbox.Outcome{Class: outbox.Refused, Reason: outbox.Reason(mail.ReasonAddress), Answer: "550 no such user"}
}

func TestRefusedTicketIsADraftAgainWithItsFiles(t *testing.T) {
	d := house(t, nobody(t))
	draft := written(t, d)
	tk := draft.Ticket()
	if _, err := draft.AddBytes("shot-1.png", []byte("first picture")); err != nil {
		t.Fatal(err)
	}
	if _, err := draft.AddBytes("shot-2.png", []byte("second picture")); err != nil {
		t.Fatal(err)
	}
	tk.Screenshots = []ticket.Screenshot{{File: "shot-1.png", Size: 13}, {File: "shot-2.png", Size: 14, Included: true}}
	a, err := draft.AddStream(t.Context(), "elenco mandati.csv", strings.NewReader("1532;esito 3\n"), drafts.NoLimit)
	if err != nil {
		t.Fatal(err)
	}
	tk.Attachments = []ticket.Attachment{a}
	if err := draft.Save(tk); err != nil {
		t.Fatal(err)
	}
	it, err := d.Submit(draft)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Edit(it.ID); !errors.Is(err, ErrNotFailed) {
		t.Fatalf("a waiting ticket was taken back: %v", err)
	}
	held, err := d.Queue.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(held.Once(t.Context(), refuser{}, it.ID), held.Unlock()); err != nil {
		t.Fatal(err)
	}
	id, err := d.Edit(it.ID)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Drafts.Resume(id)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	got := again.Ticket()
	if got.Subject != tk.Subject || got.MessageID != "" || len(got.Screenshots) != 1 || len(got.Attachments) != 1 {
		t.Fatalf("the draft is %+v", got)
	}
	if got.Past == nil || got.Past.Kind != ticket.Refused {
		t.Errorf("that it was refused is not said: %+v", got.Past)
	}
	for file, want := range map[string]string{got.Screenshots[0].File: "second picture", got.Attachments[0].File: "1532;esito 3\n"} {
		r, _, err := again.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		r.Close()
		if err != nil || string(data) != want {
			t.Errorf("%s holds %q, %v", file, data, err)
		}
	}
	if got.Attachments[0].Name != "elenco mandati.csv" {
		t.Errorf("the file is called %q", got.Attachments[0].Name)
	}
	if items, _ := d.Queue.List(); len(items) != 0 {
		t.Errorf("the refused ticket is still there: %v", items)
	}
}

func TestEveryReasonHasItsWords(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		reasons := []string{string(outbox.ReasonExpired), string(outbox.ReasonDamaged)}
		for _, r := range mail.Reasons() {
			reasons = append(reasons, string(r))
		}
		for _, r := range reasons {
			if key := "mail.reason." + r; r != "" && texts.Get(key) == key {
				t.Errorf("%s has no words in %s", r, lang)
			}
		}
	}
}

func TestOutcomeKeepsTheClass(t *testing.T) {
	for from, want := range map[mail.Class]outbox.Class{
		mail.Delivered: outbox.Delivered, mail.Retry: outbox.Retry, mail.Pause: outbox.Pause,
		mail.Refused: outbox.Refused, mail.Perhaps: outbox.Perhaps, mail.Class("unheard of"): outbox.Retry,
	} {
		if got := outcome(mail.Result{Class: from}).Class; got != want {
			t.Errorf("%v became %v, want %v", from, got, want)
		}
	}
}

func TestAwaitEndsWithItsContext(t *testing.T) {
	d := house(t, nobody(t))
	it, err := d.Submit(written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := d.Await(ctx, it.ID, 0); err != nil || got.State != outbox.Waiting {
		t.Errorf("got %v, %v", got.State, err)
	}
}
