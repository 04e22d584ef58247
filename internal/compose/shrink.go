package compose

import (
	"errors"

	"ticketpp/internal/ticket"
)

// ErrNotSmaller: a screenshot is as small as it gets.
var ErrNotSmaller = errors.New("the screenshot is as small as it gets")

// shrink makes room for the ticket with smaller screenshots, and gives the
// originals back.
type shrink struct {
	form     *Form
	link     *link
	original map[string]ticket.Screenshot // by the smaller one's file
	tried    bool
}

func newShrink(f *Form) *shrink {
	s := &shrink{form: f, original: map[string]ticket.Screenshot{}}
	s.link = newLink(f, f.texts.Get("compose.shots.shrink"), s.tapped)
	f.events.Name("shots.shrink", s.link)
	s.link.Hide()
	return s
}

// words offers smaller screenshots where the ticket is too large for what may
// be sent, and the originals where they were made smaller.
func (s *shrink) words() {
	f := s.form
	key := "compose.shots.shrink"
	if len(s.original) > 0 {
		key = "compose.shots.unshrink"
	}
	s.link.setWords(f.texts.Get(key))
	over := f.o.MaxTotal > 0 && weight(f.ticket) > f.o.MaxTotal
	s.link.Hidden = len(s.original) == 0 && (!over || s.tried || f.o.Callbacks.Shrink == nil || !hasShot(f.ticket))
}

// forget is for another ticket in the same form.
func (s *shrink) forget() {
	clear(s.original)
	s.tried = false
}

func hasShot(t ticket.Ticket) bool {
	for _, sc := range t.Screenshots {
		if sc.Included {
			return true
		}
	}
	return false
}

func (s *shrink) tapped() {
	f := s.form
	if len(s.original) > 0 {
		for i, sc := range f.ticket.Screenshots {
			if was, ok := s.original[sc.File]; ok {
				was.Included = sc.Included
				f.ticket.Screenshots[i] = was
			}
		}
		s.forget()
		s.done()
		return
	}
	s.tried = true
	s.link.Hide()
	f.relayout()
	for _, sc := range f.ticket.Screenshots {
		if !sc.Included {
			continue
		}
		f.work <- func() {
			small, err := f.o.Callbacks.Shrink(sc)
			f.do(func() { s.shrunk(sc, small, err) })
		}
	}
}

// shrunk takes one smaller screenshot in place of the original.
func (s *shrink) shrunk(was, small ticket.Screenshot, err error) {
	f := s.form
	if err != nil {
		f.events.Note("not-shrunk", err.Error())
		s.done()
		return
	}
	for i, sc := range f.ticket.Screenshots {
		if sc.File == was.File {
			small.Included = sc.Included
			f.ticket.Screenshots[i] = small
			s.original[small.File] = was
		}
	}
	s.done()
}

func (s *shrink) done() {
	f := s.form
	f.shots.show()
	f.files.words()
	f.relayout()
	f.picked()
}
