package compose

// tighten makes the files of the screenshots that go with the ticket small,
// once the window is on the screen: captured screens were written quickly so
// that it appears soon.
func (s *shots) tighten() {
	f := s.form
	write := f.o.Callbacks.Pictures.Tighten
	if write == nil || !f.onScreen {
		return
	}
	for _, sc := range s.all() {
		if !sc.Included || sc.Original != "" || s.tight[sc.File] {
			continue
		}
		s.tight[sc.File] = true
		f.work <- func() {
			size, err := write(sc)
			if err == nil && size != sc.Size {
				f.do(func() { s.tightened(sc.File, size) })
			}
		}
	}
}

// tightened takes the new size of a file, if it still is a screenshot's.
func (s *shots) tightened(file string, size int64) {
	f := s.form
	if f.state != writing && f.state != asking && f.state != discarding {
		return
	}
	for i := range s.all() {
		if sc := &s.all()[i]; sc.File == file {
			sc.Size = size
			f.files.words()
			f.picked()
			f.events.Note("tight", file)
		}
	}
}
