package mailbox

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"
	"unicode/utf8"
)

func read(t testing.TB, raw string) Mail {
	t.Helper()
	m, err := Parse(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSubjects(t *testing.T) {
	for raw, want := range map[string]string{
		"plain":                                               "plain",
		"=?utf-8?q?perch=C3=A9?=":                             "perché",
		"=?UTF-8?B?cGVyY2jDqQ==?=":                            "perché",
		"=?utf-8?B?cGVyY2jDqQ?=":                              "perché", // padding left out
		"=?iso-8859-1?q?citt=E0?=":                            "città",
		"=?ISO-8859-15*it?Q?5_=A4?=":                          "5 €",
		"=?utf-8?q?citt=C3=A0?= (=?a?=)":                      "città (=?a?=)",
		"=?utf-8?q?a?= =?utf-8?q?b?=":                         "ab",
		"=?utf-8?q?a?=\r\n =?utf-8?q?_b?=":                    "a b",
		"=?utf-8?B?cGVyY2g=?= =?utf-8?B?w6k=?=":               "perché",
		"=?utf-8?Q?perch=C3?= =?utf-8?Q?=A9?=":                "perché", // split within a character
		"[x #2] =?utf-8?q?=C3=A8?= y":                         "[x #2] è y",
		"=?x-unknown?q?abc?=":                                 "abc",
		"=?utf-8?q?citt=E0?=":                                 "città", // the name lies
		"=?utf-8?x?abc?=":                                     "=?utf-8?x?abc?=",
		"=?utf-8?q?never ends":                                "=?utf-8?q?never ends",
		"citt\xe0":                                            "città",
		"città":                                               "città",
		"=?koi8-r?B?8NLJ18XU?=":                               "Привет",
		"=?utf-16?B?/v8AYQBiAOg=?=":                           "abè",
		"a\u202egnp.exe":                                      "agnp.exe", // turns the direction
		"=?utf-8?q?a=0D=0ABcc:_x?=":                           "a Bcc: x",
		"=?utf-8?Q?[example.com_#2]_AutoReply:_perch=C3=A9?=": "[example.com #2] AutoReply: perché",
		"  lots \t of   space ":                               "lots of space",
		"=?us-ascii?Q?x?==?us-ascii?Q?y?=":                    "xy",
		"=?utf-8?Q?" + strings.Repeat("a", 3000) + "?=":       strings.Repeat("a", 2000),
		"=?utf-8?q?=23Standard=23_Ticket_?=\r\n =?utf-8?q?=23=5B12345=5D_?=": "#Standard# Ticket #[12345]",
	} {
		if got := read(t, "Subject: "+raw+"\r\n\r\n").Subject; got != want {
			t.Errorf("%.60q is %.60q, not %.60q", raw, got, want)
		}
	}
}

func TestFrom(t *testing.T) {
	for raw, want := range map[string]Address{
		"Anna <A@Comune.example>":                         {"Anna", "a@comune.example"},
		"a@comune.example":                                {"", "a@comune.example"},
		"a@comune.example (Anna)":                         {"Anna", "a@comune.example"},
		`"=?utf-8?q?Niccol=C3=B2?=" <n@x.example>`:        {"Niccolò", "n@x.example"},
		"=?iso-8859-1?q?Niccol=F2?= <n@x.example>":        {"Niccolò", "n@x.example"},
		`"helpdesk@projectpp.it" <evil@y.example>`:        {"helpdesk@projectpp.it", "evil@y.example"},
		`helpdesk@projectpp.it <evil@y.example>`:          {"helpdesk@projectpp.it", "evil@y.example"},
		"Broken [x] <b@x.example>":                        {"Broken [x]", "b@x.example"},
		"MAILER-DAEMON@x.example (Mail Delivery System)":  {"Mail Delivery System", "mailer-daemon@x.example"},
		"undisclosed-recipients:;":                        {},
		"<>":                                              {},
		"nobody":                                          {},
		"a@b@c.example":                                   {},
		"x <a@good.example> <evil@x.example, y@z.example": {"", "a@good.example"},
	} {
		if got := read(t, "From: "+raw+"\r\n\r\n").From; got != want {
			t.Errorf("%q is %+v", raw, got)
		}
	}
}

func TestTexts(t *testing.T) {
	const alt = "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
	for name, c := range map[string]struct{ raw, want string }{
		"no type":          {"\r\nCiao\r\n", "Ciao"},
		"bare line feeds":  {"Content-Type: text/plain\n\nCiao\nAnna\n", "Ciao\nAnna"},
		"latin 1":          {"Content-Type: text/plain; charset=iso-8859-1\r\n\r\ncitt\xe0", "città"},
		"charset lies":     {"Content-Type: text/plain; charset=utf-8\r\n\r\ncitt\xe0", "città"},
		"charset unknown":  {"Content-Type: text/plain; charset=ebcdic-x\r\n\r\ncittà", "città"},
		"utf-8 as latin 1": {"Content-Type: text/plain; charset=iso-8859-1\r\n\r\ncittà", "città"},
		"utf-8 cut":        {"Content-Type: text/plain; charset=utf-8\r\n\r\nperché è così\xc3", "perché è così\uFFFD"},
		"quoted-printable": {"Content-Transfer-Encoding: quoted-printable\r\n\r\ncitt=C3=A0 lun=\r\nga =ZZ 3=", "città lunga =ZZ 3="},
		"base64 broken":    {"Content-Transfer-Encoding: base64\r\n\r\nQ2lh\r\n!!byBBbm5h=\r\n", "Ciao Anna"},
		"control":          {"\r\na\x00b\x1b[31mc\u202ed", "ab[31mcd"},
		"empty lines":      {"\r\na\r\n\r\n\r\n\r\nb", "a\n\nb"},
		"html":             {"Content-Type: text/html\r\n\r\n<p>a<br>b</p><p>c &egrave; d</p>", "a\nb\n\nc è d"},
		"html scripts":     {"Content-Type: text/html\r\n\r\n<head><title>no</title><style>p{}</style></head><body><script>alert(1)</script>x<img src=http://t.example/p.gif alt=no>", "x"},
		"html link":        {"Content-Type: text/html\r\n\r\n<a href='https://a.example/x'>qui</a>, <a href='https://b.example/'>https://b.example</a> e <a href='javascript:alert(1)'>no</a>", "qui <https://a.example/x>, https://b.example e no"},
		"html list":        {"Content-Type: text/html\r\n\r\n<ul><li>a</li><li>b</li></ul><table><tr><td>1</td><td>2</td></tr></table>", "- a\n- b\n\n1 2"},
		"html quote":       {"Content-Type: text/html\r\n\r\na<blockquote>b<br>c</blockquote>d", "a\n> b\n> c\nd"},
		"html broken":      {"Content-Type: text/html\r\n\r\n<p <b>a</p </b><<>&&#xZ;&nbsp;</x", "a\n\n<<>&&#xZ;"},
		"html never ends":  {"Content-Type: text/html\r\n\r\n<p>a <a href=\"https://x", "a"},
		"alternative":      {alt + "--b\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>rich\r\n--b--\r\n", "plain"},
		"only html in it":  {alt + "--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>rich\r\n--b--\r\n", "rich"},
		"cut":              {alt + "--b\r\nContent-Type: text/plain\r\n\r\nhalf a te", "half a te"},
		"no boundary":      {"Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n--b--", ""},
		"a file":           {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment\r\n\r\nno\r\n--b--", "x"},
		"type nonsense":    {"Content-Type: ;;;=\r\n\r\nx", "x"},
		"two texts":        {"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--", "x\n\ny"},
		"no mail at all":   {"just words", ""},
		"nothing":          {"", ""},
		"mbox":             {"From a@b Mon Nov 23\r\nSubject: x\r\n\r\ny", "y"},
	} {
		if got := read(t, c.raw).Text; got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

func TestHeaderFields(t *testing.T) {
	m := read(t, "Message-ID:\r\n <a@x.example>\r\nIn-Reply-To: <b@x> (on Monday)\r\nReferences: <c@x>\r\n\t<d@x> junk <e@x>\r\n"+
		"Date: Mon, 23 Nov 2026 10:03:10 +0100 (CET)\r\nno field at all\r\nAuto-Submitted: auto-replied\r\nX-RT-Ticket: example.com #2\r\nTo: a@b.example, C <c@d.example>\r\n\r\n")
	if m.MessageID != "a@x.example" || !slices.Equal(m.InReplyTo, []string{"b@x"}) || !slices.Equal(m.References, []string{"c@x", "d@x", "e@x"}) {
		t.Errorf("%+v", m)
	}
	if m.Date.Unix() != 1795424590 || !m.Automatic || m.RTTicket != "example.com #2" || len(m.To) != 2 {
		t.Errorf("%+v", m)
	}
	if m := read(t, "In-Reply-To: bare@x.example\r\nDate: yesterday\r\nAuto-Submitted: no\r\n\r\n"); !slices.Equal(m.InReplyTo, []string{"bare@x.example"}) || !m.Date.IsZero() || m.Automatic {
		t.Errorf("%+v", m)
	}
	many := read(t, "References: "+strings.Repeat("<x@y>\r\n ", 3000)+"<last@y>\r\n\r\n")
	if len(many.References) > maxIDs {
		t.Errorf("%d references", len(many.References))
	}
}

func TestLinks(t *testing.T) {
	m := file(t, "thread/answered-html.eml")
	want := "Buongiorno,\n\nla procedura è questa: https://helpdesk.projectpp.it/guida <https://evil.example/x>.\n\n- chiudere il programma\n- riaprirlo\n\n> Il mandato è stato chiuso?"
	if m.Text != want {
		t.Errorf("%q", m.Text)
	}
	if !slices.Contains(m.Links, Link{"https://helpdesk.projectpp.it/guida", "https://evil.example/x"}) {
		t.Errorf("%+v", m.Links)
	}
	m = read(t, "\r\n(vedi https://a.example/(x)). <https://b.example/?q=1&r=2>, http://c.example/y, ftp://no javascript:no https://")
	var urls []string
	for _, l := range m.Links {
		urls = append(urls, l.URL)
	}
	if !slices.Equal(urls, []string{"https://a.example/(x)", "https://b.example/?q=1&r=2", "http://c.example/y"}) {
		t.Errorf("%q", urls)
	}
}

func TestCopiedText(t *testing.T) {
	m := ParseText("Da: Project++ Helpdesk <helpdesk@projectpp.it>\nInviato: lunedì 23 novembre 2026 10:03\nA: Anna Bianchi\nOggetto: #Standard# Ticket #[12345] Mandato\n\nGentile utente,\nvedi https://x.example/1.")
	if m.From.Address != "helpdesk@projectpp.it" || m.Subject != "#Standard# Ticket #[12345] Mandato" || m.Text != "Gentile utente,\nvedi https://x.example/1." || len(m.Links) != 1 {
		t.Errorf("%+v", m)
	}
	if number, _, ok := Number(m, desk(t, "projectpp")); !ok || number != "12345" {
		t.Errorf("number %q", number)
	}
	for _, text := range []string{"#Standard# Ticket #[777]", "Gentile utente: ecco il\n#Standard# Ticket #[777]\n", "Nota: #Standard# Ticket #[777]"} {
		if number, _, ok := Number(ParseText(text), desk(t, "projectpp")); !ok || number != "777" {
			t.Errorf("%q: number %q", text, number)
		}
	}
}

func TestFresh(t *testing.T) {
	for text, want := range map[string]string{
		"a\n> b\nc":                              "a\nc",
		"> all\n> quoted":                        "> all\n> quoted",
		"a\n\nIl giorno lun 23 ha scritto:\n> b": "a",
		"a\nOn Mon, 23 Nov 2026 at 10:00, A\n<a@b> wrote:\n> b": "a",
		"a\n-----Messaggio originale-----\nb":                   "a",
		"a\n\nDa: X <x@y>\nInviato: oggi\nb":                    "a",
		"a\nDa: leggere":                                        "a\nDa: leggere",
		"##- Please type your reply above this line -##\na":     "a",
		"a\n-- \nAnna\ntel":                                     "a",
		"":                                                      "",
	} {
		if got := Fresh(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// What cannot be read says so; what is too long is cut.
func TestParseIsBounded(t *testing.T) {
	if _, err := Parse(iotest.ErrReader(io.ErrClosedPipe)); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("%v", err)
	}
	big := io.MultiReader(strings.NewReader("Subject: x\r\n\r\nciao\r\n"), io.LimitReader(zeros{}, 40<<20))
	m, err := Parse(big)
	if err != nil || m.Size != 40<<20+20 || m.Subject != "x" || len(m.Text) > maxText {
		t.Errorf("%v, %d, %q, %d", err, m.Size, m.Subject, len(m.Text))
	}
	deep := "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", 5000)
	read(t, deep)
	read(t, "Content-Type: multipart/mixed; boundary=b\r\n\r\n"+strings.Repeat("--b\r\n\r\nx\r\n", 80000))
	read(t, "Content-Type: text/html\r\n\r\n"+strings.Repeat("<blockquote>", 80000)+strings.Repeat("<a href='https://x.example'>", 20000))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'z'
	}
	return len(p), nil
}

// check says what holds for every mail, whatever is in it.
func check(t *testing.T, m Mail) {
	t.Helper()
	lines := []string{m.Subject, m.From.Name, m.From.Address, m.MessageID, m.RTTicket}
	for _, l := range m.Links {
		lines = append(lines, l.Text, l.URL)
		if !isWeb(l.URL) {
			t.Errorf("a link to %q", l.URL)
		}
	}
	lines = append(append(append(lines, m.InReplyTo...), m.References...), m.Attachments...)
	if m.Bounce != nil {
		lines = append(lines, m.Bounce.MessageID, m.Bounce.Recipient, m.Bounce.Diagnostic, m.Bounce.Status)
	}
	for _, l := range lines {
		if len(l) > maxLine+100 || !utf8.ValidString(l) || strings.ContainsFunc(l, unicode.IsControl) {
			t.Errorf("a line %q", l)
		}
	}
	if len(m.Text) > maxText || !utf8.ValidString(m.Text) ||
		strings.ContainsFunc(m.Text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
		t.Errorf("a text of %d bytes: %.200q", len(m.Text), m.Text)
	}
	if len(m.Links) > maxLinks || len(m.Attachments) > maxParts || len(m.References) > maxIDs {
		t.Errorf("%d links, %d files, %d references", len(m.Links), len(m.Attachments), len(m.References))
	}
}
