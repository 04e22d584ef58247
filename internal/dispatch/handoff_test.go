package dispatch

import (
	"context"
	"errors"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/drafts"
	"ticketpp/internal/opener"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
)

// program stands for the user's own mail program.
type program struct {
	err    error
	before func() // what happens while it opens
	mail   *mail.Message
	parts  opener.Parts
	files  map[string]string
}

func (p *program) open(_ context.Context, m opener.Mail) error {
	if p.before != nil {
		p.before()
	}
	f, err := os.Open(m.File)
	if err != nil {
		return err
	}
	defer f.Close()
	if p.mail, err = mail.ReadMessage(f); err != nil {
		return err
	}
	if p.parts, err = m.Parts(); err != nil {
		return err
	}
	p.files = map[string]string{}
	for _, path := range p.parts.Files {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		p.files[filepath.Base(path)] = string(data)
	}
	return p.err
}

// queued is a ticket in the queue, with a picture, a file and a BCC, of a
// house without any server.
func queued(t *testing.T) (*Dispatcher, outbox.Item) {
	t.Helper()
	dir := t.TempDir()
	d := houseIn(t, dir, nobody(t))
	d.Data = dir
	draft := written(t, d)
	tk := draft.Ticket()
	if _, err := draft.AddBytes("shot-1.png", []byte("a picture")); err != nil {
		t.Fatal(err)
	}
	tk.Screenshots = []ticket.Screenshot{{File: "shot-1.png", Size: 9, Included: true}}
	tk.BCC = []string{"collega@comune.example"}
	a, err := draft.AddStream(t.Context(), "elenco, mandati.csv", strings.NewReader("1532;esito 3\n"), drafts.NoLimit)
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
	empty, err := config.Load(config.Options{ConfigFile: os.DevNull, DataDir: dir})
	if empty == nil {
		t.Fatal(err)
	}
	d.Settings = func() *config.Settings { return empty }
	if err := d.DeliverOnce(t.Context(), it.ID); err != nil {
		t.Fatal(err)
	}
	return d, it
}

// refuse lets the server refuse an item for good.
func refuse(t *testing.T, d *Dispatcher, id string) {
	t.Helper()
	held, err := d.Queue.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(held.Once(t.Context(), refuser{}, id), held.Unlock()); err != nil {
		t.Fatal(err)
	}
}

// left counts what lies in the queue and what was sent.
func left(t *testing.T, d *Dispatcher) (queue, sent int) {
	t.Helper()
	items, err := d.Queue.List()
	if err != nil {
		t.Fatal(err)
	}
	for range d.Queue.Sent() {
		sent++
	}
	return len(items), sent
}

func TestHandOffGivesTheWholeMailToAnotherProgram(t *testing.T) {
	for name, prepare := range map[string]func(*Dispatcher, outbox.Item){
		"no server": func(*Dispatcher, outbox.Item) {},
		"refused":   func(d *Dispatcher, it outbox.Item) { refuse(t, d, it.ID) },
	} {
		t.Run(name, func(t *testing.T) {
			d, it := queued(t)
			prepare(d, it)
			p := &program{}
			path, err := d.HandOff(t.Context(), it.ID, p.open)
			if err != nil {
				t.Fatal(err)
			}
			for header, want := range map[string]string{
				"X-Unsent": "1", "To": "<help@helpdesk.example>", "Subject": "Mandato 1532 non trasmesso", "Bcc": "collega@comune.example",
			} {
				if got := p.mail.Header.Get(header); got != want {
					t.Errorf("%s: %q, not %q", header, got, want)
				}
			}
			if got := p.mail.Header.Get("Message-Id"); got == "" || strings.Contains(got, it.MessageID) {
				t.Errorf("Message-ID %q", got)
			}
			if p.parts.To != "help@helpdesk.example" || !strings.Contains(p.parts.Body, "esito 3") || len(p.parts.BCC) != 1 {
				t.Errorf("in parts: %+v", p.parts)
			}
			if len(p.files) != 2 || p.files["schermata-1.png"] != "a picture" || p.files["2-elenco__mandati.csv"] != "1532;esito 3\n" {
				t.Errorf("files %q", p.files)
			}
			if queue, sent := left(t, d); queue != 0 || sent != 0 {
				t.Errorf("%d in the queue, %d sent", queue, sent)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the mail file: %v, %v", info, err)
			}
		})
	}
}

