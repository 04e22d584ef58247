package outbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/safefile"
)

func TestPutDeliverSent(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir)
	it := mustPut(t, q, newItem(1, "a"))
	if it.State != Waiting || it.Size != int64(len(bodyOf(it.ID))) || it.AcceptedAt.IsZero() {
		t.Errorf("accepted as %+v", it)
	}
	if had, err := q.Put(newItem(1, "a"), write(it.ID)); !errors.Is(err, ErrExists) || had.ID != it.ID {
		t.Errorf("second Put: %+v, %v; want the first and ErrExists", had, err)
	}
	s := &server{}
	if err := deliverer(t, q).Once(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	got, err := q.Get(it.ID)
	if err != nil || got.State != Sent || got.SentAt.IsZero() || got.Perhaps || got.Attempts != 1 {
		t.Errorf("after delivery: %+v, %v", got, err)
	}
	if !bytes.Equal(got.Ticket, it.Ticket) {
		t.Errorf("ticket %s became %s", it.Ticket, got.Ticket)
	}
	if !q.Has(it.ID) {
		t.Error("a sent id is not taken")
	}
	if _, err := q.Put(newItem(1, "a"), write(it.ID)); !errors.Is(err, ErrExists) {
		t.Errorf("Put of a sent id: %v", err)
	}
	if list, err := q.List(); len(list) != 0 || err != nil {
		t.Errorf("List: %v, %v", list, err)
	}
	n := 0
	for sent, err := range q.Sent() {
		if n++; err != nil || sent.ID != it.ID {
			t.Errorf("Sent: %+v, %v", sent, err)
		}
	}
	if n != 1 || len(s.arrived) != 1 || s.wrong != nil {
		t.Errorf("sent %d, arrived %d, %v", n, len(s.arrived), s.wrong)
	}
	checkModes(t, dir)
}

// checkModes looks for anything that another user could read.
func checkModes(t *testing.T, dir string) {
	if runtime.GOOS == "windows" {
		return // there the profile's access list decides
	}
	filepath.WalkDir(filepath.Join(dir, placeSent), func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			t.Fatal(err)
		}
		info, _ := e.Info()
		want := fs.FileMode(0o600)
		if e.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", name, info.Mode().Perm(), want)
		}
		return nil
	})
}

func TestPutRefusesOddIDs(t *testing.T) {
	q := open(t, t.TempDir())
	for _, id := range []string{"", "..", "../../etc", "deliver.lock", "ABCDEF0123456789", "0123456789abcdef.new", strings.Repeat("a", 65)} {
		it := newItem(1, "a")
		it.ID = id
		if _, err := q.Put(it, write(id)); !errors.Is(err, ErrBadID) {
			t.Errorf("Put of id %q: %v", id, err)
		}
		if q.Has(id) {
			t.Errorf("Has(%q)", id)
		}
	}
}

func TestPutFailsWithItsWriter(t *testing.T) {
	q := open(t, t.TempDir())
	broken := errors.New("attachment vanished")
	it := newItem(1, "a")
	if _, err := q.Put(it, func(w io.Writer) error { io.WriteString(w, "half"); return broken }); !errors.Is(err, broken) {
		t.Errorf("Put: %v", err)
	}
	if q.Has(it.ID) {
		t.Error("a failed Put has taken the id")
	}
	entries, _ := os.ReadDir(filepath.Join(q.dir, placeOutbox))
	for _, e := range entries {
		t.Errorf("a failed Put left %s", e.Name())
	}
	mustPut(t, q, it)
}

