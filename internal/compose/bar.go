package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/l10n"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// bar is the strip at the bottom: how the ticket stands, whom to ring, and
// the way out.
type bar struct {
	form    *Form
	box     *fyne.Container
	good    *widget.Icon
	state   *parts.Text
	phone   *parts.Text
	discard *parts.Link
	second  *parts.Button
	first   *parts.Button
	message said // what went wrong or is asked; in front of the common state
}

func newBar(f *Form) *bar {
	b := &bar{form: f, good: widget.NewIcon(theme.NewSuccessThemedResource(theme.ConfirmIcon())), state: parts.NewText(""), phone: parts.NewRemark("")}
	b.good.Hide()
	b.discard = parts.NewLink(f, f.texts.Get("compose.discard"), f.askDiscard)
	b.second = parts.NewButton(f, "", f.Escape)
	b.first = parts.NewButton(f, "", f.send)
	b.first.Importance = widget.HighImportance
	f.events.Name("send", b.first)
	f.events.Name("close", b.second)
	f.events.Name("discard", b.discard)
	f.events.Name("status", b.state)
	ground := parts.NewCard(window.ColorPanel, "")
	ground.Radius = 0
	line := parts.NewCard(window.ColorLine, "")
	line.Radius = 0
	words := parts.NewStack(2, parts.NewRow(6, 0, []float32{0, 1}, b.good, b.state), b.phone)
	b.box = parts.NewStack(0, parts.NewInset(0, 0.5, line), parts.NewInset(18, 9, ground,
		parts.NewRow(12, 0, []float32{1, 0, 0, 0}, words, b.discard, b.second, b.first)))
	return b
}

// show fits the bar to the state of the form.
func (b *bar) show() {
	f := b.form
	t := f.texts
	b.help()
	b.discard.Hidden = f.state != writing
	label := func(btn *parts.Button, key string) {
		btn.Text = t.Get(key)
		btn.Refresh()
	}
	b.first.Importance = widget.HighImportance
	b.first.OnTapped, b.second.OnTapped = f.send, f.Escape
	switch f.state {
	case asking:
		back := "compose.ask.back"
		if len(f.watch.verdict.Faults()) == 0 { // nothing is missing; something is too much
			back = "compose.ask.back.personal"
		}
		label(b.second, back)
		label(b.first, "compose.ask.send")
	case discarding:
		b.first.Importance = widget.DangerImportance
		b.first.OnTapped = f.discard
		label(b.second, "compose.discard.no")
		label(b.first, "compose.discard.yes")
		if f.matter.suggest.by != nil {
			b.first.Importance = widget.HighImportance
			label(b.second, "compose.suggest.no")
			label(b.first, "compose.suggest.yes")
		}
	default:
		label(b.second, "compose.close")
		label(b.first, "compose.send")
	}
	if f.state == handing || f.state == closing {
		b.first.Disable()
		b.second.Disable()
	} else {
		b.first.Enable()
		b.second.Enable()
	}
	b.status()
}

// help says whom to ring, or where else to write.
func (b *bar) help() {
	d := b.form.desk
	key := "compose.phone_us"
	if d.Phone == "" {
		key = "compose.portal_us"
	}
	b.phone.Hidden = d.Phone == "" && d.Portal == ""
	b.phone.Paint(b.form.texts.Get(key, l10n.Vars{"Helpdesk": d.Name, "Phone": d.Phone, "Portal": d.Portal}), window.ColorMuted)
}

// say puts a message in front of the common state; the empty one takes it
// away.
func (b *bar) say(message string, color fyne.ThemeColorName) {
	b.ask(said{words: message, color: color})
}

// ask puts a question there.
func (b *bar) ask(question said) {
	b.message = question
	b.status()
}

// status shows how the ticket stands, and reports whether that has changed.
func (b *bar) status() bool {
	s := b.form.watch.status()
	if b.message.words != "" {
		s = b.message
	}
	if b.state.Words() == s.words && b.state.Color == s.color && b.good.Visible() == s.clear {
		return false
	}
	b.state.Shorter = s.shorter
	b.state.Paint(s.words, s.color)
	b.good.Hidden = !s.clear
	return true
}
