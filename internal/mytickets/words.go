package mytickets

import (
	"net/url"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// stateKey is the text's key of how a ticket stands; of one that should have
// been confirmed by now a key of its own.
func stateKey(s history.Summary, desk ticket.Helpdesk, now time.Time) string {
	if s.Unconfirmed(desk, now) {
		return "unconfirmed"
	}
	return string(s.State)
}

// stateColor is the colour of a state: what waits for the user stands out.
func stateColor(key string) fyne.ThemeColorName {
	switch history.State(key) {
	case history.WaitingForYou, history.Suspended, "unconfirmed", history.Paused:
		return window.ColorAdvice
	case history.Failed:
		return theme.ColorNameError
	case history.Opened:
		return window.ColorGood
	case history.WaitingForHelpdesk:
		return theme.ColorNamePrimary
	}
	return window.ColorMuted
}

// when says a moment as people do: the time today, the day in the last days,
// else the date.
func when(t *l10n.Texts, at, now time.Time) string {
	at, now = at.Local(), now.Local()
	days := daysBetween(at, now)
	clock := l10n.Vars{"Time": at.Format("15:04")}
	switch {
	case days <= 0:
		return t.Get("mytickets.when.today", clock)
	case days == 1:
		return t.Get("mytickets.when.yesterday", clock)
	case at.Year() == now.Year():
		return at.Format("02/01 15:04")
	}
	return at.Format("02/01/2006")
}

// whenShort is when in the room of a list.
func whenShort(t *l10n.Texts, at, now time.Time) string {
	at, now = at.Local(), now.Local()
	switch days := daysBetween(at, now); {
	case days <= 0:
		return at.Format("15:04")
	case days == 1:
		return t.Get("mytickets.when.yesterday.short")
	case at.Year() == now.Year():
		return at.Format("02/01")
	}
	return at.Format("02/01/06")
}

// daysBetween counts the midnights between two moments.
func daysBetween(at, now time.Time) int {
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(day(now).Sub(day(at)).Hours() / 24)
}

// deskName is the helpdesk's name, or its id when the settings do not know it
// any more.
func (w *Window) deskName(id string) string {
	if d := w.desk(id); d.Name != "" {
		return d.Name
	}
	return id
}

// desk is the helpdesk with that id; only the id is set of an unknown one.
func (w *Window) desk(id string) ticket.Helpdesk {
	for _, d := range w.o.Helpdesks {
		if d.ID == id {
			return d
		}
	}
	return ticket.Helpdesk{ID: id}
}

// lastWord says in a few words what happened last.
func lastWord(t *l10n.Texts, s history.Summary, desk string) string {
	who := "helpdesk"
	if s.LastOurs {
		who = "you"
	}
	return t.Get("mytickets.last."+who+"."+string(s.LastKind), l10n.Vars{"Helpdesk": desk})
}

// linkHost returns the host to which an address leads, and whether it may be
// opened at all: http and https only, and nobody's name in front of the host.
func linkHost(address string) (host string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" || u.User != nil || strings.ContainsAny(address, "\r\n\t \"<>\\^`{|}") {
		return "", false
	}
	if u.Scheme != "https" && u.Scheme != "http" {
		return "", false
	}
	if strings.ContainsFunc(u.Hostname(), func(r rune) bool { return r > unicode.MaxASCII }) {
		return "", false // may look like another's; the mailbox writes hosts in ASCII where it can
	}
	return strings.ToLower(u.Hostname()), true
}

// portalHost reports whether an address lies on the helpdesk's own portal.
func portalHost(address string, desk ticket.Helpdesk) bool {
	host, ok := linkHost(address)
	own, known := linkHost(desk.Portal)
	return ok && known && host == own
}

// fold splits a mail's text into what its author wrote and what is quoted
// below it.
func fold(text string) (words, quoted string) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	end := len(lines)
	for end > 0 && (isQuote(lines[end-1]) || strings.TrimSpace(lines[end-1]) == "") {
		end--
	}
	if end == len(lines) {
		return strings.Join(lines, "\n"), ""
	}
	// "Il giorno … ha scritto:", "On … wrote:"
	start := end
	for start > 0 && start > end-3 {
		if strings.HasSuffix(strings.TrimSpace(lines[start-1]), ":") {
			end = start - 1
			break
		}
		start--
	}
	words = strings.TrimSpace(strings.Join(lines[:end], "\n"))
	if words == "" {
		return strings.Join(lines, "\n"), ""
	}
	return words, strings.TrimSpace(strings.Join(lines[end:], "\n"))
}

func isQuote(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), ">") }
