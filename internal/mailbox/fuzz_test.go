package mailbox

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

// eachFile gives every mail of testdata.
func eachFile(t testing.TB, visit func(b []byte)) {
	t.Helper()
	err := filepath.WalkDir("testdata", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".eml") {
			return err
		}
		b, err := os.ReadFile(path)
		visit(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// FuzzParse: a mail is taken apart whatever it holds, and soon.
func FuzzParse(f *testing.F) {
	eachFile(f, func(b []byte) { f.Add(b) })
	f.Fuzz(func(t *testing.T, b []byte) {
		began := time.Now()
		m, err := Parse(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		check(t, m)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// FuzzJudge: whatever the helpdesk says, it is judged, and soon.
func FuzzJudge(f *testing.F) {
	eachFile(f, func(b []byte) {
		m, _ := Parse(bytes.NewReader(b)) // never fails on bytes
		f.Add(m.Subject, m.Text, m.Automatic)
	})
	d, open := desk(f, "projectpp"), desk(f, "projectpp")
	open.Tag = nil
	f.Fuzz(func(t *testing.T, subject, text string, automatic bool) {
		began := time.Now()
		m := Mail{Subject: subject, Text: text, Automatic: automatic, InReplyTo: []string{ours}, From: Address{Address: "a@projectpp.it"}}
		for _, h := range []ticket.Helpdesk{d, open} {
			if v := Judge(m, h, fresh); v.TicketID != "t1" {
				t.Errorf("%+v", v)
			}
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// FuzzParseText: so is what somebody pastes.
func FuzzParseText(f *testing.F) {
	f.Add("Oggetto: #Standard# Ticket #[12345]\n\nCiao")
	f.Add("From: a@b.example\nSubject: =?utf-8?q?x?=\n")
	eachFile(f, func(b []byte) { f.Add(string(b)) })
	d := desk(f, "projectpp")
	f.Fuzz(func(t *testing.T, s string) {
		m := ParseText(s)
		check(t, m)
		Number(m, d)
		Fresh(s)
	})
}

// FuzzWords: so is a header's value.
func FuzzWords(f *testing.F) {
	f.Add("=?utf-8?q?perch=C3=A9?= =?iso-8859-1?b?6A==?= x")
	f.Fuzz(func(t *testing.T, s string) {
		check(t, Mail{Subject: decodeWords(s)})
		h := header{{"x", s}}
		h.addresses("x")
		h.ids("x")
		h.media("x")
		h.date("x")
	})
}
