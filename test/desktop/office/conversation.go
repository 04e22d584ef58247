package office

import (
	"context"
	"image"
	"regexp"

	"ticketpp/test/desktop/stage"
)

// Conversation is what follows a ticket that was sent to the helpdesk in the
// box: its number comes back, the technician asks, the user answers, the
// technician resolves.
type Conversation struct {
	Office *Office
	Menu   string             // the menu's line that leads to the tickets
	Opened *regexp.Regexp     // what the agent says when the number has come; its group is the number
	See    func(string) error // called after each step with its name; may be nil

	Number string      // the ticket's, once it is known
	Window *stage.Form // My tickets
	Desk   *Technician
}

// Asked is the step in which the helpdesk has asked something.
const Asked = "suspended, the helpdesk asks"

// The words of the conversation.
const (
	Question = "con quale utente e da quale postazione è stato trasmesso il mandato?"
	Reply    = "Utente abianchi, dalla postazione PC-RAG-07. Il flusso risulta firmato."
	Solution = "Abbiamo rinnovato il certificato del tesoriere: il mandato 1532 è partito."
)

// Play plays it from the number to "resolved".
func (c *Conversation) Play(ctx context.Context) error {
	for _, step := range []func(context.Context) error{c.number, c.open, c.suspended, c.answer, c.resolved} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (c *Conversation) see(ctx context.Context, name string) error {
	if c.See == nil {
		return nil
	}
	if _, err := c.Office.Still(ctx); err != nil {
		return err
	}
	return c.See(name)
}

// number waits for the helpdesk's confirmation in the mailbox.
func (c *Conversation) number(ctx context.Context) error {
	var err error
	if c.Desk, err = c.Office.Technician(ctx); err != nil {
		return err
	}
	return stage.Until(ctx, "the ticket's number, from the mailbox", func() (bool, error) {
		found := c.Opened.FindStringSubmatch(c.Office.Agent.Output())
		if found == nil {
			return false, nil
		}
		c.Number = found[1]
		return true, nil
	})
}

// open shows the tickets, from the icon's menu.
func (c *Conversation) open(ctx context.Context) error {
	f := c.Office
	c.Window = f.Expect(UI)
	menu, err := f.OpenMenu(ctx, f.Icon)
	if err != nil {
		return err
	}
	if err := c.see(ctx, "the menu knows the number"); err != nil {
		return err
	}
	if err := f.Choose(ctx, f.Item, menu, c.Menu); err != nil {
		return err
	}
	if err := c.Window.Appear(ctx); err != nil {
		return err
	}
	away := c.Window.Window.Area // from the icon, whose tooltip would lie over the window
	if err := f.Move(ctx, image.Pt(away.Min.X+200, away.Max.Y-40)); err != nil {
		return err
	}
	return c.state(ctx, "open", "my tickets, the new one open")
}

// state waits until the window shows a state.
func (c *Conversation) state(ctx context.Context, state, name string) error {
	if err := c.Window.WaitText(ctx, "state", state); err != nil {
		return err
	}
	return c.see(ctx, name)
}

// suspended: the technician needs something.
func (c *Conversation) suspended(ctx context.Context) error {
	if err := c.Desk.Say(ctx, c.Number, "suspend", Question); err != nil {
		return err
	}
	return c.state(ctx, "suspended", Asked)
}

// answer: the user answers in the same ticket.
func (c *Conversation) answer(ctx context.Context) error {
	if err := c.Window.Click(ctx, "do.answer"); err != nil {
		return err
	}
	if err := c.Window.Fill(ctx, "reply", Reply); err != nil {
		return err
	}
	if err := c.see(ctx, "the answer"); err != nil {
		return err
	}
	if err := c.Office.Press(ctx, "ctrl+Return"); err != nil {
		return err
	}
	if err := c.Desk.Reads(ctx, c.Number, Reply); err != nil {
		return err
	}
	return c.state(ctx, "waiting-for-helpdesk", "answered, the ticket goes on")
}

// resolved: the technician is done.
func (c *Conversation) resolved(ctx context.Context) error {
	if err := c.Desk.Say(ctx, c.Number, "resolve", Solution); err != nil {
		return err
	}
	return c.state(ctx, "resolved", "resolved")
}
