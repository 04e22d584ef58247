package webform

import (
	"embed"
	"errors"
	"io"
	"net/http"
	"path"
	"strconv"

	"ticketpp/assets"
)

//go:embed web
var web embed.FS

// maxPost bounds a post in bytes beyond what the ticket may carry.
const maxPost = 256 << 20

// handler serves the page, to whom the guard lets in.
func (f *Form) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /open/{token}", f.enter)
	mux.HandleFunc("GET /style.css", f.file("web/style.css", "text/css; charset=utf-8"))
	mux.HandleFunc("GET /form.js", f.file("web/form.js", "text/javascript; charset=utf-8"))
	mux.HandleFunc("GET /icon.png", f.icon)
	root := f.guard.root
	mux.HandleFunc("GET "+root+"{$}", f.own(f.get))
	mux.HandleFunc("POST "+root+"{$}", f.own(f.post))
	mux.HandleFunc("POST "+root+"away", f.own(f.goes))
	mux.HandleFunc("GET "+root+"shot/{file}", f.own(f.shot))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers(w.Header())
		if why := f.guard.refuse(r); why != "" {
			f.o.Log.Warn("a request for the form was refused", "why", string(why))
			f.turnAway(w, http.StatusForbidden, "webform.refused")
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// enter exchanges the address's token for the session's cookie. A browser that
// only looks ahead does not use it up.
func (f *Form) enter(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || r.Header.Get("Sec-Purpose") != "" || r.Header.Get("Purpose") != "" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	session, ok := f.guard.exchange(r.PathValue("token"))
	if !ok {
		f.o.Log.Warn("an address of the form was used that works no more")
		f.turnAway(w, http.StatusForbidden, "webform.used")
		return
	}
	f.mu.Lock()
	select {
	case <-f.came:
	default:
		close(f.came)
	}
	f.touch()
	f.mu.Unlock()
	http.SetCookie(w, f.guard.cookie(session))
	http.Redirect(w, r, f.guard.root, http.StatusSeeOther)
}

// own lets in only the page that has the session.
func (f *Form) own(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !f.guard.knows(r) {
			f.turnAway(w, http.StatusForbidden, "webform.elsewhere")
			return
		}
		next(w, r)
	}
}

// get shows the page anew. It is the page that counts from now on.
func (f *Form) get(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.touch()
	if r.Header.Get("X-Form") == "" {
		f.serial++
	}
	f.judge()
	f.show(w, "")
}

// post takes what the page sends. A script gets the page as it is then; any
// other browser fetches it, so that nothing is sent twice.
func (f *Form) post(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.touch()
	live := r.Header.Get("X-Form") != ""
	if r.URL.Query().Get("page") != strconv.Itoa(f.serial) {
		f.stale(w, r, live)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxPost)
	f.fileSaid = ""
	p, err := read(r, f.take1(r.Context()))
	if err != nil {
		f.o.Log.Warn("a post to the form", "err", err)
		f.turnAway(w, http.StatusBadRequest, "webform.unread")
		return
	}
	focus := f.perform(r, p)
	if live {
		f.show(w, focus)
		return
	}
	f.focus = focus
	to := f.guard.root
	if focus != "" {
		to += "#" + focus
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// perform does what a post says, and keeps it.
func (f *Form) perform(r *http.Request, p posted) (focus string) {
	if f.outcome != "" {
		return ""
	}
	if f.handed {
		return f.act(r.Context(), p)
	}
	changed := f.apply(p)
	f.settle(p, changed)
	if len(changed) > 0 && f.asking == whetherSend { // what was asked about is not the ticket any more
		f.asking = nothing
	}
	f.judge()
	focus = f.act(r.Context(), p)
	if !f.handed && f.outcome == "" {
		f.save()
		f.judge()
	}
	return focus
}

// stale answers a page that is not the one that counts: the same form was
// opened in another tab, or a page came back from the browser's memory.
func (f *Form) stale(w http.ResponseWriter, r *http.Request, live bool) {
	if live {
		w.WriteHeader(http.StatusConflict)
		return
	}
	f.moved = true
	http.Redirect(w, r, f.guard.root, http.StatusSeeOther)
}

// goes is the page's last word: it is closed, or being loaded again.
func (f *Form) goes(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r.URL.Query().Get("page") == strconv.Itoa(f.serial) {
		f.touch()
		f.away = f.heard
		f.wake()
	}
	w.WriteHeader(http.StatusNoContent)
}

// shot sends a screenshot of the draft's.
func (f *Form) shot(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	open := io.ReadCloser(nil)
	err := errors.New("the form is closed")
	for _, s := range f.ticket.Screenshots {
		if s.File == r.PathValue("file") && !f.handed && f.outcome == "" {
			open, _, err = f.draft.Open(s.File)
		}
	}
	f.mu.Unlock()
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer open.Close()
	kind := "image/png"
	if path.Ext(r.PathValue("file")) == ".jpg" {
		kind = "image/jpeg"
	}
	w.Header().Set("Content-Type", kind)
	_, _ = io.Copy(w, open) // a browser that went away
}

func (f *Form) file(name, kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		data, err := web.ReadFile(name)
		f.bytes(w, data, kind, err)
	}
}

func (f *Form) icon(w http.ResponseWriter, _ *http.Request) {
	data, err := assets.Icons.ReadFile("icons/trayapp-32.png")
	f.bytes(w, data, "image/png", err)
}

func (f *Form) bytes(w http.ResponseWriter, data []byte, kind string, err error) {
	if err != nil { // embedded: it cannot be
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(data)
}
