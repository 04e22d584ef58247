package drafts

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

func open(t testing.TB, dir string, opts ...Option) *Store {
	t.Helper()
	s, err := Open(dir, opts...)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return s
}

func create(t testing.TB, s *Store, tk ticket.Ticket) *Draft {
	t.Helper()
	d, err := s.Create(tk)
	if err != nil {
		t.Fatalf("Create: %v", err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func example(subject string) ticket.Ticket {
	return ticket.Ticket{
		Helpdesk: "projectpp", Kind: ticket.Anomaly, Severity: ticket.Normal, Subject: subject,
		Description: ticket.Description{Doing: "Trasmettevo un mandato", Data: "Mandato 1532", Happened: "«Errore 42»\n\"perché?\" è così"},
		Contact:     ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna.bianchi@comune.example"},
	}
}

func ids(sums []Summary, err error) string {
	var all []string
	for _, s := range sums {
		all = append(all, s.ID)
	}
	if err != nil {
		all = append(all, err.Error())
	}
	return strings.Join(all, " ")
}

func TestADraftsLife(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	d := create(t, s, example("Mandato non trasmesso"))
	if got := ids(s.Left()); got != "" {
		t.Errorf("an open draft is offered: %s", got)
	}
	if _, err := open(t, dir).Resume(d.ID()); !errors.Is(err, ErrOpen) {
		t.Errorf("Resume of an open draft: %v", err)
	}
	tk := d.Ticket()
	tk.Subject = "Mandato 1532 non trasmesso"
	tk.ID, tk.MessageID = "something else", "not yet"
	if err := d.Save(tk); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.Save(tk); !errors.Is(err, ErrClosed) {
		t.Errorf("Save after Close: %v", err)
	}
	left, err := s.Left()
	if err != nil || len(left) != 1 || left[0].Subject != tk.Subject || left[0].Helpdesk != "projectpp" || left[0].Damaged {
		t.Fatalf("Left: %+v, %v", left, err)
	}
	d, err = s.Resume(d.ID())
	if err != nil {
		t.Fatal(err)
	}
	want := example(tk.Subject)
	want.ID = d.ID()
	if got := d.Ticket(); !reflect.DeepEqual(got, want) {
		t.Errorf("resumed as\n%+v, want\n%+v", got, want)
	}
	if err := d.Discard(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Resume(d.ID()); !errors.Is(err, ErrNotFound) {
		t.Errorf("Resume of a discarded draft: %v", err)
	}
	if entries, _ := os.ReadDir(filepath.Join(dir, folder)); len(entries) != 0 {
		t.Errorf("discarding left %v", entries)
	}
}

func TestSealing(t *testing.T) {
	s := open(t, t.TempDir())
	d := create(t, s, example("x"))
	date := time.Date(2026, 11, 22, 9, 30, 0, 0, time.FixedZone("", 3600))
	if err := d.Seal("1@comune.example", date); err != nil {
		t.Fatal(err)
	}
	if err := d.Seal("2@comune.example", date); !errors.Is(err, ErrSealed) {
		t.Errorf("second Seal: %v", err)
	}
	if err := d.Save(example("y")); !errors.Is(err, ErrSealed) {
		t.Errorf("Save after Seal: %v", err)
	}
	d.Close()
	if got := ids(s.Left()); got != "" {
		t.Errorf("a sealed draft is offered: %s", got)
	}
	if got := ids(s.Sealed()); got != d.ID() {
		t.Errorf("Sealed: %q", got)
	}
	d, err := s.Resume(d.ID())
	if err != nil || !d.IsSealed() {
		t.Fatalf("resumed: sealed %v, %v", d.IsSealed(), err)
	}
	if got := d.Ticket(); got.MessageID != "1@comune.example" || !got.Date.Equal(date) {
		t.Errorf("sealed as %q, %v", got.MessageID, got.Date)
	}
	if err := d.Unseal(); err != nil {
		t.Fatal(err)
	}
	if got := d.Ticket(); got.MessageID != "" || !got.Date.IsZero() || got.Subject != "x" {
		t.Errorf("unsealed: %+v", got)
	}
	if err := d.Seal("2@comune.example", date); err != nil {
		t.Errorf("Seal after Unseal: %v", err)
	}
	d.Close()
}

func TestARefusedTicketBecomesANewDraft(t *testing.T) {
	s := open(t, t.TempDir())
	old := create(t, s, example("x"))
	old.Seal("1@comune.example", time.Now())
	d := create(t, s, old.Ticket())
	if got := d.Ticket(); d.ID() == old.ID() || got.ID != d.ID() || got.MessageID != "" || !got.Date.IsZero() || got.Subject != "x" {
		t.Errorf("new draft: %+v", got)
	}
}

func TestLeftIsNewestFirst(t *testing.T) {
	now := time.Now()
	s := open(t, t.TempDir(), WithClock(func() time.Time { return now }))
	var want []string
	for range 5 {
		now = now.Add(time.Second)
		d := create(t, s, example("x"))
		d.Close()
		want = append([]string{d.ID()}, want...)
	}
	if got := ids(s.Left()); got != strings.Join(want, " ") {
		t.Errorf("Left: %s, want %v", got, want)
	}
	for _, id := range want {
		if err := s.Discard(id); err != nil {
			t.Error(err)
		}
	}
	if err := s.Discard(want[0]); !errors.Is(err, ErrNotFound) {
		t.Errorf("Discard of a discarded one: %v", err)
	}
}

func TestOddIDs(t *testing.T) {
	s := open(t, t.TempDir())
	for _, id := range []string{"", ".", "..", "../sent", "x", strings.Repeat("A", 32), strings.Repeat("0", 32)} {
		if _, err := s.Resume(id); !errors.Is(err, ErrNotFound) {
			t.Errorf("Resume(%q): %v", id, err)
		}
		if err := s.Discard(id); !errors.Is(err, ErrNotFound) {
			t.Errorf("Discard(%q): %v", id, err)
		}
	}
}

func TestUnchangedSavesWriteNothing(t *testing.T) {
	dir := t.TempDir()
	d := create(t, open(t, dir), example("x"))
	name := filepath.Join(dir, filepath.FromSlash(d.Dir()), recordFile)
	before, _ := os.Stat(name)
	for range 10 {
		if err := d.Save(d.Ticket()); err != nil {
			t.Fatal(err)
		}
	}
	if after, _ := os.Stat(name); !os.SameFile(before, after) {
		t.Error("the same text was written again")
	}
}

func TestNothingIsReadableForOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // there the profile's access list decides
	}
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "data"))
	d := create(t, s, example("x"))
	d.AddBytes("shot-1.png", []byte("x"))
	d.Save(example("y"))
	filepath.Walk(filepath.Join(dir, "data"), func(name string, info os.FileInfo, _ error) error {
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", name, info.Mode())
		}
		return nil
	})
}

