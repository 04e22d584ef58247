package agent

import (
	"testing"

	"ticketpp/internal/outbox"
)

func TestAPausedTicketIsToldOnce(t *testing.T) {
	var told told
	for i, step := range []struct {
		state    outbox.State
		reason   outbox.Reason
		attempts int
		want     string
	}{
		{outbox.Sending, "", 1, ""},
		{outbox.Paused, "auth", 1, "agent.paused"},
		{outbox.Sending, "auth", 2, ""}, // the hourly probe
		{outbox.Paused, "auth", 2, ""},
		{outbox.Paused, "relay", 3, "agent.paused"}, // something else is wrong now
		{outbox.Sent, "", 4, "agent.sent"},
	} {
		it := outbox.Item{ID: "1", State: step.state, Reason: step.reason, Attempts: step.attempts}
		if got := told.news(it, true); got != step.want {
			t.Errorf("step %d: said %q, want %q", i, got, step.want)
		}
	}
	if len(told.last) != 0 {
		t.Errorf("a ticket that is gone is remembered: %v", told.last)
	}
}

func TestASentTicketIsNewsUnlessAWindowTellsOfIt(t *testing.T) {
	for _, c := range []struct {
		state    outbox.State
		attempts int
		watched  bool
		want     string
	}{
		{outbox.Sent, 1, true, ""},
		{outbox.Sent, 1, false, "agent.sent"},
		{outbox.Sent, 2, true, "agent.sent"}, // the window told that it would wait
		{outbox.Failed, 1, true, "agent.failed"},
	} {
		var told told
		if got := told.news(outbox.Item{State: c.state, Attempts: c.attempts}, c.watched); got != c.want {
			t.Errorf("%+v: said %q", c, got)
		}
	}
}
