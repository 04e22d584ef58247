package drafts

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"ticketpp/internal/ticket"
)

// damage makes a draft with two saved versions and hands its folder over.
func damage(t *testing.T, do func(dir string)) (*Store, string, string) {
	t.Helper()
	data := t.TempDir()
	s := open(t, data)
	d := create(t, s, example("la versione di prima"))
	if err := d.Save(example("la versione nuova")); err != nil {
		t.Fatal(err)
	}
	d.Close()
	dir := filepath.Join(data, filepath.FromSlash(d.Dir()))
	do(dir)
	return s, d.ID(), dir
}

func cutOff(t *testing.T, name string, keep float64) {
	info, err := os.Stat(name)
	if err == nil {
		err = os.Truncate(name, int64(float64(info.Size())*keep))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestADamagedVersionGivesWayToTheOneBefore(t *testing.T) {
	for name, do := range map[string]func(dir string){
		"empty":      func(dir string) { cutOff(t, filepath.Join(dir, recordFile), 0) },
		"truncated":  func(dir string) { cutOff(t, filepath.Join(dir, recordFile), 0.7) },
		"zeros":      func(dir string) { os.WriteFile(filepath.Join(dir, recordFile), make([]byte, 900), 0o600) },
		"missing":    func(dir string) { os.Remove(filepath.Join(dir, recordFile)) },
		"one letter": func(dir string) { replaceIn(t, filepath.Join(dir, recordFile), "nuova", "nuovo") },
		"a link": func(dir string) {
			os.Remove(filepath.Join(dir, recordFile))
			os.Symlink("/etc/passwd", filepath.Join(dir, recordFile))
		},
		"another seq": func(dir string) { replaceIn(t, filepath.Join(dir, recordFile), `"seq":2`, `"seq":9`) },
	} {
		t.Run(name, func(t *testing.T) {
			s, id, dir := damage(t, do)
			left, err := s.Left()
			if err != nil || len(left) != 1 || left[0].Damaged || left[0].Subject != "la versione di prima" {
				t.Fatalf("Left: %+v, %v", left, err)
			}
			d, err := s.Resume(id)
			if err != nil {
				t.Fatal(err)
			}
			if past := d.Ticket().Past; (past != nil) != (name != "missing") || past != nil && past.Kind != ticket.Older {
				t.Errorf("what became of it: %+v", past)
			}
			if err := d.Save(example("la terza")); err != nil {
				t.Fatal(err)
			}
			d.Close()
			if _, err := os.Lstat(filepath.Join(dir, recordFile+damagedSuffix)); name != "missing" && err != nil {
				t.Errorf("the damaged version was not kept: %v", err)
			}
			if left, _ := s.Left(); len(left) != 1 || left[0].Subject != "la terza" {
				t.Errorf("Left after a save: %+v", left)
			}
		})
	}
}

func replaceIn(t *testing.T, name, from, to string) {
	data, err := os.ReadFile(name)
	if err != nil || !bytes.Contains(data, []byte(from)) {
		t.Fatalf("%s: no %q, %v", name, from, err)
	}
	os.WriteFile(name, bytes.Replace(data, []byte(from), []byte(to), 1), 0o600)
}

func TestAWhollyDamagedDraftIsShownAndSalvaged(t *testing.T) {
	s, id, dir := damage(t, func(dir string) {
		cutOff(t, filepath.Join(dir, recordFile), 0.75)
		cutOff(t, filepath.Join(dir, recordFile+bakSuffix), 0.3)
	})
	left, err := s.Left()
	if err != nil || len(left) != 1 || !left[0].Damaged || left[0].Subject != "la versione nuova" || !strings.Contains(left[0].Text, "Trasmettevo") {
		t.Fatalf("Left: %+v, %v", left, err)
	}
	if _, err := s.Resume(id); !errors.Is(err, ErrDamaged) {
		t.Fatalf("Resume: %v", err)
	}
	d, err := s.Salvage(id)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Ticket(); got.Subject != "la versione nuova" || got.Description.Doing != "Trasmettevo un mandato" || got.ID != id || got.Past == nil || got.Past.Kind != ticket.Damaged {
		t.Errorf("salvaged: %+v", got)
	}
	d.Close()
	if left, _ := s.Left(); len(left) != 1 || left[0].Damaged {
		t.Errorf("Left after Salvage: %+v", left)
	}
	first, err := os.ReadFile(filepath.Join(dir, recordFile+damagedSuffix))
	if err != nil {
		t.Errorf("the damaged file is gone: %v", err)
	}

	// Damaged once more, it leaves the first damage where it is.
	cutOff(t, filepath.Join(dir, recordFile), 0)
	if d, err = s.Salvage(id); err != nil {
		t.Fatal(err)
	}
	if err := d.Seal("id@example", time.Now()); err != nil || d.Ticket().Past != nil {
		t.Errorf("sent with its past: %+v, %v", d.Ticket().Past, err)
	}
	d.Close()
	if again, err := os.ReadFile(filepath.Join(dir, recordFile+damagedSuffix)); err != nil || !bytes.Equal(first, again) {
		t.Errorf("the first damaged file was replaced: %v", err)
	}
}

// A picture whose line is lost with the record's end is still there; whether
// it was to be sent is not known, so it is not.
func TestSalvageFindsThePictures(t *testing.T) {
	s, id, _ := damage(t, func(dir string) {
		for _, name := range []string{recordFile, recordFile + bakSuffix} {
			cutOff(t, filepath.Join(dir, name), 0.3)
		}
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 7, 5))); err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{"shot-1.png": b.Bytes(), "preview-1.png": b.Bytes(), "shot-2.png": b.Bytes()[:10]} {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	})
	d, err := s.Salvage(id)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	got := d.Ticket().Screenshots
	if len(got) != 1 || got[0].File != "shot-1.png" || got[0].Preview != "preview-1.png" || got[0].Width != 7 || got[0].Height != 5 || got[0].Size == 0 || got[0].Included {
		t.Errorf("screenshots: %+v", got)
	}
}