func TestHandOffThatNobodyTookStaysInTheQueue(t *testing.T) {
	d, it := queued(t)
	path, err := d.HandOff(t.Context(), it.ID, (&program{err: opener.ErrNoMailProgram}).open)
	if !errors.Is(err, opener.ErrNoMailProgram) {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("where the file lies cannot be said: %v", err)
	}
	if queue, _ := left(t, d); queue != 1 {
		t.Error("the ticket is gone")
	}
	p := &program{before: func() {
		if queue, _ := left(t, d); queue != 1 {
			t.Error("out of the queue before it was opened")
		}
	}}
	if again, err := d.HandOff(t.Context(), it.ID, p.open); err != nil || again != path {
		t.Errorf("the second time: %q, %v", again, err)
	}
}

func TestWhatIsOnItsWayIsNotHandedOff(t *testing.T) {
	d, it := queued(t)
	none := d.Settings
	configured := houseIn(t, t.TempDir(), nobody(t)).Settings
	d.Settings = configured
	p := &program{}
	if path, err := d.HandOff(t.Context(), it.ID, p.open); !errors.Is(err, ErrOnItsWay) || path != "" || p.mail != nil {
		t.Errorf("paused, with a server: %q, %v", path, err)
	}
	if err := d.Queue.Confirmed(it.ID); err != nil {
		t.Fatal(err)
	}
	d.Settings = none
	if _, err := d.HandOff(t.Context(), it.ID, p.open); !errors.Is(err, ErrOnItsWay) || p.mail != nil {
		t.Errorf("sent: %v", err)
	}
	if _, err := d.HandOff(t.Context(), "0123456789abcdef", p.open); !errors.Is(err, outbox.ErrNotFound) {
		t.Errorf("unknown: %v", err)
	}
}

// One that was sent while the mail program opened is sent, and stays so.
func TestHandOffDoesNotTakeBackWhatWasSentMeanwhile(t *testing.T) {
	d, it := queued(t)
	p := &program{before: func() {
		if err := d.Queue.Confirmed(it.ID); err != nil {
			t.Error(err)
		}
	}}
	if _, err := d.HandOff(t.Context(), it.ID, p.open); !errors.Is(err, outbox.ErrSent) {
		t.Errorf("got %v", err)
	}
	if _, sent := left(t, d); sent != 1 {
		t.Error("it is not among the sent ones")
	}
}

func TestAFullDiskLeavesTheTicketInTheQueue(t *testing.T) {
	d, it := queued(t)
	if err := os.WriteFile(filepath.Join(d.Data, mailFolder), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{}
	if path, err := d.HandOff(t.Context(), it.ID, p.open); err == nil || path != "" || p.mail != nil {
		t.Errorf("%q, %v", path, err)
	}
	if queue, _ := left(t, d); queue != 1 {
		t.Error("the ticket is gone")
	}
}

func TestMailFilesGoAfterTheirTime(t *testing.T) {
	d := house(t, nobody(t))
	d.Data = t.TempDir()
	if err := d.SweepMail(0); err != nil {
		t.Fatalf("without a folder: %v", err)
	}
	folder := filepath.Join(d.Data, mailFolder)
	if err := os.MkdirAll(filepath.Join(folder, "ticket-old"), 0o700); err != nil {
		t.Fatal(err)
	}
	ages := map[string]time.Duration{"ticket-old.eml": 91, "ticket-old": 91, "ticket-new.eml": 89, "mine.txt": 1000}
	for name, days := range ages {
		path := filepath.Join(folder, name)
		if name != "ticket-old" {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		when := time.Now().Add(-days * 24 * time.Hour)
		if err := os.Chtimes(path, when, when); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.SweepMail(90 * 24 * time.Hour); err != nil {
		t.Fatal(err)
	}
	for name, days := range ages {
		_, err := os.Stat(filepath.Join(folder, name))
		if gone := strings.Contains(name, "old"); errors.Is(err, os.ErrNotExist) != gone {
			t.Errorf("%s, of %d days: %v", name, days, err)
		}
	}
}

func TestNamesOnDiskAreTakenByEveryProgram(t *testing.T) {
	for name, want := range map[string]string{
		"schermata-1.png": "schermata-1.png", "però.pdf": "però.pdf", "l'elenco, 2.csv": "3-l_elenco__2.csv", "..": "3-", "a/b": "3-a_b",
	} {
		if got := plainName(name, 2); got != want {
			t.Errorf("%q became %q, not %q", name, got, want)
		}
	}
}
