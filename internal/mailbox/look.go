package mailbox

import (
	"context"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
)

// idleFor is how long the server is left to itself (IDLE) before it is asked
// again. A server may log out who is silent for half an hour (RFC 2177), and
// many a router forgets a connection after ten minutes.
const idleFor = 9 * time.Minute

// Look reads what has come since place, and returns how far it came. It
// returns that with an error too: what has been read need not be read again.
// The errors are *Error, or what Each returned.
func (r Reader) Look(ctx context.Context, place Place) (Place, error) {
	s, at, err := open(ctx, r.Server)
	if err != nil {
		return place, r.failed(ctx, at, err)
	}
	place, err = r.look(ctx, s, place)
	if err != nil {
		err = r.failed(ctx, stageRead, s.cause(err))
		s.close()
		return place, err
	}
	s.quit()
	return place, nil
}

// look reads what has come since place over an open session.
func (r Reader) look(ctx context.Context, s *session, place Place) (Place, error) {
	if place.UIDValidity != s.box.UIDValidity { // never looked at, or numbered anew
		first, err := r.first(s)
		if err != nil {
			return place, err
		}
		place = Place{UIDValidity: s.box.UIDValidity, NextUID: uint32(first)}
	}
	if next := uint32(s.box.UIDNext); next != 0 && next <= place.NextUID {
		return place, nil // nothing new: not even asked
	}
	list, next, err := s.choose(imap.UID(place.NextUID), r.Wanted)
	slices.SortFunc(list, func(a, b found) int { return int(a.uid) - int(b.uid) })
	if err != nil {
		if len(list) > 0 {
			next = min(next, list[0].uid)
		}
		place.NextUID = max(place.NextUID, uint32(next))
		return place, err
	}
	if len(list) > 0 {
		place.NextUID = max(place.NextUID, uint32(list[0].uid))
	}
	err = r.read(ctx, s, list, func(uid imap.UID) { place.NextUID = max(place.NextUID, uint32(uid)+1) })
	if err == nil {
		place.NextUID = max(place.NextUID, uint32(next), uint32(s.box.UIDNext))
	}
	return place, err
}

// first finds the UID at which a first look begins.
func (r Reader) first(s *session) (imap.UID, error) {
	if r.Since.IsZero() || s.box.NumMessages == 0 {
		return 1, nil
	}
	// A day earlier: the server counts days by a clock of its own.
	criteria := &imap.SearchCriteria{Since: r.Since.AddDate(0, 0, -1)}
	var options *imap.SearchOptions
	if s.client.Caps().Has(imap.CapESearch) {
		options = &imap.SearchOptions{ReturnMin: true}
	}
	s.working()
	data, err := s.client.UIDSearch(criteria, options).Wait()
	if err != nil {
		return 0, err
	}
	if data.Min != 0 {
		return imap.UID(data.Min), nil
	}
	if uids := data.AllUIDs(); len(uids) > 0 {
		return slices.Min(uids), nil
	}
	return max(1, s.box.UIDNext), nil
}

// Watch looks, and goes on looking: when the server tells that something has
// come (IDLE), else every poll. saw is told how far it came after each look,
// in order to keep it. Watch returns with ctx or with the first error; the
// caller waits a while and watches again from the last place. What comes over
// kick, which may be nil, makes it look at once.
func (r Reader) Watch(ctx context.Context, place Place, poll time.Duration, kick <-chan struct{}, saw func(Place) error) error {
	if poll <= 0 {
		poll = 2 * time.Minute
	}
	for {
		s, at, err := open(ctx, r.Server)
		if err != nil {
			return r.failed(ctx, at, err)
		}
		if s.client.Caps().Has(imap.CapIdle) {
			return r.idle(ctx, s, place, kick, saw)
		}
		place, err = r.look(ctx, s, place)
		if err != nil {
			err = r.failed(ctx, stageRead, s.cause(err))
			s.close()
			_ = saw(place) // what was read need not be read again
			return err
		}
		s.quit()
		if err := saw(place); err != nil {
			return err
		}
		pause := time.NewTimer(poll)
		select {
		case <-ctx.Done():
		case <-pause.C:
		case <-kick:
		}
		pause.Stop()
		if ctx.Err() != nil {
			return r.failed(ctx, stageRead, ctx.Err())
		}
	}
}

// idle watches over one connection for as long as it lives.
func (r Reader) idle(ctx context.Context, s *session, place Place, kick <-chan struct{}, saw func(Place) error) error {
	defer s.close()
	for {
		var err error
		place, err = r.look(ctx, s, place)
		if err != nil {
			err = r.failed(ctx, stageRead, s.cause(err))
			_ = saw(place)
			return err
		}
		s.box.UIDNext = 0 // from now on it is not known: a look asks
		if err := saw(place); err != nil {
			return err
		}
		if err := s.wait(ctx, kick); err != nil {
			return r.failed(ctx, stageRead, s.cause(err))
		}
	}
}

// wait lets the server speak first (RFC 2177), until it tells of news, or
// kick does, or it has been silent for long.
func (s *session) wait(ctx context.Context, kick <-chan struct{}) error {
	s.working()
	cmd, err := s.client.Idle()
	if err != nil {
		return err
	}
	s.wire.resting(idleFor + s.timeout)
	pause := time.NewTimer(idleFor)
	defer pause.Stop()
	select {
	case <-s.news:
	case <-kick:
	case <-pause.C:
	case <-ctx.Done():
	case <-s.client.Closed():
	}
	s.working()
	if err := cmd.Close(); err != nil {
		return err
	}
	if err := cmd.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}
