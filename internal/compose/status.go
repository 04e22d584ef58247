package compose

import (
	"strings"

	"fyne.io/fyne/v2"

	"ticketpp/internal/l10n"
	"ticketpp/internal/window"
)

// said is a line of the bar at the bottom.
type said struct {
	words   string
	shorter []string // the same in fewer words, for where there is little room
	color   fyne.ThemeColorName
	clear   bool // a technician knows where to begin
}

// status is the state of the whole ticket in one line.
func (w *watch) status() said {
	t, v := w.form.texts, w.verdict
	switch {
	case w.coach == nil && w.form.o.Coach != nil:
		return said{color: window.ColorMuted}
	case len(v.Faults()) > 0:
		return w.naming("compose.status.missing", v.Faults(), nil, window.ColorMuted)
	case len(v.Personal()) > 0:
		return w.naming("compose.status.personal", v.Personal(), nil, window.ColorAdvice)
	case v.IsClear():
		return said{words: t.Get("compose.status.clear"), color: window.ColorGood, clear: true}
	}
	return said{words: t.Get("compose.status.hints"), color: window.ColorMuted}
}

// question is what the form asks before it sends a ticket of which there is
// something to say.
func (w *watch) question() said {
	v := w.verdict
	faults, personal := v.Faults(), v.Personal()
	switch {
	case len(personal) == 0:
		return w.naming("compose.ask", faults, nil, window.ColorAdvice)
	case len(faults) == 0:
		return w.naming("compose.ask.personal", personal, nil, window.ColorAdvice)
	}
	vars := l10n.Vars{"Personal": strings.Join(w.names(personal), ", ")}
	return w.naming("compose.ask.personal_too", faults, vars, window.ColorAdvice)
}

// naming says a text with the names of fields in it: all of them, or where
// there is little room the first ones and how many more there are.
func (w *watch) naming(key string, ids []fieldID, vars l10n.Vars, color fyne.ThemeColorName) said {
	t, names := w.form.texts, w.names(ids)
	say := func(names string) string {
		v := l10n.Vars{"Names": names}
		for k, x := range vars {
			v[k] = x
		}
		return t.Get(key, v)
	}
	s := said{words: say(strings.Join(names, ", ")), color: color}
	for n := len(names) - 1; n > 0; n-- {
		s.shorter = append(s.shorter, say(t.Count("compose.more_fields", len(names)-n, l10n.Vars{
			"Names": strings.Join(names[:n], ", "),
		})))
	}
	return s
}

// names are the short names of fields.
func (w *watch) names(ids []fieldID) (names []string) {
	for _, id := range ids {
		names = append(names, w.form.texts.Get("compose.short."+string(id)))
	}
	return names
}
