package history

import (
	"slices"
)

// Unsettled returns the tickets of which some own mail is not known to have
// been sent: what the queue says of them now may be news.
func (s *Store) Unsettled() ([]string, error) {
	v, err := s.current()
	if err != nil {
		return nil, err
	}
	var ids []string
	for i := range v.list {
		if v.list[i].pending {
			ids = append(ids, v.list[i].ID)
		}
	}
	return ids, nil
}

// Unknown returns those of the queue's ids of which the history has no mail.
func (s *Store) Unknown(ids []string) ([]string, error) {
	v, err := s.current()
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(v.list))
	for i := range v.list {
		known[v.list[i].ID] = true
		for _, ref := range v.list[i].refs {
			known[ref] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return known[id] }), nil
}

// Withdraw takes an own mail out of the history that will not be sent: it was
// discarded, or went by another program. Without its first mail there is no
// ticket, unless the helpdesk has given it a number.
func (s *Store) Withdraw(of, id string) error {
	r, err := s.Get(of)
	if err != nil {
		return err
	}
	if of == id && r.Number == "" {
		return s.Forget(of)
	}
	return s.Update(of, func(r *Record) error {
		if len(r.Conversation) == 0 {
			return ErrSame
		}
		r.Conversation = slices.DeleteFunc(r.Conversation, func(e Entry) bool { return e.Ours && e.Key == id && e.State != Sent })
		return nil
	})
}
