package mail

import (
	"strings"
	"testing"
	"unicode/utf8"

	"ticketpp/internal/ticket"
)

func TestSubject(t *testing.T) {
	for _, c := range []struct{ prefix, subject, want string }{
		{"", "  Fido\r\n calcolato\tmale ", "Fido calcolato male"},
		{"[CWOL]", "Fido calcolato male", "[CWOL] Fido calcolato male"},
		{"", "Come Ticket#2026112210000013", "Come Ticket 2026112210000013"},
		{"", "#Standard# Ticket #[12345] non va", "#Standard# Ticket [12345] non va"},
		{"", "[example.com #2] ancora", "[example.com 2] ancora"},
		{"", "Errore C# in #5", "Errore C# in #5"},
		{"", "tre\u202egnp.exe", "tregnp.exe"},
		{"", "a\x00b\u2028c\u0085d", "a b c d"},
		{"", "", "Trasmettevo"},
		{"", "\xff", "\uFFFD"},
	} {
		m := Message{
			Ticket:   ticket.Ticket{Subject: c.subject, Description: ticket.Description{Text: "Trasmettevo\nil mandato"}},
			Helpdesk: ticket.Helpdesk{SubjectPrefix: c.prefix},
		}
		if got := m.Subject(); got != c.want {
			t.Errorf("Subject(%q) = %q, want %q", c.subject, got, c.want)
		}
	}
}

func TestALongSubjectIsCutAndStandsWholeInTheBody(t *testing.T) {
	long := strings.Repeat("perché ", 60)
	m := Message{Ticket: ticket.Ticket{Subject: long}}
	s := m.Subject()
	if len(s) > 200 || !utf8.ValidString(s) || !strings.HasSuffix(s, "…") {
		t.Errorf("%d bytes: %q", len(s), s)
	}
	if !strings.HasPrefix(Body(m), strings.TrimSpace(long)+"\n\n") {
		t.Error("the whole subject is not in the body")
	}
}

func TestHeaderTextIsReadBackAsWritten(t *testing.T) {
	for _, s := range []string{
		"plain", "perché", strings.Repeat("è", 100), strings.Repeat("x", 200),
		"=?utf-8?q?=0D=0ABcc:_x=40y.example?=", strings.Repeat("=?utf-8?b?QQ==?= ", 9) + "end", "日本語のチケット " + strings.Repeat("あ", 50),
	} {
		h := headerText(s)
		if !isASCII(h) {
			t.Errorf("%q is not ASCII", h)
		}
		if got := decoded(t, h); got != s {
			t.Errorf("%q is read as %q", s, got)
		}
		for _, w := range strings.Fields(h) {
			if strings.HasPrefix(w, "=?") && len(w) > 75 {
				t.Errorf("the encoded word %q has %d characters", w, len(w))
			}
		}
	}
}

func TestAFactIsOneLine(t *testing.T) {
	m := Message{Ticket: ticket.Ticket{
		Category: "Web\nGravità: Bloccante", AlreadySpoken: "a\r\n-- \r\nb\u2028c",
		Facts: []ticket.Fact{{Key: "window", Value: "x\vy\fz\u0085w", Included: true}, {Key: "new\nkey", Value: "v", Included: true}},
	}}
	want := "mail.category: Web Gravità: Bloccante\nmail.already_spoken: a -- b c\n\nwindow: x y z w\nnew key: v\n\n-- \n"
	if got := Body(m); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestADescriptionHasNoSignatureMark(t *testing.T) {
	m := Message{Ticket: ticket.Ticket{Description: ticket.Description{Text: "uno\r\n-- \r\ndue\x00\x1b[31m\ttre\rquattro"}}}
	if got, want := Body(m), "uno\n--\ndue[31m\ttre\nquattro\n\n-- \n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFileNames(t *testing.T) {
	for _, c := range []struct{ name, head, want string }{
		{"Mandato 1532.pdf", "", "Mandato 1532.pdf"},
		{`C:\Users\anna\è così.xlsx`, "", "è così.xlsx"},
		{"../../etc/passwd", "root:x:0", "passwd.txt"},
		{"a\"; x=\"y\r\n.pdf", "", "a__ x=_y.pdf"},
		{"Determina n° 12 dell'ufficio – l’atto.pdf", "", "Determina n° 12 dell'ufficio – l’atto.pdf"},
		{"100%25#[a];{b}.csv", "", "100_25__a___b_.csv"},
		{"report", "%PDF-1.4", "report.pdf"},
		{"dump", "a\x00b", "dump.bin"},
		{".bashrc", "alias", "bashrc.txt"},
		{"", "", "allegato.bin"},
		{"???", "\x89PNG\r\n\x1a\n", "allegato.png"},
		{"foto.", "\xff\xd8\xff", "foto.jpg"},
		{"Prot. 12 del 3 marzo", "%PDF-", "Prot. 12 del 3 marzo.pdf"},
		{strings.Repeat("è", 200) + ".docx", "", strings.Repeat("è", 57) + ".docx"},
		{"fattura\u202efdp.exe", "", "fatturafdp.exe"},
	} {
		got := fileName(c.name, []byte(c.head))
		if got != c.want {
			t.Errorf("fileName(%q) = %q, want %q", c.name, got, c.want)
		}
		for _, h := range []string{contentType(got), disposition(got)} {
			if !isASCII(strings.ReplaceAll(h, "\r\n", "")) {
				t.Errorf("%q is not ASCII", h)
			}
		}
	}
}

func TestNamesAreDistinct(t *testing.T) {
	taken := map[string]bool{}
	for _, want := range []string{"a.pdf", "A-2.PDF", "a-3.pdf"} {
		name := "a.pdf"
		if strings.HasPrefix(want, "A") {
			name = "A.PDF"
		}
		if got := distinct(name, taken); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestMailbox(t *testing.T) {
	for s, want := range map[string]bool{
		"anna.bianchi@comune.example": true, "o'neil+x@a.b": true, "a@intranet": true, " a@b.it ": true,
		"": false, "a": false, "@b": false, "a@": false, "a@b,c@d": false, "<a@b>": false, "a b@c": false, `"a"@b`: false,
		"a@b\n": true, "a\n@b": false, "è@b.it": false, "a@è.it": false, ".a@b": false, "a..b@c": false, "a@-b": false, "a@b..c": false,
		"a@[127.0.0.1]": false, strings.Repeat("a", 65) + "@b": false,
	} {
		if got, ok := mailbox(s); ok != want || strings.ContainsAny(got, "\r\n ") {
			t.Errorf("mailbox(%q) = %q, %v", s, got, ok)
		}
	}
}

func TestEveryReasonHasItsWords(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		w := words(t, lang)
		for _, r := range Reasons() {
			if key := "mail.reason." + string(r); w(key) == key {
				t.Errorf("%s: no text for %q", lang, key)
			}
		}
		for _, k := range []string{"kind", "severity", "category", "module", "body", "already_spoken", "on_behalf", "hours", "contact_by"} {
			if w("mail."+k) == "mail."+k {
				t.Errorf("%s: no text for mail.%s", lang, k)
			}
		}
	}
}
