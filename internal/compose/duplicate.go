package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// Known is a ticket of the user's that is still open.
type Known struct {
	ID      string
	Number  string
	Subject string
}

// Moved is the outcome of a form whose text was added to a ticket that is open
// already; the draft is not the form's any more.
const Moved Outcome = "moved"

// duplicate asks, under the subject, whether the matter is one that the
// helpdesk has already: "Aggiungere al ticket 12345?".
type duplicate struct {
	form  *Form
	box   *fyne.Container
	words *parts.Text
	add   *parts.Link
	other *parts.Link
	known Known
	said  map[string]bool // ids of the tickets of which the user said: another matter
	order int             // counts the questions, so that a late answer is not taken
	stop  func()
}

func newDuplicate(f *Form) *duplicate {
	d := &duplicate{form: f, words: parts.NewRemark(""), said: map[string]bool{}, stop: func() {}}
	d.words.Color = window.ColorAdvice
	d.add = parts.NewLink(f, "", d.take)
	d.other = parts.NewLink(f, f.texts.Get("compose.duplicate.other"), d.dismiss)
	f.events.Name("duplicate", d.words)
	f.events.Name("duplicate.add", d.add)
	f.events.Name("duplicate.other", d.other)
	d.box = parts.NewStack(1, d.words, parts.NewRow(14, 0, nil, d.add, d.other))
	d.box.Hide()
	return d
}

// typed looks for an open ticket when the user pauses.
func (d *duplicate) typed(subject string) {
	f := d.form
	if f.o.Callbacks.Similar == nil {
		return
	}
	d.stop()
	d.order++
	order, desk := d.order, f.desk.ID
	d.stop = f.watch.later(pause, func() {
		f.watch.spawn(func() {
			found := f.o.Callbacks.Similar(desk, subject)
			f.do(func() {
				if order == d.order && f.state == writing {
					d.show(found)
				}
			})
		})
	})
}

// show asks about the closest ticket that the user has not set aside.
func (d *duplicate) show(found []Known) {
	d.known = Known{}
	for _, k := range found {
		if !d.said[k.ID] {
			d.known = k
			break
		}
	}
	d.box.Hidden = d.known.ID == ""
	if !d.box.Hidden {
		vars := l10n.Vars{"Number": d.known.Number, "Subject": rules.Shorten(d.known.Subject, 60)}
		d.words.Paint(d.form.texts.Get("compose.duplicate.ask", vars), window.ColorAdvice)
		d.add.SetWords(d.form.texts.Get("compose.duplicate.add", vars))
		d.form.events.Note("duplicate", d.known.ID)
	}
	d.form.matter.showAside()
}

// dismiss takes the user's word that it is another matter.
func (d *duplicate) dismiss() {
	d.said[d.known.ID] = true
	d.show(nil)
	d.form.win.Canvas().Focus(d.form.fields[idSubject].focus)
}

// take makes what was written a word about the ticket that is open, and ends
// the form. Nothing is sent by it.
func (d *duplicate) take() {
	f, known := d.form, d.known
	if f.state != writing || known.ID == "" {
		return
	}
	f.state = closing
	f.watch.stop()
	f.bar.show()
	t := rules.Trimmed(copyOf(f.ticket))
	f.watch.spawn(func() {
		_ = f.saver.Flush() // what follows saves it too, and its word counts
		f.saver.Stop()
		f.finishWork()
		err := f.o.Callbacks.AddTo(known.ID, t)
		f.do(func() { d.taken(err) })
	})
}

func (d *duplicate) taken(err error) {
	f := d.form
	if err == nil {
		f.finish(Moved)
		return
	}
	f.events.Note("not-moved", err.Error())
	f.state = writing
	f.saver.Start()
	f.changed()
	f.bar.say(f.texts.Get("compose.duplicate.failed"), theme.ColorNameError)
	f.bar.show()
	f.relayout()
}
