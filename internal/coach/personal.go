package coach

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ticketpp/internal/ticket"
)

// secretSpan is personal data in a text, in bytes, and its kind: "card",
// "iban" or "password", as in the names of the messages.
type secretSpan struct {
	start, end int
	kind       string
}

// personalData warns, before they leave, of data that no helpdesk needs. The
// suggestion is the same text with the data covered; at most one finding a
// part and kind.
func (c *Coach) personalData(d ticket.Description) []Finding {
	var findings []Finding
	for _, p := range [...]struct {
		part Part
		text string
	}{{PartText, d.Text}, {PartDoing, d.Doing}, {PartData, d.Data}, {PartHappened, d.Happened}} {
		text := trim(p.text)
		spans := c.secrets(text)
		if len(spans) == 0 {
			continue
		}
		covered, said := cover(text, spans), map[string]bool{}
		if r := c.words.read(clip(whole(replaced(d, p.part, covered)), mostDescribed)); r.hollow() || r.vague() {
			covered = "" // nothing but the secret was said
		}
		for _, s := range spans {
			if said[s.kind] {
				continue
			}
			said[s.kind] = true
			findings = append(findings, Finding{
				Field: FieldDescription, Part: p.part, Rule: RulePersonalData, Level: Hint,
				Message:    c.texts.Get("coach.description.personal-data." + s.kind),
				Suggestion: covered,
			})
		}
	}
	return findings
}

// replaced returns the description with one of its texts replaced.
func replaced(d ticket.Description, part Part, text string) ticket.Description {
	switch part {
	case PartText:
		d.Text = text
	case PartDoing:
		d.Doing = text
	case PartData:
		d.Data = text
	case PartHappened:
		d.Happened = text
	}
	return d
}

// secrets finds cards, IBANs and passwords in one pass over the text.
func (c *Coach) secrets(text string) []secretSpan {
	var spans []secretSpan
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += n
			continue
		}
		end := i + n
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				break
			}
			end += n
		}
		if to := ibanAt(text, i); to > 0 {
			spans = append(spans, secretSpan{i, to, "iban"})
			end = to
		} else if to := cardAt(text, i); to > 0 {
			spans = append(spans, secretSpan{i, to, "card"})
			end = to
		} else if end-i <= 12 && c.words.lex.lookup(normal(text[i:end]))&secret != 0 {
			if from, to := c.passwordAfter(text, end); to > from {
				spans = append(spans, secretSpan{from, to, "password"})
				end = to
			}
		}
		i = end
	}
	return spans
}

// ibanAt returns the end of a valid IBAN that begins at i, or 0: two letters,
// two check digits, 11 to 30 letters and digits, in groups or not, with the
// check of ISO 13616 (modulo 97).
func ibanAt(text string, i int) int {
	if i+15 > len(text) || !isLetter(text[i]) || !isLetter(text[i+1]) || !isDigit(text[i+2]) && text[i+2] != ' ' {
		return 0
	}
	var plain []byte
	for k := i; k < len(text) && len(plain) < 34; k++ {
		b := text[k]
		switch {
		case isLetter(b) || isDigit(b):
			plain = append(plain, b&^lowerBit(b))
		case (b == ' ' || b == '-' || b == '.') && k > i && k+1 < len(text) && (isLetter(text[k+1]) || isDigit(text[k+1])):
			continue
		default:
			return ibanEnd(text, i, k, plain)
		}
		if want := ibanLength(plain); want > 0 && len(plain) == want {
			return ibanEnd(text, i, k+1, plain)
		}
	}
	return 0
}

func ibanEnd(text string, i, end int, plain []byte) int {
	if len(plain) < 15 || end < len(text) && (isLetter(text[end]) || isDigit(text[end])) || !mod97(plain) {
		return 0
	}
	return end
}

// ibanLength returns how long the IBANs are of the countries that an Italian
// office meets; 0 when the length is not known here.
func ibanLength(plain []byte) int {
	if len(plain) < 2 {
		return 0
	}
	switch string(plain[:2]) {
	case "IT", "SM", "FR":
		return 27
	case "DE", "GB", "IE":
		return 22
	case "ES", "RO":
		return 24
	case "AT", "BE", "NL", "PT", "CH":
		return map[string]int{"AT": 20, "BE": 16, "NL": 18, "PT": 25, "CH": 21}[string(plain[:2])]
	}
	return 0
}

// mod97 checks an IBAN in capitals without blanks.
func mod97(iban []byte) bool {
	if len(iban) < 5 || !isDigit(iban[2]) || !isDigit(iban[3]) {
		return false
	}
	rest := 0
	for k := range iban {
		b := iban[(k+4)%len(iban)]
		if isDigit(b) {
			rest = (rest*10 + int(b-'0')) % 97
		} else {
			rest = (rest*100 + int(b-'A') + 10) % 97
		}
	}
	return rest == 1
}

