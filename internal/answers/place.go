package answers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ticketpp/internal/history"
	"ticketpp/internal/mailbox"
)

// Status is how the mailbox was last read, by whichever process.
type Status struct {
	LookedAt time.Time // when it was last read to its end; zero: never
	TriedAt  time.Time // when that was last tried
	Reason   mailbox.Reason
	Answer   string // what kept us from it the last time, in the server's words; "" when nothing did
}

// Failed reports whether the mailbox could not be read the last time.
func (s Status) Failed() bool { return s.Reason != "" }

// kept is how far a mailbox was read, as the history keeps it.
type kept struct {
	Source   string         `json:"source"` // which mailbox: another one is read from its beginning
	Place    mailbox.Place  `json:"place"`
	LookedAt time.Time      `json:"looked_at,omitzero"`
	TriedAt  time.Time      `json:"tried_at,omitzero"`
	Reason   mailbox.Reason `json:"reason,omitempty"`
	Answer   string         `json:"answer,omitempty"`
}

// StatusOf returns how the mailbox of a history was last read.
func StatusOf(h *history.Store) (Status, error) {
	k, err := read(h)
	return Status{LookedAt: k.LookedAt, TriedAt: k.TriedAt, Reason: k.Reason, Answer: k.Answer}, err
}

func read(h *history.Store) (kept, error) {
	data, err := h.Place()
	if err != nil || data == nil {
		return kept{}, err
	}
	var k kept
	if err := json.Unmarshal(data, &k); err != nil {
		return kept{}, nil // then it is read from the beginning, which does no harm
	}
	return k, nil
}

// source names the mailbox of the settings.
func (a *Answers) source() string {
	c := a.Settings().IMAP
	return fmt.Sprintf("%s@%s:%d/%s", c.Username, c.Host, c.Port, c.Mailbox)
}

// place returns how far a mailbox was read.
func (a *Answers) place(from string) (mailbox.Place, error) {
	k, err := read(a.History)
	if err != nil || k.Source != from {
		return mailbox.Place{}, err
	}
	return k.Place, nil
}

// keep keeps how far the mailbox was read, and what kept us from reading on.
func (a *Answers) keep(from string, place mailbox.Place, why error) error {
	old, err := read(a.History)
	if err != nil {
		return err
	}
	now := time.Now().Round(0)
	k := kept{Source: from, Place: place, LookedAt: now, TriedAt: now}
	if why != nil {
		if errors.Is(why, context.Canceled) {
			k.TriedAt = old.TriedAt
		}
		k.LookedAt = old.LookedAt
		k.Reason, k.Answer = reason(why), why.Error()
		if k.Reason == mailbox.ReasonCancelled {
			k.Reason, k.Answer = old.Reason, old.Answer
		}
	}
	data, err := json.Marshal(k)
	if err == nil {
		err = a.History.KeepPlace(data)
	}
	return err
}

// reason is the code for what kept us from the mailbox.
func reason(err error) mailbox.Reason {
	if e := new(mailbox.Error); errors.As(err, &e) {
		return e.Reason
	}
	return mailbox.ReasonAnswer
}
