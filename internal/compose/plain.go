package compose

import (
	"fyne.io/fyne/v2"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// Why a picture goes as a file: keys of what is said.
const (
	plainNotOpened = "compose.shots.as_file"
	plainFull      = "compose.shots.as_file.full"
)

// plain says, beside the pictures, which picture files go with the ticket as
// files. Of a screenshot only its pixels are sent; of a file all that is in
// it, and whoever dropped a photograph among the pictures does not expect that.
type plain struct {
	form *Form
	box  *fyne.Container
	rows *fyne.Container
	why  map[string]string // by the attachment's file
}

func newPlain(f *Form) *plain {
	p := &plain{form: f, rows: parts.NewStack(3), why: map[string]string{}}
	p.box = parts.NewStack(3, p.rows, newAdvised(f.texts.Get("compose.shots.as_file.whole")))
	p.box.Hide()
	return p
}

// newAdvised is a remark in the colour of advice.
func newAdvised(words string) *parts.Text {
	t := parts.NewRemark(words)
	t.Color = window.ColorAdvice
	return t
}

// load is for another ticket.
func (p *plain) load() { clear(p.why) }

// show says it of each such attachment that the ticket has.
func (p *plain) show() {
	f := p.form
	p.rows.Objects = nil
	for _, a := range f.ticket.Attachments {
		key := p.why[a.File]
		if key == "" {
			continue
		}
		words := newAdvised(f.texts.Get(key, l10n.Vars{"Name": rules.Shorten(a.Name, 60), "N": mostShots}))
		remove := parts.NewLink(f, f.texts.Get("compose.shots.as_file.remove"), func() { f.files.remove(a) })
		p.rows.Objects = append(p.rows.Objects, parts.NewRow(8, 0, []float32{1, 0}, words, remove))
		f.events.Name("plain."+itoa(len(p.rows.Objects))+".remove", remove)
	}
	setHidden(p.box, len(p.rows.Objects) == 0)
}
