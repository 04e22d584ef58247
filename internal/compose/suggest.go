package compose

import (
	"time"

	"fyne.io/fyne/v2"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// Suggestion is an article of the knowledge base that may answer the subject
// (Project++: articles are suggested while the title is typed).
type Suggestion struct{ Title, URL string }

// mostSuggested is how many articles are shown: more would be a list to read.
const mostSuggested = 3

// lull is how long typing rests before articles are looked for.
const lull = 120 * time.Millisecond

// suggest is the articles under the subject. Each is a link that opens it;
// once opened, it can be said that it has solved the matter.
type suggest struct {
	form  *Form
	box   *fyne.Container
	title *parts.Text
	rows  [mostSuggested]*suggestion
	order int // counts the searches, so that a late answer is not taken
	stop  func()
	by    *Suggestion // what has solved the matter, while the form asks whether to close
}

// suggestion is one row.
type suggestion struct {
	Suggestion
	row    *fyne.Container
	open   *parts.Link
	solved *parts.Link
	opened bool
}

func newSuggest(f *Form) *suggest {
	s := &suggest{form: f, title: parts.NewRemark(f.texts.Get("compose.suggest.title")), stop: func() {}}
	s.box = parts.NewStack(2, s.title)
	for i := range s.rows {
		r := &suggestion{}
		r.open = parts.NewLink(f, "", func() { s.open(r) })
		r.solved = parts.NewLink(f, f.texts.Get("compose.suggest.solved"), func() { s.ask(r) })
		r.row = parts.NewRow(14, 0, []float32{0, 1}, r.open, r.solved)
		r.row.Hide()
		f.events.Name([]string{"suggest.1", "suggest.2", "suggest.3"}[i], r.open)
		f.events.Name([]string{"suggest.1.solved", "suggest.2.solved", "suggest.3.solved"}[i], r.solved)
		s.rows[i] = r
		s.box.Add(r.row)
	}
	s.box.Hide()
	return s
}

// typed looks for articles when the hand rests.
func (s *suggest) typed(subject string) {
	f := s.form
	if f.o.Callbacks.Suggest == nil {
		return
	}
	s.stop()
	s.order++
	order := s.order
	s.stop = f.watch.later(lull, func() {
		f.watch.spawn(func() {
			found := f.o.Callbacks.Suggest(subject)
			f.do(func() {
				if order == s.order {
					s.show(found)
				}
			})
		})
	})
}

// show shows what was found. An article that was opened stays as long as it is
// among them, with its link to say that it has helped.
func (s *suggest) show(found []Suggestion) {
	opened := map[string]bool{}
	for _, r := range s.rows {
		opened[r.URL] = r.opened
	}
	for i, r := range s.rows {
		if i >= len(found) {
			r.Suggestion, r.opened = Suggestion{}, false
			r.row.Hide()
			continue
		}
		r.Suggestion, r.opened = found[i], opened[found[i].URL]
		r.open.SetWords(rules.Shorten(r.Title, 76))
		r.solved.Hidden = !r.opened
		r.row.Show()
	}
	s.box.Hidden = len(found) == 0
	s.form.matter.showAside()
}

// open opens an article in the browser.
func (s *suggest) open(r *suggestion) {
	f := s.form
	if r.URL == "" {
		return
	}
	f.events.Note("suggestion-opened", r.URL)
	r.opened = true
	r.solved.Show()
	f.matter.showAside()
	article := r.Suggestion
	f.watch.spawn(func() { f.o.Callbacks.OpenArticle(article) })
}

// ask asks whether the ticket is to be closed, since an article has solved its
// matter.
func (s *suggest) ask(r *suggestion) {
	f := s.form
	if f.state != writing {
		return
	}
	by := r.Suggestion
	s.by = &by
	f.state = discarding
	f.bar.say(f.texts.Get("compose.suggest.ask", l10n.Vars{"Title": rules.Shorten(by.Title, 60)}), window.ColorAdvice)
	f.bar.show()
	f.relayout()
	f.win.Canvas().Focus(f.bar.second)
}

// solved remembers the article that has solved the matter of a ticket that is
// closed for it.
func (s *suggest) solved() {
	if s.by != nil && s.form.o.Callbacks.Solved != nil {
		s.form.o.Callbacks.Solved(s.form.ticket.Subject, *s.by)
	}
}