// cardAt returns the end of a payment card's number that begins at i, or 0:
// 13 to 19 digits that begin as the cards' issuers do, in even groups or
// without any, with a valid check digit (Luhn, ISO/IEC 7812).
func cardAt(text string, i int) int {
	if !isDigit(text[i]) || i > 0 && (text[i-1] == '/' || text[i-1] == '.' || text[i-1] == '-' || text[i-1] == '+') {
		return 0
	}
	var digits []byte
	var sep byte
	end, groups := i, 1
	for k := i; k < len(text) && len(digits) <= 19; k++ {
		b := text[k]
		if isDigit(b) {
			digits = append(digits, b)
			end = k + 1
			continue
		}
		if (b == ' ' || b == '-') && (sep == 0 || sep == b) && k+1 < len(text) && isDigit(text[k+1]) {
			sep = b
			groups++
			continue
		}
		if isLetter(b) || b == '/' {
			return 0
		}
		break
	}
	if groups > 5 || !issued(digits) || !luhn(digits) {
		return 0
	}
	return end
}

// issued reports whether the number begins as a card's and has its length.
func issued(d []byte) bool {
	if len(d) < 13 {
		return false
	}
	two := int(d[0]-'0')*10 + int(d[1]-'0')
	four := two*100 + int(d[2]-'0')*10 + int(d[3]-'0')
	switch {
	case d[0] == '4':
		return len(d) == 13 || len(d) == 16 || len(d) == 19
	case two >= 51 && two <= 55, four >= 2221 && four <= 2720:
		return len(d) == 16
	case two == 34, two == 37:
		return len(d) == 15
	case two == 36, two == 38, two == 39, two == 30:
		return len(d) == 14
	case four == 6011, two == 65, two == 62, two == 35:
		return len(d) == 16
	case two == 50, two >= 56 && two <= 58, two == 67, four == 6304:
		return len(d) == 16 || len(d) == 19
	}
	return false
}

func luhn(d []byte) bool {
	sum := 0
	for k := range d {
		n := int(d[len(d)-1-k] - '0')
		if k%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// passwordAfter returns where a password stands that is written out behind
// its name: behind a sign («password: Estate24», «pwd=abc»), or behind «è» or
// nothing when it looks like one («la password è Estate2024»).
func (c *Coach) passwordAfter(text string, i int) (from, to int) {
	sign := false
	for range 4 { // blanks, one sign, «è», «temporanea»
		for i < len(text) && (text[i] == ' ' || text[i] == '\t') {
			i++
		}
		if i < len(text) && (text[i] == ':' || text[i] == '=') {
			sign = true
			i++
			continue
		}
		end := wordEnd(text, i)
		word := normal(strings.Trim(text[i:end], "\"'«»“”.,;!?"))
		if word == "" {
			return 0, 0
		}
		if looksSecret(text[i:end]) || sign && c.words.lookup(word) == 0 && len(word) >= 4 && strings.Trim(word, "*") != "" {
			trimmed := strings.TrimRight(text[i:end], ".,;!?)»”\"")
			return i, i + len(trimmed)
		}
		if sign || c.words.lookup(word)&(function|greeting) == 0 && word != "temporanea" && word != "provvisoria" && word != "utente" && word != "user" {
			return 0, 0
		}
		i = end
	}
	return 0, 0
}

// longestSecret bounds how far a password is followed.
const longestSecret = 64

// wordEnd returns where the word at i ends, at most longestSecret bytes on.
func wordEnd(text string, i int) int {
	stop := min(len(text), i+longestSecret)
	for i < stop && text[i] != ' ' && text[i] != '\t' && text[i] != '\n' && text[i] != '\r' {
		i++
	}
	return i
}

// looksSecret reports whether a word mixes letters with digits or signs as
// passwords do and words do not.
func looksSecret(w string) bool {
	w = strings.Trim(w, "\"'«»“”.,;:!?()")
	letters, digits, signs := 0, 0, 0
	for i := 0; i < len(w); i++ {
		switch {
		case isLetter(w[i]):
			letters++
		case isDigit(w[i]):
			digits++
		case strings.IndexByte("!$%&@#*_+?", w[i]) >= 0:
			signs++
		}
	}
	return len(w) >= 5 && letters > 0 && (digits > 0 || signs > 0) || len(w) >= 4 && digits == len(w)
}

// cover returns the text with the spans covered; of numbers the last four
// signs stay, so that their owner knows which it was.
func cover(text string, spans []secretSpan) string {
	var b strings.Builder
	last := 0
	for _, s := range spans {
		b.WriteString(text[last:s.start])
		b.WriteString("****")
		if s.kind != "password" {
			b.WriteString(text[s.end-4 : s.end])
		}
		last = s.end
	}
	b.WriteString(text[last:])
	return b.String()
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// lowerBit is the bit that makes an ASCII letter small.
func lowerBit(b byte) byte {
	if isLetter(b) {
		return 0x20
	}
	return 0
}
