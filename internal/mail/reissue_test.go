package mail

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func TestReissueIsTheSameMailForAnotherProgram(t *testing.T) {
	m, _ := fixture(t)
	first := render(t, m)
	var b bytes.Buffer
	when := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	bcc := []string{"revisore@studio.example", "due@studio.example", "x@y.example\r\nX-Loop: 1"}
	if err := Reissue(&b, bytes.NewReader(first), "ffff@comune.example", when, bcc); err != nil {
		t.Fatal(err)
	}
	was, is := parse(t, first), parse(t, b.Bytes())
	for name, want := range map[string]string{
		"X-Unsent": "1", "Message-Id": "<ffff@comune.example>", "Date": "Mon, 23 Nov 2026 08:00:00 +0000",
		"Bcc": "revisore@studio.example, due@studio.example", "X-Loop": "",
	} {
		if got := is.header[name]; strings.Join(got, "|") != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
	for _, name := range []string{"From", "To", "Subject", "Content-Type", "Mime-Version"} {
		if was.header.Get(name) == "" || is.header.Get(name) != was.header.Get(name) {
			t.Errorf("%s: %q, was %q", name, is.header.Get(name), was.header.Get(name))
		}
	}
	if is.text != was.text || strings.Join(is.names, "|") != strings.Join(was.names, "|") || !bytes.Equal(bytes.Join(is.bodies, nil), bytes.Join(was.bodies, nil)) {
		t.Error("its text or its files are others")
	}
	var again bytes.Buffer
	if err := Reissue(&again, bytes.NewReader(b.Bytes()), "eeee@comune.example", when, nil); err != nil {
		t.Fatal(err)
	}
	if twice := parse(t, again.Bytes()); len(twice.header["X-Unsent"]) != 1 || twice.header["Bcc"] != nil {
		t.Errorf("reissued again: %v", twice.header)
	}
}

func TestReissueRefusesWhatIsNoMail(t *testing.T) {
	m, _ := fixture(t)
	when := time.Now()
	if err := Reissue(io.Discard, strings.NewReader("From: a@b.example\r\nSubject: cut"), "a@b.example", when, nil); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a cut header: %v", err)
	}
	if err := Reissue(io.Discard, bytes.NewReader(render(t, m)), "a\r\nb", when, nil); !errors.Is(err, ErrNotSealed) {
		t.Errorf("a bad id: %v", err)
	}
}

func TestTakenApartItIsTheTicket(t *testing.T) {
	m, folder := fixture(t)
	m.Unsent = true
	got := files{}
	p, err := TakeApart(bytes.NewReader(render(t, m)), func(name string, r io.Reader) error {
		data, err := io.ReadAll(r)
		got[name] = data
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if p.To != "cityfinancing@helpdesk.example" || strings.Join(p.BCC, " ") != "revisore@studio.example" || p.Subject != m.Subject() {
		t.Errorf("%+v", p)
	}
	if p.Body != strings.ReplaceAll(Body(m), "\r\n", "\n") {
		t.Errorf("body %q", p.Body)
	}
	for name, file := range map[string]string{"schermata-1.png": "shot-1.png", "schermata-2.png": "shot-2.png", "Mandato n° 1532.pdf": "att-1"} {
		if !bytes.Equal(got[name], folder[file]) {
			t.Errorf("%s has %d bytes, not %d", name, len(got[name]), len(folder[file]))
		}
	}
	if len(got) != 4 {
		t.Errorf("%d files", len(got))
	}
	full := errors.New("disk full")
	if _, err := TakeApart(bytes.NewReader(render(t, m)), func(string, io.Reader) error { return full }); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

func TestAMailWithoutFilesTakenApart(t *testing.T) {
	m, _ := fixture(t)
	m.Ticket.Screenshots, m.Ticket.Attachments = nil, nil
	p, err := TakeApart(bytes.NewReader(render(t, m)), nil)
	if err != nil || p.Body != strings.ReplaceAll(Body(m), "\r\n", "\n") {
		t.Errorf("%v, body %q", err, p.Body)
	}
}