func TestSalvageCutAnywhere(t *testing.T) {
	r := record{Seq: 7}
	tk := example(`Fido «calcolato» male \ "così" 😀`)
	var err error
	if r.Ticket, err = marshal(tk); err != nil {
		t.Fatal(err)
	}
	whole, err := r.encode()
	if err != nil {
		t.Fatal(err)
	}
	ends := bytes.Index(whole, []byte(`"description"`)) // from here on the subject is whole
	for n := range whole {
		got, _ := salvage(whole[:n])
		if n >= ends && got.Subject != tk.Subject {
			t.Fatalf("cut at %d: subject %q", n, got.Subject)
		}
		for _, s := range []string{got.Subject, got.Description.Doing, got.Description.Data, got.Description.Happened} {
			if !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
				t.Errorf("cut at %d: %q", n, s)
			}
		}
		if !strings.HasPrefix(tk.Description.Happened, got.Description.Happened) {
			t.Errorf("cut at %d: invented %q", n, got.Description.Happened)
		}
	}
}

func FuzzReadDraft(f *testing.F) {
	r := record{Seq: 1}
	r.Ticket, _ = marshal(example("Mandato non trasmesso"))
	whole, _ := r.encode()
	f.Add(string(whole))
	f.Add(string(whole[:len(whole)*2/3]))
	f.Add(`{"ticket":{"subject":"a","description":{"text":"b\u12`)
	f.Add(`{"ticket":[[[[{"subject":`)
	f.Fuzz(func(t *testing.T, data string) {
		r, tk, err := decode([]byte(data))
		if err == nil {
			again, err := r.encode()
			if err != nil {
				t.Fatal(err)
			}
			if _, back, err := decode(again); err != nil || back.Subject != tk.Subject {
				t.Errorf("read, written and read: %v", err)
			}
		} else if !errors.Is(err, ErrDamaged) {
			t.Errorf("%v is not ErrDamaged", err)
		}
		if _, n := salvage([]byte(data)); n < 0 {
			t.Error("negative")
		}
	})
}
