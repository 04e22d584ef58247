package dispatch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"ticketpp/internal/ticket"
)

func TestAMarkedUpScreenshotGoesOnlyOnceItIsDrawn(t *testing.T) {
	dir := t.TempDir()
	d := houseIn(t, dir, nobody(t))
	draft := written(t, d)
	for name, data := range map[string]string{"shot-1.png": "the whole screen, SECRET", "shot-2.png": "blacked out"} {
		if _, err := draft.AddBytes(name, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	tk := draft.Ticket()
	tk.Screenshots = []ticket.Screenshot{{
		File: "shot-2.png", Original: "shot-1.png", Included: true, Stale: true,
		Marks: json.RawMessage(`{"text":"SECRET"}`),
	}}
	if err := draft.Save(tk); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Submit(draft); !errors.Is(err, ErrStale) {
		t.Fatalf("a stale screenshot: got %v, want ErrStale", err)
	}
	if draft.IsSealed() {
		t.Fatal("the draft can not be edited any more")
	}
	m, err := d.unsent(draft.Ticket(), draft.Open)
	if err != nil || len(m.Ticket.Screenshots) != 0 {
		t.Fatalf("for another program: got %+v, %v; want no stale screenshot", m.Ticket.Screenshots, err)
	}

	tk = draft.Ticket()
	tk.Screenshots[0].Stale = false
	if err := draft.Save(tk); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Submit(draft); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte("SECRET")) {
			t.Errorf("%s still tells what was blacked out", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
