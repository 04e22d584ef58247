package mailbox

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ticketpp/assets"
	"ticketpp/internal/ticket"
)

// ours is the Message-ID of the mail that opened our ticket.
const ours = "d23570f89ed844a9.1532@comune.example"

// file reads one mail of testdata.
func file(t testing.TB, name string) Mail {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	m, err := Parse(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// patterns reads the list of the systems' patterns.
func patterns(t testing.TB) map[string]*regexp.Regexp {
	t.Helper()
	b, err := os.ReadFile("testdata/patterns.txt")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*regexp.Regexp{}
	for line := range strings.Lines(string(b)) {
		if name, pattern, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(line, "#\x20") {
			found[name] = regexp.MustCompile(pattern)
		}
	}
	return found
}

// desk is a helpdesk that uses a system.
func desk(t testing.TB, system string) ticket.Helpdesk {
	h := ticket.Helpdesk{ID: system, Domains: []string{system + ".example"}, Tag: patterns(t)[system], Portal: "https://" + system + ".example/"}
	switch system {
	case "projectpp":
		h.Domains, h.Portal = []string{"projectpp.it"}, "https://helpdesk.projectpp.it/"
	case "znuny":
		h.Domains = []string{"znuny.example", "otrs.example"}
	case "freshdesk", "jira":
		h.Portal = "https://acme." + system + ".example/"
	}
	return h
}

// fresh knows our ticket by the mail that opened it; it has no number yet.
var fresh = Known{Message: func(id string) (string, bool) { return "t1", id == ours }}

// numbered knows its number too.
func numbered(number string) Known {
	return Known{Message: fresh.Message, Number: func(n string) (string, bool) { return "t1", n == number }}
}

// The confirmations of the systems, and the number that each gives. GLPI and
// Jira answer by ids of their own alone: nothing ties their confirmation to
// our mail, so it is not taken for one.
var confirmations = []struct {
	file, system, number, tag, portal string
	tied                              bool
}{
	{"projectpp", "projectpp", "12345", "#Standard# Ticket #[12345]", "", true},
	{"znuny", "znuny", "2026112210000013", "[Ticket#2026112210000013]", "", true},
	{"otrs", "znuny", "2026112310000021", "[Ticket#2026112310000021]", "", true},
	{"rt-plain", "rt", "2", "[example.com #2]", "", true},
	{"rt-encoded", "rt", "2", "[example.com #2]", "", true},
	{"glpi", "glpi", "0000031", "[GLPI #0000031]", "https://glpi.example/index.php?redirect=ticket_31&noAUTO=1", false},
	{"zammad", "zammad", "20031", "[Ticket#20031]", "https://zammad.example/#ticket/zoom/31", true},
	{"freescout", "freescout", "501", "[#501]", "", true},
	{"osticket", "osticket", "482913", "[#482913]", "https://osticket.example/view.php?auth=o1xqyeaa&t=482913", true},
	{"freshdesk", "freshdesk", "8123", "[#8123]", "https://acme.freshdesk.example/helpdesk/tickets/8123", true},
	{"jira", "jira", "HELP-77", "HELP-77", "https://acme.jira.example/servicedesk/customer/portal/3/HELP-77?token=eyJ0", false},
}

func TestConfirmations(t *testing.T) {
	for _, c := range confirmations {
		m := file(t, "confirmed/"+c.file+".eml")
		got := Judge(m, desk(t, c.system), fresh)
		want := Verdict{Kind: Other}
		if c.tied {
			want = Verdict{Kind: Confirmed, TicketID: "t1", Number: c.number, Tag: c.tag, Portal: c.portal}
		}
		if got != want {
			t.Errorf("%s: %+v, not %+v", c.file, got, want)
		}
		known := Judge(m, desk(t, c.system), numbered(c.number))
		if known.TicketID != "t1" || known.Number != c.number || known.Tag != c.tag || known.Portal != c.portal || known.Kind != Confirmed {
			t.Errorf("%s, its number known: %+v", c.file, known)
		}
	}
}

// Each system's pattern is tried on every other system's mails, and the
// patterns of the profiles that ship on all.
func TestNoPatternMatchesAnothersMail(t *testing.T) {
	all := patterns(t)
	if len(all) != 9 {
		t.Fatalf("%d patterns", len(all))
	}
	shipped := regexp.MustCompile(`(?m)^tag = '(.*)'$`)
	names, err := assets.Profiles.ReadDir("profiles")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := assets.Profiles.ReadFile("profiles/" + n.Name())
		if err != nil {
			t.Fatal(err)
		}
		if m := shipped.FindSubmatch(b); m != nil {
			name := strings.TrimSuffix(n.Name(), ".toml")
			if known, ok := all[name]; ok && known.String() != string(m[1]) {
				t.Errorf("%s: the profile's pattern is %s", name, m[1])
			}
			all[name] = regexp.MustCompile(string(m[1]))
		}
	}
	for system, pattern := range all {
		for _, c := range confirmations {
			number, _, ok := Number(file(t, "confirmed/"+c.file+".eml"), ticket.Helpdesk{Tag: pattern})
			if own := c.system == system; ok != own || own && number != c.number {
				t.Errorf("the pattern of %s finds %q in the mail of %s", system, number, c.file)
			}
		}
	}
	for _, c := range confirmations { // and a mail of one is nothing to the helpdesk of another
		for system := range all {
			if v := Judge(file(t, "confirmed/"+c.file+".eml"), desk(t, system), fresh); system != c.system && v.TicketID != "" {
				t.Errorf("%s at %s: %+v", c.file, system, v)
			}
		}
	}
}

// The page for administrators lists the same patterns.
func TestThePageListsThePatterns(t *testing.T) {
	page, err := os.ReadFile("../../docs/mailbox.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := regexp.MustCompile("(?m)^\\| .* \\| `(.*)` \\|$").FindAllStringSubmatch(string(page), -1)
	all := patterns(t)
	if len(listed) != len(all)+1 { // the table's head
		t.Errorf("%d patterns on the page, %d here", len(listed)-1, len(all))
	}
	for name, p := range all {
		if !strings.Contains(string(page), "`"+p.String()+"`") {
			t.Errorf("the page does not list that of %s", name)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ system, detail string }{
		"rt-permission-denied": {"rt", "Permission Denied"},
		"rt-not-recorded":      {"rt", "Message not recorded: Re: [example.com #99] Mandato 1532"},
		"rt-no-user":           {"rt", "Could not load a valid user"},
		"osticket-limit":       {"osticket", "Open Tickets Limit Reached"},
		"sender-unknown":       {"projectpp", "Messaggio non elaborato"},
	} {
		want := Verdict{Kind: NoTicket, TicketID: "t1", Mail: ours, Detail: c.detail}
		if got := Judge(file(t, "refused/"+name+".eml"), desk(t, c.system), numbered("99")); got != want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestBounces(t *testing.T) {
	for name, want := range map[string]Verdict{
		"postfix":         {Kind: Bounced, Detail: "5.1.1 550 5.1.1 <helpdesk@projectpp.it>: Recipient address rejected: User unknown in virtual mailbox table"},
		"postfix-delayed": {Kind: Delayed, Detail: "4.4.1 connect to mail.projectpp.it[203.0.113.7]:25: Connection timed out"},
		"exchange":        {Kind: Bounced, Detail: "5.7.1 550 5.7.1 Message rejected as spam by Content Filtering."},
		"exim":            {Kind: Bounced, Detail: "5.2.2 550 5.2.2 Mailbox full"},
	} {
		want.TicketID, want.Mail = "t1", ours
		m := file(t, "bounced/"+name+".eml")
		if got := Judge(m, desk(t, "projectpp"), fresh); got != want {
			t.Errorf("%s: %+v", name, got)
		}
		if m.Bounce == nil || m.Bounce.Recipient != "helpdesk@projectpp.it" {
			t.Errorf("%s: %+v", name, m.Bounce)
		}
		if got := Judge(m, desk(t, "projectpp"), Known{}); got.TicketID != "" {
			t.Errorf("%s of somebody else's mail: %+v", name, got)
		}
	}
}

func TestTheThreadGoesOn(t *testing.T) {
	for name, c := range map[string]struct {
		system string
		kind   Kind
	}{
		"question": {"projectpp", Question}, "question-mark": {"projectpp", Question},
		"thanks-then-asks": {"projectpp", Question}, "question-english": {"projectpp", Question},
		"suspended": {"projectpp", Suspended}, "suspended-english": {"projectpp", Suspended},
		"answered": {"projectpp", Answered}, "answered-html": {"projectpp", Answered}, "not-resolved": {"projectpp", Answered},
		"resolved": {"projectpp", Resolved}, "resolved-status": {"projectpp", Resolved}, "rt-resolved": {"rt", Resolved},
		"glpi-solved": {"glpi", Resolved}, "jira-resolved": {"jira", Resolved}, "jira-waiting": {"jira", Question},
		"on-holiday": {"projectpp", Other}, "reopened": {"projectpp", Confirmed}, "late-by-number": {"projectpp", Answered},
	} {
		numbers := map[string]string{"projectpp": "12345", "rt": "2", "glpi": "0000031", "jira": "HELP-77"}
		got := Judge(file(t, "thread/"+name+".eml"), desk(t, c.system), numbered(numbers[c.system]))
		if got.Kind != c.kind || got.TicketID != "t1" || got.Number != numbers[c.system] {
			t.Errorf("%s: %+v, not %s", name, got, c.kind)
		}
	}
}

func TestOthersMail(t *testing.T) {
	for _, name := range []string{"newsletter", "forged", "colleague", "delivered"} {
		if got := Judge(file(t, "others/"+name+".eml"), desk(t, "projectpp"), numbered("12345")); got != (Verdict{Kind: Other}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Where the helpdesk's settings know no pattern (the CWOL and 01S documents
// give none), an answer that says so opens the ticket, without a number.
func TestWithoutAPattern(t *testing.T) {
	for system, want := range map[string]Verdict{
		"projectpp": {Kind: Confirmed, TicketID: "t1"},
		"rt-plain":  {Kind: Confirmed, TicketID: "t1", Number: "2", Tag: "[example.com #2]"},
		"osticket":  {Kind: Confirmed, TicketID: "t1"},
	} {
		name, _, _ := strings.Cut(system, "-")
		h := desk(t, name)
		h.Tag, h.Portal = nil, ""
		if got := Judge(file(t, "confirmed/"+system+".eml"), h, fresh); got != want {
			t.Errorf("%s: %+v", system, got)
		}
	}
	h := desk(t, "projectpp")
	h.Tag = nil
	if got := Judge(file(t, "thread/on-holiday.eml"), h, fresh); got.Kind != Other || got.TicketID != "t1" {
		t.Errorf("somebody on holiday: %+v", got)
	}
}

// What helpdesks write, and what of it is a word about the ticket itself.
func TestWords(t *testing.T) {
	for text, want := range map[string]Kind{
		"Il pagamento è stato sospeso dalla tesoreria.":                                           Answered,
		"Il mandato risulta chiuso dal 12 novembre.":                                              Answered,
		"L'ufficio è chiuso lunedì.":                                                              Answered,
		"Il documento è stato registrato ieri.":                                                   Answered,
		"Il problema non è stato ancora risolto.":                                                 Answered,
		"Quando il ticket sarà chiuso riceverà una e-mail.":                                       Answered,
		"Se il problema è stato risolto ci avvisi.":                                               Answered,
		"The payment has been closed by the bank.":                                                Answered,
		"Your ticket will be closed in 7 days.":                                                   Answered,
		"Questo messaggio è automatico: si prega di non rispondere a questa e-mail.":              Answered,
		"Il problema è stato risolto.":                                                            Resolved,
		"La Sua segnalazione n. 12345 è stata chiusa.":                                            Resolved,
		"Abbiamo risolto, buon lavoro.":                                                           Resolved,
		"Risolto.":                                                                                Resolved,
		"Our Support Rep has indicated that your Ticket (#8123) has been Resolved.":               Resolved,
		"This ticket is now closed.":                                                              Resolved,
		"Il ticket risulta sospeso: attendiamo il numero del documento.":                          Suspended,
		"La richiesta è stata messa in attesa.":                                                   Suspended,
		"Your request is now on hold.":                                                            Suspended,
		"Si prega di inviare la stampa del registro.":                                             Question,
		"La preghiamo di indicarci l'esercizio.":                                                  Question,
		"Please confirm that it works now.":                                                       Question,
		"Restiamo in attesa di un Suo riscontro.":                                                 Question,
		"Il problema è stato risolto? Ci faccia sapere.":                                          Question,
		"Il ticket 12345 è stato riaperto.":                                                       Confirmed,
		"We have received your request.":                                                          Confirmed,
		"La tua richiesta è stata presa in carico.\n\nHai scritto:\nIl ticket è chiuso? Sospeso?": Confirmed,
	} {
		m := Mail{Text: text, From: Address{Address: "a@projectpp.it"}, Subject: "#Standard# Ticket #[12345] x", InReplyTo: []string{ours}}
		if got := Judge(m, desk(t, "projectpp"), numbered("12345")); got.Kind != want {
			t.Errorf("%q is %s, not %s", text, got.Kind, want)
		}
	}
}
