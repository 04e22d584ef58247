package rules

import (
	"reflect"
	"testing"

	"ticketpp/internal/ticket"
)

func TestSize(t *testing.T) {
	for _, c := range []struct {
		bytes    int64
		lang, is string
	}{
		{0, "it", "0 byte"},
		{999, "it", "999 byte"},
		{999_499, "it", "999 kB"},
		{999_500, "it", "1 MB"},
		{999_949_999, "it", "999,9 MB"},
		{1_200_000_000, "it", "1,2 GB"},
		{1000, "it", "1 kB"},
		{154_000, "en", "154 kB"},
		{999_600, "it", "1 MB"},
		{7_000_000, "it", "7 MB"},
		{2_449_000, "it", "2,4 MB"},
		{2_449_000, "en", "2.4 MB"},
		{2_147_483_648, "it", "2,1 GB"},
	} {
		if got := Size(c.bytes, c.lang); got != c.is {
			t.Errorf("Size(%d, %s) = %q, want %q", c.bytes, c.lang, got, c.is)
		}
	}
}

func TestAddresses(t *testing.T) {
	got := Addresses(" a@b.it, c@d.it;e@f.it\n g@h.it ")
	if want := []string{"a@b.it", "c@d.it", "e@f.it", "g@h.it"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
	if got := Addresses(" , "); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

func TestIsBlank(t *testing.T) {
	for _, c := range []struct {
		t    ticket.Ticket
		want bool
	}{
		{ticket.Ticket{}, true},
		{ticket.Ticket{Helpdesk: "h", Module: "m", Contact: ticket.Contact{Name: "Anna"}, Screenshots: []ticket.Screenshot{{File: "s"}}}, true},
		{ticket.Ticket{Subject: "  "}, true},
		{ticket.Ticket{Subject: "a"}, false},
		{ticket.Ticket{Description: ticket.Description{Data: "a"}}, false},
		{ticket.Ticket{Attachments: []ticket.Attachment{{File: "f"}}}, false},
		{ticket.Ticket{BCC: []string{"a@b.it"}}, false},
		{ticket.Ticket{OnBehalf: ticket.Person{Phone: "1"}}, false},
	} {
		if got := IsBlank(c.t); got != c.want {
			t.Errorf("IsBlank(%+v) = %v", c.t, got)
		}
	}
}
