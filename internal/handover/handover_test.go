package handover

import "testing"

// Nobody need look: a form that is closed holds nothing up.
func TestAnUnseenTicketEnds(t *testing.T) {
	steps := make(chan Progress, stepsKept)
	tell := func(p Progress) bool { return offer(steps, p) }
	for tell(Progress{Stage: Sending}) {
		if len(steps) == stepsKept {
			t.Fatal("the outcome has no place")
		}
	}
	steps <- Progress{Stage: Taken} // does not block
}
