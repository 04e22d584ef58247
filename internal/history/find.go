package history

import (
	"fmt"
	"slices"
	"strings"
)

// Mails finds tickets by the mails of their conversations. It is a copy of
// what is known at one moment, and grows by [Mails.Add].
type Mails struct {
	byMail   map[string]string // Message-ID → ticket
	byNumber map[string]string // helpdesk, number → ticket
	desks    map[string]string // ticket → helpdesk
}

// Mails returns what finds tickets by Message-ID and number.
func (s *Store) Mails() (Mails, error) {
	v, err := s.current()
	if err != nil {
		return Mails{}, err
	}
	m := Mails{byMail: make(map[string]string, len(v.list)), byNumber: map[string]string{}, desks: make(map[string]string, len(v.list))}
	for i := len(v.list) - 1; i >= 0; i-- { // the newest last: of two with one number it counts
		m.Add(v.list[i])
	}
	return m, nil
}

// Add makes a ticket known, or more of it.
func (m Mails) Add(s Summary) {
	m.desks[s.ID] = s.Helpdesk
	if s.MessageID != "" {
		m.byMail[s.MessageID] = s.ID
	}
	for _, id := range s.refs {
		m.byMail[id] = s.ID
	}
	if s.Number != "" {
		m.byNumber[s.Helpdesk+"\n"+s.Number] = s.ID
	}
}

// Ticket returns the ticket at a helpdesk in whose conversation a mail is.
func (m Mails) Ticket(helpdesk, messageID string) (id string, ok bool) {
	id, ok = m.byMail[messageID]
	return id, ok && m.desks[id] == helpdesk
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
	var found, begun []Summary
	for i := range v.list {
		sum := v.list[i]
		switch {
		case bare == "":
		case sum.Number == bare || slices.Contains(sum.refs, bare):
			found = append(found, sum)
		case len(bare) >= shortID && strings.HasPrefix(sum.ID, bare):
			begun = append(begun, sum)
		}
	}
	if len(found) == 0 { // a number may be the beginning of another ticket's id
		found = begun
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
const shortID = 4
