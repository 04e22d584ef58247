//go:build mta

package faults

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"ticketpp/internal/mail"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
	"ticketpp/test/mta"
)

// nasty are texts that have broken mail programs, or would send a copy to
// somebody, end the mail or begin a command of its own.
func nasty() []string {
	return []string{
		"Mandato 1532 non trasmesso perché «firma scaduta»",
		"a\r\nBcc: " + victim, "a\nBcc: " + victim + "\n\nbody", "a\rTo: " + victim,
		"\r\n.\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<" + victim + ">\r\nDATA\r\n",
		"\n.\nRSET\nMAIL FROM:<x@y.example>\n", "\r\n\r\n--part", "a\x00b\x7f",
		"=?utf-8?q?a=0D=0ABcc:_" + victim + "?=", "=?utf-8?b?DQpCY2M6IGFAYg==?=",
		"\"; filename=\"evil.exe", "x\u2028Bcc: " + victim + "\u2029\u0085Bcc: " + victim,
		"\xff\xfe\x80", "<" + victim + ">, c@d.example", "(comment) \"quoted\" \\",
		strings.Repeat("è", 300), strings.Repeat("x", 3000), strings.Repeat("a ", 500),
		"'; =?", " \t ", "-- \nfirma", "filename*=utf-8''%0D%0A", "..\\..\\a/b", ".eml", "日本語", "👩‍💻 e\u0301", "\u202egnp.exe",
		victim, "%0d%0aBcc:" + victim, "\\r\\nBcc: " + victim,
	}
}

// hostile fills every text of a ticket with the same.
func hostile(s string) ticket.Ticket {
	tk := usual(s)
	tk.Category, tk.AlreadySpoken = s, s
	tk.Description = ticket.Description{Text: s, Doing: s, Data: s, Happened: s}
	tk.OnBehalf = ticket.Person{Name: s, Phone: s}
	tk.Contact = ticket.Contact{Name: s, Phone: s, Email: author, Office: s, Body: s, Hours: s, ContactBy: ticket.ContactBy(s)}
	tk.Facts = []ticket.Fact{{Key: s, Value: s, Included: true}, {Key: ticket.FactWindow, Value: s, Included: true}}
	return tk
}

// python reads mails, each behind its length, and says of each what it makes
// of it.
const python = `
import sys, json, email, email.policy
while n := sys.stdin.buffer.readline():
    m = email.message_from_bytes(sys.stdin.buffer.read(int(n)), policy=email.policy.default)
    parts = list(m.iter_attachments())
    print(json.dumps({
        "headers": [k.lower() for k in m.keys()],
        "id": m["message-id"].strip(),
        "subject": str(m["subject"]),
        "from": [a.addr_spec for a in m["from"].addresses],
        "to": [a.addr_spec for a in m["to"].addresses],
        "parts": [p.get_content_type() for p in m.walk()],
        "part_headers": sorted(set(k.lower() for p in m.walk() if p is not m for k in p.keys())),
        "names": [p.get_filename() for p in parts],
        "sizes": [len(p.get_content()) for p in parts],
        "defects": [str(d) for p in m.walk() for d in p.defects],
    }))
`

// mailRead is a mail as python reads it.
type mailRead struct {
	Headers, From, To, Parts, Names, Defects []string
	PartHeaders                              []string `json:"part_headers"`
	ID, Subject                              string
	Sizes                                    []int
}

func readByPython(t *testing.T, mails []mta.Mail) []mailRead {
	t.Helper()
	var in bytes.Buffer
	for _, m := range mails {
		fmt.Fprintf(&in, "%d\n%s", len(m.Raw), m.Raw)
	}
	cmd := exec.Command("python3", "-c", python)
	cmd.Stdin = &in
	out, err := cmd.Output()
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		t.Fatalf("%v: %s", err, exit.Stderr)
	}
	must(t, err)
	read := make([]mailRead, len(mails))
	for i, dec := 0, json.NewDecoder(bytes.NewReader(out)); i < len(read); i++ {
		must(t, dec.Decode(&read[i]))
	}
	return read
}

// Headers of our own, and those that the server adds.
var (
	ourHeaders = []string{"content-type", "date", "from", "message-id", "mime-version", "subject", "to"}
	itsHeaders = []string{"delivered-to", "received", "return-path", "x-original-to"}
)

