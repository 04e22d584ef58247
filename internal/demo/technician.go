package demo

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// maxWords bounds what a technician writes, in bytes.
const maxWords = 64 << 10

// say does what a technician's button says: POST ticket/NUMBER/say with the
// fields "action" (see Action) and "text", which may be empty. It leads back
// to the ticket.
func (p *page) say(w http.ResponseWriter, r *http.Request) {
	t, ok := p.find(r)
	if !ok {
		http.NotFound(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxWords)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "not a form", http.StatusBadRequest)
		return
	}
	switch err := p.store.say(t.Number, Action(r.PostForm.Get("action")), printable(r.PostForm.Get("text"))); {
	case err == nil:
	case err == errNoAction:
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	default:
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, fmt.Sprintf("%sticket/%d", p.root, t.Number), http.StatusSeeOther)
}

// isOwn reports whether a request that changes something comes from a page of
// ours, or from no browser at all. Another site's page cannot know the secret
// in the address; this holds even if it did.
func (p *page) isOwn(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return false
	}
	origin := r.Header.Get("Origin")
	return origin == "" || slices.Contains(p.hosts, strings.TrimPrefix(origin, "http://"))
}

// button is one thing that a technician can do.
type button struct {
	Action Action
	Word   string // key of its text
}

// buttons are those of a ticket.
func buttons(t Ticket) []button {
	var list []button
	if t.Confirmation == "" {
		list = append(list, button{Confirm, "demo.do-confirm"})
	}
	for _, a := range Actions() {
		list = append(list, button{a, "demo.do-" + string(a)})
	}
	return list
}

// title is the key of the words above a mail of the conversation.
func (e Entry) title() string {
	switch {
	case !e.Ours:
		return "demo.reply"
	case e.Action == "":
		return "demo.said-automatic"
	}
	return "demo.said-" + string(e.Action)
}
