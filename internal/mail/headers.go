package mail

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// HeaderError says why a fixed header of a helpdesk cannot go into a mail.
type HeaderError struct {
	Name   string
	Reason HeaderReason
}

// HeaderReason is the ground on which a fixed header is refused.
type HeaderReason string

// The grounds on which a fixed header is refused.
const (
	HeaderName     HeaderReason = "name"     // not a header's name: letters, digits and hyphens
	HeaderValue    HeaderReason = "value"    // empty, longer than a line, or more than one line
	HeaderOurs     HeaderReason = "ours"     // the mail has its own, or it belongs to servers
	HeaderSilenced HeaderReason = "silenced" // ticketing systems drop or silence mail that carries it
)

func (e *HeaderError) Error() string {
	return fmt.Sprintf("header %q: refused (%s)", e.Name, e.Reason)
}

// CheckHeader reports why the fixed header cannot be used, or nil.
func CheckHeader(name, value string) error {
	switch {
	case name == "" || len(name) > 70 || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return &HeaderError{name, HeaderName}
	case isSilenced(name):
		return &HeaderError{name, HeaderSilenced}
	case isOurs(name):
		return &HeaderError{name, HeaderOurs}
	case strings.TrimSpace(value) == "" || len(value) > 500 || oneLine(value) != strings.TrimSpace(value):
		return &HeaderError{name, HeaderValue}
	}
	return nil
}

// CheckHeaders checks all fixed headers of a helpdesk, in the order of their
// names.
func CheckHeaders(headers map[string]string) []error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		if err := CheckHeader(name, headers[name]); err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// isSilenced lists what RT, Znuny, FreeScout and Zammad take for the mark of
// a machine: such mail opens no ticket, or gets no confirmation.
func isSilenced(name string) bool {
	name = strings.ToLower(name)
	for _, p := range []string{"x-rt-", "x-otrs-", "x-znuny-", "x-auto", "auto-", "list-"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	switch name {
	case "precedence", "x-precedence", "x-loop", "x-no-loop", "x-powered-by-otrs", "mailing-list", "feedback-id":
		return true
	}
	return false
}

// isOurs lists what the mail carries itself, what would change whom it is
// from or for, and what only servers write.
func isOurs(name string) bool {
	name = strings.ToLower(name)
	for _, p := range []string{"content-", "resent-", "dkim-", "arc-", "received", "authentication-"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	switch name {
	case "from", "to", "cc", "bcc", "sender", "reply-to", "return-path", "subject", "date", "message-id",
		"mime-version", "in-reply-to", "references", "x-unsent",
		"disposition-notification-to", "return-receipt-to", "errors-to":
		return true
	}
	return false
}
