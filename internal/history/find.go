package history

import (
	"fmt"
	"slices"
	"strings"
)

// Mails finds tickets by the mails that were sent about them. It is a copy of
// what is known at one moment.
type Mails struct {
	byMail   map[string]string // Message-ID → ticket
	byNumber map[string]string // helpdesk, number → ticket
}

// Mails returns what finds tickets by Message-ID and number.
func (s *Store) Mails() (Mails, error) {
	v, err := s.current()
	if err != nil {
		return Mails{}, err
	}
	m := Mails{byMail: make(map[string]string, len(v.list)), byNumber: map[string]string{}}
	for i := range v.list {
		sum := &v.list[i]
		m.byMail[sum.MessageID] = sum.ID
		for _, id := range sum.mails {
			m.byMail[id] = sum.ID
		}
		if key := sum.Helpdesk + "\n" + sum.Number; sum.Number != "" && m.byNumber[key] == "" {
			m.byNumber[key] = sum.ID // the newest
		}
	}
	delete(m.byMail, "")
	return m, nil
}

// Ticket returns the ticket about which the mail was sent.
func (m Mails) Ticket(messageID string) (id string, ok bool) {
	id, ok = m.byMail[messageID]
	return id, ok
}

// Numbered returns the ticket with a helpdesk's number.
func (m Mails) Numbered(helpdesk, number string) (id string, ok bool) {
	id, ok = m.byNumber[helpdesk+"\n"+number]
	return id, ok
}

// Find returns the one ticket that a person means: by its id, by the beginning
// of the id, by its number or by its Message-ID. [ErrNotFound] when there is
// none, [ErrSeveral] when there are more.
func (s *Store) Find(what string) (Summary, error) {
	v, err := s.current()
	if err != nil {
		return Summary{}, err
	}
	if i, ok := v.byID[what]; ok {
		return v.list[i], nil
	}
	bare := strings.Trim(what, "#<>[] ")
	var found []Summary
	for i := range v.list {
		sum := v.list[i]
		if bare == "" {
			break
		}
		if sum.Number == bare || slices.Contains(sum.mails, bare) || len(bare) >= shortID && strings.HasPrefix(sum.ID, bare) {
			found = append(found, sum)
		}
	}
	switch len(found) {
	case 0:
		return Summary{}, fmt.Errorf("ticket %q: %w", what, ErrNotFound)
	case 1:
		return found[0], nil
	}
	return Summary{}, fmt.Errorf("ticket %q: %w", what, ErrSeveral)
}

// shortID is how much of an id a person has to give at least.
const shortID = 6
