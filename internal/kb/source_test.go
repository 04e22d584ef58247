package kb

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// updated updates a library and returns its index and reports.
func updated(t *testing.T, l *Library, sources ...string) (*Index, []Report) {
	t.Helper()
	reports, err := l.Update(context.Background(), sources, Options{Agent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	x, err := l.Index()
	if err != nil || x == nil {
		t.Fatalf("no index: %v", err)
	}
	return x, reports
}

func library(t *testing.T) *Library {
	t.Helper()
	l, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAFolderOfPages(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "mandati.md"), "---\ntitle: \"Trasmissione dei mandati\"\n---\n# Altro titolo\nSi corregge [l'IBAN](https://elsewhere.example/page) del beneficiario.\n")
	write(t, filepath.Join(dir, "sub", "toner.md"), "Cambio del toner\n===\n\nSi apre lo sportello.\n")
	write(t, filepath.Join(dir, "sub", "rete_lenta.txt"), "Quando la rete è lenta.")
	write(t, filepath.Join(dir, "vpn.html"), "<html><head><title>VPN – Wiki</title><script>fattura()</script></head><body><nav>protocollo</nav><main><h1>Collegarsi da casa</h1><p>Il codice <b>del telefono</b></p></main></body></html>")
	write(t, filepath.Join(dir, ".git", "hidden.md"), "# Nascosto\nsegreto")
	write(t, filepath.Join(dir, "run.exe"), "# Programma\nmalvagio")
	x, reports := updated(t, library(t), dir)
	if reports[0].Err != nil || reports[0].Articles != 4 {
		t.Fatalf("got %+v", reports)
	}
	for subject, want := range map[string]string{
		"trasmissione mandati": "Trasmissione dei mandati", "toner": "Cambio del toner",
		"rete lenta": "rete lenta", "collegarsi da casa": "Collegarsi da casa",
		"elsewhere": "", "protocollo": "", "fattura": "", "nascosto segreto": "", "programma": "",
	} {
		got := ""
		if hits := x.Search(subject, 1); len(hits) > 0 {
			got = hits[0].Title
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", subject, got, want)
		}
	}
}

func TestAReadyMadeFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "kb.json")
	write(t, name, `[{"title":"Toner","url":"https://wiki.example/t","text":"sportello"},
		{"title":"Bad","url":"javascript:x"},{"title":"Local","url":"file:///etc/a.txt"},{"title":"","url":"https://wiki.example/n"}]`)
	l := library(t)
	x, reports := updated(t, l, name)
	if x.Len() != 1 || reports[0].Err != nil {
		t.Fatalf("got %d, %+v", x.Len(), reports)
	}
	write(t, name, `[{"title":"Toner","url":"https://wiki.example/t","text":"sport`)
	x, reports = updated(t, l, name)
	if x.Len() != 1 || !errors.Is(reports[0].Err, ErrFormat) {
		t.Errorf("a broken file costs the articles: %d, %v", x.Len(), reports[0].Err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	x, reports = updated(t, l, name)
	if x.Len() != 1 || !errors.Is(reports[0].Err, ErrUnreachable) {
		t.Errorf("a share that is away costs the articles: %d, %v", x.Len(), reports[0].Err)
	}
	x, _ = updated(t, l)
	if x.Len() != 0 {
		t.Errorf("a source that is not set any more still gives %d", x.Len())
	}
	if state, err := l.State(); err != nil || len(state) != 0 {
		t.Errorf("state: %+v, %v", state, err)
	}
}

// site is a server that counts what it is asked.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked map[string]int // full answers
	same  map[string]int // "not modified" answers
	pages map[string]string
	busy  string // a path that answers 429
}

