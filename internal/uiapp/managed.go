package uiapp

import (
	"ticketpp/internal/config"
	"ticketpp/internal/rules"
)

// managed lists the person's fields that policy has set.
func managed(s *config.Settings) []rules.Field {
	var locked []rules.Field
	for _, f := range []struct {
		field rules.Field
		key   string
	}{
		{rules.Name, "name"},
		{rules.Phone, "phone"},
		{rules.Email, "email"},
		{rules.Office, "office"},
		{rules.Hours, "hours"},
		{rules.Body, "body"},
		{rules.By, "contact_by"},
	} {
		if s.Origin("user." + f.key).Locked {
			locked = append(locked, f.field)
		}
	}
	return locked
}
