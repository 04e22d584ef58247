package kb

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// suggested is how many articles are suggested for a subject at most.
const suggested = 3

// openPatience is how long the desktop may take to open an article.
const openPatience = 10 * time.Second

// Shelf is the knowledge base as one form asks it, in S, the form's own word
// for an article that is suggested. What goes wrong is written to the log, and
// the form goes on without. The index is read when the first subject is typed:
// a form must not wait for it. All fields are needed.
type Shelf[S ~struct{ Title, URL string }] struct {
	Data string // the data folder
	Log  *slog.Logger
	Page func(ctx context.Context, address string) error // opens an article beside the form

	once  sync.Once
	index *Index // nil: there are no articles
}

func (s *Shelf[S]) load() {
	l, err := Open(s.Data)
	if err == nil {
		s.index, err = l.Index()
	}
	if err != nil {
		s.Log.Warn("knowledge base", "err", err)
		return
	}
	if s.index == nil {
		return
	}
	helped, err := l.Solutions()
	if err != nil {
		s.Log.Warn("solutions", "err", err)
	}
	s.index.Prefer(helped)
}

// Suggest returns the articles that answer a subject best, three at most.
func (s *Shelf[S]) Suggest(subject string) (out []S) {
	s.once.Do(s.load)
	if s.index == nil {
		return nil
	}
	for _, h := range s.index.Search(subject, suggested) {
		out = append(out, S{Title: h.Title, URL: h.URL})
	}
	return out
}

// Open shows an article.
func (s *Shelf[S]) Open(article S) {
	address := hitOf(article).URL
	ctx, cancel := context.WithTimeout(context.Background(), openPatience)
	defer cancel()
	if err := s.Page(ctx, address); err != nil {
		s.Log.Warn("article not opened", "url", address, "err", err)
	}
}

// Solved remembers an article that made the ticket about a subject needless.
func (s *Shelf[S]) Solved(subject string, by S) {
	h := hitOf(by)
	l, err := Open(s.Data)
	if err == nil {
		err = l.Remember(Solution{At: time.Now().UTC().Truncate(time.Second), Subject: subject, Title: h.Title, URL: h.URL})
	}
	if err != nil {
		s.Log.Warn("solution not remembered", "err", err)
	}
}

func hitOf[S ~struct{ Title, URL string }](s S) Hit {
	plain := struct{ Title, URL string }(s)
	return Hit{Title: plain.Title, URL: plain.URL}
}
