package kb

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// What a word weighs by where it stands.
const (
	inTitle    = 4
	inHeadings = 2
	inText     = 1
)

const (
	maxTerms    = 128   // of one article: the ones that tell it from others
	maxPostings = 8_000 // of one term: the articles that it weighs most in
	saturation  = 0.6   // BM25's k1: how soon a word's repetition stops to count
	lengthPart  = 0.4   // BM25's b: how much a long article's words count less
)

// Builder gathers articles into an index.
type Builder struct {
	texts table
	seen  map[string]bool // addresses
	ids   map[string]uint32
	stems [englishText + 1]map[string]uint32 // the term of each word met, by language
	names []string
	docs  [][]count
	sizes []float64 // words of each article
}

// count is how much of a term is in an article.
type count struct {
	term   uint32
	amount float32
}

// NewBuilder returns one without articles.
func NewBuilder() *Builder {
	return &Builder{seen: map[string]bool{}, ids: map[string]uint32{}}
}

// Add puts an article into the index. One that cannot be suggested, or whose
// address is there already, is left out; Add reports whether it was taken.
func (b *Builder) Add(a Article) bool {
	a, ok := a.tidy()
	if !ok || b.seen[a.URL] {
		return false
	}
	b.seen[a.URL] = true
	b.texts.add([]byte(a.Title + "\x00" + a.URL))
	l := detect(a.Title + " " + a.Text)
	amounts := map[uint32]float32{}
	size := 0.0
	take := func(text string, weight float32, most int) {
		words(text, func(w string) {
			if _, empty := functionWords()[w]; empty || most == 0 {
				return
			}
			most--
			size++
			amounts[b.term(w, l)] += weight
		})
	}
	take(a.Title, inTitle, 40)
	take(a.Headings, inHeadings, 200)
	take(a.Text, inText, 4000)
	doc := make([]count, 0, len(amounts))
	for t, n := range amounts {
		doc = append(doc, count{t, n})
	}
	b.docs = append(b.docs, doc)
	b.sizes = append(b.sizes, size)
	return true
}

// term returns the term of a word; a word is stemmed once.
func (b *Builder) term(w string, l language) uint32 {
	known := b.stems[l]
	if known == nil {
		known = map[string]uint32{}
		b.stems[l] = known
	}
	t, ok := known[w]
	if !ok {
		t = b.id(stem(w, l))
		known[strings.Clone(w)] = t
	}
	return t
}

// Len returns the number of articles taken.
func (b *Builder) Len() int { return len(b.docs) }

func (b *Builder) id(term string) uint32 {
	id, ok := b.ids[term]
	if !ok {
		id = uint32(len(b.names))
		term = strings.Clone(term)
		b.ids[term] = id
		b.names = append(b.names, term)
	}
	return id
}

// posting is an article that has a term.
type posting struct {
	article uint32
	weight  byte
}

// Bytes returns the index as a file.
func (b *Builder) Bytes() []byte {
	postings := b.postings()
	order := make([]uint32, 0, len(b.names))
	for t := range b.names {
		if len(postings[t]) > 0 {
			order = append(order, uint32(t))
		}
	}
	slices.SortFunc(order, func(x, y uint32) int { return strings.Compare(b.names[x], b.names[y]) })
	var terms, hits table
	var buf []byte
	for _, t := range order {
		terms.add([]byte(b.names[t]))
		buf = buf[:0]
		last := uint32(0)
		for _, p := range postings[t] {
			buf = binary.AppendUvarint(buf, uint64(p.article+1-last))
			buf = append(buf, p.weight)
			last = p.article + 1
		}
		hits.add(buf)
	}
	return assemble(len(b.docs), len(order), &b.texts, &terms, &hits)
}

// postings turns the articles' terms round: for each term its articles, in
// order, with the weights of BM25 without the part that is the query's.
func (b *Builder) postings() [][]posting {
	frequency := make([]float64, len(b.names))
	mean := 0.0
	for i, doc := range b.docs {
		mean += b.sizes[i]
		for _, c := range doc {
			frequency[c.term]++
		}
	}
	mean = max(mean/max(float64(len(b.docs)), 1), 1)
	out := make([][]posting, len(b.names))
	for i, doc := range b.docs {
		if len(doc) > maxTerms {
			slices.SortFunc(doc, func(x, y count) int {
				return cmp.Or(cmp.Compare(b.telling(y, frequency), b.telling(x, frequency)), cmp.Compare(x.term, y.term))
			})
			doc = doc[:maxTerms]
		}
		long := saturation * (1 - lengthPart + lengthPart*b.sizes[i]/mean)
		for _, c := range doc {
			w := float64(c.amount) / (float64(c.amount) + long)
			out[c.term] = append(out[c.term], posting{uint32(i), byte(1 + math.Round(254*w))})
		}
	}
	for t, list := range out {
		if len(list) > maxPostings {
			slices.SortStableFunc(list, func(x, y posting) int { return cmp.Compare(y.weight, x.weight) })
			list = list[:maxPostings]
			slices.SortFunc(list, func(x, y posting) int { return cmp.Compare(x.article, y.article) })
			out[t] = list
		}
	}
	return out
}

// telling is how well a term tells its article from the others.
func (b *Builder) telling(c count, frequency []float64) float64 {
	return float64(c.amount) * math.Log(1+float64(len(b.docs))/frequency[c.term])
}