func newSite(t *testing.T, pages map[string]string) *site {
	s := &site{asked: map[string]int{}, same: map[string]int{}, pages: pages}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.RequestURI() == s.busy {
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	text, ok := s.pages[r.URL.RequestURI()]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if to, ok := strings.CutPrefix(text, "→"); ok {
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	text = strings.ReplaceAll(text, "SITE", s.URL)
	tag := fmt.Sprintf("%q", fmt.Sprint(len(text)))
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		s.same[r.URL.RequestURI()]++
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.asked[r.URL.RequestURI()]++
	if strings.HasSuffix(r.URL.Path, ".gz") {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(text))
		_ = z.Close()
		w.Header().Set("Content-Type", "application/gzip")
		_, _ = w.Write(b.Bytes())
		return
	}
	if strings.HasPrefix(text, "<html") {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	_, _ = w.Write([]byte(text))
}

func article(title, text string) string {
	return "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1><p>" + text + "</p></body></html>"
}

func TestASitemapIsReadOnceAndThenOnlyWhatChanged(t *testing.T) {
	s := newSite(t, map[string]string{
		"/sitemap.xml": `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>SITE/map1.xml.gz</loc></sitemap></sitemapindex>`,
		"/map1.xml.gz": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>SITE/toner</loc><lastmod>2026-01-01</lastmod></url>
			<url><loc>SITE/vpn</loc></url><url><loc>https://elsewhere.example/x</loc></url><url><loc>SITE/gone</loc></url><url><loc>SITE/away</loc></url></urlset>`,
		"/toner": article("Cambio del toner", "sportello"),
		"/vpn":   article("Collegarsi da casa", "codice"),
		"/away":  "→https://elsewhere.example/",
	})
	l := library(t)
	x, reports := updated(t, l, s.URL+"/sitemap.xml")
	if x.Len() != 2 || reports[0].Err != nil {
		t.Fatalf("got %d, %+v", x.Len(), reports)
	}
	x, _ = updated(t, l, s.URL+"/sitemap.xml")
	if x.Len() != 2 || s.asked["/toner"] != 1 || s.asked["/vpn"] != 1 || s.same["/toner"] != 0 || s.same["/vpn"] != 1 || s.same["/sitemap.xml"] != 1 {
		t.Errorf("the second time: %d articles, asked %v, same %v", x.Len(), s.asked, s.same)
	}
	s.mu.Lock()
	s.pages["/vpn"] = article("Collegarsi con la VPN da casa", "codice nuovo")
	s.mu.Unlock()
	if x, _ = updated(t, l, s.URL+"/sitemap.xml"); len(x.Search("VPN", 1)) != 1 {
		t.Error("a changed page is not read again")
	}
}

func TestABusyServerIsLeftAlone(t *testing.T) {
	s := newSite(t, map[string]string{
		"/sitemap.xml": `<urlset><url><loc>SITE/a</loc></url><url><loc>SITE/b</loc></url><url><loc>SITE/c</loc></url></urlset>`,
		"/a":           article("Cambio del toner", "x"), "/b": article("Rete lenta", "y"), "/c": article("Timbro perso", "z"),
	})
	l := library(t)
	updated(t, l, s.URL+"/sitemap.xml")
	s.mu.Lock()
	s.busy = "/b"
	clear(s.same)
	s.mu.Unlock()
	x, reports := updated(t, l, s.URL+"/sitemap.xml")
	if !errors.Is(reports[0].Err, ErrBusy) || x.Len() != 3 {
		t.Errorf("got %d articles, %v", x.Len(), reports[0].Err)
	}
	if s.same["/a"] != 1 || s.same["/c"] != 0 {
		t.Errorf("the server asked for patience and was asked for more: %v", s.same)
	}
}

func TestFeeds(t *testing.T) {
	s := newSite(t, map[string]string{
		"/rss":  `<rss version="2.0"><channel><title>Wiki</title><item><title>Cambio del toner</title><link>SITE/t</link><description>&lt;p&gt;Lo &lt;b&gt;sportello&lt;/b&gt; laterale&lt;/p&gt;</description></item></channel></rss>`,
		"/atom": `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Rete lenta</title><link rel="self" href="SITE/self"/><link rel="alternate" href="SITE/r"/><summary>cavo</summary></entry></feed>`,
		"/rdf":  `<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item><title>Timbro perso</title><link>SITE/p</link><description>cassetto</description></item></rdf:RDF>`,
	})
	x, reports := updated(t, library(t), s.URL+"/rss", s.URL+"/atom", s.URL+"/rdf")
	for _, r := range reports {
		if r.Err != nil || r.Articles != 1 {
			t.Errorf("got %+v", r)
		}
	}
	for subject, want := range map[string]string{"sportello laterale": "/t", "rete lenta": "/r", "timbro": "/p"} {
		if hits := x.Search(subject, 1); len(hits) != 1 || hits[0].URL != s.URL+want {
			t.Errorf("%q: got %+v", subject, hits)
		}
	}
}

func TestADokuWikiIsFollowedByItsIndex(t *testing.T) {
	wiki := func(body string) string {
		return `<html><head><meta name="generator" content="DokuWiki"/><title>x</title></head><body><div id="dokuwiki__content">` + body + `</div></body></html>`
	}
	s := newSite(t, map[string]string{
		"/wiki/":                             wiki("start"),
		"/wiki/doku.php?do=index":            wiki(`<a href="/wiki/doku.php?idx=uffici" class="idx_dir"><strong>uffici</strong></a><a href="/wiki/doku.php?id=start" class="wikilink1">start</a><a href="/wiki/doku.php?id=none" class="wikilink2">none</a>`),
		"/wiki/doku.php?do=index&idx=uffici": wiki(`<a href="/wiki/doku.php?idx=uffici" class="idx_dir">uffici</a><a href="/wiki/doku.php?id=uffici:toner" class="wikilink1">toner</a><a href="https://elsewhere.example/" class="wikilink1">x</a>`),
		"/wiki/doku.php?id=start":            wiki("<h1>Benvenuti</h1>"),
		"/wiki/doku.php?id=uffici:toner":     wiki(`<div class="pageId"><span>uffici:toner</span></div><h1>Cambio del toner</h1><div id="dw__toc">Indice</div><p>sportello</p><div class="docInfo">modificato da Rossi</div>`),
	})
	x, reports := updated(t, library(t), s.URL+"/wiki/")
	if reports[0].Err != nil || x.Len() != 2 {
		t.Fatalf("got %d, %+v; asked %v", x.Len(), reports, s.asked)
	}
	if hits := x.Search("modificato Rossi indice", 1); len(hits) != 0 {
		t.Errorf("what stands around the text is found: %+v", hits)
	}
	if hits := x.Search("toner", 1); len(hits) != 1 || !strings.HasSuffix(hits[0].URL, "uffici:toner") {
		t.Errorf("got %+v", hits)
	}
}

func TestWhatIsNoKnowledgeBaseSaysSo(t *testing.T) {
	s := newSite(t, map[string]string{"/": article("A page", "of a shop"), "/x": "nothing", "/away": "→https://elsewhere.example/"})
	for source, want := range map[string]error{
		s.URL + "/": ErrFormat, s.URL + "/x": ErrFormat, s.URL + "/none": ErrRefused, s.URL + "/away": ErrElsewhere,
		"http://127.0.0.1:1/": ErrUnreachable, filepath.Join(t.TempDir(), "none"): ErrUnreachable,
	} {
		if _, reports := updated(t, library(t), source); !errors.Is(reports[0].Err, want) {
			t.Errorf("%s: got %v, want %v", source, reports[0].Err, want)
		}
	}
}

func TestOneUpdateAtATime(t *testing.T) {
	l := library(t)
	updated(t, l)
	lock, err := l.files.Lock(lockName, false)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if _, err := l.Update(context.Background(), nil, Options{}); !errors.Is(err, ErrUpdating) {
		t.Errorf("got %v", err)
	}
}

func TestSolutionsAreRemembered(t *testing.T) {
	l := library(t)
	for i := range maxSolved + 3 {
		if err := l.Remember(Solution{Title: fmt.Sprint(i), URL: "https://wiki.example/"}); err != nil {
			t.Fatal(err)
		}
	}
	all, err := l.Solutions()
	if err != nil || len(all) != maxSolved || all[0].Title != "3" {
		t.Errorf("got %d, %v", len(all), err)
	}
}

func FuzzPages(f *testing.F) {
	f.Add(article("A", "b"))
	f.Add("# A\n[b](c")
	f.Add("<rss><channel><item>")
	f.Fuzz(func(t *testing.T, s string) {
		if a, err := readHTML(strings.NewReader(s), "", "https://wiki.example/"); err == nil {
			a.tidy()
		}
		readMarkdown(s, "n", "file:///n.md").tidy()
		r := remote{now: newPages(), old: newPages()}
		_ = r.feed([]byte(s))
		rootOf([]byte(s))
	})
}
