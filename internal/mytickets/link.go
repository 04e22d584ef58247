package mytickets

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// links lists where a mail leads to: the host first, for it is what counts.
// A click asks before anything is opened.
func (c *cell) links() {
	if c.entry.Ours || len(c.entry.Links) == 0 {
		return
	}
	lines := parts.NewStack(3)
	for i, l := range c.entry.Links {
		if i == mostLinks {
			lines.Add(parts.NewRemark(c.w.texts.Count("mytickets.links.more", len(c.entry.Links)-mostLinks)))
			break
		}
		c.link(lines, i, l)
	}
	c.stack.Add(lines)
}

func (c *cell) link(lines *fyne.Container, i int, l history.Link) {
	address := l.URL
	host, ok := linkHost(address)
	words := address
	if l.Text != "" && l.Text != address { // the words that carry it may lie
		words = address + "  «" + l.Text + "»"
	}
	full := parts.NewRemark(words)
	full.Single = true
	if !ok { // shown for what it is, and not opened
		lines.Add(full)
		return
	}
	var row *fyne.Container
	open := parts.NewLink(c.w, host, func() { c.ask(lines, row, host, address) })
	row = parts.NewRow(8, 0, []float32{0, 0, 1}, parts.NewRemark("→"), open, full)
	row.Objects[0].(*parts.Text).Whole = true
	c.call("link."+strconv.Itoa(i+1), open)
	lines.Add(row)
}

// ask shows the host and asks whether to open the address.
func (c *cell) ask(lines, below *fyne.Container, host, address string) {
	t := c.w.texts
	key := "mytickets.link.ask"
	if portalHost(address, c.w.desk(c.w.record.Ticket.Helpdesk)) {
		key = "mytickets.link.ask.portal"
	}
	words := parts.NewText(t.Get(key, l10n.Vars{"Host": host}))
	full := parts.NewRemark(address)
	yes := parts.NewButton(c.w, t.Get("mytickets.link.open"), func() {
		c.question.Hide()
		c.w.relayout()
		c.w.open(address)
	})
	yes.Importance = widget.MediumImportance
	no := parts.NewButton(c.w, t.Get("mytickets.cancel"), func() { c.w.talk.stopAsking() })
	no.Importance = widget.LowImportance
	if c.question != nil {
		lines.Remove(c.question)
	}
	words.Color = theme.ColorNameForeground
	c.question = parts.NewInset(12, 8, parts.NewCard(parts.ColorNone, window.ColorLine),
		parts.NewRow(8, 0, []float32{1, 0, 0}, parts.NewStack(1, words, full), no, yes))
	c.call("link.open", yes)
	c.call("link.cancel", no)
	at := 0
	for i, o := range lines.Objects {
		if o == below {
			at = i + 1
		}
	}
	rest := append([]fyne.CanvasObject{c.question}, lines.Objects[at:]...)
	lines.Objects = append(lines.Objects[:at:at], rest...)
	c.w.events.Note("link-asked", host)
	c.w.relayout()
	c.w.win.Canvas().Focus(no)
}