func TestFilesOfADraft(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	d := create(t, s, example("x"))
	if name, err := d.AddBytes("shot-1.png", []byte("pixels")); err != nil || name != "shot-1.png" {
		t.Fatalf("AddBytes: %q, %v", name, err)
	}
	if n, err := d.AddFrom("shot-1.png", func(w io.Writer) error { _, err := io.WriteString(w, "more pixels"); return err }); err != nil || n != 11 {
		t.Fatalf("AddFrom: %d, %v", n, err)
	}
	r, n, err := d.Open("shot-1.png")
	if err != nil || n != 11 {
		t.Fatalf("Open: %d, %v", n, err)
	}
	data, _ := io.ReadAll(r)
	r.Close()
	if string(data) != "more pixels" {
		t.Errorf("read %q", data)
	}
	os.Symlink("/etc/passwd", filepath.Join(dir, filepath.FromSlash(d.Dir()), "link.png"))
	if _, _, err := d.Open("link.png"); !errors.Is(err, safefile.ErrSymlink) {
		t.Errorf("Open of a link: %v", err)
	}
	for _, bad := range []string{"", ".", "..", "../x", "a/b", `a\b`, "C:x", ".hidden", "x.", "é.png", "X.png", strings.Repeat("x", 101)} {
		if _, _, err := d.Open(bad); !errors.Is(err, ErrBadName) {
			t.Errorf("Open(%q): %v", bad, err)
		}
		if _, err := d.AddBytes(bad, nil); !errors.Is(err, ErrBadName) {
			t.Errorf("AddBytes(%q): %v", bad, err)
		}
	}
	if _, err := d.AddBytes(recordFile, nil); !errors.Is(err, ErrBadName) {
		t.Errorf("AddBytes over the record: %v", err)
	}
	if err := d.Remove(recordFile); !errors.Is(err, ErrBadName) {
		t.Errorf("Remove of the record: %v", err)
	}
	for range 2 {
		if err := d.Remove("shot-1.png"); err != nil {
			t.Error(err)
		}
	}
}

