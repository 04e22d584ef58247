package mailbox

import (
	"regexp"
	"strings"
)

// Fresh returns what is new in a mail's text: without the earlier mails that
// it quotes, and without what ticketing systems write above and below. Of a
// text that is nothing else, all of it.
func Fresh(text string) string {
	above := regexp.MustCompile(`(?i)^[#\s*=_-]*(please (type|write) your reply above|reply above this line|rispondi sopra questa riga|scrivi (la tua risposta|qui) sopra|inserire la risposta sopra)`)
	quote := regexp.MustCompile(`(?i)^\s*([-_*\s]*(messaggio originale|original message|messaggio inoltrato|forwarded message)[-_*\s]*$|_{20,}$|(il|in data|on)\b.{6,200}\b(ha scritto|scrive|wrote)\s*:?$)`)
	head := regexp.MustCompile(`(?i)^\s*\*?(da|from):\*?\s+\S`)
	sent := regexp.MustCompile(`(?i)^\s*\*?(inviato|sent|data|date):\*?\s`)
	var kept []string
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if above.MatchString(line) {
			kept = kept[:0]
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(line), ">") {
			continue
		}
		begins := quote.MatchString(line) || wrapped(lines, i, quote) || head.MatchString(line) && i+1 < len(lines) && sent.MatchString(lines[i+1])
		if begins && strings.TrimSpace(strings.Join(kept, "")) != "" {
			break
		}
		if strings.TrimRight(line, " ") == "--" { // the signature
			break
		}
		kept = append(kept, line)
	}
	if fresh := strings.TrimSpace(strings.Join(kept, "\n")); fresh != "" {
		return fresh
	}
	return strings.TrimSpace(text)
}

// wrapped reports whether the line that begins a quotation was broken in two:
// "Il giorno lun 23 nov 2026 alle ore 10:12 Assistenza\n<…> ha scritto:".
func wrapped(lines []string, i int, quote *regexp.Regexp) bool {
	return i+1 < len(lines) && len(lines[i]) > 20 && len(lines[i])+len(lines[i+1]) < 250 && quote.MatchString(lines[i]+" "+lines[i+1])
}
