package compose

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// How long the last page stays, by what it says. Zero: until the user closes
// it.
func stays(s Stage) time.Duration {
	switch s {
	case Sending:
		return 12 * time.Second
	case Taken:
		return 4 * time.Second
	case Waiting:
		return 6 * time.Second
	}
	return 0
}

// after is the page that follows Send: on its way, taken, or waiting.
type after struct {
	form  *Form
	box   *fyne.Container
	icon  *widget.Icon
	title *parts.Text
	words *parts.Text
	sent  *widget.ProgressBar // shows once the mail takes longer than a second
	far   *parts.Text         // below it, in figures: on it no colour can be read on both halves
	gets  *fyne.Container     // the two
	mail  *parts.Button       // opens the user's own mail program
	edit  *parts.Button
	close *parts.Button
	stop  func()
}

func newAfter(f *Form) *after {
	a := &after{form: f, icon: widget.NewIcon(nil), title: parts.NewText(""), words: parts.NewText(""), stop: func() {}}
	a.title.Letters, a.title.Bold, a.title.Align = window.SizeTitle, true, fyne.TextAlignCenter
	a.words.Color, a.words.Align = window.ColorMuted, fyne.TextAlignCenter
	a.sent, a.far = widget.NewProgressBar(), parts.NewRemark("")
	a.sent.TextFormatter = func() string { return "" }
	a.far.Align = fyne.TextAlignCenter
	a.gets = parts.NewStack(4, a.sent, a.far)
	a.gets.Hide()
	a.mail = parts.NewButton(f, f.texts.Get("compose.after.mail"), a.handOff)
	a.mail.Hide()
	a.edit = parts.NewButton(f, f.texts.Get("compose.after.edit"), f.reopen)
	a.edit.Hide()
	a.close = parts.NewButton(f, f.texts.Get("compose.close"), f.Escape)
	f.events.Name("after.title", a.title)
	f.events.Name("after.words", a.words)
	f.events.Name("after.progress", a.sent)
	f.events.Name("after.close", a.close)
	f.events.Name("after.edit", a.edit)
	f.events.Name("after.mail", a.mail)
	ground := parts.NewCard(theme.ColorNameBackground, "")
	ground.Radius = 0
	sheet := parts.NewInset(28, 26, parts.NewCard(window.ColorPanel, window.ColorLine),
		parts.NewStack(12, container.New(&square{44}, a.icon), a.title, a.words, a.gets, parts.NewMiddleRow(10, a.mail, a.edit, a.close)))
	a.box = parts.NewInset(0, 0, ground, parts.NewMiddle(560, 0, sheet))
	return a
}

// step shows how far the ticket is, and lets the page go after a while.
func (a *after) step(p Progress) {
	f := a.form
	if f.state != handed {
		return
	}
	if p.Stage == Sending && p.Total > 0 {
		a.way(p)
		return
	}
	t := f.texts
	a.gets.Hide()
	a.title.Paint(t.Get("compose.after."+string(p.Stage)), theme.ColorNameForeground)
	words := t.Get("compose.after."+string(p.Stage)+".more", l10n.Vars{"Helpdesk": f.desk.Name, "File": p.File})
	if p.Reason != "" && p.Stage != Taken {
		words = p.Reason
	}
	if p.Answer != "" && (p.Stage == Refused || p.Stage == Paused) {
		words += "\n" + t.Get("compose.after.answer", l10n.Vars{"Answer": rules.Shorten(p.Answer, 200)})
	}
	if p.HandOff && p.Stage != Unopened {
		words += "\n" + t.Get("compose.after.offer")
	}
	if p.Stage != Taken && p.Stage != Sending && p.Stage != Opened && f.desk.Phone != "" {
		words += "\n" + t.Get("compose.after.phone", l10n.Vars{"Helpdesk": f.desk.Name, "Phone": f.desk.Phone})
	}
	a.words.Paint(words, window.ColorMuted)
	a.icon.SetResource(a.sign(p.Stage))
	a.edit.Hidden = p.Stage != Refused || !p.Editable
	a.mail.Hidden = !p.HandOff || f.o.Callbacks.HandOff == nil
	f.scroll.Hide()
	f.bar.box.Hide()
	f.layer.Hide()
	a.box.Show()
	f.relayout()
	f.win.Canvas().Focus(a.first())
	f.events.Note("stage", string(p.Stage))
	if f.events != nil { // somebody wants to see it
		f.root.Add(window.FrameMark(func() { f.events.Note("painted", string(p.Stage)) }))
	}
	a.stay(p.Stage)
}

// first is the button that has the keyboard.
func (a *after) first() *parts.Button {
	if a.mail.Visible() {
		return a.mail
	}
	return a.close
}

// handOff opens the ticket in the user's own mail program, away from the UI
// loop.
func (a *after) handOff() {
	f := a.form
	a.mail.Hide()
	a.edit.Hide()
	a.words.Paint(f.texts.Get("compose.after.opening"), window.ColorMuted)
	f.relayout()
	f.win.Canvas().Focus(a.close)
	f.watch.spawn(func() {
		p := f.o.Callbacks.HandOff()
		f.do(func() { a.step(p) })
	})
}

// stay lets the page go after the stage's while.
func (a *after) stay(s Stage) {
	a.stop()
	a.stop = func() {}
	if d := stays(s); d > 0 {
		a.stop = a.form.watch.later(d, func() { a.form.finish(Sent) })
	}
}

// way shows how much of the mail the server has; the page stays while it gets
// on. To close it leaves the ticket in the queue, and on its way.
func (a *after) way(p Progress) {
	f := a.form
	lang := f.texts.Lang()
	a.far.Paint(f.texts.Get("compose.after.progress", l10n.Vars{"Sent": rules.Size(p.Sent, lang), "Total": rules.Size(p.Total, lang)}), a.far.Color)
	a.sent.Max = float64(p.Total)
	a.sent.SetValue(float64(p.Sent))
	if !a.gets.Visible() {
		a.gets.Show()
		f.relayout()
		f.events.Note("progress", "")
	}
	a.stay(Sending)
}

// hide shows the form again.
func (a *after) hide() {
	a.stop()
	a.box.Hide()
	a.form.scroll.Show()
	a.form.bar.box.Show()
	a.form.layer.Show()
}

func (a *after) sign(s Stage) fyne.Resource {
	switch s {
	case Taken:
		return theme.NewSuccessThemedResource(theme.ConfirmIcon())
	case Refused:
		return theme.NewErrorThemedResource(theme.CancelIcon())
	case Paused, Unopened:
		return theme.NewWarningThemedResource(theme.WarningIcon())
	case Waiting:
		return theme.NewPrimaryThemedResource(theme.HistoryIcon())
	}
	return theme.NewPrimaryThemedResource(theme.MailSendIcon())
}
