package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// fieldID names a field of the form, in its own code and in the tests' event
// log.
type fieldID = rules.Field

// The fields of which something can be said.
const (
	idHelpdesk = rules.Helpdesk
	idModule   = rules.Module
	idCategory = rules.Category
	idKind     = rules.Kind
	idSeverity = rules.Severity
	idSubject  = rules.Subject
	idDoing    = rules.Doing
	idData     = rules.Data
	idHappened = rules.Happened
	idName     = rules.Name
	idPhone    = rules.Phone
	idEmail    = rules.Email
	idOffice   = rules.Office
	idHours    = rules.Hours
	idBody     = rules.Body
	idBy       = rules.By
	idBCC      = rules.BCC
	idSpoken   = rules.Spoken
	idWhoName  = rules.WhoName
	idWhoPhone = rules.WhoPhone
	idFiles    = rules.Files
)

// advice is the line below a field that says what to write better, with the
// better text at one click.
type advice struct {
	texts   *l10n.Texts
	box     *fyne.Container
	message *parts.Text
	links   *fyne.Container
	take    *parts.Link // takes the suggestion
	undo    *parts.Link // takes it back
	more    *parts.Link // leads to another field
	finding coach.Finding
	tried   bool // it was said after Send was tried
	taken   bool // the suggestion was taken and can be taken back
}

func newAdvice(h host, t *l10n.Texts) *advice {
	a := &advice{texts: t, message: parts.NewRemark("")}
	a.take, a.undo, a.more = parts.NewLink(h, "", func() {}), parts.NewLink(h, "", func() {}), parts.NewLink(h, "", func() {})
	// Alt+Enter and Ctrl+Z do it from the field. Whoever tabs on to the next one
	// and types must not land here.
	a.take.Aside, a.undo.Aside = true, true
	a.links = parts.NewRow(10, 0, nil, a.take, a.undo, a.more)
	a.box = parts.NewStack(1, a.message, a.links)
	a.box.Hide()
	return a
}

// show says a finding. Once Send was tried, what stops the ticket is said in
// the colour of an error; what had better not leave is said as loud as what
// stops it.
func (a *advice) show(f coach.Finding, tried bool) {
	a.finding, a.tried, a.taken = f, tried, false
	color := window.ColorMuted
	switch {
	case f.Level == coach.Reject && tried:
		color = theme.ColorNameError
	case f.Level == coach.Reject, f.Rule == coach.RulePersonalData:
		color = window.ColorAdvice
	}
	a.message.Paint(f.Message, color)
	a.message.Show()
	a.take.Hide()
	a.undo.Hide()
	a.more.Hide()
	if f.Suggestion != "" {
		a.take.SetWords(a.texts.Get("compose.advice.take", l10n.Vars{"Text": rules.Shorten(f.Suggestion, 80)}))
		a.take.Show()
	}
	if f.Rule == coach.RuleOnBehalf {
		a.more.SetWords(a.texts.Get("compose.advice.on_behalf"))
		a.more.Show()
	}
	a.links.Hidden = !a.take.Visible() && !a.more.Visible()
	a.box.Show()
}

// offerUndo says that the suggestion was taken, and how to go back; moved: what
// was too long for the field went into the description.
func (a *advice) offerUndo(moved bool) {
	a.finding, a.taken = coach.Finding{}, true
	a.message.Hidden = !moved
	if moved {
		a.message.Paint(a.texts.Get("compose.advice.moved"), window.ColorMuted)
	}
	a.take.Hide()
	a.more.Hide()
	a.undo.SetWords(a.texts.Get("compose.advice.undo-key"))
	a.undo.Show()
	a.links.Show()
	a.box.Show()
}

func (a *advice) hide() {
	a.finding, a.taken = coach.Finding{}, false
	a.box.Hide()
}

func (a *advice) isShown() bool { return a.box.Visible() }
