package demo

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, url string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

func TestPageShowsTicketsEscaped(t *testing.T) {
	h := start(t, Options{Lang: "it"})
	if _, body := get(t, h.PageURL(), nil); !strings.Contains(body, "Nessun ticket, per ora") || strings.Contains(body, "demo.") {
		t.Errorf("the empty page:\n%s", body)
	}
	if err := deliver(h, letter("p@comune.example", "<img src=x onerror=alert(3)> fermo"), "copia@studio.example"); err != nil {
		t.Fatal(err)
	}
	resp, body := get(t, h.PageURL(), nil)
	if !strings.Contains(body, "12345") || !strings.Contains(body, "&lt;img src=x") || strings.Contains(body, "<img src=x") {
		t.Errorf("the list:\n%s", body)
	}
	if csp := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("CSP %q", csp)
	}
	resp, body = get(t, h.PageURL()+"ticket/12345", nil)
	for _, want := range []string{"perché &lt;script&gt;", "#Standard# Ticket #[12345]", "schermata-1.png", "&lt;b&gt;x.html", "copia@studio.example", "Niccolò"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the ticket's page:\n%s", want, body)
		}
	}
	if strings.Contains(body, "<script") || resp.StatusCode != http.StatusOK || strings.Contains(body, "demo.") && strings.Contains(body, ">demo.") {
		t.Errorf("%s\n%s", resp.Status, body)
	}
	src := regexp.MustCompile(`<img src="(/[^"]+)"`).FindStringSubmatch(body)
	if src == nil {
		t.Fatal("no picture")
	}
	base := strings.SplitAfterN(h.PageURL(), "/", 4)
	resp, picture := get(t, strings.Join(base[:3], "")+src[1][1:], nil)
	if resp.Header.Get("Content-Type") != "image/png" || picture != string(pngBytes(t)) {
		t.Errorf("the picture is %q of %s", picture, resp.Header.Get("Content-Type"))
	}
	if resp, _ := get(t, h.PageURL()+"style.css", nil); resp.StatusCode != http.StatusOK {
		t.Errorf("style.css: %s", resp.Status)
	}
}

func TestPageSpeaksTheBrowsersLanguage(t *testing.T) {
	h := start(t, Options{})
	for accept, want := range map[string]string{"it-IT,it;q=0.9,en;q=0.8": `lang="it"`, "en-GB": `lang="en"`, "de": `lang="en"`, "": `lang="en"`} {
		_, body := get(t, h.PageURL(), func(r *http.Request) { r.Header.Set("Accept-Language", accept) })
		if !strings.Contains(body, want) || strings.Contains(body, "demo.intro") {
			t.Errorf("%q: no %s in\n%s", accept, want, body)
		}
	}
}

func TestPageIsForThisComputerAlone(t *testing.T) {
	h := start(t, Options{})
	if err := deliver(h, letter("p@comune.example", "x")); err != nil {
		t.Fatal(err)
	}
	resp, _ := get(t, h.PageURL(), func(r *http.Request) { r.Host = "evil.example" })
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("another host's name: %s", resp.Status)
	}
	host := strings.Join(strings.SplitAfterN(h.PageURL(), "/", 4)[:3], "")
	for _, path := range []string{"", "ticket/12345", "00000000000000000000000000000000/"} {
		if resp, _ := get(t, host+path, nil); resp.StatusCode != http.StatusNotFound {
			t.Errorf("without the secret, %q: %s", path, resp.Status)
		}
	}
	for _, path := range []string{"ticket/1", "ticket/x", "ticket/12345/0/0", "ticket/12345/0/2", "ticket/12345/5/1", "ticket/12345/-1/1", "ticket/..%2f..", "web/page.html"} {
		if resp, _ := get(t, h.PageURL()+path, nil); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%q: %s", path, resp.Status)
		}
	}
}

func TestPageOfADamagedMail(t *testing.T) {
	h := start(t, Options{})
	if err := deliver(h, letter("p@comune.example", "x")); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(h.Tickets()[0].File, 700); err != nil {
		t.Fatal(err)
	}
	if resp, body := get(t, h.PageURL()+"ticket/12345", nil); resp.StatusCode != http.StatusOK || !strings.Contains(body, "cannot be read") {
		t.Errorf("%s\n%s", resp.Status, body)
	}
}
