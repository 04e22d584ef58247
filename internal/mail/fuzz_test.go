package mail

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
)

// hostile fills every text field of the fixture with the same text.
func hostile(t testing.TB, s string) Message {
	m, folder := fixture(t)
	folder["att-x"] = []byte("x")
	x := &m.Ticket
	x.Subject, x.Category, x.AlreadySpoken = s, s, s
	x.Kind, x.Severity = ticket.Kind(s), ticket.Severity(s)
	x.Description = ticket.Description{Text: s, Doing: s, Data: s, Happened: s}
	x.OnBehalf = ticket.Person{Name: s, Phone: s}
	x.Contact = ticket.Contact{Name: s, Phone: s, Email: "a@comune.example", Office: s, Body: s, Hours: s, ContactBy: ticket.ContactBy(s)}
	x.Facts = []ticket.Fact{{Key: s, Value: s, Included: true}, {Key: ticket.FactWindow, Value: s, Included: true}}
	for i := range x.Screenshots {
		x.Screenshots[i].Caption = s
	}
	x.Attachments = []ticket.Attachment{{Name: s, File: "att-x", Size: 1}, {Name: s + ".eml", File: "att-x", Size: 1}}
	m.Helpdesk.Headers = map[string]string{"X-Sector": s}
	m.Helpdesk.SubjectPrefix = s
	return m
}

// nasty are texts that have broken mail programs.
func nasty() []string {
	return []string{
		"", "plain", "a\r\nBcc: victim@x.example", "a\nAuto-Submitted: yes\n\nbody", "\r\n.\r\nMAIL FROM:<x@y>", "\r\n\r\n--part", "a\x00b\x7f",
		"=?utf-8?q?a=0D=0AX-Loop:_1?=", "=?utf-8?b?DQpCY2M6IGFAYg==?=", "\"; filename=\"evil.exe", "x\u2028Bcc: a@b\u2029\u0085",
		"\xff\xfe\x80", "<a@b>, c@d", "(comment) \"quoted\" \\", strings.Repeat("è", 300), strings.Repeat("x", 3000), strings.Repeat("a ", 500),
		"'; =?", "a=?b?=c", " \t ", "-- \nfirma", "filename*=utf-8''%0D%0A", "..\\..\\a/b", ".eml", "日本語", "👩‍💻 e\u0301", "\u202egnp.exe",
	}
}

func expectedHeaders(m Message) []string {
	want := []string{"Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}
	if CheckHeaders(m.Helpdesk.Headers) == nil {
		want = append(want, "X-Sector")
	}
	return want
}

func checkHostile(t *testing.T, s string) {
	m := hostile(t, s)
	raw := render(t, m)
	p := parse(t, raw)
	if got, want := slices.Sorted(maps.Keys(p.header)), expectedHeaders(m); !slices.Equal(got, want) {
		t.Fatalf("%q: headers %q, want %q", s, got, want)
	}
	for name, values := range p.header {
		if len(values) != 1 {
			t.Errorf("%q: %d headers %s", s, len(values), name)
		}
	}
	if got := decoded(t, p.header.Get("Subject")); got != m.Subject() || len(got) > 200 {
		t.Errorf("%q: the subject is read as %q, not %q", s, got, m.Subject())
	}
	from, err := p.header.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Address != "a@comune.example" {
		t.Errorf("%q: From %v, %v", s, from, err)
	}
	if p.text != Body(m) {
		t.Errorf("%q: text %q, want %q", s, p.text, Body(m))
	}
	if len(p.names) != 4 {
		t.Fatalf("%q: files %q", s, p.names)
	}
	for _, n := range p.names {
		if strings.ContainsAny(n, "/\\\"\r\n\x00;:<>") || !strings.Contains(n, ".") || len(n) > 140 || strings.HasSuffix(n, ".eml") {
			t.Errorf("%q: the file is called %q", s, n)
		}
	}
	for _, l := range bytes.Split(raw, []byte("\r\n")) {
		if len(l) > 998 || bytes.ContainsAny(l, "\r\n\x00") {
			t.Errorf("%q: bad line %q", s, l)
		}
	}
}

func FuzzRenderInjection(f *testing.F) {
	for _, s := range nasty() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 10_000 {
			return
		}
		checkHostile(t, s)
	})
}

// pythonReader reads mails from the standard input, each behind its length,
// and says of each what another language's parser makes of it.
const pythonReader = `
import sys, json, email, email.policy
inp = sys.stdin.buffer
while True:
    n = inp.readline()
    if not n: break
    m = email.message_from_bytes(inp.read(int(n)), policy=email.policy.default)
    parts = list(m.iter_attachments())
    print(json.dumps({
        "headers": sorted(k.lower() for k in m.keys()),
        "subject": str(m["subject"]),
        "from": [a.addr_spec for a in m["from"].addresses],
        "to": [a.addr_spec for a in m["to"].addresses],
        "text": m.get_body(("plain",)).get_content().replace("\r\n", "\n"),
        "names": [p.get_filename() for p in parts],
        "sizes": [len(p.get_content()) for p in parts],
    }))
`

func TestPythonReadsTheSameMail(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Fatalf("%v (scripts/setup.sh build installs it)", err)
	}
	var input bytes.Buffer
	var mails []Message
	for _, s := range nasty() {
		m := hostile(t, s)
		raw := render(t, m)
		mails = append(mails, m)
		fmt.Fprintf(&input, "%d\n%s", len(raw), raw)
	}
	cmd := exec.Command(python, "-c", pythonReader)
	cmd.Stdin = &input
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("%v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(out))
	for i, m := range mails {
		var got struct {
			Headers, From, To, Names []string
			Subject, Text            string
			Sizes                    []int
		}
		if err := dec.Decode(&got); err != nil {
			t.Fatal(err)
		}
		want := expectedHeaders(m)
		for j := range want {
			want[j] = strings.ToLower(want[j])
		}
		s := nasty()[i]
		if !slices.Equal(got.Headers, want) {
			t.Errorf("%q: headers %q, want %q", s, got.Headers, want)
		}
		if got.Subject != m.Subject() {
			t.Errorf("%q: subject %q, want %q", s, got.Subject, m.Subject())
		}
		if !slices.Equal(got.From, []string{"a@comune.example"}) || !slices.Equal(got.To, []string{"cityfinancing@helpdesk.example"}) {
			t.Errorf("%q: from %q to %q", s, got.From, got.To)
		}
		if strings.TrimRight(got.Text, "\n") != strings.TrimRight(Body(m), "\n") {
			t.Errorf("%q: text %q, want %q", s, got.Text, Body(m))
		}
		if p := parse(t, render(t, m)); !slices.Equal(got.Names, p.names) {
			t.Errorf("%q: files %q, want %q", s, got.Names, p.names)
		}
	}
}
