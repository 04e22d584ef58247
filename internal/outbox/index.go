package outbox

import (
	"io/fs"
	"os"
	"slices"
	"sort"
	"time"
)

// entry is what the delivery keeps in memory of an item: little, for there may
// be a thousand.
type entry struct {
	id       string
	helpdesk string
	since    time.Time
	state    State
	reason   Reason
	attempts int  // that were due
	perhaps  bool // it may be there already
	urgent   bool
	due      time.Time   // wall clock
	file     fs.FileInfo // of item.json as last read, to see whether it has changed
	final    *Item       // what became of it, while the disk would not take that
}

// sameFile reports whether item.json is the one that was read: every change
// makes a new file.
func (e *entry) sameFile(now fs.FileInfo) bool {
	return e.file != nil && os.SameFile(e.file, now) && e.file.ModTime().Equal(now.ModTime()) && e.file.Size() == now.Size()
}

// index is what waits, one line for each helpdesk. It decides whose turn it is
// and touches no file.
type index struct {
	schedule Schedule
	byID     map[string]*entry
	lines    map[string][]*entry // each in order
	rescan   bool                // the folder could not be read whole: again soon
}

func newIndex(s Schedule) index {
	return index{schedule: s, byID: map[string]*entry{}, lines: map[string][]*entry{}}
}

// put enters an item as its file says it is.
func (x *index) put(it Item, file fs.FileInfo, now time.Time) *entry {
	e := x.byID[it.ID]
	if e == nil {
		e = &entry{id: it.ID, helpdesk: it.Helpdesk}
		x.byID[it.ID] = e
		x.lines[e.helpdesk] = append(x.lines[e.helpdesk], e)
	}
	e.file = file
	x.update(e, it)
	x.clamp(e, now)
	return e
}

// update makes an entry say what its item says.
func (x *index) update(e *entry, it Item) {
	e.since, e.state, e.reason, e.attempts, e.perhaps = it.Since, it.State, it.Reason, it.scheduled(), it.Perhaps
	e.urgent, e.due = it.Urgent, it.NextAttempt.Round(0)
	if e.state == Sending {
		e.state = Waiting // of an attempt that was cut off
	}
}

// clamp makes due what would wait longer than anything does: the clock was set
// back.
func (x *index) clamp(e *entry, now time.Time) {
	if e.due.Sub(now) > x.schedule.longest() {
		e.due = now
	}
}

func (x *index) remove(e *entry) {
	delete(x.byID, e.id)
	line := x.lines[e.helpdesk]
	for i, other := range line {
		if other == e {
			x.lines[e.helpdesk] = append(line[:i:i], line[i+1:]...)
		}
	}
	if len(x.lines[e.helpdesk]) == 0 {
		delete(x.lines, e.helpdesk)
	}
}

func (x *index) sort() {
	for _, line := range x.lines {
		sort.Slice(line, func(i, j int) bool { return line[i].before(line[j]) })
	}
}

func (e *entry) before(other *entry) bool {
	if !e.since.Equal(other.since) {
		return e.since.Before(other.since)
	}
	return e.id < other.id
}

// rescanAfter is how soon a folder that could not be read is tried again.
const rescanAfter = 30 * time.Second

// never is the wait of an index in which nothing is due by itself.
const never = -1

// next returns the entry whose turn it is now, or nil and how long nothing
// will be due.
func (x *index) next(now time.Time) (*entry, time.Duration) {
	var best *entry
	var wait time.Duration = never
	if x.rescan {
		wait = rescanAfter
	}
	for _, e := range x.candidates() {
		x.clamp(e, now)
		if left := e.due.Sub(now); left > 0 && !e.urgent {
			if wait == never || left < wait {
				wait = left
			}
		} else if best == nil || best.urgent == e.urgent && e.before(best) || e.urgent && !best.urgent {
			best = e
		}
	}
	if best != nil {
		return best, 0
	}
	return nil, wait
}

// candidates returns the entries that may go when they are due: those that the
// user wants now; those whose end only needs to be recorded; and of a paused
// account the oldest paused one, which asks whether it works again, else of
// each line the first ones.
func (x *index) candidates() []*entry {
	var all []*entry
	var probe *entry
	for _, e := range x.byID {
		switch {
		case e.urgent || e.final != nil:
			all = append(all, e)
		case e.state == Paused && (probe == nil || e.before(probe)):
			probe = e
		}
	}
	if probe != nil {
		return append(all, probe)
	}
	for _, line := range x.lines {
		all = append(all, x.front(line)...)
	}
	return all
}

// mostStuck bounds how many items of a line may be overtaken: when three in a
// row do not get through, it is not the mails' fault, and trying more of them
// is only hammering.
const mostStuck = 2

// front returns the part of a line that may go: its first item, and behind one
// that failed often by itself the next, so that a single mail which the server
// will not take now does not hold up the others for days. One that may be
// there already holds up nobody.
func (x *index) front(line []*entry) []*entry {
	stuck := 0
	for i, e := range line {
		if e.final != nil || e.urgent {
			continue
		}
		if e.attempts < x.schedule.Overtake && !e.perhaps || stuck == mostStuck {
			return line[:i+1]
		}
		stuck++
	}
	return line
}

// behind reports whether e must wait for one before it in its line; what the
// user wants now need not.
func (x *index) behind(e *entry) bool {
	if e.urgent {
		return false
	}
	for _, f := range x.front(x.lines[e.helpdesk]) {
		if f == e {
			return false
		}
	}
	return true
}

// tries returns the attempts that count for e's next delay: its own, or more
// when it stands behind one that failed more often, so that a line whose
// server is away is not tried faster for every mail in it.
func (x *index) tries(e *entry, attempts int) int {
	for _, f := range x.lines[e.helpdesk] {
		if f == e {
			break
		}
		if f.final == nil {
			attempts = max(attempts, f.attempts)
		}
	}
	return attempts
}

// upTo returns the given items and those before them in their lines, in order.
// What may be there already is left to its time, unless it is asked for: trying
// it for another's sake would open its ticket again.
func (x *index) upTo(ids []string, now time.Time) []*entry {
	last := map[string]*entry{} // by helpdesk
	for _, id := range ids {
		if e := x.byID[id]; e != nil && (last[e.helpdesk] == nil || last[e.helpdesk].before(e)) {
			last[e.helpdesk] = e
		}
	}
	var all []*entry
	for helpdesk, end := range last {
		for _, e := range x.lines[helpdesk] {
			if !e.perhaps || !e.due.After(now) || slices.Contains(ids, e.id) {
				all = append(all, e)
			}
			if e == end {
				break
			}
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].before(all[j]) })
	return all
}

// allDue makes all that waits due now.
func (x *index) allDue(now time.Time) {
	for _, e := range x.byID {
		e.due = now
	}
}

// dueFor makes all that waits due now, and of what is paused only what is
// paused for one of the given reasons. What may be there already keeps its time.
func (x *index) dueFor(now time.Time, paused []Reason) {
	for _, e := range x.byID {
		if !e.perhaps && (e.state != Paused || slices.Contains(paused, e.reason)) {
			e.due = now
		}
	}
}
