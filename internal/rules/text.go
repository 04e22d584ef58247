package rules

import (
	"strconv"
	"strings"

	"ticketpp/internal/ticket"
)

// Weight returns the bytes of all that goes with the ticket.
func Weight(t ticket.Ticket) (sum int64) {
	for _, s := range t.Screenshots {
		if s.Included {
			sum += s.Size
		}
	}
	for _, a := range t.Attachments {
		sum += a.Size
	}
	return sum
}

// Trimmed takes the white space around the texts away.
func Trimmed(t ticket.Ticket) ticket.Ticket {
	for _, s := range []*string{
		&t.Subject, &t.Description.Doing, &t.Description.Data, &t.Description.Happened, &t.AlreadySpoken,
		&t.OnBehalf.Name, &t.OnBehalf.Phone, &t.Contact.Name, &t.Contact.Phone, &t.Contact.Email,
		&t.Contact.Office, &t.Contact.Body, &t.Contact.Hours,
	} {
		*s = strings.TrimSpace(*s)
	}
	return t
}

// Addresses reads the addresses of a BCC field, parted by commas, semicolons
// or white space.
func Addresses(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",; \t\r\n", r) })
}

// SubjectStart returns the title of the window that was in front, with which
// a subject may begin; "" when it is not known.
func SubjectStart(facts []ticket.Fact) string {
	for _, f := range facts {
		if f.Key == ticket.FactWindow {
			return Shorten(strings.TrimSpace(f.Value), 100)
		}
	}
	return ""
}

// longestLine is how many letters a field of one line takes: a subject that goes
// into a mail has at most 200 bytes.
const longestLine = 500

// OneLine cuts s to what a field of one line takes, and reports whether it did.
func OneLine(s string) (short string, cut bool) {
	n := 0
	for i := range s {
		if n++; n > longestLine {
			return s[:i], true
		}
	}
	return s, false
}

// Shorten cuts s to so many letters, for a place where it would be too long.
func Shorten(s string, letters int) string {
	r := []rune(s)
	if len(r) <= letters {
		return s
	}
	return string(r[:letters-1]) + "…"
}

// Size writes a number of bytes as people read it in the language: "512 kB",
// "2,4 MB". It counts in thousands, as mail servers' limits do.
func Size(bytes int64, lang string) string {
	switch {
	case bytes < 1000:
		return strconv.FormatInt(bytes, 10) + " byte"
	case bytes < 999_500:
		return strconv.FormatInt((bytes+500)/1000, 10) + " kB"
	case bytes < 999_950_000:
		return decimals(float64(bytes)/1e6, lang) + " MB"
	}
	return decimals(float64(bytes)/1e9, lang) + " GB"
}

func decimals(n float64, lang string) string {
	s := strings.TrimSuffix(strconv.FormatFloat(n, 'f', 1, 64), ".0")
	if lang == "it" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
