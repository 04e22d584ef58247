package dispatch

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/demo"
	"ticketpp/internal/mail"
)

func TestSizeIsLearntWithTheFirstMail(t *testing.T) {
	dir := t.TempDir()
	desk, err := demo.Start(t.Context(), demo.Options{Dir: filepath.Join(dir, "helpdesk")})
	if err != nil {
		t.Fatal(err)
	}
	defer desk.Close()
	d := houseIn(t, filepath.Join(dir), nobody(t))
	file := filepath.Join(dir, "demo.toml")
	if err := os.WriteFile(file, []byte(desk.Settings()), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := config.Load(config.Options{ConfigFile: file, DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	d.Settings, d.Data = func() *config.Settings { return s }, dir
	draft := written(t, d)
	tk := draft.Ticket()
	tk.Helpdesk = s.Helpdesks()[0].ID
	if err := draft.Save(tk); err != nil {
		t.Fatal(err)
	}
	it, err := d.Submit(draft)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.DeliverOnce(t.Context(), it.ID); err != nil {
		t.Fatal(err)
	}
	known := readSizes(dir)
	if len(known) != 1 || known[0].Server != d.Servers()[0].Addr() || time.Since(known[0].At) > time.Minute {
		t.Fatalf("learnt %+v", known)
	}
	if info, err := os.Stat(filepath.Join(dir, sizesFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestSizeLimitIsTheSmallest(t *testing.T) {
	dir := t.TempDir()
	d := houseIn(t, dir, "127.0.0.1:2525")
	d.Data = dir
	s := d.Settings()
	if got := SizeLimit(dir, s); got != s.Attachments.MaxTotal {
		t.Fatalf("nothing learnt: %d, want %d", got, s.Attachments.MaxTotal)
	}
	for _, c := range []struct {
		server string
		max    int64
		want   int64
	}{
		{"127.0.0.1:2525", 0, s.Attachments.MaxTotal},             // no limit
		{"127.0.0.1:2525", 100 << 20, s.Attachments.MaxTotal},     // a larger one
		{"elsewhere.example:25", 1 << 20, s.Attachments.MaxTotal}, // nobody we send through
		{"127.0.0.1:2525", 5_000_000, Fits(5_000_000)},
		{"127.0.0.1:2525", 100, 1},
	} {
		d.Learn([]mail.Size{{Server: c.server, Max: c.max}})
		if got := SizeLimit(dir, s); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, sizesFile), []byte("{damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := SizeLimit(dir, s); got != s.Attachments.MaxTotal {
		t.Errorf("damaged: %d", got)
	}
}

// The files that fit by our reckoning do fit, with room for the text.
func TestFitsAsBase64(t *testing.T) {
	for _, size := range []int64{1 << 20, 10_240_000, 25_000_000} {
		files := Fits(size)
		lines := (files + 56) / 57
		if encoded := lines * 78; encoded > size-textRoom || size-encoded > textRoom+1000 {
			t.Errorf("%d bytes for a mail of %d become %d", files, size, encoded)
		}
	}
}

func TestOnlyNewsAreWritten(t *testing.T) {
	dir := t.TempDir()
	d := houseIn(t, dir, "127.0.0.1:2525")
	d.Data = dir
	d.Learn([]mail.Size{{Server: "a:25", Max: 1000}})
	before, err := os.Stat(filepath.Join(dir, sizesFile))
	if err != nil {
		t.Fatal(err)
	}
	d.Learn([]mail.Size{{Server: "a:25", Max: 1000}})
	if after, _ := os.Stat(filepath.Join(dir, sizesFile)); !os.SameFile(before, after) {
		t.Error("what is known was written again")
	}
	for i := range 2 * maxSizes {
		d.Learn([]mail.Size{{Server: "b:25", Max: int64(i)}, {Server: string(rune('A'+i)) + ":25", Max: 5}})
	}
	text, err := os.ReadFile(filepath.Join(dir, sizesFile))
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]any
	if err := json.Unmarshal(text, &rows); err != nil || len(rows) != maxSizes {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
