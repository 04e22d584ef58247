package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"ticketpp/internal/l10n"
	"ticketpp/internal/markup"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// shots shows the ticket's screenshots: one large, with all that can be done
// to it, and when there are several all of them small below it.
type shots struct {
	form    *Form
	box     *fyne.Container
	current int  // the one that is large
	touched bool // the user has added one of their own
	nothing bool // it says that there was nothing to paste
	why     string

	title   *parts.Text
	toggle  *parts.Link
	picture *canvas.Image
	press   *press
	shape   *parts.Ratio
	large   *fyne.Container
	tools   shotTools
	privacy *parts.Text
	cover   *parts.Link
	remark  *parts.Text
	strip   *fyne.Container
	thumbs  []*thumb
	none    *parts.Text
	noneBox *fyne.Container
	again   *parts.Button
	more    *moreShots
	plain   *plain

	previews map[string]*preview        // by file
	edits    map[string]*markup.History // of each screenshot, by the picture as it was taken
	tight    map[string]bool            // files that are as small as they get, or are being made so
	drawing  int                        // screenshots that are being drawn
	coming   int                        // pictures that are being pasted or opened
	settled  []func(error)              // wait until all are
	failed   error                      // the last one that could not be drawn
}

// shotTools is what can be done to the large screenshot.
type shotTools struct {
	box            *fyne.Container
	edit           *parts.Button
	front, pointer *parts.Link
	earlier, later *parts.Link
	caption        *entry
}

func newShots(f *Form) *shots {
	s := &shots{form: f, title: parts.NewRemark(""), remark: parts.NewRemark(""), previews: map[string]*preview{}, edits: map[string]*markup.History{}, tight: map[string]bool{}}
	s.title.Single = true
	s.toggle = parts.NewLink(f, "", s.flip)
	s.picture = &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest}
	s.shape = &parts.Ratio{Value: float32(9) / 16, Tallest: 215}
	s.press = newPress(s.picture, func() { s.edit("") })
	frame := parts.NewCard(window.ColorPanel, window.ColorLine)
	frame.Radius = 4
	s.large = container.New(s.shape, container.NewStack(frame, container.NewPadded(s.press)))
	s.makeTools()
	s.privacy = parts.NewRemark("")
	s.cover = parts.NewLink(f, f.texts.Get("compose.shot.cover"), func() { s.edit(redactTool) })
	s.strip = container.New(&parts.Wraps{Gap: 6})
	s.none = parts.NewRemark("")
	s.again = parts.NewButton(f, f.texts.Get("compose.shots.again"), s.retake)
	s.noneBox = parts.NewInset(12, 12, parts.NewCard(window.ColorPanel, window.ColorLine), parts.NewStack(8, s.none, parts.NewRow(0, 0, nil, s.again)))
	s.more = newMoreShots(s)
	s.plain = newPlain(f)
	f.events.Name("shot", s.press)
	f.events.Name("shot.redact", s.cover)
	f.events.Name("shots.again", s.again)
	s.box = parts.NewStack(5, parts.NewRow(8, 0, []float32{1, 0}, s.title, s.toggle), s.large, s.tools.box,
		parts.NewRow(6, 0, []float32{1, 0}, s.privacy, s.cover), s.tools.caption, s.strip, s.noneBox, s.more.box, s.plain.box, s.remark)
	return s
}

func (s *shots) makeTools() {
	f, t := s.form, &s.tools
	t.edit = parts.NewButton(f, f.texts.Get("compose.shot.edit"), func() { s.edit("") })
	t.front = parts.NewLink(f, "", s.flipFront)
	t.pointer = parts.NewLink(f, "", s.flipPointer)
	t.earlier = parts.NewLink(f, f.texts.Get("compose.shot.earlier"), func() { s.shift(-1) })
	t.later = parts.NewLink(f, f.texts.Get("compose.shot.later"), func() { s.shift(1) })
	t.caption = newEntry(f, 1)
	t.caption.PlaceHolder = f.texts.Get("compose.shot.caption")
	t.caption.OnChanged = s.captioned
	t.box = container.New(&parts.Wraps{Gap: 10, Middle: true}, t.edit, t.front, t.pointer, t.earlier, t.later)
	f.events.Name("shot.edit", t.edit)
	f.events.Name("shot.front", t.front)
	f.events.Name("shot.pointer", t.pointer)
	f.events.Name("shot.earlier", t.earlier)
	f.events.Name("shot.later", t.later)
	f.events.Name("shot.caption", t.caption)
}

// all are the ticket's screenshots.
func (s *shots) all() []ticket.Screenshot { return s.form.ticket.Screenshots }

// now is the large one; nil when there is none.
func (s *shots) now() *ticket.Screenshot {
	if s.current < 0 || s.current >= len(s.all()) {
		return nil
	}
	return &s.all()[s.current]
}

