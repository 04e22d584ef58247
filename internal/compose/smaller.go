package compose

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/choose"
	"ticketpp/internal/window/parts"
)

// smaller makes room for the ticket with smaller screenshots. What they would
// look like is shown before they are taken; the originals can be put back.
type smaller struct {
	form *Form
	link *parts.Link

	view    *fyne.Container
	options []smallerOption
	page    int // which of the screenshots is shown
	choices *choose.Column
	over    *parts.Text // what to do when the choice is not enough
	pages   *parts.Text
	next    *parts.Link
	picture *canvas.Image
	scroll  *container.Scroll
	use     *parts.Button
}

// smallerOption is one choice: every screenshot in a smaller form of a level,
// or of a more faithful one where that is as small.
type smallerOption struct {
	level Level
	forms []SmallerForm // of each screenshot that gets smaller
	of    []string      // whose, by the picture as it was taken
	total int64         // bytes of all that goes with the ticket
}

func newSmaller(f *Form) *smaller {
	s := &smaller{form: f}
	s.link = parts.NewLink(f, "", s.tapped)
	f.events.Name("shots.shrink", s.link)
	s.link.Hide()
	return s
}

// words offers smaller screenshots where the ticket is too large for what may
// be sent, and the originals where they were made smaller.
func (s *smaller) words() {
	f := s.form
	can := f.o.Callbacks.Pictures.Smaller != nil
	key := "compose.shots.shrink"
	if s.back() {
		key = "compose.shots.unshrink"
	}
	s.link.SetWords(f.texts.Get(key))
	s.link.Hidden = !can || !s.back() && (!s.tooMuch(rules.Weight(f.ticket)) || !canShrink(f.ticket))
}

// tooMuch reports whether so many bytes are too many for what may be sent.
func (s *smaller) tooMuch(bytes int64) bool {
	return s.form.o.MaxTotal > 0 && bytes > s.form.o.MaxTotal
}

// back reports whether the originals are what can be offered: the ticket fits,
// or none of its screenshots can be made smaller than it is. From the originals
// every form can be chosen again.
func (s *smaller) back() bool {
	t := s.form.ticket
	return anySmaller(t) && (!s.tooMuch(rules.Weight(t)) || !canShrink(t))
}

func anySmaller(t ticket.Ticket) bool {
	for _, sc := range t.Screenshots {
		if sc.Smaller {
			return true
		}
	}
	return false
}

func canShrink(t ticket.Ticket) bool {
	for _, sc := range t.Screenshots {
		if sc.Included && !sc.Smaller {
			return true
		}
	}
	return false
}

func (s *smaller) tapped() {
	f := s.form
	if f.state != writing {
		return
	}
	if s.back() {
		for i, sc := range f.ticket.Screenshots {
			if sc.Smaller {
				f.shots.draw(i)
			}
		}
		return
	}
	f.state = away
	f.bar.say(f.texts.Get("compose.smaller.making"), window.ColorMuted)
	f.shots.settle(func(err error) {
		if err != nil {
			f.state = writing
			f.bar.say("", "")
			return
		}
		t := copyOf(f.ticket)
		f.work <- func() {
			options, err := s.make(t)
			f.do(func() { s.open(options, err) })
		}
	})
}

// make has the smaller forms made, and sorts them into choices.
func (s *smaller) make(t ticket.Ticket) ([]smallerOption, error) {
	options := make([]smallerOption, FewerPixels+1)
	for level := range options {
		options[level] = smallerOption{level: Level(level), total: rules.Weight(t)}
	}
	for _, sc := range t.Screenshots {
		if !sc.Included || sc.Smaller {
			continue
		}
		forms, err := s.form.o.Callbacks.Pictures.Smaller(sc)
		if err != nil {
			return nil, err
		}
		for level := range options {
			best := -1
			for i, form := range forms {
				if int(form.Level) <= level {
					best = i
				}
			}
			if best >= 0 {
				o := &options[level]
				o.forms, o.of = append(o.forms, forms[best]), append(o.of, sc.Taken())
				o.total += forms[best].Size - sc.Size
			}
		}
	}
	var useful []smallerOption
	last := rules.Weight(t)
	for _, o := range options {
		if o.total < last {
			useful, last = append(useful, o), o.total
		}
	}
	return useful, nil
}

// open shows the choices over the form.
func (s *smaller) open(options []smallerOption, err error) {
	f := s.form
	f.state = writing
	f.bar.say("", "")
	switch {
	case err != nil:
		f.events.Note("not-shrunk", err.Error())
		f.shots.say(fileWords(f.texts, f.texts.Get("compose.shot.name"), err), "error")
		return
	case len(options) == 0:
		f.events.Note("not-shrunk", "")
		f.shots.say(f.texts.Get("compose.smaller.none"), window.ColorAdvice)
		return
	}
	s.options, s.page = options, 0
	s.build()
	f.cover(s.view)
	s.show()
	f.win.Canvas().Focus(s.choices)
	f.events.Note("smaller", itoa(len(options)))
}

