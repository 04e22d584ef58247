package coach

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

func TestPhone(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for s, ok := range map[string]bool{
		"0731538419": true, "0462-5082": true, "0462.5082": true, "0522/001.011": true, "+39 333 1234567": true,
		"0731 538419": true, "0731-538419": true, "(0731) 538419": true, "Tel. 0731 538419": true, "tel 0731538419 int. 12": true,
		"0731 538419 interno 204": true, "333 1234567": true, "333.12.34.567": true, "3331234567": true, "0039 0731 538419": true,
		"+390731538419": true, "39 333 1234567": true, "06 1234567": true, "02-12345678": true, "800 123456": true, "800123456": true, "199 123 456": true,
		"+44 20 7946 0018": true, "+1 (212) 555-0123": true, "0044 20 7946 0018": true, "+49 89 636 48018": true, "+378 0549 882500": true, "+41 91 123 45 67": true,
		"0731 538419 / 333 1234567": true, "0731 538419 o 333 1234567": true, "0731538419 - 3331234567": true,
		" 0731538419 ": true, "0731\u00a0538419": true,
		"": false, "  ": false, "-": false, "12": false, "204": false, "int. 12": false, "12345": false, "telefono": false, "0000000000": false,
		"1111111111": false, "0731 5": false, "33312345": false, "333 12345678901": false, "chiamare dopo le 9": false, "anna@comune.it": false,
		"+": false, "+39": false, "+39 12": false, "0731538419 anna": false, "9999999999": false, "123456789012345678": false, "++39 333 1234567": false,
	} {
		if got := !Rejects(c.Phone(s)); got != ok {
			t.Errorf("Phone(%q) accepted: %v, want %v", s, got, ok)
		}
	}
}

// No number that can exist is refused, and none that cannot is taken:
// phonenumbers is the oracle, for Italian numbers as typed and for foreign
// ones with their prefix.
func TestPhoneAgainstTheOracle(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	digits := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte('0' + random.IntN(10))
		}
		return string(b)
	}
	heads := []string{"0", "02", "06", "0731", "0462", "0522", "0881", "3", "33", "34", "38", "800", "803", "199", "+39 0", "+39 3", "+44 ", "+49 ", "+33 ", "+1 ", "+41 ", "+378 ", "0041 "}
	refused := map[string]int{}
	for range 60_000 {
		s := heads[random.IntN(len(heads))] + digits(2+random.IntN(10))
		_, taken := parsePhone(s)
		n, err := phonenumbers.Parse(s, "IT")
		switch {
		case err == nil && phonenumbers.GetNumberType(n) == phonenumbers.VOICEMAIL: // a mobile with a digit too much or two: a slip of whoever types it
		case err == nil && phonenumbers.IsValidNumber(n) && !taken:
			refused[s]++
		case taken && (err != nil || !phonenumbers.IsPossibleNumber(n)):
			// The oracle knows each foreign country's lengths; the small parser
			// only E.164's. Italian ones must agree.
			if p, _ := parsePhone(s); !p.foreign {
				t.Errorf("%q is taken and cannot be", s)
			}
		}
	}
	for s := range refused {
		t.Errorf("%q exists and is refused", s)
	}
}

