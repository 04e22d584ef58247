package compose

import (
	"errors"
	"path/filepath"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// moreShots are the ways to one more screenshot: another one after some
// seconds, the one that was copied, a file.
type moreShots struct {
	shots  *shots
	box    *fyne.Container
	label  *parts.Text
	delays []*parts.Link
	paste  *parts.Link
	choose *parts.Link
}

// delays are the seconds after which another screenshot can be taken: enough
// to open a menu, or to get to a place some clicks away.
var delays = [...]int{3, 5, 10}

func newMoreShots(s *shots) *moreShots {
	f := s.form
	m := &moreShots{shots: s, label: parts.NewRemark(f.texts.Get("compose.shots.another"))}
	m.label.Whole = true
	row := container.New(&parts.Wraps{Gap: 8, Middle: true}, m.label)
	for _, n := range delays {
		l := parts.NewLink(f, f.texts.Get("compose.shots.seconds", l10n.Vars{"N": n}), func() { s.another(n) })
		f.events.Name("shots.delay."+itoa(n), l)
		m.delays = append(m.delays, l)
		row.Add(l)
	}
	m.paste = parts.NewLink(f, f.texts.Get("compose.shots.paste"), f.paste)
	m.choose = parts.NewLink(f, f.texts.Get("compose.shots.choose"), s.pick)
	f.events.Name("shots.paste", m.paste)
	f.events.Name("shots.choose", m.choose)
	row.Add(m.paste)
	row.Add(m.choose)
	m.box = parts.NewStack(0, row)
	return m
}

// words offers what this form can do.
func (m *moreShots) words() {
	p := m.shots.form.o.Callbacks.Pictures
	take := p.Take == nil || len(m.shots.all()) == 0 // then there is a button for it
	setHidden(m.label, take && p.Paste == nil && p.Add == nil)
	label := "compose.shots.another"
	if take {
		label = "compose.shots.or"
	}
	m.label.Paint(m.shots.form.texts.Get(label), window.ColorMuted)
	for _, l := range m.delays {
		setHidden(l, take)
	}
	setHidden(m.paste, p.Paste == nil)
	setHidden(m.choose, p.Add == nil)
	setHidden(m.box, take && p.Paste == nil && p.Add == nil)
}

// another hides the form, counts seconds down and takes one more screenshot.
func (s *shots) another(seconds int) {
	if s.ready() && s.hasRoom() {
		s.leaveScreen(seconds, false)
	}
}

// retake takes the screens again, where there is no picture. Where the desktop
// may have wanted to ask, it asks first, while the form has the focus.
func (s *shots) retake() {
	f := s.form
	if !s.ready() {
		return
	}
	if ask := f.o.Callbacks.Pictures.Ask; ask != nil && (s.why == "refused" || s.why == "timeout") {
		f.state = away
		s.again.Disable()
		f.work <- func() {
			taken, why := ask()
			f.do(func() {
				f.state = writing
				s.again.Enable()
				if len(taken) == 0 && why == "" {
					s.leaveScreen(1, true)
					return
				}
				s.took(taken, why)
			})
		}
		return
	}
	s.leaveScreen(1, true)
}

// ready reports whether the form is being written in.
func (s *shots) ready() bool {
	f := s.form
	if f.covering != nil || f.win.Canvas().Overlays().Top() != nil {
		return false
	}
	if f.state == asking {
		f.back()
	}
	return f.state == writing
}

// leaveScreen hides the form, takes the screens after some seconds, and comes
// back.
func (s *shots) leaveScreen(seconds int, all bool) {
	f := s.form
	f.files.dialog.Dismiss() // it would stand in the picture
	f.state = away
	f.win.Hide()
	f.events.Note("away", itoa(seconds))
	f.work <- func() {
		s.countDown(seconds)
		taken, why := f.o.Callbacks.Pictures.Take(all)
		f.do(func() {
			f.state = writing
			f.win.Show()
			f.win.RequestFocus()
			s.took(taken, why)
			f.events.Note("back", why)
		})
	}
}

// countDown counts seconds down on the screen, in a window of Fyne's where
// nothing else can.
func (s *shots) countDown(seconds int) {
	f := s.form
	words := func(n int) string { return f.texts.Count("compose.shots.countdown", n) }
	if show := f.o.Callbacks.Pictures.Countdown; show != nil && show(seconds, words) == nil {
		return
	}
	var win fyne.Window
	line := canvas.NewText("", nil)
	f.do(func() {
		win = f.app.NewWindow(f.texts.Get("compose.title"))
		line.TextSize = f.theme(window.SizeTitle)
		line.Color = f.app.Settings().Theme().Color(theme.ColorNameForeground, f.app.Settings().ThemeVariant())
		win.SetContent(container.NewPadded(line))
		win.SetFixedSize(true)
	})
	for n := seconds; n > 0; n-- {
		f.do(func() {
			line.Text = words(n)
			line.Refresh()
			win.Show()
		})
		time.Sleep(time.Second)
	}
	f.do(func() { win.Close() })
	time.Sleep(400 * time.Millisecond) // until what it covered is painted again
}

// took adds what was captured.
func (s *shots) took(taken []ticket.Screenshot, why string) {
	f := s.form
	if len(taken) == 0 {
		if len(s.all()) > 0 {
			s.say(f.texts.Get("compose.shots.not_taken"), window.ColorAdvice)
			return
		}
		s.why = why
		s.say(f.texts.Get("compose.shots.still_none"), window.ColorAdvice)
		return
	}
	s.add(taken...)
}

// add puts pictures behind those that there are, and shows the first that goes
// with the ticket.
func (s *shots) add(taken ...ticket.Screenshot) {
	f := s.form
	at := len(s.all())
	f.ticket.Screenshots = append(slices.Clip(s.all()), taken...)
	s.current, s.touched = at, true
	for i := at; i < len(s.all()); i++ {
		if s.all()[i].Included {
			s.current = i
			break
		}
	}
	s.changed()
	f.events.Note("shot-added", itoa(len(s.all())))
}

// paste takes the picture that was copied.
func (f *Form) paste() {
	s, take := f.shots, f.o.Callbacks.Pictures.Paste
	if take == nil || !s.ready() || !s.hasRoom() {
		return
	}
	s.coming++
	f.work <- func() {
		sc, err := take()
		f.do(func() {
			s.coming--
			switch {
			case err == nil:
				s.add(sc)
			case errors.Is(err, ErrNoPicture):
				s.notAdded(f.texts.Get("compose.shots.no_copy"))
				s.nothing = true
			case errors.Is(err, ErrNotOpened):
				s.notAdded(f.texts.Get("compose.shots.bad_copy"))
			default:
				s.notAdded(fileWords(f.texts, f.texts.Get("compose.shot.name"), err))
			}
			f.arrived(err == nil)
		})
	}
}

// typed ends the word that there was nothing to paste: the user goes on.
func (s *shots) typed() {
	if s.nothing {
		s.nothing = false
		s.say("", "")
	}
}

// notAdded says why a picture was not taken.
func (s *shots) notAdded(words string) {
	s.form.events.Note("picture-refused", words)
	s.say(words, window.ColorAdvice)
}

// pick asks for a picture file.
func (s *shots) pick() {
	f := s.form
	if !s.ready() || !s.hasRoom() {
		return
	}
	f.files.dialog.Ask(window.FileQuestion{
		Title: f.texts.Get("compose.shots.title"), Accept: f.texts.Get("compose.files.open"),
		Kind: f.texts.Get("files.pictures"), Ends: ticket.PictureEnds, All: f.texts.Get("files.all"),
	}, func(paths []string) {
		for _, path := range paths {
			if f.takesChosen() {
				s.openOrAttach(path)
			}
		}
	})
}

// openOrAttach takes a picture file, as a file where there are pictures enough.
func (s *shots) openOrAttach(path string) {
	if s.room() {
		s.open(path)
	} else {
		s.form.files.take(path, plainFull)
	}
}

// open takes a picture file. One that cannot be opened as a picture goes as a
// file, and that is said.
func (s *shots) open(path string) {
	f := s.form
	s.coming++
	f.work <- func() {
		sc, err := f.o.Callbacks.Pictures.Add(path)
		f.do(func() {
			s.coming--
			switch {
			case err == nil:
				s.add(sc)
			case errors.Is(err, ErrNotOpened):
				f.files.take(path, plainNotOpened)
			default:
				s.notAdded(fileWords(f.texts, filepath.Base(path), err))
			}
			f.arrived(err == nil)
		})
	}
}

// takes reports whether a file is one of those that are taken as screenshots.
func (s *shots) takes(path string) bool {
	return s.form.o.Callbacks.Pictures.Add != nil && ticket.NamesPicture(path)
}
