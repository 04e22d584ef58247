package uiapp

import (
	"strings"
	"time"

	"ticketpp/internal/compose"
	"ticketpp/internal/config"
	"ticketpp/internal/history"
	"ticketpp/internal/instance"
	"ticketpp/internal/ticket"
)

// similar returns the user's open tickets that a new subject is close to.
func (c *composer) similar(helpdesk, subject string) []compose.Known {
	h, err := c.known()
	if err != nil {
		return nil
	}
	found, err := h.Similar(helpdesk, subject)
	if err != nil {
		c.log.Warn("similar tickets", "err", err)
	}
	var list []compose.Known
	for _, s := range found {
		list = append(list, compose.Known{ID: s.ID, Number: s.Number, Subject: s.Subject})
	}
	return list
}

// known opens the history when it is asked for the first time: a window must
// not wait for it.
func (c *composer) known() (*history.Store, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.history == nil {
		h, err := history.Open(config.Paths(c.home.Options).Data)
		if err != nil {
			c.log.Warn("history", "err", err)
			return nil, err
		}
		c.history = h
	}
	return c.history, nil
}

// addTo makes of the form's draft a further word about a ticket that is open,
// and shows it in the window with the tickets. Nothing of it is lost on the
// way: it stays the same draft, pictures and files included.
func (c *composer) addTo(id string, t ticket.Ticket) error {
	h, err := c.known()
	if err != nil {
		return err
	}
	r, err := h.Get(id)
	if err != nil {
		return err
	}
	var desk ticket.Helpdesk
	for _, d := range c.home.Settings.Helpdesks() {
		if d.ID == r.Ticket.Helpdesk {
			desk = d
		}
	}
	kind := ticket.Information
	if r.State.NeedsYou() {
		kind = ticket.Answer
	}
	word, err := r.FollowUp(kind, desk, time.Now())
	if err != nil {
		return err
	}
	draft := c.open()
	word.ID, word.Contact = draft.ID(), t.Contact
	word.Screenshots, word.Attachments = t.Screenshots, t.Attachments
	word.Description.Text = strings.TrimSpace(t.Subject + "\n\n" + t.Description.Compose(ticket.Headings{
		Doing: c.home.Texts.Get("guide.doing"), Data: c.home.Texts.Get("guide.data"), Happened: c.home.Texts.Get("guide.happened"),
	}))
	if err := draft.Save(word); err != nil {
		return explain(err)
	}
	if err := draft.Close(); err != nil {
		c.log.Warn("closing the draft", "draft", draft.ID(), "err", err)
	}
	c.showReply(draft.ID())
	return nil
}

// showReply shows a further mail about a ticket in My tickets. The agent has
// that window, or opens it; without an agent it is opened from here.
func (c *composer) showReply(draft string) {
	err := instance.Send(config.Paths(c.home.Options).Data, instance.Reply(draft))
	if err == nil {
		return
	}
	c.log.Info("the agent does not show the reply", "err", err)
	if err := c.home.start("tickets", "--draft", draft); err != nil {
		c.log.Error("window with the tickets", "err", err) // the draft waits there, beside its ticket
	}
}
