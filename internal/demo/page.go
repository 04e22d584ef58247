package demo

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"ticketpp/internal/l10n"
)

//go:embed web
var web embed.FS

// maxListed is how many tickets the page lists.
const maxListed = 200

// page is the small web page on which the tickets are read.
type page struct {
	opts   Options
	store  *store
	html   *template.Template
	url    string
	root   string // the path under which everything lies
	hosts  []string
	server *http.Server
}

// startPage serves the page on a free port of 127.0.0.1.
func startPage(o Options, s *store) (*page, error) {
	html, err := template.ParseFS(web, "web/page.html")
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	p := &page{opts: o, store: s, html: html, root: "/" + random() + "/"}
	p.hosts = []string{"127.0.0.1:" + port, "localhost:" + port}
	p.url = "http://" + p.hosts[0] + p.root
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+p.root+"{$}", p.list)
	mux.HandleFunc("GET "+p.root+"style.css", p.style)
	mux.HandleFunc("GET "+p.root+"ticket/{number}", p.ticket)
	mux.HandleFunc("GET "+p.root+"ticket/{number}/{mail}/{part}", p.picture)
	mux.HandleFunc("POST "+p.root+"ticket/{number}/say", p.say)
	p.server = &http.Server{
		Handler: p.guard(mux), ErrorLog: log.New(io.Discard, "", 0), MaxHeaderBytes: 16 << 10,
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: time.Minute, IdleTimeout: time.Minute,
	}
	go func() { _ = p.server.Serve(l) }()
	return p, nil
}

func (p *page) close() error { return p.server.Close() }

// guard lets in only who asks for this computer by name or number (a page of
// somebody else's that has its name point here does not), and lets nothing
// run or load that is not the page's own.
func (p *page) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy",
			"default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !slices.Contains(p.hosts, r.Host) || r.Method != http.MethodGet && !p.isOwn(r) {
			http.Error(w, "not here", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// view is what the template shows: a ticket, or the list.
type view struct {
	Lang    string
	Root    string
	Name    string
	Sector  string
	Tickets []Ticket
	More    bool // there are older ones that are not listed
	Ticket  *Ticket
	Mails   []mailView
	Buttons []button
	texts   *l10n.Texts
}

// mailView is one mail of a ticket.
type mailView struct {
	Title    string // key of its heading
	Ours     bool   // the helpdesk's
	At       time.Time
	Damaged  bool
	Text     string
	Base     string // path of its pictures, but for the part's index
	Pictures []fileView
	Files    []fileView
}

type fileView struct {
	Index int
	Name  string
	Size  string
}

// Word gives a text of the page.
func (v view) Word(key string) string { return v.texts.Get(key) }

// StateWord gives a state's name.
func (v view) StateWord(s State) string { return v.texts.Get("demo.state-" + string(s)) }

// When gives a time as the language writes it.
func (v view) When(t time.Time) string {
	if v.Lang == "it" {
		return t.Format("02/01/2006 15:04:05")
	}
	return t.Format("2006-01-02 15:04:05")
}

func (p *page) view(r *http.Request) (view, error) {
	lang := p.opts.Lang
	if lang == "" {
		lang = preferred(r.Header.Get("Accept-Language"))
	}
	texts, err := l10n.New(lang) // for each page anew: nobody looks often, and an idle program holds none
	if err != nil {
		return view{}, err
	}
	return view{Lang: texts.Lang(), Root: p.root, Name: p.opts.Name, Sector: p.opts.Sector, texts: texts}, nil
}

// preferred tells which of Italian and English a browser asks for first.
func preferred(accept string) string {
	for l := range strings.SplitSeq(strings.ToLower(accept), ",") {
		switch l = strings.TrimSpace(l); {
		case strings.HasPrefix(l, "it"):
			return "it"
		case strings.HasPrefix(l, "en"):
			return "en"
		}
	}
	return "en"
}

func (p *page) list(w http.ResponseWriter, r *http.Request) {
	v, err := p.view(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	v.Tickets = p.store.list()
	slices.Reverse(v.Tickets)
	if v.More = len(v.Tickets) > maxListed; v.More {
		v.Tickets = v.Tickets[:maxListed]
	}
	p.show(w, v)
}

func (p *page) ticket(w http.ResponseWriter, r *http.Request) {
	t, ok := p.find(r)
	if !ok {
		http.NotFound(w, r)
		return
	}
	v, err := p.view(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	v.Ticket, v.Buttons = &t, buttons(t)
	for i, file := range t.files() {
		c, err := readContent(file)
		m := mailView{Title: "demo.text", At: t.Received, Damaged: err != nil, Text: c.text, Base: fmt.Sprintf("%sticket/%d/%d/", p.root, t.Number, i)}
		if i > 0 {
			e := t.Thread[i-1]
			m.Title, m.Ours, m.At = e.title(), e.Ours, e.At
		}
		m.Pictures, m.Files = files(c.pictures), files(c.files)
		v.Mails = append(v.Mails, m)
	}
	p.show(w, v)
}

// files are a ticket's mails: the one that opened it, then the conversation.
func (t Ticket) files() []string {
	list := []string{t.File}
	for _, e := range t.Thread {
		list = append(list, e.File)
	}
	return list
}

func files(list []attached) []fileView {
	var out []fileView
	for _, a := range list {
		out = append(out, fileView{a.index, a.name, kilobytes(a.size)})
	}
	return out
}

func kilobytes(n int64) string { return strconv.FormatInt((n+1023)/1024, 10) + " kB" }

func (p *page) show(w http.ResponseWriter, v view) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = p.html.Execute(w, v) // a browser that went away
}

func (p *page) style(w http.ResponseWriter, r *http.Request) {
	data, _ := web.ReadFile("web/style.css") // embedded
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(data)
}

// picture sends a part of a mail if it is a picture, under its own type.
func (p *page) picture(w http.ResponseWriter, r *http.Request) {
	t, ok := p.find(r)
	mail, err1 := strconv.Atoi(r.PathValue("mail"))
	index, err2 := strconv.Atoi(r.PathValue("part"))
	mails := t.files()
	if !ok || err1 != nil || err2 != nil || mail < 0 || mail >= len(mails) {
		http.NotFound(w, r)
		return
	}
	c, err := readContent(mails[mail])
	i := slices.IndexFunc(c.pictures, func(a attached) bool { return a.index == index })
	if err != nil || i < 0 {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", c.pictures[i].kind)
	_ = writePicture(mails[mail], index, w) // a browser that went away
}

func (p *page) find(r *http.Request) (Ticket, bool) {
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return Ticket{}, false
	}
	return p.store.get(n)
}
