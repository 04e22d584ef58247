package mytickets

import (
	"testing"
	"time"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

func TestWhen(t *testing.T) {
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 0, 30, 0, 0, time.Local)
	for _, c := range []struct {
		at          time.Time
		long, short string
	}{
		{now.Add(-10 * time.Minute), "oggi 00:20", "00:20"},
		{now.Add(-40 * time.Minute), "ieri 23:50", "ieri"},
		{now.Add(time.Minute), "oggi 00:31", "00:31"}, // another computer's clock
		{now.AddDate(0, 0, -2), "20/11 00:30", "20/11"},
		{now.AddDate(-1, 0, 0), "22/11/2025", "22/11/25"},
	} {
		if got := when(texts, c.at, now); got != c.long {
			t.Errorf("%v: %q", c.at, got)
		}
		if got := whenShort(texts, c.at, now); got != c.short {
			t.Errorf("%v, short: %q", c.at, got)
		}
	}
}

func TestOnlyWebPagesCanBeOpened(t *testing.T) {
	for address, host := range map[string]string{
		"https://Portal.example/x?y=1#z":    "portal.example",
		"http://portal.example:8080/":       "portal.example",
		"https://münchen.example/":          "", // a mail is read with xn--mnchen-3ya: one letter may look like another
		"javascript:alert(1)":               "",
		"file:///etc/passwd":                "",
		"ftp://portal.example/":             "",
		"https://portal.example@evil.test/": "",
		"https:///nohost":                   "",
		"//portal.example/":                 "",
		"https://portal.example/a b":        "",
		"https://portal.example/\nx":        "",
		"":                                  "",
	} {
		got, ok := linkHost(address)
		if got != host || ok != (host != "") {
			t.Errorf("%q leads to %q, %v", address, got, ok)
		}
	}
	d := ticket.Helpdesk{Portal: "https://portal.example/"}
	for address, own := range map[string]bool{
		"https://portal.example/12345": true, "https://portal.example.evil.test/": false, "https://evil.test/portal.example": false,
	} {
		if portalHost(address, d) != own {
			t.Errorf("%s on the portal: %v", address, !own)
		}
	}
	if portalHost("https://portal.example/", ticket.Helpdesk{}) {
		t.Error("a helpdesk without a portal has one")
	}
}

func TestQuotedTextIsFoldedAway(t *testing.T) {
	for _, c := range []struct{ text, words, quoted string }{
		{"Buongiorno", "Buongiorno", ""},
		{"Sì.\n\nIl giorno 1 Anna ha scritto:\n> a\n> b\n", "Sì.", "Il giorno 1 Anna ha scritto:\n> a\n> b"},
		{"Sì.\n> a", "Sì.", "> a"},
		{"> a\nSì, così.", "> a\nSì, così.", ""},
		{"> solo citato", "> solo citato", ""},
		{"", "", ""},
	} {
		if words, quoted := fold(c.text); words != c.words || quoted != c.quoted {
			t.Errorf("%q: %q and %q", c.text, words, quoted)
		}
	}
}

// Every state and every word of a conversation can be said.
func TestEveryStateHasWords(t *testing.T) {
	states := []history.State{
		history.Queued, history.Paused, history.Sent, history.Opened, history.WaitingForYou, history.WaitingForHelpdesk,
		history.Suspended, history.Resolved, history.Failed, "unconfirmed",
	}
	yours := []history.Kind{history.First, history.Information, history.Reminder, history.Answer, history.Closing, history.Reopening}
	theirs := []history.Kind{
		history.Confirmed, history.NoTicket, history.Bounced, history.Delayed, history.Question, history.Suspends, history.Answered, history.Resolves, history.Other,
	}
	var keys []string
	for _, s := range states {
		keys = append(keys, "mytickets.state."+string(s))
		if s != history.Failed && s != history.Resolved {
			keys = append(keys, "mytickets.means."+string(s))
		}
	}
	for _, k := range yours {
		keys = append(keys, "mytickets.last.you."+string(k), "mytickets.said.you."+string(k))
	}
	keys = append(keys, "mytickets.last.you."+string(history.NumberTyped))
	for _, k := range theirs {
		keys = append(keys, "mytickets.last.helpdesk."+string(k), "mytickets.said.helpdesk."+string(k))
	}
	for _, k := range kindOrder {
		keys = append(keys, "mytickets.do."+string(k), "mytickets.title."+string(k), "mytickets.effect."+string(k), "mytickets.placeholder."+string(k))
	}
	for _, s := range []Stage{Sending, Taken, Waiting, Paused, Refused} {
		keys = append(keys, "mytickets.step."+string(s))
	}
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			if got := texts.Get(key); got == key || got == "" {
				t.Errorf("%s: nothing is said for %s", lang, key)
			}
		}
	}
}
