package outbox

import "time"

// Schedule says when an item is tried again. Each delay is shortened by up to
// a third by chance, so that a thousand workstations whose server was away do
// not come back at the same moment.
type Schedule struct {
	Delays   []time.Duration // after the first, second … attempt; the last one stays
	GiveUp   time.Duration   // an item tried for so long has failed …
	MinTries int             // … if it had at least so many attempts: a machine that was off, or whose clock jumped, has not tried
	Probe    time.Duration   // how often one item asks whether a paused account works again
	Overtake int             // an item that failed so often by itself may be overtaken by the next to its helpdesk
}

// DefaultSchedule retries within a minute, then in growing delays of at most
// half an hour, for five days.
func DefaultSchedule() Schedule {
	return Schedule{
		Delays: []time.Duration{
			45 * time.Second, 90 * time.Second, 3 * time.Minute, 6 * time.Minute,
			12 * time.Minute, 24 * time.Minute, 30 * time.Minute,
		},
		GiveUp:   5 * 24 * time.Hour,
		MinTries: 12,
		Probe:    time.Hour,
		Overtake: 4,
	}
}

// delay returns how long to wait after so many attempts; chance is in [0,1).
func (s Schedule) delay(attempts int, chance float64) time.Duration {
	d := s.Delays[min(max(attempts, 1), len(s.Delays))-1]
	return d - time.Duration(chance*float64(d)/3)
}

// longest returns the longest wait there is.
func (s Schedule) longest() time.Duration {
	return max(s.Delays[len(s.Delays)-1], s.Probe)
}

// over reports whether an item that has just failed once more is given up.
func (s Schedule) over(it Item, now time.Time) bool {
	return it.Attempts >= s.MinTries && now.Sub(it.Since) >= s.GiveUp
}
