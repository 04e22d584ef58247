package mail

import (
	"bytes"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// files is a draft's folder in memory.
type files map[string][]byte

func (f files) open(name string) (io.ReadCloser, int64, error) {
	data, ok := f[name]
	if !ok {
		return nil, 0, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(data)), int64(len(data)), nil
}

func words(t testing.TB, lang string) Words {
	t.Helper()
	texts, err := l10n.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return func(key string) string { return texts.Get(key) }
}

// fixture is a ticket with every field filled.
func fixture(t testing.TB) (Message, files) {
	t.Helper()
	folder := files{
		"shot-1.png": append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{1, 2, 3}, 1000)...),
		"shot-2.png": []byte("\x89PNG\r\n\x1a\n-2"),
		"att-1":      []byte("%PDF-1.7 mandato"),
		"att-2":      []byte("From: a@b.example\r\n\r\nbuongiorno"),
	}
	return Message{
		Ticket: ticket.Ticket{
			ID:        "00aa",
			MessageID: "0123456789abcdef@comune.example",
			Date:      time.Date(2026, 11, 22, 9, 30, 5, 0, time.FixedZone("CET", 3600)),
			Module:    "Cityfinancing", Category: "Amministrazione",
			Kind: ticket.Anomaly, Severity: ticket.Blocking,
			Subject: "Mandato 1532 non trasmesso perché «firma scaduta»",
			Description: ticket.Description{
				Doing:    "Trasmettevo il mandato.",
				Data:     "Mandato 1532 del 20/11/2026, capitolo 1240",
				Happened: "Appare l'errore:\n  E-1204 firma scaduta  \nè così da ieri",
			},
			AlreadySpoken: "Michelangelo, lunedì",
			OnBehalf:      ticket.Person{Name: "Carla Verdi", Phone: "0731 538420"},
			BCC:           []string{"revisore@studio.example"},
			Contact: ticket.Contact{
				Name: "Niccolò Bianchi", Phone: "0731 538419", Email: "niccolo.bianchi@comune.example",
				Office: "Ufficio Ragioneria", Body: "Comune di Esempio", Hours: "9-13, 15-17", ContactBy: ticket.ByPhone,
			},
			Screenshots: []ticket.Screenshot{
				{File: "shot-1.png", Included: true},
				{File: "gone.png", Included: false},
				{File: "shot-2.png", Included: true},
			},
			Attachments: []ticket.Attachment{
				{Name: "Mandato n° 1532.pdf", File: "att-1", Size: int64(len(folder["att-1"]))},
				{Name: "risposta.eml", File: "att-2", Size: int64(len(folder["att-2"]))},
			},
			Facts: []ticket.Fact{
				{Key: ticket.FactComputer, Value: "RAG-07", Included: true},
				{Key: ticket.FactWindow, Value: "posta privata", Included: false},
				{Key: ticket.FactSystem, Value: "Debian 12", Included: true},
			},
		},
		Helpdesk: ticket.Helpdesk{
			ID: "demo", Name: "Assistenza", Domains: []string{"helpdesk.example"},
			Modules: []ticket.Module{{Name: "Cityfinancing", Address: "cityfinancing@helpdesk.example"}},
		},
		Words: words(t, "it"),
		Open:  folder.open,
	}, folder
}

func render(t testing.TB, m Message) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Render(&b); err != nil {
		t.Fatalf("Render: %v", err)
	}
	return b.Bytes()
}

// parsed is a mail as the standard library reads it back.
type parsed struct {
	header netmail.Header
	text   string
	names  []string
	bodies [][]byte
}

func parse(t testing.TB, raw []byte) parsed {
	t.Helper()
	msg, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("the mail cannot be read back: %v\n%s", err, raw)
	}
	p := parsed{header: msg.Header}
	media, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if media == "text/plain" {
		b, err := io.ReadAll(quotedprintable.NewReader(msg.Body))
		if err != nil {
			t.Fatal(err)
		}
		p.text = unix(b)
		return p
	}
	r := multipart.NewReader(msg.Body, params["boundary"])
	for i := 0; ; i++ {
		part, err := r.NextPart() // decodes quoted-printable
		if err == io.EOF {
			return p
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if ct := part.Header.Get("Content-Type"); ct != "text/plain; charset=utf-8" {
				t.Errorf("the text's type is %q", ct)
			}
			p.text = unix(b)
			continue
		}
		p.names = append(p.names, part.FileName())
		p.bodies = append(p.bodies, decodeBase64(t, b))
	}
}

func unix(b []byte) string { return strings.ReplaceAll(string(b), "\r\n", "\n") }

func decoded(t testing.TB, s string) string {
	t.Helper()
	d, err := new(mime.WordDecoder).DecodeHeader(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
