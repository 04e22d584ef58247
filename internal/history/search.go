package history

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxWords bounds what of a ticket is searched besides its subject, in bytes.
const maxWords = 400

// searchWords is what a search looks at: number, subject, module, helpdesk and
// the beginning of the description, without case and accents.
func searchWords(r Record) string {
	d := r.Ticket.Description
	text := strings.Join([]string{d.Text, d.Doing, d.Data, d.Happened}, " ")
	if len(text) > maxWords {
		text = strings.ToValidUTF8(text[:maxWords], "")
	}
	return fold(strings.Join([]string{
		r.Number, r.Ticket.Subject, r.Ticket.Module, r.Ticket.Category, r.Ticket.Helpdesk, text,
	}, " "))
}

// fold takes case, accents and superfluous space out of a text.
func fold(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		s = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(s))
	}
	return strings.Join(strings.Fields(strings.ToLower(s)), " ")
}

// Search returns the tickets in which every word of query occurs, be it as
// part of a word, in the order of [Store.List]. An empty query finds all. It
// is quick enough for every key that is pressed.
func (s *Store) Search(query string) ([]Summary, error) {
	v, err := s.current()
	if err != nil {
		return nil, err
	}
	words := strings.Fields(fold(query))
	for i, w := range words {
		if w = strings.Trim(w, "#[]"); w != "" {
			words[i] = w // as a tag is written
		}
	}
	if len(words) == 0 {
		return slices.Clone(v.list), nil
	}
	var found []Summary
	for i := range v.list {
		if containsAll(v.list[i].words, words) {
			found = append(found, v.list[i])
		}
	}
	return found, nil
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
