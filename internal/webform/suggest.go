package webform

import (
	"strings"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
)

// mostSuggested is how many articles are shown: more would be a list to read.
const mostSuggested = 3

// suggest is the articles under the subject. Each opens in a tab of its own;
// once opened, it can be said that it has answered the matter.
type suggest struct {
	subject string // for which they were looked for
	found   []Suggestion
	opened  map[string]bool // by address
	by      Suggestion      // what has answered it, while the page asks whether to close
}

// look looks for articles when the subject has changed.
func (f *Form) look() {
	s := &f.suggest
	subject := strings.TrimSpace(f.ticket.Subject)
	if f.o.Callbacks.Suggest == nil || subject == s.subject {
		return
	}
	s.subject, s.found = subject, nil
	if subject == "" {
		return
	}
	found := f.o.Callbacks.Suggest(subject)
	s.found = found[:min(len(found), mostSuggested)]
}

// article is the one with that number; false where there is none.
func (s *suggest) article(i int) (Suggestion, bool) {
	if i < 0 || i >= len(s.found) {
		return Suggestion{}, false
	}
	return s.found[i], true
}

// showArticle opens an article.
func (f *Form) showArticle(i int) {
	a, ok := f.suggest.article(i)
	if !ok || f.o.Callbacks.Show == nil {
		return
	}
	if f.suggest.opened == nil {
		f.suggest.opened = map[string]bool{}
	}
	f.suggest.opened[a.URL] = true
	f.o.Callbacks.Show(a)
}

// askSolved asks whether an article has answered the matter.
func (f *Form) askSolved(i int) string {
	a, ok := f.suggest.article(i)
	if !ok {
		return ""
	}
	f.suggest.by, f.asking = a, ifSolved
	return "question"
}

// solved ends the form without a ticket: an article has answered it.
func (f *Form) solved() {
	if f.asking != ifSolved {
		return
	}
	if f.o.Callbacks.Solved != nil {
		f.o.Callbacks.Solved(f.suggest.subject, f.suggest.by)
	}
	f.close(Discarded)
}

// article is one as the templates show it.
type article struct {
	N      int
	Title  string
	Opened bool
}

// Articles are those under the subject.
func (p page) Articles() (list []article) {
	s := &p.f.suggest
	for i, a := range s.found {
		list = append(list, article{i + 1, rules.Shorten(a.Title, 120), s.opened[a.URL]})
	}
	return list
}

// solvedQuestion is what askSolved asks.
func (p page) solvedQuestion() question {
	return question{
		Words: p.f.o.Texts.Get("compose.suggest.ask", l10n.Vars{"Title": rules.Shorten(p.f.suggest.by.Title, 120)}),
		Yes:   p.T("compose.suggest.yes"), No: p.T("compose.suggest.no"), Do: "solved-yes", Class: "primary",
	}
}
