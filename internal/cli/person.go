package cli

import (
	"ticketpp/internal/config"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// person is who a ticket is from: the settings' person, with the flags' words
// in their place. What policy sets, no flag changes; to say the same is fine.
func person(f sendFlags, s *config.Settings) (ticket.Contact, error) {
	c := s.User
	for _, set := range []struct {
		flag, key string
		to        *string
		from      string
	}{
		{"--name", "name", &c.Name, f.name},
		{"--phone", "phone", &c.Phone, f.phone},
		{"--email", "email", &c.Email, f.email},
		{"--body-of", "body", &c.Body, f.bodyOf},
	} {
		from := asLine(set.from)
		if from == "" {
			continue
		}
		if s.UserLocked(set.key) {
			if from != asLine(*set.to) {
				return c, usageError("cli.locked", l10n.Vars{"Flag": set.flag, "Key": "user." + set.key, "Value": asLine(*set.to)})
			}
			continue
		}
		*set.to = from
	}
	return c, nil
}
