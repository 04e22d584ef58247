//go:build desktop

package desktop

import (
	"context"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
	"ticketpp/test/mta"
)

// waitMail waits for n mails at the helpdesk, at most so long.
func waitMail(t *testing.T, f *office.Office, n int, most time.Duration) ([]mta.Mail, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), most)
	defer cancel()
	return f.Mail.WaitFor(ctx, office.Helpdesk, n)
}

// copies counts the delivered mails by Message-ID.
func copies(t *testing.T, f *office.Office) map[string]int {
	t.Helper()
	mails, err := f.Mail.Mails(office.Helpdesk)
	must(t, err)
	seen := make(map[string]int)
	for _, m := range mails {
		seen[m.Header.Get("Message-Id")]++
	}
	return seen
}

// waitQueue waits until the relay has delivered all that it took.
func waitQueue(t *testing.T, f *office.Office) error {
	t.Helper()
	return stage.Until(t.Context(), "the relay's deliveries", func() (bool, error) {
		n, err := f.Mail.Queued()
		return n == 0, err
	})
}
