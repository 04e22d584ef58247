package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// notice is the line at the top that speaks of the ticket as a whole: that it
// was left half-way, or that it cannot be kept just now.
type notice struct {
	form  *Form
	box   *fyne.Container
	words *parts.Text
	open  *parts.Link // takes up the ticket that is offered
	hide  *parts.Link
	error bool
}

func newNotice(f *Form) *notice {
	n := &notice{form: f, words: parts.NewText("")}
	n.words.Letters = window.SizeSmall
	n.hide = parts.NewLink(f, f.texts.Get("compose.notice.ok"), func() {
		n.box.Hide()
		f.relayout()
	})
	n.open = parts.NewLink(f, f.texts.Get("compose.notice.open"), f.takeUp)
	n.open.Hide()
	f.events.Name("notice", n.words)
	f.events.Name("notice.open", n.open)
	f.events.Name("notice.hide", n.hide)
	n.box = parts.NewInset(12, 6, parts.NewCard(window.ColorSelected, ""), parts.NewRow(8, 0, []float32{1, 0, 0}, n.words, n.open, n.hide))
	n.box.Hide()
	return n
}

// show says that the draft was left half-way, or what else became of it.
func (n *notice) show() {
	words := rules.PastWords(n.form.ticket, n.form.o.Resumed, n.form.texts)
	n.box.Hidden = words == ""
	n.error = false
	n.words.Paint(words, theme.ColorNameForeground)
	n.open.Hidden, n.hide.Hidden = true, false
	n.hide.SetWords(n.form.texts.Get("compose.notice.ok"))
}

// offer says that an earlier ticket was left half-way, with the way back to
// it.
func (n *notice) offer(l LeftDraft) {
	t := n.form.texts
	key := "compose.notice.left"
	if l.Subject == "" {
		key = "compose.notice.left-untitled"
	}
	n.words.Paint(t.Get(key, l10n.Vars{
		"Subject": rules.Shorten(l.Subject, 80), "Day": l.At.Local().Format("02/01"), "Time": l.At.Local().Format("15:04"),
	}), theme.ColorNameForeground)
	n.open.Hidden, n.hide.Hidden, n.box.Hidden = false, false, false
	n.hide.SetWords(t.Get("compose.notice.later"))
}

// gone says that the ticket that was offered cannot be taken up.
func (n *notice) gone() {
	n.words.Paint(n.form.texts.Get("compose.notice.gone"), theme.ColorNameForeground)
	n.open.Hidden = true
	n.hide.SetWords(n.form.texts.Get("compose.notice.ok"))
}

// saving says whether what is typed can be kept.
func (n *notice) saving(err error) {
	f := n.form
	if (err != nil) == n.error || f.state == closed {
		return
	}
	n.error = err != nil
	if err == nil {
		n.box.Hide()
	} else {
		f.events.Note("save-failed", err.Error())
		n.words.Paint(saveWords(f.texts, err), theme.ColorNameError)
		n.open.Hide()
		n.hide.Hide()
		n.box.Show()
	}
	f.relayout()
}
