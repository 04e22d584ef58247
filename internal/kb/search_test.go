package kb

import (
	"errors"
	"strings"
	"testing"
)

func index(t *testing.T, articles ...Article) *Index {
	t.Helper()
	b := NewBuilder()
	for _, a := range articles {
		if !b.Add(a) {
			t.Fatalf("not taken: %+v", a)
		}
	}
	x, err := Parse(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func office(t *testing.T) *Index {
	return index(t,
		Article{Title: "Trasmissione dei mandati alla tesoreria", URL: "https://wiki.example/mandati", Text: "Quando un mandato torna con esito 3 il conto del beneficiario non è valido. Si corregge l'IBAN e si trasmette di nuovo."},
		Article{Title: "Emissione delle fatture elettroniche", URL: "https://wiki.example/fatture", Text: "Le fatture scartate dallo SDI si trovano nel registro. Il codice univoco del cliente deve essere di sette caratteri."},
		Article{Title: "La stampante non risponde", URL: "https://wiki.example/stampante", Text: "Si controlla che sia accesa e che la coda di stampa non sia in pausa."},
		Article{Title: "Password dimenticata", URL: "https://wiki.example/password", Text: "La password di rete si cambia dal portale. Dopo cinque tentativi l'utente è bloccato per mezz'ora."},
		Article{Title: "Connecting to the VPN from home", URL: "https://wiki.example/vpn", Text: "Start the client, choose the office and enter the code that the phone shows. Error 0x80072746 means that the network is closed."},
		Article{Title: "Carta d'identità elettronica: lettore non rilevato", URL: "https://wiki.example/cie", Text: "Il lettore va collegato prima di aprire il programma dell'anagrafe."},
	)
}

func first(x *Index, subject string) string {
	hits := x.Search(subject, 3)
	if len(hits) == 0 {
		return ""
	}
	return hits[0].URL[strings.LastIndexByte(hits[0].URL, '/')+1:]
}

func TestASubjectFindsItsArticle(t *testing.T) {
	x := office(t)
	for subject, want := range map[string]string{
		"Mandato 1532 non trasmesso":         "mandati",
		"mandati":                            "mandati",
		"manda":                              "mandati", // still being typed
		"trasmisione mandato":                "mandati", // a letter missing
		"Fattura scartata":                   "fatture",
		"fatutre elettroniche":               "fatture", // two swapped
		"Stampante dell'ufficio spenta":      "stampante",
		"STAMPANTE":                          "stampante",
		"Carta d'identita elettronica":       "cie", // no accent
		"lettore cie: carta d’identità":      "cie",
		"connection to vpn":                  "vpn",
		"connecting from home fails":         "vpn",
		"errore 0x80072746":                  "vpn",
		"ho dimenticato la password di rete": "password",
	} {
		if got := first(x, subject); got != want {
			t.Errorf("%q: got %q, want %q", subject, got, want)
		}
	}
}

func TestNothingIsSuggestedForNothing(t *testing.T) {
	x := office(t)
	for _, subject := range []string{"", " ", "il", "a", "Buongiorno", "non va", "xyzzy qwerty", "Protocollo in uscita con oggetto sbagliato", "0x80072747", "\x00\xff\xfe"} {
		if hits := x.Search(subject, 3); len(hits) != 0 {
			t.Errorf("%q: got %+v", subject, hits)
		}
	}
	if hits := x.Search("mandati", 0); len(hits) != 0 {
		t.Errorf("none wanted, got %+v", hits)
	}
	if hits := index(t).Search("mandati", 3); len(hits) != 0 {
		t.Errorf("an empty index gave %+v", hits)
	}
}

func TestAnArticleThatHelpedComesFirst(t *testing.T) {
	x := index(t,
		Article{Title: "Stampa del cedolino", URL: "https://wiki.example/1", Text: "Il cedolino del mese."},
		Article{Title: "Stampa del cedolino annuale", URL: "https://wiki.example/2", Text: "Il cedolino dell'anno."},
		Article{Title: "Altro", URL: "https://wiki.example/3", Text: "Altro ancora."})
	if got := first(x, "stampa cedolino"); got != "1" {
		t.Fatalf("before: got %q", got)
	}
	x.Prefer([]Solution{{URL: "https://wiki.example/2"}})
	if got := first(x, "stampa cedolino"); got != "2" {
		t.Errorf("after: got %q", got)
	}
}

func TestADamagedIndexIsKnown(t *testing.T) {
	b := NewBuilder()
	b.Add(Article{Title: "Stampa", URL: "https://wiki.example/1", Text: "uno due tre"})
	good := b.Bytes()
	for i := range good {
		bad := append([]byte(nil), good...)
		bad[i] ^= 0x40
		if _, err := Parse(bad); !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d of %d changed: got %v", i, len(good), err)
		}
		if _, err := Parse(good[:i]); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d: got %v", i, err)
		}
	}
}

func TestWhatMayBeOpened(t *testing.T) {
	for address, want := range map[string]bool{
		"https://wiki.example/a?id=b#c": true,
		"http://wiki.example/":          true,
		"file:///srv/kb/a.md":           true,
		"file:///C:/kb/a.HTML":          true,
		"file:////server/kb/a.txt":      true,
		"file:///C:/kb/a.exe":           false,
		"file://server/kb/a.md":         false,
		"https://":                      false,
		"https://user@wiki.example/":    false,
		"javascript:alert(1)":           false,
		"ftp://wiki.example/":           false,
		"C:\\kb\\a.md":                  false,
		"https://wiki.example/a b":      false,
		"https://wiki.example/\n":       false,
		"":                              false,
	} {
		if got := Openable(address); got != want {
			t.Errorf("%q: got %v", address, got)
		}
	}
}

func FuzzSearch(f *testing.F) {
	b := NewBuilder()
	b.Add(Article{Title: "Emissione delle fatture elettroniche", URL: "https://wiki.example/fatture", Text: "Le fatture scartate"})
	b.Add(Article{Title: "Emission of invoices", URL: "https://wiki.example/invoices", Text: "that were refused"})
	x, err := Parse(b.Bytes())
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"fattura", "emision", "İ", "e\u0301\u0301", strings.Repeat("abc ", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, h := range x.Search(s, 3) {
			if h.Title == "" || !Openable(h.URL) || h.Score < enough {
				t.Errorf("%q: got %+v", s, h)
			}
		}
	})
}
