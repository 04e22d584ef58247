package compose

import (
	"ticketpp/internal/l10n"
	"ticketpp/internal/markup"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// choose makes a screenshot the large one; one that does not go with the
// ticket goes from now on.
func (s *shots) choose(i int) {
	if i < 0 || i >= len(s.all()) {
		return
	}
	s.current = i
	if s.all()[i].Included || !s.hasRoom() {
		s.refresh()
		return
	}
	s.all()[i].Included = true
	s.changed()
}

// flip puts the large screenshot in or out.
func (s *shots) flip() {
	sc := s.now()
	if sc == nil || !sc.Included && !s.hasRoom() {
		return
	}
	sc.Included = !sc.Included
	s.changed()
}

// hasRoom reports whether one more may go with the ticket, and says so when
// not.
func (s *shots) hasRoom() bool {
	if s.room() {
		return true
	}
	s.say(s.form.texts.Get("compose.shots.full", l10n.Vars{"N": mostShots}), window.ColorAdvice)
	return false
}

// room reports whether one more may go with the ticket, those counted that are
// on their way.
func (s *shots) room() bool { return included(s.all())+s.coming < mostShots }

// shift moves the large screenshot among those that go.
func (s *shots) shift(by int) {
	s.form.ticket.Screenshots, s.current = shifted(s.all(), s.current, by)
	s.changed()
}

func (s *shots) captioned(words string) {
	if sc := s.now(); sc != nil {
		sc.Caption = words
		s.form.changed()
	}
}

// flipFront keeps only the window that was in front, or the whole screen
// again.
func (s *shots) flipFront() {
	sc := s.now()
	d, err := markup.Parse(sc.Marks)
	if err != nil {
		return
	}
	if d.Crop == sc.Front {
		s.mark(s.current, d.SetCrop(markup.Drawing{}.Crop))
	} else {
		s.mark(s.current, d.SetCrop(sc.Front))
	}
	s.draw(s.current)
}

// flipPointer puts the mouse pointer in or out.
func (s *shots) flipPointer() {
	sc := s.now()
	p := *sc.Pointer // the saver may be reading the one there is
	p.Shown = !p.Shown
	sc.Pointer = &p
	sc.Stale = true
	s.draw(s.current)
}

// mark keeps what was drawn on screenshot i. Until it is drawn for good its
// file is stale and is not sent.
func (s *shots) mark(i int, d markup.Drawing) {
	sc := &s.all()[i]
	marks, err := d.Marshal()
	if err != nil {
		s.form.events.Note("not-marked", err.Error())
		return
	}
	sc.Marks, sc.Stale = marks, true
	if h := s.edits[sc.Taken()]; h != nil {
		h.Do(d)
	}
	s.form.changed()
}

// draw makes the file of screenshot i show what was drawn on it, off the UI
// loop.
func (s *shots) draw(i int) {
	f := s.form
	if f.o.Callbacks.Pictures.Draw == nil {
		return
	}
	s.all()[i].Stale = true
	s.drawing++
	was := s.all()[i]
	f.work <- func() {
		out, err := f.o.Callbacks.Pictures.Draw(was)
		f.do(func() { s.drawn(was, out, err) })
	}
	s.changed()
}

// drawn takes the file that was drawn, unless more was drawn meanwhile.
func (s *shots) drawn(was, out ticket.Screenshot, err error) {
	f := s.form
	s.drawing--
	i := shotOf(s.all(), was.Taken())
	switch {
	case i < 0: // another ticket
	case err != nil:
		f.events.Note("not-drawn", err.Error())
		s.failed = err
		s.say(fileWords(f.texts, f.texts.Get("compose.shot.name"), err), "error")
	case !sameMarks(s.all()[i], was):
		s.draw(i)
	default:
		s.take(i, out)
	}
	if s.drawing == 0 {
		for _, then := range s.settled {
			then(s.failed)
		}
		s.settled, s.failed = nil, nil
	}
}

// take puts a screenshot's new files in the place of those before, which go
// once the ticket no longer names them.
func (s *shots) take(i int, out ticket.Screenshot) {
	f := s.form
	sc := &s.all()[i]
	before := *sc
	sc.File, sc.Original, sc.Preview = out.File, out.Original, out.Preview
	sc.Width, sc.Height, sc.Size, sc.Smaller, sc.Stale = out.Width, out.Height, out.Size, out.Smaller, out.Stale
	if len(out.Marks) == 0 {
		sc.Marks = nil
	}
	s.changed()
	f.events.Note("drawn", sc.File)
	var old []string
	if before.File != sc.File && before.File != sc.Taken() {
		old = append(old, before.File)
	}
	if before.Preview != sc.Preview && before.Preview != "" {
		old = append(old, before.Preview)
	}
	if len(old) == 0 || f.o.Callbacks.Remove == nil {
		return
	}
	f.work <- func() {
		if f.saver.Flush() != nil {
			return // the ticket on the disk still names them
		}
		for _, file := range old {
			_ = f.o.Callbacks.Remove(file) // one that stays behind goes with the draft
		}
	}
}

func sameMarks(a, b ticket.Screenshot) bool {
	shown := func(s ticket.Screenshot) bool { return s.Pointer != nil && s.Pointer.Shown }
	return string(a.Marks) == string(b.Marks) && shown(a) == shown(b)
}

// drawStale draws what a crash, or a full disk, has left undrawn.
func (s *shots) drawStale() {
	for i, sc := range s.all() {
		if sc.Stale {
			s.draw(i)
		}
	}
}

// settle calls then once every screenshot's file shows its marks, with what
// kept one of them from it.
func (s *shots) settle(then func(error)) {
	if s.drawing == 0 {
		s.drawStale()
	}
	if s.drawing == 0 {
		then(nil)
		return
	}
	s.settled = append(s.settled, then)
}
