package compose

import (
	"slices"

	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// Kept tells the form, which may show already what was captured, which
// screenshots are in the draft now that they are written. One whose Size was
// not known yet gets it; one that could not be written goes, and why says so in
// the agent's word (see window.Orders).
func (f *Form) Kept(kept []ticket.Screenshot, why string) {
	s := f.shots
	if !slices.ContainsFunc(s.all(), func(sc ticket.Screenshot) bool { return sc.Size == 0 }) {
		return
	}
	var there []ticket.Screenshot
	for _, sc := range s.all() {
		if sc.Size == 0 {
			i := slices.IndexFunc(kept, func(k ticket.Screenshot) bool { return k.Taken() == sc.Taken() })
			if i < 0 {
				continue
			}
			sc.Size = kept[i].Size
		}
		there = append(there, sc)
	}
	lost := len(there) < len(s.all())
	f.ticket.Screenshots = there
	if lost {
		s.why = why
		if len(there) > 0 { // else the words stand where the pictures would
			s.remark.Paint(f.texts.Get(s.noneWords()), window.ColorAdvice)
		}
	}
	s.refresh()
	f.picked() // it may be too large
	f.arrived(!lost)
}

// weighed reports whether the sizes of all pictures that go with the ticket are
// known.
func (s *shots) weighed() bool {
	return !slices.ContainsFunc(s.all(), func(sc ticket.Screenshot) bool { return sc.Included && sc.Size == 0 })
}
