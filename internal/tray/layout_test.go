package tray

import (
	"strings"
	"testing"
	"unicode/utf16"

	"ticketpp/internal/l10n"
)

func TestSummaryTooltipAndIcon(t *testing.T) {
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		state   State
		summary string
		icon    string
	}{
		{State{}, "Tutto inviato", "trayapp"},
		{State{Left: 3}, "Tutto inviato", "trayapp"},
		{State{Waiting: 1}, "1 ticket in attesa di rete", "trayapp-waiting"},
		{State{Waiting: 2}, "2 ticket in attesa di rete", "trayapp-waiting"},
		{State{Paused: 1}, "1 ticket in pausa: controlla l'accesso alla posta", "trayapp-waiting"},
		{State{Failed: 1}, "1 ticket non accettato dal server", "trayapp-failed"},
		{State{Failed: 2, Waiting: 1}, "2 ticket non accettati dal server · 1 ticket in attesa di rete", "trayapp-failed"},
		{State{Refused: 1}, "1 ticket non aperto dall'helpdesk", "trayapp-failed"},
		{State{Yours: 2, Late: 1}, "2 ticket aspettano una tua risposta · 1 ticket inviato, non ancora confermato", "trayapp"},
		{State{Problem: "Impostazioni da correggere"}, "Tutto inviato", "trayapp-failed"},
	} {
		if got := summary(texts, c.state); got != c.summary {
			t.Errorf("%+v: says %q, want %q", c.state, got, c.summary)
		}
		if got := icon(c.state); got != c.icon {
			t.Errorf("%+v: icon %s, want %s", c.state, got, c.icon)
		}
	}
	long := tooltip(texts, State{Problem: strings.Repeat("😀è", 100)})
	if n := len(utf16.Encode([]rune(long))); n > 127 || n < 125 || !strings.HasSuffix(long, "…") {
		t.Errorf("the tooltip has %d UTF-16 units: %q", n, long)
	}
}

func TestMenuOfOneHelpdesk(t *testing.T) {
	texts, err := l10n.New("en")
	if err != nil {
		t.Fatal(err)
	}
	var opened []string
	menu := layout(texts, Callbacks{OnTickets: func() {}, OnOpen: func(s string) { opened = append(opened, s) }}, State{
		Problem: "Settings need a look",
		Helpdesks: []Helpdesk{
			{Name: "Only", Phone: "0731 / 538.419", Portal: "https://x.example/a b"},
			{Name: "Bad", Portal: "javascript:alert(1)"},
			{Name: "Worse", Portal: "file:///etc/passwd"},
		},
	})
	var titles []string
	for _, e := range menu {
		if e.hidden {
			continue
		}
		title := e.title
		if !e.enabled && title != "" {
			title = "[" + title + "]"
		}
		titles = append(titles, title)
		if strings.HasPrefix(e.id, "helpdesk/") {
			e.action()
		}
	}
	want := "[Open a ticket with the screenshot]|My tickets|[Recent tickets]||[Settings need a look]|[Everything sent]||Phone: 0731 / 538.419|Only portal||[Quit]"
	if got := strings.Join(titles, "|"); got != want {
		t.Errorf("menu\n%s\nwant\n%s", got, want)
	}
	if got := strings.Join(opened, " "); got != "tel:0731538419 https://x.example/a%20b" {
		t.Errorf("opened %s", got)
	}
}

func TestPicturesExist(t *testing.T) {
	for _, name := range []string{"trayapp", "trayapp-waiting", "trayapp-failed"} {
		for _, file := range []string{"-44.png", "-32.png", ".ico"} {
			if len(picture(name+file)) == 0 {
				t.Errorf("%s%s is empty", name, file)
			}
		}
	}
}

func TestTheLoginIsOfferedOnlyWhereItHelps(t *testing.T) {
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []bool{false, true} {
		for _, e := range layout(texts, Callbacks{OnSignIn: func() {}}, State{Paused: 1, SignIn: wanted}) {
			if e.id == "signin" && (e.hidden == wanted || e.title != "Accedi alla posta…" || !e.enabled) {
				t.Errorf("wanted %v: %+v", wanted, e)
			}
		}
	}
}

func TestTheMailProgramIsOfferedOnlyWhereItHelps(t *testing.T) {
	texts, err := l10n.New("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []bool{false, true} {
		found := false
		for _, e := range layout(texts, Callbacks{OnMail: func() {}}, State{Paused: 1, ByMail: wanted}) {
			if e.id == "mail" {
				found = true
				if e.hidden == wanted || e.title != "Open in my mail program" || !e.enabled {
					t.Errorf("wanted %v: %+v", wanted, e)
				}
			}
		}
		if !found {
			t.Error("no such line")
		}
	}
}

func TestRecentTicketsAreAClickAway(t *testing.T) {
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	var opened []string
	state := State{Recent: []Ticket{{"aa", "12345 · Mandato 1532 non trasmesso", "aperto"}, {"bb", strings.Repeat("lungo ", 40), "in attesa di te"}}}
	menu := layout(texts, Callbacks{OnTicket: func(id string) { opened = append(opened, id) }}, state)
	before := strings.Join(ids(layout(texts, Callbacks{}, State{})), " ")
	if now := strings.Join(ids(menu), " "); now != before {
		t.Errorf("the menu must be built anew:\n%s\n%s", before, now)
	}
	for _, e := range menu {
		if e.id != "recent" {
			continue
		}
		if !e.enabled || e.children[0].title != "12345 · Mandato 1532 non trasmesso (aperto)" || e.children[0].hidden || !e.children[2].hidden {
			t.Errorf("%+v", e)
		}
		if n := len(utf16.Encode([]rune(e.children[1].title))); n > longestTitle || !strings.HasSuffix(e.children[1].title, "… (in attesa di te)") {
			t.Errorf("a line of %d units", n)
		}
		e.children[0].action()
		e.children[1].action()
	}
	if strings.Join(opened, " ") != "aa bb" {
		t.Errorf("opened %v", opened)
	}
}

func TestAReplyThatWasLeftIsOffered(t *testing.T) {
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	resumed := ""
	c := Callbacks{OnReply: func(id string) { resumed = id }}
	for _, left := range []string{"", "aa"} {
		for _, e := range layout(texts, c, State{Reply: Ticket{ID: left, Title: "Riprendi la risposta al ticket 12345"}}) {
			if e.id != "reply" {
				continue
			}
			if e.hidden != (left == "") || e.title != "Riprendi la risposta al ticket 12345" || !e.enabled {
				t.Errorf("%q: %+v", left, e)
			}
			e.action()
		}
	}
	if resumed != "aa" {
		t.Errorf("resumed %q", resumed)
	}
}

func TestTheAwaitedAnswerIsAClickAway(t *testing.T) {
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	for _, yours := range []int{0, 1} {
		for _, e := range layout(texts, Callbacks{OnTickets: func() {}}, State{Yours: yours}) {
			if e.id == "state" && e.enabled != (yours > 0) {
				t.Errorf("%d: %+v", yours, e)
			}
		}
	}
}
