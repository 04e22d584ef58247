package kb

import (
	"cmp"
	"math"
	"slices"
)

// Hit is an article that a subject may be about.
type Hit struct {
	Title string
	URL   string
	Score float64 // 0 to about 1: how much of the query the article answers
}

const (
	maxQuery  = 12     // words of a query that are looked at, from its beginning
	maxRead   = 16_000 // postings of one word's forms that are read, about; the first forms are the best
	shortlist = 40     // articles that are looked at again, by their titles
	enough    = 0.30   // the score below which nothing is suggested
	prefixed  = 0.85   // what a word counts that is still being typed
	absent    = 0.45   // what a word counts against the articles when none has it: a name, a number
)

// scratch is what one search needs, kept for the next.
type scratch struct {
	sum     []float32 // of each article
	best    []float32 // of the word at hand
	word    []uint16  // that best belongs to, from 1
	touched []uint32
}

// Search returns at most n articles for a subject, as far as it is typed, the
// best first. A subject that says nothing has none.
func (x *Index) Search(subject string, n int) []Hit {
	query := x.query(subject)
	if len(query) == 0 || n <= 0 || x.articles == 0 {
		return nil
	}
	s := x.borrow()
	defer x.giveBack(s)
	whole := 0.0
	for i, q := range query {
		whole += q.weight
		budget := maxRead
		for _, v := range q.forms {
			if budget -= x.frequency(v.term); budget < -maxPostings {
				break
			}
			factor := float32(q.weight * v.factor / 255)
			x.postings(v.term, func(article int, weight byte) {
				s.add(article, uint16(i+1), factor*float32(weight))
			})
		}
	}
	return x.rank(s, query, whole, n)
}

// add counts a word for an article: the best of its forms.
func (s *scratch) add(article int, word uint16, score float32) {
	switch {
	case s.word[article] != word:
		if s.word[article] == 0 {
			s.touched = append(s.touched, uint32(article))
		}
		s.word[article], s.best[article] = word, score
		s.sum[article] += score
	case score > s.best[article]:
		s.sum[article] += score - s.best[article]
		s.best[article] = score
	}
}

// rank looks at the best articles again: an article whose title speaks of the
// words is worth more than one that has them somewhere.
func (x *Index) rank(s *scratch, query []queryWord, whole float64, n int) []Hit {
	least := float32(enough * 0.6 * whole)
	few := s.touched[:0]
	for _, a := range s.touched {
		if s.sum[a] >= least {
			few = append(few, a)
		} else {
			s.sum[a], s.word[a] = 0, 0
		}
	}
	s.touched = few
	var hits []Hit
	for _, a := range best(few, s.sum) {
		title, address := x.article(int(a))
		in, share := titleMatch(title, query)
		score := 0.72*float64(s.sum[a])/whole + 0.2*in/whole + 0.08*share
		if score >= enough {
			if x.helped[address] {
				score += helped
			}
			hits = append(hits, Hit{Title: title, URL: address, Score: score})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	return hits[:min(len(hits), n)]
}

// best returns the articles with the highest sums, the shortlist, in order.
func best(articles []uint32, sum []float32) []uint32 {
	before := func(a, b uint32) int { return cmp.Or(cmp.Compare(sum[b], sum[a]), cmp.Compare(a, b)) }
	top := make([]uint32, 0, 2*shortlist)
	for _, a := range articles {
		if len(top) >= shortlist && sum[a] <= sum[top[shortlist-1]] {
			continue
		}
		if top = append(top, a); len(top) == cap(top) || len(top) == shortlist {
			slices.SortFunc(top, before)
			top = top[:shortlist]
		}
	}
	slices.SortFunc(top, before)
	return top[:min(len(top), shortlist)]
}

// titleMatch returns the weight of the query's words that the title has, and
// the share of the title's own words that the query has.
func titleMatch(title string, query []queryWord) (weight, share float64) {
	found := make([]bool, len(query))
	all, met := 0, 0
	l := detect(title)
	words(title, func(w string) {
		if _, empty := functionWords()[w]; empty {
			return
		}
		all++
		w = stem(w, l)
		hit := false
		for i, q := range query {
			if q.has(w) {
				found[i], hit = true, true
			}
		}
		if hit {
			met++
		}
	})
	for i, f := range found {
		if f {
			weight += query[i].weight
		}
	}
	return weight, float64(met) / math.Max(float64(all), 1)
}

// borrow returns a clean scratch; giveBack wipes what was touched.
func (x *Index) borrow() *scratch {
	select {
	case s := <-x.scratch:
		return s
	default:
		return &scratch{sum: make([]float32, x.articles), best: make([]float32, x.articles), word: make([]uint16, x.articles)}
	}
}

func (x *Index) giveBack(s *scratch) {
	for _, a := range s.touched {
		s.sum[a], s.word[a] = 0, 0
	}
	s.touched = s.touched[:0]
	select {
	case x.scratch <- s:
	default:
	}
}
