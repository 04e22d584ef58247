package office

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"ticketpp/test/desktop/stage"
)

// Technician sits at the page of the helpdesk in the box, on the other side of
// the mail.
type Technician struct {
	page   string
	client http.Client
}

// pageAddress is how `trayapp demo` names its page.
var pageAddress = regexp.MustCompile(`http://127\.0\.0\.1:\d+/[0-9a-zA-Z_-]+/`)

// Technician finds the page of the demo that was started as the agent.
func (f *Office) Technician(ctx context.Context) (*Technician, error) {
	t := &Technician{client: http.Client{Timeout: 10 * time.Second}}
	return t, stage.Until(ctx, "the helpdesk's page", func() (bool, error) {
		t.page = pageAddress.FindString(f.Agent.Output())
		return t.page != "", nil
	})
}

// Say presses one of a ticket's buttons: answer, ask, suspend, resolve.
func (t *Technician) Say(ctx context.Context, number, action, words string) error {
	form := url.Values{"action": {action}, "text": {words}}
	_, err := t.do(ctx, http.MethodPost, "ticket/"+number+"/say", form)
	return err
}

// Reads waits until a ticket's page says something: what the user has sent.
func (t *Technician) Reads(ctx context.Context, number, words string) error {
	return stage.Until(ctx, "«"+words+"» on the helpdesk's page", func() (bool, error) {
		page, err := t.do(ctx, http.MethodGet, "ticket/"+number, nil)
		return strings.Contains(page, words), err
	})
}

func (t *Technician) do(ctx context.Context, method, path string, form url.Values) (string, error) {
	r, err := http.NewRequestWithContext(ctx, method, t.page+path, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := t.client.Do(r)
	if err != nil {
		return "", err
	}
	page, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("the helpdesk's page %s answers %s", path, answer.Status)
	}
	return string(page), err
}
