package config

import (
	"strings"
	"testing"
	"time"
)

func TestDurations(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"90d": 90 * day, "5m": 5 * time.Minute, "168h": 7 * day, "1h30m": 90 * time.Minute, "0d": 0, "1d12h": 36 * time.Hour, "0s": 0,
	} {
		if got, ok := parseDuration(s); !ok || got != want {
			t.Errorf("%q is %v, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "d", "90", "-5m", "1d-5m", "5 m", "99999999d", "1.5d", "90D", "9223372036854775807h", "5m\n", "١d"} {
		if got, ok := parseDuration(s); ok {
			t.Errorf("%q is taken for %v", s, got)
		}
	}
}

func TestSizes(t *testing.T) {
	for s, want := range map[string]int64{
		"7MB": 7_000_000, "500KB": 500_000, "500kB": 500_000, "1GB": 1e9, "12B": 12, "7.5 MB": 7_500_000, "7mb": 7_000_000,
	} {
		if got, ok := parseSize(s); !ok || got != want {
			t.Errorf("%q is %v, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "MB", "7", "-7MB", "7MiB", "7,5MB", "1e3MB", "7..5MB", "99999999999999GB", "infMB", "0x7MB"} {
		if got, ok := parseSize(s); ok {
			t.Errorf("%q is taken for %v", s, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	long := strings.Repeat("a", 64)
	for _, s := range []string{
		"a@b.it", "helpdesk.sisemplice.730@01s.it", "o'neil+x@example.co.uk", "root@localhost", long + "@b.it", "a_b-c@xn--nicol-pta.it",
	} {
		if _, ok := mailAddress(s); !ok {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range []string{
		"", "a", "@b.it", "a@", "a@b@c.it", "a b@c.it", "a@b..it", ".a@b.it", "a.@b.it", "a..b@c.it", "Anna <a@b.it>", "a@b.it, c@d.it",
		"nicolò@b.it", "a@nicolò.it", "a@b.it\r\nBcc: x@y.it", "\"a\"@b.it", "a@-b.it", "a@b_c.it", "a@[127.0.0.1]", long + "a@b.it",
		"a@" + strings.Repeat("b.", 130) + "it", "a@b.it.",
	} {
		if _, ok := mailAddress(s); ok {
			t.Errorf("%q is taken for an address", s)
		}
	}
}

func TestHosts(t *testing.T) {
	for s, want := range map[string]bool{
		"relay.example": true, "relay": true, "10.0.0.1": true, "::1": true, "srv_mail.local": true,
		"relay:587": false, "smtp://relay": false, "a b": false, "[::1]": false, "-x": false,
	} {
		if _, ok := hostName(s); ok != want {
			t.Errorf("%q: %v", s, ok)
		}
	}
	for s, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "127.8.8.8": true, "::1": true, "LOCALHOST": true,
		"127.0.0.1.example": false, "localhost.example": false, "10.0.0.1": false, "0.0.0.0": false,
	} {
		if isLoopback(s) != want {
			t.Errorf("%q: loopback %v", s, !want)
		}
	}
}

func TestWebAddresses(t *testing.T) {
	for s, want := range map[string]bool{
		"https://helpdesk.example/": true, "https://h.example:8443/x?y=1": true, "http://127.0.0.1:8080/": true, "http://localhost/": true,
		"http://helpdesk.example/": false, "https://user:pw@h.example/": false, "https://": false, "javascript:alert(1)": false,
		"file:///etc/passwd": false, "https://h.example/ x": false, "helpdesk.example": false, "https://h.example/\"x": false,
		"http://localhost.evil.example/": false, "https:///x": false,
	} {
		if _, ok := secureURL(s); ok != want {
			t.Errorf("%q: %v", s, ok)
		}
	}
	for s, want := range map[string]bool{
		"https://wiki.example/sitemap.xml": true, "http://intranet/rss": true, "/srv/kb": true, `\\server\kb`: true,
		"ftp://x.example/": false, "https://u:p@x.example/": false, "": false, "a\nb": false, "kb/articoli": false, "~/kb": false,
	} {
		if _, ok := articleSource(s); ok != want {
			t.Errorf("source %q: %v", s, ok)
		}
	}
}

func TestTags(t *testing.T) {
	for s, want := range map[string]bool{
		`#Standard# Ticket #\[(?P<number>\d+)\]`: true, `\[Ticket#(?P<number>\d+)\]`: true, "": true,
		`(\d+)`: false, `(?P<number>\d*)`: false, `(?P<number>\d+`: false, `(?P<number>(a{1000}){1000})`: false,
		"(?P<number>x)" + strings.Repeat("y", 500): false,
	} {
		if _, ok := tagPattern(s); ok != want {
			t.Errorf("%q: %v", shorten(s), ok)
		}
	}
}

func TestHeadersThatASystemWouldMisread(t *testing.T) {
	for _, name := range []string{
		"Auto-Submitted", "precedence", "X-Loop", "X-No-Loop", "Mailing-List", "X-RT-Ticket", "x-otrs-queue", "From", "To", "Cc", "BCC",
		"Subject", "Reply-To", "Message-ID", "In-Reply-To", "References", "Content-Type", "MIME-Version", "Date", "Sender", "", "A B", "A:",
	} {
		if isHeaderName(name) && !isForbiddenHeader(strings.ToLower(name)) {
			t.Errorf("%q is let through", name)
		}
	}
	for _, name := range []string{"X-Customer", "X-Contract-Number", "Organization"} {
		if !isHeaderName(name) || isForbiddenHeader(strings.ToLower(name)) {
			t.Errorf("%q is refused", name)
		}
	}
	for _, value := range []string{"", "a\r\nb", "a\nb", "è", "a\x00", strings.Repeat("x", 901)} {
		if isHeaderValue(value) {
			t.Errorf("%q is let through", shorten(value))
		}
	}
}

func TestCommandsAreWholeOrNothing(t *testing.T) {
	list := func(parts ...*node) *node { return &node{kind: isList, list: parts} }
	word := func(s string) *node { return &node{kind: isText, text: s} }
	if got, faults := command(list(word("pass"), word("show"), word(""))); len(faults) != 0 || len(got.([]string)) != 3 {
		t.Errorf("got %v, %v", got, faults)
	}
	for _, n := range []*node{word("pass show"), list(word("pass"), &node{kind: isInteger, text: "5"}), list(word(" "))} {
		if got, faults := command(n); got != nil || len(faults) == 0 {
			t.Errorf("got %v, %v", got, faults)
		}
	}
}

// What is built in must pass its own check, or it would silently be nothing.
func TestBuiltInValuesAreGood(t *testing.T) {
	for _, g := range schema() {
		have := builtInValues(g.rules)
		for _, r := range g.rules {
			if _, ok := have[r.name]; r.builtIn != nil && !ok {
				t.Errorf("%s.%s: %v is not good", g.name, r.name, r.builtIn)
			}
		}
	}
}
