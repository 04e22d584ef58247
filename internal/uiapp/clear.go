package uiapp

import (
	"time"

	"ticketpp/internal/instance"
)

// clearing is how long before the screen is captured the agent is asked to take
// its messages off it: they need a moment to go, and one that comes later is
// rare.
const clearing = 400 * time.Millisecond

// clearScreen has the agent take its messages off the screen, which is captured
// after a while. Without an agent there are none.
func clearScreen(data string, before time.Duration) {
	time.AfterFunc(before-clearing, func() { _ = instance.Send(data, instance.Clear) })
}