func TestAddFile(t *testing.T) {
	dir := t.TempDir()
	src := filepath.Join(dir, "Fattura n. 7 «perché».pdf")
	os.WriteFile(src, []byte(strings.Repeat("x", 1000)), 0o600)
	os.Mkdir(filepath.Join(dir, "a folder"), 0o700)
	os.Symlink(src, filepath.Join(dir, "link.pdf"))
	s := open(t, filepath.Join(dir, "data"))
	d := create(t, s, example("x"))
	ctx := context.Background()
	att, err := d.AddFile(ctx, src, 1000)
	if err != nil || att.Name != filepath.Base(src) || att.File != "att-1" || att.Size != 1000 {
		t.Fatalf("AddFile: %+v, %v", att, err)
	}
	if att, err := d.AddFile(ctx, filepath.Join(dir, "link.pdf"), NoLimit); err != nil || att.File != "att-2" || att.Size != 1000 {
		t.Errorf("AddFile of the user's link: %+v, %v", att, err)
	}
	var big *TooBigError
	if _, err := d.AddFile(ctx, src, 999); !errors.As(err, &big) || big.Size != 1000 || big.Limit != 999 {
		t.Errorf("AddFile of a big one: %v", err)
	}
	if _, err := d.AddFile(ctx, src, 0); !errors.As(err, &big) {
		t.Errorf("AddFile with nothing left: %v", err)
	}
	for name, want := range map[string]error{"not there.pdf": ErrVanished, "a folder": ErrIsFolder} {
		_, err := d.AddFile(ctx, filepath.Join(dir, name), NoLimit)
		var fe *FileError
		if !errors.Is(err, want) || !errors.As(err, &fe) || fe.Name != name {
			t.Errorf("AddFile(%s): %v", name, err)
		}
	}
	if _, err := d.AddFile(ctx, "smb://server/share/Fattura 1.pdf", NoLimit); !errors.Is(err, ErrElsewhere) || err.(*FileError).Name != "Fattura 1.pdf" {
		t.Errorf("AddFile of an address: %v", err)
	}
	if _, err := d.AddFile(ctx, "file:///not there.pdf", NoLimit); !errors.Is(err, ErrVanished) {
		t.Errorf("AddFile of an address here: %v", err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := d.AddFile(ended, src, NoLimit); !errors.Is(err, context.Canceled) {
		t.Errorf("AddFile with an ended context: %v", err)
	}
	d.Close()
	d, err = s.Resume(d.ID())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if att, err := d.AddStream(ctx, "y", strings.NewReader("y"), NoLimit); err != nil || att.File == "att-1" || att.File == "att-2" {
		t.Errorf("AddStream after Resume: %+v, %v; no name is used twice", att, err)
	}
}

// A sparse file of 2 GB is refused by its size, and one whose size is not
// told while it is copied; neither leaves anything.
func TestAddFileThatIsHuge(t *testing.T) {
	dir := t.TempDir()
	src := filepath.Join(dir, "huge.bin")
	os.WriteFile(src, nil, 0o600)
	if err := os.Truncate(src, 2<<30); err != nil {
		t.Fatal(err)
	}
	d := create(t, open(t, filepath.Join(dir, "data")), example("x"))
	var big *TooBigError
	if _, err := d.AddFile(context.Background(), src, 7<<20); !errors.As(err, &big) || big.Size != 2<<30 {
		t.Errorf("AddFile: %v", err)
	}
	endless := io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<20)), strings.NewReader("y"))
	if _, err := d.AddStream(context.Background(), "endless", endless, 1<<20); !errors.As(err, &big) {
		t.Errorf("AddStream: %v", err)
	}
	entries, _ := os.ReadDir(filepath.Join(dir, "data", filepath.FromSlash(d.Dir())))
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), attPrefix) {
			t.Errorf("%s was left", e.Name())
		}
	}
}

func TestTidyTakesWhatCrashesLeft(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	kept := create(t, s, example("x"))
	kept.Close()
	at := func(name string) string { return filepath.Join(dir, folder, name) }
	os.MkdirAll(at(strings.Repeat("1", 32)+goneSuffix), 0o700)
	os.WriteFile(at(strings.Repeat("1", 32)+goneSuffix+"/draft.json"), nil, 0o600)
	os.Mkdir(at(strings.Repeat("2", 32)), 0o700)
	os.WriteFile(at(strings.Repeat("2", 32)+"/draft.json.new"), []byte(`{"seq":1,`), 0o600)
	os.WriteFile(at(strings.Repeat("3", 32)+lockSuffix), nil, 0o600)
	old := time.Now().Add(-2 * time.Hour)
	os.Chtimes(at(strings.Repeat("3", 32)+lockSuffix), old, old)
	s = open(t, dir)
	if got := ids(s.Left()); got != kept.ID() {
		t.Errorf("Left: %s", got)
	}
	entries, _ := os.ReadDir(at(""))
	if len(entries) != 2 {
		t.Errorf("left on disk: %v", entries)
	}
}