// load shows another ticket's screenshots.
func (s *shots) load() {
	s.current, s.touched, s.why = firstIncluded(s.all()), false, s.form.noPicture
	clear(s.previews)
	clear(s.edits)
	clear(s.tight)
	s.plain.load()
	s.remark.Paint("", window.ColorMuted)
	s.show()
}

// show fills the panel from the ticket. Previews are read at once, so that the
// window's first frame has the picture in it; a screenshot without one is
// read later.
func (s *shots) show() {
	if s.current >= len(s.all()) {
		s.current = max(len(s.all())-1, 0)
	}
	s.showStrip()
	s.words()
}

// words says of each screenshot whether it goes with the ticket, and offers
// what can be done to it.
func (s *shots) words() {
	f, t := s.form, &s.tools
	sc := s.now()
	has := sc != nil
	in := has && sc.Included
	for _, o := range []fyne.CanvasObject{s.title, s.toggle, s.large} {
		setHidden(o, !has)
	}
	setHidden(s.noneBox, has)
	setHidden(s.strip, len(s.all()) < 2)
	can := in && f.o.Callbacks.Pictures.Draw != nil
	setHidden(t.edit, !can)
	setHidden(s.privacy, !can)
	setHidden(s.cover, !can)
	setHidden(t.front, !can || sc.Front.Empty() || sc.Front.Size().Eq(sizeOf(*sc)) && len(sc.Marks) == 0)
	setHidden(t.pointer, !can || sc.Pointer == nil)
	n, all := numberOf(s.all(), s.current), included(s.all())
	setHidden(t.earlier, n < 2)
	setHidden(t.later, n == 0 || n == all)
	setHidden(t.box, !can)
	setHidden(t.caption, !in || all < 2 && sc.Caption == "")
	setHidden(s.remark, s.remark.Words() == "")
	s.more.words()
	if !has {
		s.none.Paint(f.texts.Get(s.noneWords()), window.ColorMuted)
		setHidden(s.again, f.o.Callbacks.Pictures.Take == nil)
		return
	}
	s.wordsOf(*sc, n, all)
}

// wordsOf says what there is to say of the large screenshot.
func (s *shots) wordsOf(sc ticket.Screenshot, n, all int) {
	f, t := s.form, &s.tools
	vars := l10n.Vars{"N": n, "All": all, "Width": sc.Width, "Height": sc.Height}
	key := "compose.shot.one"
	if all > 1 {
		key = "compose.shot.many"
	}
	s.toggle.SetWords(f.texts.Get("compose.shot.remove"))
	s.picture.Translucency = 0
	if !sc.Included {
		key = "compose.shot.out"
		s.toggle.SetWords(f.texts.Get("compose.shot.back"))
		s.picture.Translucency = 0.78
	}
	f.events.Name("shot."+itoa(s.current+1)+".toggle", s.toggle)
	s.title.Paint(f.texts.Get(key, vars), window.ColorMuted)
	marks, _ := markup.Parse(sc.Marks)
	front := "compose.shot.front"
	if marks.Crop == sc.Front && !sc.Front.Empty() {
		front = "compose.shot.whole"
	}
	t.front.SetWords(f.texts.Get(front))
	pointer := "compose.shot.pointer"
	if sc.Pointer != nil && sc.Pointer.Shown {
		pointer = "compose.shot.no_pointer"
	}
	t.pointer.SetWords(f.texts.Get(pointer))
	privacy, cover := "compose.shot.privacy", "compose.shot.cover"
	if marks.Redacts() {
		privacy, cover = "compose.shot.covered", "compose.shot.cover_more"
	}
	s.privacy.Paint(f.texts.Get(privacy), window.ColorMuted)
	s.cover.SetWords(f.texts.Get(cover))
	if t.caption.Text != sc.Caption {
		changed := t.caption.OnChanged
		t.caption.OnChanged = nil
		t.caption.SetText(sc.Caption)
		t.caption.OnChanged = changed
	}
	if sc.Width > 0 && sc.Height > 0 {
		s.shape.Value = float32(sc.Height) / float32(sc.Width)
	}
	s.showPreview(s.picture, sc)
}

func setHidden(o fyne.CanvasObject, hidden bool) {
	switch {
	case hidden && o.Visible():
		o.Hide()
	case !hidden && !o.Visible():
		o.Show()
	}
}

// noneWords is the key of what stands in the place of the pictures.
func (s *shots) noneWords() string {
	switch s.why {
	case "refused", "timeout", "no-display", "not-kept", "lost", "locked", "remote", "no-permission":
		return "compose.shots." + s.why
	}
	return "compose.shots.none"
}

// say says something about the pictures, until the next click.
func (s *shots) say(words string, color fyne.ThemeColorName) {
	s.remark.Paint(words, color)
	s.refresh()
}

// refresh brings the panel up to date after something was done to it.
func (s *shots) refresh() {
	f := s.form
	s.show()
	f.files.words()
	f.relayout()
}

// changed is refresh, and the ticket is not as it was.
func (s *shots) changed() {
	s.remark.Paint("", window.ColorMuted)
	s.refresh()
	s.tighten()
	s.form.picked()
}
