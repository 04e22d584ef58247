package kb

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"
)

// TestTheRightArticleIsAmongTheThree holds the engine to 90 subjects of 100.
// The subjects of testdata/relevance.tsv were written as a user writes them:
// other forms of the words, no accents, words that no article has. The same
// with a slip of the hand in the longest word, and without the last word's
// end, may lose some.
func TestTheRightArticleIsAmongTheThree(t *testing.T) {
	data, err := os.ReadFile("testdata/relevance.tsv")
	if err != nil {
		t.Fatal(err)
	}
	b := NewBuilder()
	var subjects []string
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		b.Add(Article{Title: f[0], Text: f[1], URL: fmt.Sprintf("https://wiki.example/%d", len(subjects))})
		subjects = append(subjects, f[2])
	}
	x, err := Parse(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if len(subjects) < 100 {
		t.Fatalf("only %d pairs", len(subjects))
	}
	for name, c := range map[string]struct {
		change func(string) string
		least  float64 // share that must be found
	}{
		"as written":      {func(s string) string { return s }, 0.90},
		"with a slip":     {slip, 0.80},
		"not yet written": {func(s string) string { return s[:len(s)*3/4] }, 0.75},
	} {
		found := 0
		for i, s := range subjects {
			want := fmt.Sprintf("https://wiki.example/%d", i)
			var got []string
			hit := false
			for _, h := range x.Search(c.change(s), 3) {
				hit = hit || h.URL == want
				got = append(got, h.Title)
			}
			if hit {
				found++
			} else {
				t.Logf("%s: %q found %q", name, c.change(s), got)
			}
		}
		t.Logf("%s: %d of %d", name, found, len(subjects))
		if float64(found) < c.least*float64(len(subjects)) {
			t.Errorf("%s: %d of %d subjects found their article", name, found, len(subjects))
		}
	}
}

// slip swaps two letters in the middle of the longest word.
func slip(s string) string {
	longest := ""
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(w) > len(longest) {
			longest = w
		}
	}
	if len(longest) < 6 || strings.IndexFunc(longest, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
		return s
	}
	i := len(longest) / 2
	return strings.Replace(s, longest, longest[:i]+longest[i+1:i+2]+longest[i:i+1]+longest[i+2:], 1)
}

// TestLittleIsSuggestedForWhatNobodyWroteOf: subjects of which no article
// speaks, though each shares its field. A suggestion beside the point costs a
// user's time; some, which share a word, are the price of finding the others.
func TestLittleIsSuggestedForWhatNobodyWroteOf(t *testing.T) {
	data, err := os.ReadFile("testdata/relevance.tsv")
	if err != nil {
		t.Fatal(err)
	}
	b := NewBuilder()
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		f := strings.Split(line, "\t")
		b.Add(Article{Title: f[0], Text: f[1], URL: fmt.Sprintf("https://wiki.example/%d", i)})
	}
	x, err := Parse(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	subjects := []string{
		"Ascensore fermo al secondo piano", "Riscaldamento spento negli uffici", "Contratto di locazione scaduto",
		"Dichiarazione dei redditi di un dipendente", "Gara d'appalto: CIG non generato", "Sinistro stradale con auto di servizio",
		"Visita medica del lavoro", "Buoni pasto non caricati", "Assegno unico respinto", "Biblioteca: prestito interbibliotecario",
		"Telecamera di via Roma spenta", "Ordinanza di chiusura strada", "Bando di concorso per istruttore", "Orologio del centralino",
		"Trasferta: rimborso chilometrico", "Fondo pluriennale vincolato", "Mutuo cassa depositi: rata", "Inventario dei beni mobili",
		"Noleggio auto elettrica", "Badge del parcheggio smarrito", "Rubrica telefonica vecchia", "Chiavetta USB non letta",
		"Traduzione di un documento in inglese", "Ticket di prova", "Corso di formazione sulla sicurezza",
	}
	shown := 0
	for _, s := range subjects {
		if hits := x.Search(s, 3); len(hits) > 0 {
			shown++
			t.Logf("%q: %q %.2f", s, hits[0].Title, hits[0].Score)
		}
	}
	if t.Logf("%d of %d", shown, len(subjects)); shown > len(subjects)*11/20 {
		t.Errorf("something is suggested for %d of %d subjects of which no article speaks", shown, len(subjects))
	}
}
