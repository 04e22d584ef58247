package agent

import (
	"context"

	"ticketpp/internal/mail"
	"ticketpp/internal/network"
	"ticketpp/internal/outbox"
)

// watchNetwork tries what waits as soon as the network has changed, until ctx
// ends.
func (a *agent) watchNetwork(ctx context.Context) {
	ticks, err := network.Changes(ctx)
	if err != nil {
		a.log.Warn("network not watched", "err", err)
	}
	a.networkChanged(ticks)
}

// networkChanged tries what waits at each tick, and what a server would not
// take from the place that this was. A login that was refused is not tried
// again: a new network does not mend it, and some servers lock the account.
func (a *agent) networkChanged(ticks <-chan struct{}) {
	for range ticks {
		a.log.Info("network changed")
		a.delivery.do(func(d *outbox.Delivery) { d.KickFor(outbox.Reason(mail.ReasonRelay)) })
	}
}
