package drafts

import (
	"testing"

	"ticketpp/internal/ticket"
)

// A further mail about a ticket that exists is not offered as a new ticket,
// and once it is sealed it is handed over like any other.
func TestFollowUpsAreLeftApart(t *testing.T) {
	s := open(t, t.TempDir())
	for _, f := range []*ticket.FollowUp{nil, {Of: "0123456789abcdef", Kind: ticket.Answer, Number: "12345"}} {
		tk := example("Mandato 1532")
		tk.FollowUp = f
		if err := create(t, s, tk).Close(); err != nil {
			t.Fatal(err)
		}
	}
	left, err := s.Left()
	if err != nil || len(left) != 1 || left[0].FollowUp != nil {
		t.Errorf("left: %v, %v", left, err)
	}
	further, err := s.FollowUps()
	if err != nil || len(further) != 1 || further[0].FollowUp == nil || further[0].FollowUp.Number != "12345" {
		t.Fatalf("follow-ups: %v, %v", further, err)
	}
	d, err := s.Resume(further[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Seal("x@comune.example", s.now()); err != nil {
		t.Fatal(err)
	}
	d.Close()
	if sealed, err := s.Sealed(); err != nil || len(sealed) != 1 {
		t.Errorf("sealed: %v, %v", sealed, err)
	}
	if further, err := s.FollowUps(); err != nil || len(further) != 0 {
		t.Errorf("follow-ups: %v, %v", further, err)
	}
}
