package opener

import (
	"net/url"
	"testing"
)

func TestOnlyPagesAndPhoneNumbersAreOpened(t *testing.T) {
	for address, want := range map[string]bool{
		"https://helpdesk.example/t/1":   true,
		"http://127.0.0.1:8080/":         true,
		"http://localhost:8080/tickets":  true,
		"tel:+390881666679":              true,
		"http://helpdesk.example/":       false,
		"file:///etc/passwd":             false,
		"javascript:alert(1)":            false,
		"ms-msdt:/id":                    false,
		"tel:$(id)":                      false,
		"https:///nohost":                false,
		"http://127.0.0.1.evil.example/": false,
		"-h":                             false,
	} {
		u, err := url.Parse(address)
		if got := err == nil && allowed(u); got != want {
			t.Errorf("%s: opened %v, want %v", address, got, want)
		}
	}
}

func TestArticlesArePagesThatNothingRuns(t *testing.T) {
	for address, want := range map[string]bool{
		"https://wiki.example/a":    true,
		"http://wiki.example/a":     true,
		"file:///srv/kb/toner.md":   true,
		"file:///C:/kb/toner.HTML":  true,
		"file:///C:/kb/toner.exe":   false,
		"file:///C:/kb/toner.md.js": false,
		"file://server/kb/toner.md": false,
		"https://a@wiki.example/":   false,
		"tel:123":                   false,
		"javascript:alert(1)":       false,
		"-h":                        false,
	} {
		u, err := url.Parse(address)
		if got := err == nil && isPage(u); got != want {
			t.Errorf("%s: opened %v, want %v", address, got, want)
		}
	}
}

func TestOnlyMailFilesAreOpenedAsMail(t *testing.T) {
	for _, path := range []string{"relative.eml", "/tmp/x.sh", "--help"} {
		if err := OpenMail(t.Context(), Mail{File: path}); err == nil {
			t.Errorf("%s was opened", path)
		}
	}
}