func TestEmail(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for s, want := range map[string]string{ // suggestion expected with the reject, "ok" when accepted
		"anna.bianchi@comune.example": "ok", "a@b.it": "ok", "Anna.Bianchi@Comune.Jesi.AN.it": "ok", "a+b@x.co": "ok", " anna@comune.it ": "ok",
		"": "", "anna": "", "anna@": "", "@comune.it": "", "anna@comune": "", "anna@@comune.it": "", "anna@comune.1t": "",
		"anna..bianchi@comune.it": "anna.bianchi@comune.it", "anna@comune.it.": "anna@comune.it", "anna@comune,it": "anna@comune.it",
		"Anna Bianchi <anna@comune.it>": "anna@comune.it", "anna@comune.it; luca@comune.it": "anna@comune.it", "anna@comune.it, luca@comune.it": "anna@comune.it",
		"anna bianchi@comune.it": "annabianchi@comune.it", "anna(at)comune.it": "anna@comune.it", "nicolò@comune.it": "nicolo@comune.it", "mailto:anna@comune.it": "anna@comune.it",
		"anna chiocciola comune.it": "anna@comune.it", "anna@comune.it anna@comune.it": "anna@comune.it",
		strings.Repeat("a", 65) + "@comune.it": "", "anna@-comune.it": "", "anna@xn--p1ai.xn--p1ai": "ok",
	} {
		findings := c.Email(s)
		got := "ok"
		if Rejects(findings) {
			got = findings[0].Suggestion
		}
		if got != want {
			t.Errorf("Email(%q): %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]string{"anna@gmial.com": "anna@gmail.com", "anna@gmail.con": "anna@gmail.com", "anna@comune.con": "anna@comune.com", "anna@libero.ti": "anna@libero.it"} {
		f := c.Email(s)
		if len(f) != 1 || f[0].Level != Hint || f[0].Suggestion != want {
			t.Errorf("Email(%q) = %+v, want a hint with %q", s, f, want)
		}
	}
}

func TestName(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for s, ok := range map[string]bool{"Anna Bianchi": true, "Maria Grazia D'Amico": true, "Łukasz Żak": true, "anna": false, "": false, "Anna B.": true, "Anna 2": false, "anna@comune.it x": false} {
		if got := !Rejects(c.Name(s)); got != ok {
			t.Errorf("Name(%q) accepted: %v, want %v", s, got, ok)
		}
	}
}

func TestBCCRefusesTheHelpdesksOwn(t *testing.T) {
	c := newCoach(t, desk())
	for address, want := range map[string]string{
		"sindaco@comune.example": "", "michelangelo@desk.example": "coach.bcc.own", "x@mail.desk.example": "coach.bcc.own", "HELP@Desk.example": "coach.bcc.own",
		"nobody": "coach.bcc.bcc", "è@comune.example": "coach.bcc.bcc",
	} {
		message := ""
		if f := c.BCC(address); len(f) > 0 {
			message = f[0].Message
		}
		if want != "" {
			want = c.texts.Get(want, l10n.Vars{"Address": address})
		}
		if message != want {
			t.Errorf("BCC(%q): %q, want %q", address, message, want)
		}
	}
}

func TestContact(t *testing.T) {
	whole := ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna@comune.example", Body: "Comune di Esempio", Hours: "9-13"}
	bodies := []string{"Comune di Esempio", "Unione dei Comuni"}
	strict := desk()
	strict.HoursRequired = true
	for name, test := range map[string]struct {
		desk   ticket.Helpdesk
		change func(*ticket.Contact)
		bodies []string
		want   string
	}{
		"whole":             {strict, func(*ticket.Contact) {}, bodies, "[]"},
		"no hours":          {strict, func(p *ticket.Contact) { p.Hours = " " }, bodies, "[hours]"},
		"hours not asked":   {desk(), func(p *ticket.Contact) { p.Hours = "" }, bodies, "[]"},
		"contact by mail":   {strict, func(p *ticket.Contact) { p.Hours = ""; p.ContactBy = ticket.ByEmail }, bodies, "[]"},
		"unknown body":      {strict, func(p *ticket.Contact) { p.Body = "Altro" }, bodies, "[body]"},
		"no body of two":    {strict, func(p *ticket.Contact) { p.Body = "" }, bodies, "[body]"},
		"no body of one":    {strict, func(p *ticket.Contact) { p.Body = "" }, bodies[:1], "[]"},
		"body in lower":     {strict, func(p *ticket.Contact) { p.Body = "unione dei comuni " }, bodies, "[]"},
		"nothing at all":    {strict, func(p *ticket.Contact) { *p = ticket.Contact{} }, bodies, "[name phone email hours body]"},
		"mail with accents": {desk(), func(p *ticket.Contact) { p.Email = "nicolò@comune.example" }, nil, "[email]"},
	} {
		p := whole
		test.change(&p)
		var rules []string
		for _, f := range newCoach(t, test.desk).Contact(p, test.bodies) {
			rules = append(rules, f.Rule)
		}
		if got := fmt.Sprint(rules); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
