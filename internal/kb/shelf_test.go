package kb

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// leaf is a form's own word for an article.
type leaf struct{ Title, URL string }

// A form asks for articles, opens one and remembers it: the next form is told
// of it first.
func TestAShelfSuggestsOpensAndRemembers(t *testing.T) {
	data, pages := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{
		"a.md": "# Stampa del cedolino\nIl cedolino del mese.", "b.md": "# Stampa del cedolino annuale\nIl cedolino dell'anno.", "c.md": "# Altro\nAltro ancora.",
	} {
		if err := os.WriteFile(filepath.Join(pages, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Update(t.Context(), []string{pages}, Options{}); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	var opened []string
	form := func() *Shelf[leaf] {
		return &Shelf[leaf]{Data: data, Log: slog.New(slog.NewTextHandler(&said, nil)), Page: func(_ context.Context, address string) error {
			opened = append(opened, address)
			return errors.New("no browser")
		}}
	}
	s := form()
	found := s.Suggest("stampa cedolino")
	if len(found) != 2 || found[0].Title != "Stampa del cedolino" {
		t.Fatalf("suggested %+v", found)
	}
	if said.Len() > 0 {
		t.Errorf("said %s", &said)
	}
	s.Open(found[1])
	if len(opened) != 1 || opened[0] != found[1].URL || !strings.Contains(said.String(), "no browser") {
		t.Errorf("opened %q, said %s", opened, &said)
	}
	s.Solved("stampa cedolino", found[1])
	if again := form().Suggest("stampa cedolino"); len(again) != 2 || again[0] != found[1] {
		t.Errorf("then suggested %+v", again)
	}
	if all, err := l.Solutions(); len(all) != 1 || all[0].Subject != "stampa cedolino" || all[0].Title != found[1].Title || all[0].At.IsZero() || err != nil {
		t.Errorf("remembered %+v, %v", all, err)
	}
}

// Without articles, or where they cannot be read, nothing is suggested and the
// form goes on.
func TestAShelfWithoutArticles(t *testing.T) {
	var said bytes.Buffer
	log := slog.New(slog.NewTextHandler(&said, nil))
	if found := (&Shelf[leaf]{Data: t.TempDir(), Log: log}).Suggest("stampa"); found != nil || said.Len() > 0 {
		t.Errorf("suggested %+v, said %s", found, &said)
	}
	data := t.TempDir()
	if _, err := Open(data); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(data, folder), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, indexName), []byte("no index"), 0o600); err != nil {
		t.Fatal(err)
	}
	if found := (&Shelf[leaf]{Data: data, Log: log}).Suggest("stampa"); found != nil || !strings.Contains(said.String(), "knowledge base") {
		t.Errorf("suggested %+v, said %s", found, &said)
	}
}
