package mail

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

func decodeBase64(t testing.TB, b []byte) []byte {
	t.Helper()
	for _, l := range bytes.Split(b, []byte("\r\n")) {
		if len(l) > 76 {
			t.Errorf("a line of base64 has %d characters", len(l))
		}
	}
	d, err := base64.StdEncoding.DecodeString(string(bytes.ReplaceAll(b, []byte("\r\n"), nil)))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRenderIsTheMailOfTheProductPage(t *testing.T) {
	m, folder := fixture(t)
	raw := render(t, m)
	p := parse(t, raw)

	for name, want := range map[string]string{
		"From":         "Niccolò Bianchi <niccolo.bianchi@comune.example>",
		"To":           "<cityfinancing@helpdesk.example>",
		"Subject":      "Mandato 1532 non trasmesso perché «firma scaduta»",
		"Message-Id":   "<0123456789abcdef@comune.example>",
		"Date":         "Sun, 22 Nov 2026 09:30:05 +0100",
		"Mime-Version": "1.0",
	} {
		if got := decoded(t, p.header.Get(name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	want := []string{"Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}
	if got := slices.Sorted(maps.Keys(p.header)); !slices.Equal(got, want) {
		t.Errorf("headers %v, want %v", got, want)
	}
	if bytes.Contains(raw, []byte("revisore@studio.example")) {
		t.Error("the BCC address stands in the mail")
	}
	for i, b := range raw {
		if b >= 0x80 {
			t.Fatalf("byte %d is not ASCII", i)
		}
	}
	for _, l := range strings.Split(string(raw), "\r\n") {
		if len(l) > 998 || strings.ContainsAny(l, "\r\n") {
			t.Errorf("bad line %q", l)
		}
	}
	wantText := `Che cosa stavo facendo
Trasmettevo il mandato.

Su quali dati
Mandato 1532 del 20/11/2026, capitolo 1240

Che cosa è successo
Appare l'errore:
  E-1204 firma scaduta
è così da ieri

Tipo di richiesta: Errore o anomalia
Gravità: Bloccante
Categoria: Amministrazione
Modulo: Cityfinancing
Ente: Comune di Esempio
Ne ho già parlato con: Michelangelo, lunedì
Per conto di: Carla Verdi, 0731 538420
Orari in cui sono raggiungibile: 9-13, 15-17
Preferisco essere ricontattato per: Telefono

Computer: RAG-07
Sistema: Debian 12

-- 
Niccolò Bianchi
Ufficio Ragioneria
0731 538419
niccolo.bianchi@comune.example
`
	if p.text != wantText {
		t.Errorf("text:\n%s\nwant:\n%s", p.text, wantText)
	}
	if got := Body(m); got != wantText {
		t.Errorf("Body differs from the text of the mail:\n%s", got)
	}
	names := []string{"schermata-1.png", "schermata-2.png", "Mandato n° 1532.pdf", "risposta.eml.zip"}
	if !slices.Equal(p.names, names) {
		t.Fatalf("files %q, want %q", p.names, names)
	}
	for i, file := range []string{"shot-1.png", "shot-2.png", "att-1"} {
		if !bytes.Equal(p.bodies[i], folder[file]) {
			t.Errorf("%s is not the file %s", names[i], file)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(p.bodies[3]), int64(len(p.bodies[3])))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("risposta.eml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, _ := io.ReadAll(f); !bytes.Equal(b, folder["att-2"]) {
		t.Errorf("the packed mail is %q", b)
	}
}

func TestRenderTwiceGivesTheSameBytes(t *testing.T) {
	m, _ := fixture(t)
	m.Helpdesk.Headers = map[string]string{"X-B": "2", "X-A": "1", "X-C": "perché"}
	if !bytes.Equal(render(t, m), render(t, m)) {
		t.Error("two renderings differ")
	}
}

func TestRenderWithoutFilesIsOnePart(t *testing.T) {
	m, _ := fixture(t)
	m.Ticket.Screenshots, m.Ticket.Attachments = nil, nil
	p := parse(t, render(t, m))
	if ct := p.header.Get("Content-Type"); ct != "text/plain; charset=utf-8" {
		t.Errorf("type %q", ct)
	}
	if p.text != Body(m) {
		t.Errorf("text %q", p.text)
	}
}

func TestRenderForTheUsersOwnMailProgram(t *testing.T) {
	m, _ := fixture(t)
	m.Unsent = true
	p := parse(t, render(t, m))
	if p.header.Get("X-Unsent") != "1" {
		t.Error("X-Unsent is missing")
	}
	if got := p.header.Get("Bcc"); got != "revisore@studio.example" {
		t.Errorf("Bcc %q: nobody else would put it into an envelope", got)
	}
}

func TestFixedHeaders(t *testing.T) {
	m, _ := fixture(t)
	m.Helpdesk.Headers = map[string]string{
		"x-sector": "Ragioneria è qui", "Precedence": "bulk", "X-Loop": "1", "Auto-Submitted": "no",
		"X-RT-Control": "x", "Bcc": "a@b.example", "X-Bad": "a\r\nBcc: x@y.example", "X Y": "1", "X-Y:": "1", "Content-Type": "text/html",
	}
	p := parse(t, render(t, m))
	if got := decoded(t, p.header.Get("X-Sector")); got != "Ragioneria è qui" {
		t.Errorf("X-Sector %q", got)
	}
	if n := len(p.header); n != 8 {
		t.Errorf("headers: %v", p.header)
	}
	if errs := CheckHeaders(m.Helpdesk.Headers); len(errs) != 9 {
		t.Errorf("%d findings: %v", len(errs), errs)
	}
	for name, reason := range map[string]HeaderReason{"Precedence": HeaderSilenced, "Auto-Submitted": HeaderSilenced, "reply-to": HeaderOurs, "": HeaderName, "X-È": HeaderName} {
		var e *HeaderError
		if err := CheckHeader(name, "v"); !errors.As(err, &e) || e.Reason != reason {
			t.Errorf("CheckHeader(%q) = %v, want %s", name, err, reason)
		}
	}
}

// changing gives a reader whose content is not as long as was said.
func changing(said int64, data string) Source {
	return func(string) (io.ReadCloser, int64, error) {
		return io.NopCloser(strings.NewReader(data)), said, nil
	}
}

type badReader struct{ n int }

func (b *badReader) Read(p []byte) (int, error) {
	if b.n == 0 {
		return 0, errors.New("input/output error")
	}
	b.n--
	return copy(p, "x"), nil
}

func TestRenderNeverCutsAFile(t *testing.T) {
	m, _ := fixture(t)
	m.Ticket.Screenshots = []ticket.Screenshot{{File: "a.png", Included: true}}
	m.Ticket.Attachments = nil
	opened := 0
	for name, c := range map[string]struct {
		open Source
		want error
	}{
		"gone":      {func(string) (io.ReadCloser, int64, error) { return nil, 0, errors.New("no such file") }, ErrVanished},
		"shrunk":    {changing(10, "123456789"), ErrChanged},
		"grown":     {changing(10, "12345678901"), ErrChanged},
		"no source": {nil, ErrVanished},
		"gone between": {func(string) (io.ReadCloser, int64, error) {
			if opened++; opened == 1 {
				return io.NopCloser(strings.NewReader("x")), 1, nil
			}
			return nil, 0, errors.New("no such file")
		}, ErrVanished},
		"unreadable": {func(string) (io.ReadCloser, int64, error) {
			return io.NopCloser(&badReader{600}), 1000, nil
		}, nil},
	} {
		m.Open = c.open
		err := m.Render(io.Discard)
		var a *AttachmentError
		if !errors.As(err, &a) || a.Name != "schermata-1.png" || a.File != "a.png" {
			t.Errorf("%s: %v is no error of the attachment", name, err)
		}
		if c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	full, _ := fixture(t)
	full.Ticket.Attachments[0].Size++
	if err := full.Render(io.Discard); !errors.Is(err, ErrChanged) {
		t.Errorf("a file that is not as large as when it was added: %v", err)
	}
}

type fullDisk struct{ left int }

var errFull = errors.New("no space left on device")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestRenderToAFullDiskIsNoFaultOfTheFile(t *testing.T) {
	m, folder := fixture(t)
	folder["shot-1.png"] = make([]byte, 300<<10)
	for _, room := range []int{0, 10, 40 << 10, 100 << 10, 300 << 10} {
		err := m.Render(&fullDisk{room})
		var a *AttachmentError
		if !errors.Is(err, errFull) || errors.As(err, &a) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
}

func TestRenderRefusesWhatCannotBeSent(t *testing.T) {
	for name, spoil := range map[string]func(*Message){
		"no author":     func(m *Message) { m.Ticket.Contact.Email = "" },
		"two authors":   func(m *Message) { m.Ticket.Contact.Email = "a@b.example, c@d.example" },
		"accents":       func(m *Message) { m.Ticket.Contact.Email = "niccolò@b.example" },
		"a new line":    func(m *Message) { m.Ticket.Contact.Email = "a@b.example\r\nBcc: c@d.example" },
		"no module":     func(m *Message) { m.Ticket.Module = "Unknown" },
		"bad BCC":       func(m *Message) { m.Ticket.BCC = []string{"a@b.example> SIZE=1\r\nDATA"} },
		"no Message-ID": func(m *Message) { m.Ticket.MessageID = "" },
		"bad ID":        func(m *Message) { m.Ticket.MessageID = "a@b>\r\nX: y" },
		"no date":       func(m *Message) { m.Ticket.Date = time.Time{} },
	} {
		m, _ := fixture(t)
		spoil(&m)
		if err := m.Render(io.Discard); err == nil {
			t.Errorf("%s: rendered", name)
		}
	}
}

// zeros is an endless source of which size bytes are read.
func zeros(size int64) Source {
	return func(string) (io.ReadCloser, int64, error) {
		return io.NopCloser(io.LimitReader(zeroReader{}, size)), size, nil
	}
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestRenderMemoryStaysFlat(t *testing.T) {
	m, _ := fixture(t)
	m.Ticket.Attachments = nil
	m.Ticket.Screenshots = []ticket.Screenshot{{File: "a.png", Included: true}}
	allocated := func(size int64) uint64 {
		m.Open = zeros(size)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := m.Render(io.Discard); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	allocated(1 << 10)
	small, large := allocated(100<<10), allocated(25<<20)
	// A pool that the collector emptied is filled again; a copy of the file
	// would be 25 times as much.
	if large > small+(1<<20) {
		t.Errorf("100 KiB allocate %d bytes, 25 MiB %d", small, large)
	}
}

func TestNewMessageID(t *testing.T) {
	a, b := NewMessageID("anna@Comune.example"), NewMessageID("anna@Comune.example")
	if a == b || !isMessageID(a) || !strings.HasSuffix(a, "@comune.example") {
		t.Errorf("%q, %q", a, b)
	}
	if id := NewMessageID("nonsense\r\n"); !isMessageID(id) {
		t.Errorf("%q", id)
	}
}

func TestEnvelope(t *testing.T) {
	m, _ := fixture(t)
	m.Ticket.BCC = []string{" Revisore@studio.example ", "revisore@STUDIO.example", "CITYFINANCING@helpdesk.example", ""}
	from, to, bcc, err := m.Envelope()
	if err != nil || from != "niccolo.bianchi@comune.example" || to != "cityfinancing@helpdesk.example" ||
		!slices.Equal(bcc, []string{"Revisore@studio.example"}) {
		t.Errorf("%q %q %q %v", from, to, bcc, err)
	}
}
