//go:build mta

package imap

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/mailbox"
)

// The connection is lost after any number of bytes; what was read then is not
// read again, and nothing is left out.
func TestConnectionLostAnywhere(t *testing.T) {
	s := start(t)
	var want []string
	for i := range 12 {
		from := Helpdesk
		if i%3 == 2 {
			from = "info@ditta.example"
		} else {
			want = append(want, fmt.Sprintf("mail %d", i))
		}
		if err := s.Deliver(Letter(from, fmt.Sprintf("mail %d", i), strings.Repeat("testo ", 300)), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	p, err := NewProxy(s.StartTLSPort())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	r, got := reader(s, p.Port())
	look(t, r, mailbox.Place{})
	whole, _ := p.Count()
	lost, looks := 0, 0
	for at := int64(1); at < whole+200; looks++ {
		got.clear()
		p.Cut(at)
		place, err := r.Look(t.Context(), mailbox.Place{})
		if err != nil {
			lost++
			if reason(err) != mailbox.ReasonNetwork {
				t.Errorf("lost after %d bytes: %v (%s)", at, err, reason(err))
			}
		}
		p.Cut(0)
		look(t, r, place)
		if !slices.Equal(got.subjects(), want) {
			t.Errorf("lost after %d bytes, place %+v: %q", at, place, got.subjects())
		}
		if at < 250 { // where the conversation is not yet encrypted, each byte counts
			at++
		} else {
			at += 150 + rand.Int64N(150)
		}
	}
	t.Logf("%d bytes, lost %d times in %d looks", whole, lost, looks)
	if lost < 250 {
		t.Error("it was hardly ever lost")
	}
}

// Somebody who takes the call and says nothing is given up in time.
func TestSilentServer(t *testing.T) {
	s, err := New() // for its folder; it does not run
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, _ := reader(s, listenSilently(t))
	r.Server.Timeout = 300 * time.Millisecond
	began := time.Now()
	if _, err := r.Look(t.Context(), mailbox.Place{}); reason(err) != mailbox.ReasonTimeout || time.Since(began) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
}

// The server has numbered its mails anew: the look begins again, as the first.
func TestNumberedAnew(t *testing.T) {
	s := start(t)
	for i := range 5 {
		if err := s.Deliver(Letter(Helpdesk, fmt.Sprintf("mail %d", i), "x"), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	r, got := reader(s, s.StartTLSPort())
	place := look(t, r, mailbox.Place{})
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := s.Renumber(); err != nil {
		t.Fatal(err)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	got.clear()
	again := look(t, r, place)
	if again.UIDValidity == place.UIDValidity || again.UIDValidity == 0 || len(got.subjects()) != 5 {
		t.Errorf("%+v, then %+v; %q", place, again, got.subjects())
	}
	got.clear()
	if look(t, r, again); len(got.subjects()) != 0 {
		t.Errorf("read twice: %q", got.subjects())
	}
}

// Of a mail of 30 MB only the header is read.
func TestLargeMailIsSkipped(t *testing.T) {
	s := start(t)
	big := Letter(Helpdesk, "#Standard# Ticket #[12345] grande", strings.Repeat(strings.Repeat("x", 76)+"\r\n", 400_000))
	for _, raw := range [][]byte{Letter(Helpdesk, "prima", "a"), big, Letter(Helpdesk, "dopo", "b")} {
		if err := s.Deliver(raw, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	p, err := NewProxy(s.StartTLSPort())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	r, got := reader(s, p.Port())
	look(t, r, mailbox.Place{})
	if !slices.Equal(got.subjects(), []string{"prima", "#Standard# Ticket #[12345] grande", "dopo"}) {
		t.Fatalf("%q", got.subjects())
	}
	m := got.mails[1]
	if !m.TooLarge || m.Text != "" || m.Size < 30_000_000 || m.MessageID == "" {
		t.Errorf("too large %v, %d bytes, text of %d", m.TooLarge, m.Size, len(m.Text))
	}
	if down, _ := tell(t, s, p, "with a mail of 30 MB"); down > 20<<10 {
		t.Errorf("%d bytes were read", down)
	}
	// And where large ones are allowed, the beginning alone.
	got.clear()
	r.MaxSize = 100 << 20
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	look(t, r, mailbox.Place{})
	runtime.ReadMemStats(&after)
	if down, _ := tell(t, s, p, "its beginning"); down > 700<<10 || len(got.mails[1].Text) > 100_000 {
		t.Errorf("%d bytes were read", down)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 60<<20 {
		t.Errorf("%d bytes of memory went through", grown)
	}
}

// Mails that are no mails do not stop the look.
func TestBrokenMails(t *testing.T) {
	s := start(t)
	noise := make([]byte, 20_000)
	for i := range noise {
		noise[i] = byte(rand.IntN(256))
	}
	for _, raw := range [][]byte{
		nil, []byte("\r\n"), []byte("no header at all"), noise, bytes.Repeat([]byte("From: "), 5000), bytes.Repeat([]byte("a\r\n"), 5000),
		[]byte("From: " + Helpdesk + "\r\nSubject: =?utf-8?q?=?= =?x?b?\xff\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--"),
		[]byte("From: " + Helpdesk + "\r\nSubject: " + strings.Repeat("lungo ", 50_000) + "\r\n\r\nx"),
		append([]byte("From: "+Helpdesk+"\r\nSubject: rumore\r\n\r\n"), noise...),
		Letter(Helpdesk, "buona", "x"),
	} {
		if err := s.Deliver(raw, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	r, got := reader(s, s.TLSPort())
	r.Server.Security = mailbox.TLS
	look(t, r, mailbox.Place{})
	if list := got.subjects(); len(list) != 4 || list[3] != "buona" || list[2] != "rumore" {
		t.Errorf("%.100q", list)
	}
}

// A caller's own error ends the look; the mail comes again, those before not.
func TestTheCallersError(t *testing.T) {
	s := start(t)
	for i := range 60 {
		if err := s.Deliver(Letter(Helpdesk, fmt.Sprintf("mail %d", i), "x"), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	r, got := reader(s, s.StartTLSPort())
	full := errors.New("disk full")
	take := r.Each
	r.Each = func(ctx context.Context, m mailbox.Mail) error {
		if m.Subject == "mail 33" {
			return full
		}
		return take(ctx, m)
	}
	place, err := r.Look(t.Context(), mailbox.Place{})
	if !errors.Is(err, full) || len(got.subjects()) != 33 {
		t.Fatalf("%v, %d mails", err, len(got.subjects()))
	}
	r.Each = take
	if look(t, r, place); len(got.subjects()) != 60 {
		t.Errorf("%d mails", len(got.subjects()))
	}
}