func TestRefusedIsKeptAndRetried(t *testing.T) {
	q := open(t, t.TempDir())
	it := mustPut(t, q, newItem(1, "a"))
	d := deliverer(t, q)
	s := &server{answer: func(Item) Outcome { return Outcome{Class: Refused, Reason: "content", Answer: "550 5.6.0 no"} }}
	if err := d.Once(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	got, _ := q.Get(it.ID)
	if got.State != Failed || got.LastError != "550 5.6.0 no" || got.Reason != "content" {
		t.Fatalf("after refusal: %+v", got)
	}
	if list, _ := q.List(); len(list) != 1 || list[0].State != Failed {
		t.Errorf("List: %+v", list)
	}
	if err := q.Retry(it.ID); err != nil {
		t.Fatal(err)
	}
	if got, _ := q.Get(it.ID); got.State != Waiting || got.Attempts != 0 {
		t.Errorf("retried: %+v", got)
	}
	s.answer = nil
	if err := d.Once(context.Background(), s, it.ID); err != nil {
		t.Fatal(err)
	}
	if state(t, q, it.ID) != Sent {
		t.Error("not sent")
	}
	if err := q.Retry(it.ID); !errors.Is(err, ErrSent) {
		t.Errorf("Retry of a sent one: %v", err)
	}
}

func TestDiscardAndExport(t *testing.T) {
	q := open(t, t.TempDir())
	waiting, failed, sent := mustPut(t, q, newItem(1, "a")), mustPut(t, q, newItem(2, "b")), mustPut(t, q, newItem(3, "c"))
	s := &server{answer: func(it Item) Outcome {
		return map[string]Outcome{waiting.ID: {Class: Retry}, failed.ID: {Class: Refused}, sent.ID: {Class: Delivered}}[it.ID]
	}}
	deliverer(t, q).Once(context.Background(), s)
	var b bytes.Buffer
	for _, it := range []Item{waiting, failed, sent} {
		b.Reset()
		if err := q.Export(it.ID, &b); err != nil || b.String() != bodyOf(it.ID) {
			t.Errorf("Export(%s): %v, %d bytes", it.ID, err, b.Len())
		}
	}
	for id, want := range map[string]error{waiting.ID: nil, failed.ID: nil, sent.ID: ErrSent, newItem(9, "").ID: ErrNotFound} {
		if err := q.Discard(id); !errors.Is(err, want) {
			t.Errorf("Discard(%s): %v, want %v", id, err, want)
		}
	}
	if q.Has(waiting.ID) || q.Has(failed.ID) || !q.Has(sent.ID) {
		t.Error("the wrong ones were discarded")
	}
	if err := q.Export(waiting.ID, &b); !errors.Is(err, ErrNotFound) {
		t.Errorf("Export of a discarded one: %v", err)
	}
}

func TestSweepKeepsTheText(t *testing.T) {
	now := time.Now()
	q := open(t, t.TempDir(), WithClock(func() time.Time { return now }))
	d := deliverer(t, q)
	old := mustPut(t, q, newItem(1, "a"))
	d.Once(context.Background(), &server{})
	now = now.Add(80 * 24 * time.Hour)
	young := mustPut(t, q, newItem(2, "a"))
	d.Once(context.Background(), &server{})
	now = now.Add(20 * 24 * time.Hour)
	for range 2 {
		if err := q.Sweep(90 * 24 * time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := q.Export(old.ID, &b); !errors.Is(err, ErrSwept) {
		t.Errorf("the old mail: %v", err)
	}
	if err := q.Export(young.ID, &b); err != nil {
		t.Errorf("the young mail: %v", err)
	}
	if got, err := q.Get(old.ID); err != nil || len(got.Ticket) == 0 || got.Subject == "" {
		t.Errorf("the old text: %+v, %v", got, err)
	}
}

func TestConfirmedEndsThePerhaps(t *testing.T) {
	q := open(t, t.TempDir())
	it := mustPut(t, q, newItem(1, "a"))
	d := deliverer(t, q)
	s := &server{answer: always(Perhaps)}
	d.Once(context.Background(), s)
	if got, _ := q.Get(it.ID); got.State != Waiting || !got.Perhaps {
		t.Fatalf("after a lost connection: %+v", got)
	}
	for range 2 {
		if err := q.Confirmed(it.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := q.Get(it.ID); got.State != Sent || got.Perhaps || got.SentAt.IsZero() {
		t.Errorf("confirmed: %+v", got)
	}
	d.Once(context.Background(), s, it.ID)
	if s.tries() != 1 {
		t.Errorf("%d attempts; a confirmed one is not sent again", s.tries())
	}
}

func TestNewerFormatIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	overwrite(t, dir, "format", "2\n")
	if _, err := Open(dir); !errors.Is(err, safefile.ErrNewerFormat) {
		t.Errorf("Open: %v", err)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 {
		t.Errorf("the folder was touched: %v", entries)
	}
}

func TestOneDelivererAtATime(t *testing.T) {
	dir := t.TempDir()
	q, other := open(t, dir), open(t, dir)
	d := deliverer(t, q)
	if _, err := other.Lock(); !errors.Is(err, ErrBusy) {
		t.Fatalf("second Lock: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := other.WaitLock(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("WaitLock: %v", err)
	}
	got := make(chan error, 1)
	go func() {
		d, err := other.WaitLock(context.Background())
		if err == nil {
			d.Unlock()
		}
		got <- err
	}()
	if err := d.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err != nil {
		t.Errorf("WaitLock after Unlock: %v", err)
	}
}

// A mail that another session of the user's puts is sent although nobody
// kicks; and so is one whose Retry nobody tells of.
func TestRunSeesWhatOthersPut(t *testing.T) {
	dir := t.TempDir()
	d := deliverer(t, open(t, dir))
	s := &server{}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- d.Run(ctx, s) }()
	other := open(t, dir)
	first := mustPut(t, other, newItem(1, "a"))
	eventually(t, "the other's mail is sent", func() bool { return state(t, other, first.ID) == Sent })
	s.mu.Lock()
	s.answer = always(Retry)
	s.mu.Unlock()
	second := mustPut(t, other, newItem(2, "a"))
	eventually(t, "the second is tried", func() bool { it, _ := other.Get(second.ID); return it.State == Waiting && it.Attempts == 1 })
	s.mu.Lock()
	s.answer = nil
	s.mu.Unlock()
	if err := other.Retry(second.ID); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the retried mail is sent", func() bool { return state(t, other, second.ID) == Sent })
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestAttachmentsOfAKeptMail(t *testing.T) {
	const mail = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCiao=\r\n\r\n" +
		"--b\r\nContent-Type: image/png; name=\"schermata-1.png\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"schermata-1.png\"\r\n\r\niVBO\r\nRw==\r\n" +
		"--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename*=utf-8''perch%C3%A9.txt\r\n\r\naGVsbG8=\r\n--b--\r\n"
	q := open(t, t.TempDir())
	it, err := q.Put(newItem(1, "a"), func(w io.Writer) error { _, err := io.WriteString(w, mail); return err })
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	err = q.Attachments(it.ID, func(name string, r io.Reader) error {
		data, err := io.ReadAll(r)
		got = append(got, name+"="+string(data))
		return err
	})
	want := "schermata-1.png=\x89PNG|perché.txt=hello"
	if err != nil || strings.Join(got, "|") != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}