// build makes the view.
func (s *smaller) build() {
	f, t := s.form, s.form.texts
	title := parts.NewText(t.Get("compose.smaller.title"))
	title.Bold = true
	title.Letters = theme.SizeNameSubHeadingText
	what := parts.NewText(t.Get("compose.smaller.what", l10n.Vars{
		"Sum": rules.Size(rules.Weight(f.ticket), t.Lang()), "Limit": rules.Size(f.o.MaxTotal, t.Lang()),
	}))
	var rows []choose.Line
	gentlest := len(s.options) - 1 // that fits, else the smallest
	for i, o := range s.options {
		row := choose.Line{Words: t.Get("compose.smaller." + [...]string{"colours", "jpeg", "pixels"}[o.level]), Color: window.ColorGood}
		fits := "compose.smaller.fits"
		if s.tooMuch(o.total) {
			fits, row.Color = "compose.smaller.over", window.ColorAdvice
		} else {
			gentlest = min(gentlest, i)
		}
		row.Remark = t.Get(fits, l10n.Vars{"Size": rules.Size(o.total, t.Lang())})
		rows = append(rows, row)
	}
	s.choices = choose.NewColumn(f, rows, gentlest, func(int) { s.show() })
	f.events.Name("smaller.choices", s.choices)
	s.over = newAdvised(t.Get("compose.smaller.still"))
	s.pages = parts.NewRemark("")
	s.pages.Whole = true
	s.next = parts.NewLink(f, t.Get("compose.smaller.next"), func() {
		s.page++
		s.show()
	})
	s.picture = &canvas.Image{FillMode: canvas.ImageFillOriginal, ScaleMode: canvas.ImageScalePixels}
	s.scroll = container.NewScroll(s.picture)
	s.use = parts.NewButton(f, t.Get("compose.smaller.use"), s.take)
	s.use.Importance = widget.HighImportance
	leave := parts.NewButton(f, t.Get("compose.smaller.leave"), s.close)
	f.events.Name("smaller.use", s.use)
	f.events.Name("smaller.leave", leave)
	head := parts.NewInset(18, 12, parts.NewStack(6, title, what, s.choices, s.over, parts.NewRow(10, 0, nil, s.pages, s.next)))
	foot := parts.NewInset(18, 10, parts.NewRow(12, 0, []float32{1, 0, 0}, parts.NewText(""), leave, s.use))
	s.view = container.New(&between{}, head, container.NewStack(parts.NewCard(window.ColorPanel, window.ColorLine), s.scroll), foot)
}

// show shows what the choice would look like, pixel by pixel.
func (s *smaller) show() {
	f := s.form
	chosen := s.choices.Chosen()
	o := s.options[chosen]
	s.over.Hidden = !s.tooMuch(o.total)
	s.page %= len(o.forms)
	form := o.forms[s.page]
	s.pages.Paint(f.texts.Get("compose.smaller.page", l10n.Vars{"N": s.page + 1, "All": len(o.forms), "Size": rules.Size(form.Size, f.texts.Lang())}), window.ColorMuted)
	s.next.Hidden = len(o.forms) < 2
	page := s.page
	f.work <- func() {
		img, err := form.See()
		f.do(func() {
			if err != nil || s.view == nil || s.choices.Chosen() != chosen || s.page != page {
				return
			}
			s.showImage(img)
		})
	}
	f.relayout()
}

func (s *smaller) showImage(img image.Image) {
	b := img.Bounds()
	scale := s.form.win.Canvas().Scale()
	s.picture.Image = img
	s.picture.SetMinSize(fyne.NewSize(float32(b.Dx())/scale, float32(b.Dy())/scale))
	s.picture.Refresh()
	s.scroll.Refresh()
	s.form.events.Note("smaller-shown", itoa(b.Dx()))
}

// take makes the chosen forms what is sent.
func (s *smaller) take() {
	f, o := s.form, s.options[s.choices.Chosen()]
	s.close()
	for i, form := range o.forms {
		f.shots.drawing++
		was := o.of[i]
		f.work <- func() {
			out, err := form.Keep()
			f.do(func() { f.shots.kept(was, out, err) })
		}
	}
}

// kept is drawn for a smaller form.
func (s *shots) kept(taken string, out ticket.Screenshot, err error) {
	i := shotOf(s.all(), taken)
	if i < 0 {
		s.drawing--
		return
	}
	s.drawn(s.all()[i], out, err)
}

func (s *smaller) close() {
	s.view, s.options, s.picture = nil, nil, nil
	s.form.uncover()
	s.form.win.Canvas().Focus(s.form.fields[idSubject].focus)
}

// between gives its second object the room that the first and the third leave.
type between struct{}

func (between) Layout(o []fyne.CanvasObject, size fyne.Size) {
	top, bottom := parts.HeightOf(o[0], size.Width), parts.HeightOf(o[2], size.Width)
	parts.Place(o[0], 0, 0, size.Width, top)
	parts.Place(o[2], 0, size.Height-bottom, size.Width, bottom)
	parts.Place(o[1], 18, top, size.Width-36, size.Height-top-bottom)
}

func (between) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }
