package rules

import (
	"testing"

	"ticketpp/internal/ticket"
)

func TestAmongSeveralHelpdesksTheUserChooses(t *testing.T) {
	for id, want := range map[string]string{"": "", "m": "m", "gone": ""} {
		if got := DeskOf(id, []ticket.Helpdesk{{ID: "h"}, {ID: "m"}}, false).ID; got != want {
			t.Errorf("DeskOf(%q) is %q, want %q", id, got, want)
		}
	}
	if got := DeskOf("", []ticket.Helpdesk{{ID: "h"}}, false).ID; got != "h" {
		t.Errorf("the only one is not chosen: %q", got)
	}
	for id, want := range map[string]string{"": "", "h": "h", "gone": ""} {
		if got := DeskOf(id, []ticket.Helpdesk{{ID: "h"}}, true).ID; got != want {
			t.Errorf("beside one that cannot be used, DeskOf(%q) is %q, want %q", id, got, want)
		}
	}
	if got := DeskOf("h", nil, false).ID; got != "" {
		t.Errorf("a helpdesk out of nothing: %q", got)
	}
}

func TestFitDesk(t *testing.T) {
	cwol := ticket.Helpdesk{ID: "cwol", Modules: []ticket.Module{{Name: "Cityfinancing"}, {Name: "Citypeople"}}, Kinds: ticket.Kinds(), Severities: ticket.Severities()}
	one := ticket.Helpdesk{ID: "one", Modules: []ticket.Module{{Name: "Paghe"}}, Categories: []string{"Web"}}
	mine := ticket.Ticket{Module: "cityPEOPLE ", Category: "Mago", Kind: ticket.Training, Severity: ticket.Blocking, Subject: "s"}

	got := mine
	FitDesk(&got, cwol)
	if got.Helpdesk != "cwol" || got.Module != "Citypeople" || got.Category != "" || got.Kind != ticket.Training || got.Severity != ticket.Blocking || got.Subject != "s" {
		t.Errorf("at cwol: %+v", got)
	}
	FitDesk(&got, one)
	if got.Helpdesk != "one" || got.Module != "Paghe" || got.Category != "Web" || got.Kind != ticket.Anomaly || got.Severity != ticket.Normal || got.Subject != "s" {
		t.Errorf("at one: %+v", got)
	}
	one.MoreModules = true
	got.Module = ""
	FitDesk(&got, one)
	if got.Module != "" {
		t.Errorf("where another module cannot be used: %q", got.Module)
	}
}

func TestFillContact(t *testing.T) {
	known := ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "a@b.it", Office: "U", Hours: "9-13", ContactBy: ticket.ByEmail}
	c := ticket.Contact{Phone: "0462-5082"}
	FillContact(&c, known, []string{"Comune"})
	want := known
	want.Phone, want.Body = "0462-5082", "Comune"
	if c != want {
		t.Errorf("got %+v, want %+v", c, want)
	}
	c = ticket.Contact{}
	FillContact(&c, ticket.Contact{}, []string{"A", "B"})
	if c.Body != "" || c.ContactBy != ticket.ByPhone {
		t.Errorf("nothing known: %+v", c)
	}
}