// Every text field and file name is made hostile; the mails go the whole way
// to a real server, and another language's parser reads them back: exactly
// the headers and addresses that there should be, and nobody else gets a mail.
func TestInjection(t *testing.T) {
	t.Parallel()
	s := newMTA(t)
	h, err := newHouse(t.TempDir(), Options{Server: s.Addr(), ServerCA: s.CAFile()}, Fault{})
	must(t, err)
	defer h.proxy.Close()
	sent := make(map[string]string) // Message-ID → the text
	var last outbox.Item
	for _, text := range nasty() {
		last = h.send(t, text)
		sent["<"+last.MessageID+">"] = text
	}
	_, err = h.deliver(t.Context(), last.ID)
	must(t, err)
	_, mails := arrived(t, s, helpdesk)
	if len(mails) != len(sent) {
		t.Errorf("%d mails arrived, not %d", len(mails), len(sent))
	}
	for _, r := range readByPython(t, mails) {
		text, known := sent[r.ID]
		if !known {
			t.Errorf("a mail that was not sent: %s", r.ID)
			continue
		}
		delete(sent, r.ID)
		check(t, text, r)
	}
	for _, text := range sent {
		t.Errorf("%q never arrived", text)
	}
	if _, mails := arrived(t, s, victim); len(mails) > 0 {
		t.Errorf("the victim got %d mails", len(mails))
	}
	if _, mails := arrived(t, s, copyTo); len(mails) != len(nasty()) {
		t.Errorf("%d blind copies arrived", len(mails))
	}
	h.refuseEnvelopes(t)
}

// send submits a hostile ticket with two files of hostile names.
func (h *house) send(t *testing.T, text string) outbox.Item {
	t.Helper()
	draft, err := h.Drafts.Create(hostile(text))
	must(t, err)
	tk := draft.Ticket()
	for _, name := range []string{text, text + ".eml"} {
		file, err := draft.AddStream(t.Context(), "file", strings.NewReader("contenuto"), -1)
		must(t, err)
		file.Name = name // whatever a file system or a damaged draft may hold
		tk.Attachments = append(tk.Attachments, file)
	}
	must(t, draft.Save(tk))
	it, err := h.Submit(draft)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return it
}

// check compares what python read with what there should be.
func check(t *testing.T, text string, r mailRead) {
	t.Helper()
	var ours []string
	for _, name := range r.Headers {
		if !slices.Contains(itsHeaders, name) {
			ours = append(ours, name)
		}
	}
	slices.Sort(ours)
	if !slices.Equal(ours, ourHeaders) {
		t.Errorf("%q: headers %q", text, ours)
	}
	if !slices.Equal(r.From, []string{author}) || !slices.Equal(r.To, []string{helpdesk}) {
		t.Errorf("%q: from %q to %q", text, r.From, r.To)
	}
	if want := []string{"multipart/mixed", "text/plain"}; len(r.Parts) != 4 || !slices.Equal(r.Parts[:2], want) {
		t.Errorf("%q: parts %q", text, r.Parts)
	}
	if want := []string{"content-disposition", "content-transfer-encoding", "content-type"}; !slices.Equal(r.PartHeaders, want) {
		t.Errorf("%q: headers of the parts %q", text, r.PartHeaders)
	}
	if len(r.Defects) > 0 {
		t.Errorf("%q: python finds %q", text, r.Defects)
	}
	if strings.ContainsAny(r.Subject, "\r\n") || (r.Subject == "") != (strings.TrimSpace(text) == "") {
		t.Errorf("%q: subject %q", text, r.Subject)
	}
	for _, name := range r.Names {
		if strings.ContainsAny(name, "/\\\"\r\n\x00;:<>") || !strings.Contains(name, ".") || strings.HasSuffix(name, ".eml") {
			t.Errorf("%q: a file is called %q", text, name)
		}
	}
	if len(r.Sizes) == 0 || r.Sizes[0] != len("contenuto") {
		t.Errorf("%q: files of %v bytes", text, r.Sizes)
	}
}

// refuseEnvelopes: an address that is more than one never gets into the
// queue, whoever's it is, and the draft stays to be put right.
func (h *house) refuseEnvelopes(t *testing.T) {
	t.Helper()
	for _, bad := range []string{
		"a@b.example>\r\nRCPT TO:<" + victim, "a@b.example\nBcc: " + victim, "a@b.example, " + victim,
		"a@b.example> SIZE=1", "<a@b.example", "a b@c.example", "a@b.example\x00", "\"a\r\nb\"@c.example", "",
	} {
		author, copied := usual("Mandato 1532 non trasmesso"), usual("Mandato 1532 non trasmesso")
		author.Contact.Email, copied.BCC = bad, []string{bad}
		if bad == "" {
			copied.BCC = []string{"a@b.example", "a@b.example,"}
		}
		for what, tk := range map[string]ticket.Ticket{"author": author, "copy": copied} {
			_, err := h.submit(t.Context(), tk, nil)
			if address := new(mail.AddressError); !errors.As(err, &address) {
				t.Errorf("%s %q: %v", what, bad, err)
			}
		}
	}
	if list, err := h.Queue.List(); err != nil || len(list) > 0 {
		t.Errorf("%d are in the queue, %v", len(list), err)
	}
}
