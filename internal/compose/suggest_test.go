package compose

import (
	"strings"
	"testing"
)

// withArticles is a form with a knowledge base of two articles on mandates.
func withArticles(t *testing.T) (r *rig, opened, solved *[]string) {
	opened, solved = new([]string), new([]string)
	r = newRig(t, func(o *Options) {
		o.Callbacks.Suggest = func(subject string) []Suggestion {
			if !strings.Contains(strings.ToLower(subject), "mandat") {
				return nil
			}
			return []Suggestion{{"Trasmissione dei mandati", "https://wiki.example/1"}, {"Mandati con esito 3", "https://wiki.example/2"}}
		}
		o.Callbacks.OpenArticle = func(s Suggestion) {
			r.mu.Lock()
			defer r.mu.Unlock()
			*opened = append(*opened, s.URL)
		}
		o.Callbacks.Solved = func(subject string, s Suggestion) {
			r.mu.Lock()
			defer r.mu.Unlock()
			*solved = append(*solved, subject+" → "+s.URL)
		}
	})
	return r, opened, solved
}

func TestArticlesAreSuggestedWhileTheSubjectIsTyped(t *testing.T) {
	r, opened, _ := withArticles(t)
	s := r.form.matter.suggest
	r.typeInto(idSubject, "Mandato 1532")
	r.rest()
	r.until("two articles show", func() bool {
		return s.box.Visible() && s.rows[0].row.Visible() && s.rows[1].row.Visible() && !s.rows[2].row.Visible()
	})
	if s.rows[0].solved.Visible() {
		t.Error("an article is said to have helped before it was opened")
	}
	s.rows[1].open.Tapped(nil)
	r.until("the article is opened", func() bool { r.mu.Lock(); defer r.mu.Unlock(); return len(*opened) == 1 })
	if (*opened)[0] != "https://wiki.example/2" || !s.rows[1].solved.Visible() || s.rows[0].solved.Visible() {
		t.Errorf("opened %v", *opened)
	}
	r.retype(idSubject, "Fido calcolato male")
	r.rest()
	r.until("nothing is suggested any more", func() bool { return !s.box.Visible() && !r.form.matter.aside.Visible() })
}

func TestAnArticleThatHelpedClosesTheTicketOnceAskedFor(t *testing.T) {
	r, _, solved := withArticles(t)
	s := r.form.matter.suggest
	r.typeInto(idSubject, "Mandato 1532")
	r.rest()
	r.until("articles show", func() bool { return s.box.Visible() })
	s.rows[0].open.Tapped(nil)
	s.rows[0].solved.Tapped(nil)
	r.drain()
	if r.form.state != discarding || r.ended() != "" {
		t.Fatalf("not asked: state %v, outcome %q", r.form.state, r.ended())
	}
	r.form.Escape()
	r.drain()
	if r.form.state != writing || s.by != nil || r.form.ticket.Subject != "Mandato 1532" {
		t.Fatal("«No» does not lead back to the ticket")
	}
	s.rows[0].solved.Tapped(nil)
	r.form.bar.first.OnTapped()
	r.until("the form is closed", func() bool { return r.ended() == Discarded })
	if len(*solved) != 1 || (*solved)[0] != "Mandato 1532 → https://wiki.example/1" {
		t.Errorf("remembered %v", *solved)
	}
}

func TestADiscardedTicketWasNotSolvedByAnArticle(t *testing.T) {
	r, _, solved := withArticles(t)
	s := r.form.matter.suggest
	r.typeInto(idSubject, "Mandato 1532")
	r.rest()
	r.until("articles show", func() bool { return s.box.Visible() })
	s.rows[0].open.Tapped(nil)
	s.rows[0].solved.Tapped(nil)
	r.form.Escape()
	r.form.askDiscard()
	r.form.bar.first.OnTapped()
	r.until("the form is closed", func() bool { return r.ended() == Discarded })
	if len(*solved) != 0 {
		t.Errorf("remembered %v", *solved)
	}
}
