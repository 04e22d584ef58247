package tray

import (
	"net/url"
	"strings"
	"unicode/utf16"

	"ticketpp/internal/l10n"
)

// entry is one line of the menu. An entry without a title is a separator.
type entry struct {
	id       string // stays the same while the title changes
	title    string
	enabled  bool
	hidden   bool
	action   func()
	children []entry
}

// layout is the menu for a state, from top to bottom.
func layout(t *l10n.Texts, c Callbacks, s State) []entry {
	open := c.OnOpen
	if open == nil {
		open = func(string) {}
	}
	menu := []entry{
		action("new", t.Get("tray.new"), c.OnNew),
		shown(s.Left > 0, action("resume", t.Count("tray.resume", s.Left), c.OnResume)),
		shown(s.Reply.ID != "", withTicket("reply", clip(s.Reply.Title, longestTitle), s.Reply.ID, c.OnReply)),
		action("tickets", t.Get("tray.tickets"), c.OnTickets),
		recent(t, c, s.Recent),
		{id: "-1"},
		shown(s.Problem != "", entry{id: "problem", title: s.Problem}),
		state(t, c, s),
		shown(s.SignIn, action("signin", t.Get("tray.signin"), c.OnSignIn)),
		shown(s.Waiting+s.Paused > 0, action("retry", t.Get("tray.retry"), c.OnRetry)),
		shown(s.Late > 0, action("look", t.Get("tray.look"), c.OnLook)),
		shown(s.Failed+s.Refused > 0, action("edit", t.Count("tray.edit", s.Failed+s.Refused), c.OnEdit)),
		shown(s.ByMail, action("mail", t.Get("tray.mail"), c.OnMail)),
	}
	if reach := helpdesks(t, s.Helpdesks, open); len(reach) > 0 {
		menu = append(append(menu, entry{id: "-2"}), reach...)
	}
	return append(menu, entry{id: "-3"}, action("quit", t.Get("tray.quit"), c.OnQuit))
}

func action(id, title string, f func()) entry {
	return entry{id: id, title: title, enabled: f != nil, action: f}
}

// withTicket is an action on one ticket.
func withTicket(id, title, ticket string, f func(string)) entry {
	if f == nil {
		return action(id, title, nil)
	}
	return action(id, title, func() { f(ticket) })
}

// state is the line of state. Where it says that an answer is waited for, it
// leads to the tickets.
func state(t *l10n.Texts, c Callbacks, s State) entry {
	if s.Yours == 0 {
		return action("state", summary(t, s), nil)
	}
	return action("state", summary(t, s), c.OnTickets)
}

func shown(yes bool, e entry) entry {
	e.hidden = !yes
	return e
}

// mostRecent is how many recent tickets the menu has room for.
const mostRecent = 6

// recent are the tickets with the newest word, each a click away. The lines
// are always the same ones, so that the menu need not be built anew when a
// ticket is sent; the line above them stays, for a submenu that was hidden does
// not come back everywhere.
func recent(t *l10n.Texts, c Callbacks, tickets []Ticket) entry {
	menu := entry{id: "recent", title: t.Get("tray.recent"), enabled: len(tickets) > 0}
	for i := range mostRecent {
		line := entry{id: "recent/" + string(rune('a'+i)), hidden: true}
		if i < len(tickets) {
			line = withTicket(line.id, title(t, tickets[i]), tickets[i].ID, c.OnTicket)
		}
		menu.children = append(menu.children, line)
	}
	return menu
}

// title is a ticket's line, with the state whole: it is what the user looks for.
func title(t *l10n.Texts, k Ticket) string {
	if k.State == "" {
		return clip(k.Title, longestTitle)
	}
	line := func(title string) string {
		return t.Get("tray.recent-ticket", l10n.Vars{"Title": title, "State": k.State})
	}
	rest := len(utf16.Encode([]rune(line(""))))
	return line(clip(k.Title, longestTitle-rest))
}

// longestTitle is how many UTF-16 units of a ticket's line a menu shows well.
const longestTitle = 70

// helpdesks are the other ways to a helpdesk (Project++: "telefono, fax e
// helpdesk web" as secondary channels): in the menu itself for one helpdesk,
// in a submenu each for several.
func helpdesks(t *l10n.Texts, all []Helpdesk, open func(string)) []entry {
	var menu []entry
	for i, h := range all {
		lines := reach(t, h, open)
		if len(lines) == 0 {
			continue
		}
		prefix := "helpdesk/" + h.Name + "/" + string(rune('a'+i%26))
		for j := range lines {
			lines[j].id = prefix + "/" + lines[j].id
		}
		menu = append(menu, entry{id: prefix, title: h.Name, enabled: true, children: lines})
	}
	if len(menu) == 1 {
		return menu[0].children
	}
	return menu
}

// reach lists how to reach one helpdesk. A portal that is not on the web is
// left out, since the target goes to the system's opener.
func reach(t *l10n.Texts, h Helpdesk, open func(string)) []entry {
	var lines []entry
	if h.Phone != "" {
		lines = append(lines, action("phone", t.Get("tray.phone", l10n.Vars{"Number": h.Phone}), func() { open(telephone(h.Phone)) }))
	}
	if h.Fax != "" {
		lines = append(lines, entry{id: "fax", title: t.Get("tray.fax", l10n.Vars{"Number": h.Fax})})
	}
	if u, err := url.Parse(h.Portal); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
		lines = append(lines, action("portal", t.Get("tray.portal", l10n.Vars{"Name": h.Name}), func() { open(u.String()) }))
	}
	return lines
}

// telephone makes a tel: URL (RFC 3966) of a number as people write it.
func telephone(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, number)
	return "tel:" + digits
}

// summary is the one line of state, the gravest first.
func summary(t *l10n.Texts, s State) string {
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{
		{"tray.failed", s.Failed},
		{"tray.refused", s.Refused},
		{"tray.lost", s.Lost},
		{"tray.paused", s.Paused},
		{"tray.waiting", s.Waiting},
		{"tray.yours", s.Yours},
		{"tray.late", s.Late},
	} {
		if p.n > 0 {
			parts = append(parts, t.Count(p.key, p.n))
		}
	}
	if len(parts) == 0 {
		return t.Get("tray.sent")
	}
	return strings.Join(parts, " · ")
}

// tooltip is what the mouse over the icon shows: at most 127 UTF-16 units,
// which is what Windows has room for.
func tooltip(t *l10n.Texts, s State) string {
	line := s.Problem
	if line == "" {
		line = summary(t, s)
	}
	return clip(t.Get("tray.name")+" – "+line, 127)
}

// clip shortens s to at most max UTF-16 units without halving a character.
func clip(s string, max int) string {
	if len(utf16.Encode([]rune(s))) <= max {
		return s
	}
	n := 0
	for i, r := range s {
		w := len(utf16.Encode([]rune{r}))
		if n+w > max-1 {
			return s[:i] + "…"
		}
		n += w
	}
	return s
}

// icon names the picture for a state.
func icon(s State) string {
	switch {
	case s.Failed+s.Refused+s.Lost > 0 || s.Problem != "":
		return "trayapp-failed"
	case s.Waiting+s.Paused > 0:
		return "trayapp-waiting"
	}
	return "trayapp"
}
