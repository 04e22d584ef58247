package mytickets

import (
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// head says of one ticket what it is about and how it stands, and takes the
// number as long as there is none.
type head struct {
	w        *Window
	box      *fyne.Container
	title    *parts.Text
	dot      *dot
	state    *parts.Text
	facts    *parts.Text
	means    *parts.Text // what the state means and what to do
	portal   *parts.Button
	confirm  *fyne.Container // the ways to the number
	again    *parts.Button
	byHand   *parts.Link
	paste    *parts.Link
	drop     *parts.Text
	entry    *parts.Entry
	keep     *parts.Button
	row      *fyne.Container // entry and keep
	message  *parts.Text     // what came of it
	entering bool
	looking  bool
}

func newHead(w *Window) *head {
	t := w.texts
	h := &head{w: w, title: parts.NewText(""), dot: newDot(), state: parts.NewText(""), facts: parts.NewText(""), means: parts.NewRemark(""), message: parts.NewRemark("")}
	h.title.Bold, h.title.Letters, h.title.Most = true, theme.SizeNameSubHeadingText, 2
	h.state.Bold, h.state.Whole = true, true
	h.facts.Single, h.facts.Color = true, window.ColorMuted
	h.portal = parts.NewButton(w, t.Get("mytickets.portal"), func() { h.w.open(h.w.record.Portal) })
	h.again = parts.NewButton(w, t.Get("mytickets.look"), w.look)
	h.byHand = parts.NewLink(w, t.Get("mytickets.number.type"), func() { h.enterNumber(true) })
	h.paste = parts.NewLink(w, t.Get("mytickets.confirm.paste"), h.pasteMail)
	h.drop = parts.NewRemark(t.Get("mytickets.confirm.drop"))
	h.entry = parts.NewEntry(w, 1)
	h.entry.PlaceHolder = t.Get("mytickets.number.placeholder")
	h.entry.OnSubmitted = func(string) { h.keepNumber() }
	h.keep = parts.NewButton(w, t.Get("mytickets.number.keep"), h.keepNumber)
	h.keep.Importance = widget.HighImportance
	h.row = parts.NewRow(8, 0, []float32{1, 0, 2}, h.entry, h.keep, parts.NewText(""))
	h.confirm = parts.NewStack(6, parts.NewRow(14, 0, []float32{0, 0, 0, 1}, h.again, h.byHand, h.paste, h.drop), h.row, h.message)
	line := parts.NewCard(window.ColorLine, parts.ColorNone)
	line.Radius = 0
	facts := parts.NewRow(7, 0, []float32{0, 0, 1}, parts.NewInset(0, 5, h.dot), h.state, h.facts)
	h.box = parts.NewStack(0, parts.NewInset(20, 13, parts.NewStack(5,
		parts.NewTopRow(12, 0, []float32{1, 0}, h.title, h.portal), facts, h.means, h.confirm)), parts.NewInset(0, 0.5, line))
	for id, o := range map[string]fyne.CanvasObject{
		"title": h.title, "state": h.state, "means": h.means, "portal": h.portal, "look": h.again, "number.type": h.byHand,
		"number": h.entry, "number.keep": h.keep, "paste": h.paste, "confirm.message": h.message,
	} {
		w.events.Name(id, o)
	}
	return h
}

// show shows the ticket of the window.
func (h *head) show() {
	w, t := h.w, h.w.texts
	rec := w.record
	desk := w.desk(rec.Ticket.Helpdesk)
	sum := rec.Summary()
	key := stateKey(sum, desk, w.now())
	h.title.Set(rec.Ticket.Subject)
	h.dot.paint(stateColor(key))
	if h.state.Words() != t.Get("mytickets.state."+key) {
		w.events.Note("state", key)
	}
	h.state.Paint(t.Get("mytickets.state."+key), stateColor(key))
	h.facts.Set("·  " + strings.Join(h.said(rec, desk), "  ·  "))
	h.means.Set(meaning(t, rec, key, desk, w.now()))
	h.portal.Hidden = !portalHost(rec.Portal, desk)
	h.ways(rec)
}

// ways shows the ways to the number: all of them as long as there is none, and
// the way to correct one that came from the user.
func (h *head) ways(rec history.Record) {
	w, t := h.w, h.w.texts
	needs, fixes := rec.Number == "" && rec.State == history.Sent, rec.ByHand()
	if !needs && !fixes {
		h.entering = false
	}
	h.confirm.Hidden = !needs && !fixes
	h.byHand.SetWords(t.Get("mytickets.number.type"))
	if fixes {
		h.byHand.SetWords(t.Get("mytickets.number.fix"))
	}
	h.again.Hidden = !needs || !w.o.Mailbox || w.o.Callbacks.Look == nil
	h.paste.Hidden = !needs && !h.entering
	h.drop.Hidden = h.paste.Hidden
	h.row.Hidden = !h.entering
	if h.confirm.Hidden {
		h.message.Set("")
	}
	h.message.Hidden = h.message.Words() == ""
}

// said are the facts beside the state: number, helpdesk, module, phone.
func (h *head) said(rec history.Record, desk ticket.Helpdesk) []string {
	t := h.w.texts
	var facts []string
	if rec.Number != "" {
		facts = append(facts, t.Get("mytickets.ticket", l10n.Vars{"Number": rec.Number}))
	}
	facts = append(facts, h.w.deskName(rec.Ticket.Helpdesk))
	if rec.Ticket.Module != "" {
		facts = append(facts, rec.Ticket.Module)
	}
	if desk.Phone != "" {
		facts = append(facts, t.Get("mytickets.phone", l10n.Vars{"Phone": desk.Phone}))
	}
	return facts
}

// unreadable says that the ticket's file cannot be read.
func (h *head) unreadable() {
	h.box.Show()
	h.w.empty.Hide()
	h.title.Set(h.w.texts.Get("mytickets.unreadable"))
	h.state.Paint("", window.ColorMuted)
	h.facts.Set("")
	h.means.Set("")
	h.portal.Hide()
	h.confirm.Hide()
}

// meaning is what a state means for the user, in a sentence or two.
func meaning(t *l10n.Texts, rec history.Record, key string, desk ticket.Helpdesk, now time.Time) string {
	vars := l10n.Vars{"Phone": desk.Phone, "Reason": reasonWords(t, rec.LastError), "When": when(t, rec.SentAt, now)}
	switch {
	case key == "unconfirmed" && desk.Phone != "":
		return t.Get("mytickets.means.unconfirmed.phone", vars)
	case rec.State == history.Sent && key != "unconfirmed" && desk.ConfirmWithin > 0:
		vars["Minutes"] = int(desk.ConfirmWithin.Minutes())
		return t.Get("mytickets.means.sent.soon", vars)
	case rec.State == history.Failed && rec.Redone != "":
		return t.Get("mytickets.means.redone", vars)
	case rec.State == history.Failed && rec.LastError == "":
		return t.Get("mytickets.means.failed.silent", vars)
	case rec.State == history.Failed && vars["Reason"] != rec.LastError: // in our words, which say what to do
		return t.Get("mytickets.means.failed.known", vars)
	case rec.State == history.Paused && rec.LastError != "":
		return t.Get("mytickets.means.paused.reason", vars)
	case rec.State == history.Resolved:
		return resolvedMeaning(t, rec, desk, now)
	}
	return t.Get("mytickets.means."+key, vars)
}

// resolvedMeaning says until when the ticket can be reopened.
func resolvedMeaning(t *l10n.Texts, rec history.Record, desk ticket.Helpdesk, now time.Time) string {
	switch err := rec.Allows(ticket.Reopen, desk, now); {
	case errors.Is(err, history.ErrTooLate):
		return t.Get("mytickets.means.resolved.late")
	case err != nil:
		return t.Get("mytickets.means.resolved.unnumbered")
	case desk.ReopenWithin > 0:
		return t.Get("mytickets.means.resolved.until", l10n.Vars{"Until": resolvedAt(rec).Add(desk.ReopenWithin).Local().Format("02/01 15:04")})
	}
	return t.Get("mytickets.means.resolved")
}

// resolvedAt is when the ticket was resolved last.
func resolvedAt(rec history.Record) (at time.Time) {
	for _, e := range rec.Conversation {
		if e.Kind == history.Resolves || e.Kind == history.Closing && e.State != history.Failed {
			at = e.At
		}
	}
	return at
}

// looks shows that the mailbox is being read.
func (h *head) looks(now bool) {
	h.looking = now
	if now {
		h.again.Say(h.w.texts.Get("mytickets.looking"), widget.MediumImportance)
		h.again.Disable()
	} else {
		h.again.Say(h.w.texts.Get("mytickets.look"), widget.MediumImportance)
		h.again.Enable()
	}
	h.w.relayout()
}

// say says below the ways to the number what came of one.
func (h *head) say(words string, color fyne.ThemeColorName) {
	h.message.Paint(words, color)
	h.message.Hidden = words == ""
	h.w.relayout()
}
