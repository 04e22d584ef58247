package browser

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ticketpp/internal/kb"
	"ticketpp/internal/opener"
	"ticketpp/internal/webform"
)

// articles is the knowledge base of one form. The index is read when the
// first subject is typed: a page must not wait for it.
type articles struct {
	data  string
	log   *slog.Logger
	once  sync.Once
	index *kb.Index
}

func (a *articles) load() {
	l, err := kb.Open(a.data)
	if err == nil {
		a.index, err = l.Index()
	}
	if err != nil {
		a.log.Warn("knowledge base", "err", err)
		return
	}
	if a.index == nil {
		return
	}
	helped, err := l.Solutions()
	if err != nil {
		a.log.Warn("solutions", "err", err)
	}
	a.index.Prefer(helped)
}

// suggest returns the articles that answer a subject best.
func (a *articles) suggest(subject string) (out []webform.Suggestion) {
	a.once.Do(a.load)
	if a.index == nil {
		return nil
	}
	for _, h := range a.index.Search(subject, 3) {
		out = append(out, webform.Suggestion{Title: h.Title, URL: h.URL})
	}
	return out
}

// open shows an article beside the form.
func (a *articles) open(s webform.Suggestion) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := opener.Page(ctx, s.URL); err != nil {
		a.log.Warn("article not opened", "url", s.URL, "err", err)
	}
}

// solved remembers an article that helped.
func (a *articles) solved(subject string, by webform.Suggestion) {
	l, err := kb.Open(a.data)
	if err == nil {
		err = l.Remember(kb.Solution{At: time.Now().UTC().Truncate(time.Second), Subject: subject, Title: by.Title, URL: by.URL})
	}
	if err != nil {
		a.log.Warn("solution not remembered", "err", err)
	}
}
