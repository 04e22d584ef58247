package browser

import (
	"context"

	"ticketpp/internal/drafts"
	"ticketpp/internal/handover"
	"ticketpp/internal/webform"
)

// counter puts the page's ticket into the queue and tells what becomes of it.
type counter = handover.Counter[webform.Progress]

func (o Opener) counter() *counter { return &counter{Dispatch: o.Dispatch, As: asStep} }

// send is the page's way into the queue.
func (o Opener) send(ctx context.Context, c *counter, draft *drafts.Draft) (<-chan webform.Progress, error) {
	steps, err := c.Send(ctx, draft)
	if err == nil && o.Handed != nil {
		o.Handed()
	}
	return steps, err
}

// asStep is a step as the page says it.
func asStep(p handover.Progress) webform.Progress {
	return webform.Progress{
		Stage: webform.Stage(p.Stage), Answer: p.Answer, Reason: p.Reason, Sent: p.Sent, Total: p.Total, HandOff: p.HandOff, File: p.File,
	}
}
