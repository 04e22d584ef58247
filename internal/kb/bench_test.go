package kb

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// syllables of invented words: a vocabulary that is as wide as a real one's,
// with the same few words in most articles.
var syllables = strings.Fields("ba be bi bo ca che ci co cu da de di do du fa fe fi fo ga ge gi go la le li lo ma me mi mo mu na ne ni no pa pe pi po ra re ri ro sa se si so sta ste ta te ti to tra tre va ve vi vo za zio")

func invented(r *rand.Rand, n int) []string {
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for range 2 + r.IntN(3) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		out[i] = b.String()
	}
	return out
}

// large is an index of n articles of some hundred words each, words spread as
// Zipf found them spread.
func large(n int) (*Index, [][]string) {
	r := rand.New(rand.NewPCG(1, 2))
	vocabulary := invented(r, 60_000)
	zipf := rand.NewZipf(r, 1.1, 20, uint64(len(vocabulary)-1))
	draw := func(k int) []string {
		out := make([]string, k)
		for i := range out {
			out[i] = vocabulary[zipf.Uint64()]
		}
		return out
	}
	b := NewBuilder()
	var titles [][]string
	for i := range n {
		title := draw(3 + r.IntN(5))
		titles = append(titles, title)
		b.Add(Article{Title: strings.Join(title, " "), URL: fmt.Sprintf("https://wiki.example/%d", i), Text: strings.Join(draw(60+r.IntN(200)), " ")})
	}
	x, err := Parse(b.Bytes())
	if err != nil {
		panic(err)
	}
	return x, titles
}

// BenchmarkSuggest types subjects letter by letter before 100,000 articles: a
// keystroke is one search. It prints the 99th percentile and the memory that
// the index takes.
func BenchmarkSuggest(b *testing.B) {
	x, titles := large(100_000)
	r := rand.New(rand.NewPCG(3, 4))
	var typed []string
	for range 300 {
		subject := []rune(strings.Join(titles[r.IntN(len(titles))], " "))
		if i := r.IntN(len(subject)); r.IntN(3) == 0 {
			subject[i] = 'x' // a slip
		}
		for i := range subject {
			typed = append(typed, string(subject[:i+1]))
		}
	}
	var times []time.Duration
	b.ResetTimer()
	for i := range b.N {
		start := time.Now()
		x.Search(typed[i%len(typed)], 3)
		times = append(times, time.Since(start))
	}
	b.StopTimer()
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(len(x.text.ends)+len(x.text.blob)+len(x.term.ends)+len(x.term.blob)+len(x.hit.ends)+len(x.hit.blob)+10*x.articles)/1e6, "MB")
}
