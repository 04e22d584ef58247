package uiapp

import (
	"errors"
	"io"
	"testing"

	"ticketpp/internal/compose"
	"ticketpp/internal/drafts"
	"ticketpp/internal/mail"
	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

func TestArguments(t *testing.T) {
	for _, c := range []struct {
		args []string
		ok   bool
		want arguments
	}{
		{[]string{"compose", "--data", "D", "--config", "F", "--draft", "1"}, true, arguments{command: "compose", data: "D", config: "F", draft: "1"}},
		{[]string{"compose", "--draft", "1", "--fresh"}, true, arguments{command: "compose", draft: "1", fresh: true}},
		{[]string{"compose", "--draft=1"}, true, arguments{command: "compose", draft: "1"}},
		{[]string{"compose", "--wait"}, true, arguments{command: "compose", wait: true}},
		{[]string{"compose", "--wait", "--draft", "1"}, false, arguments{}},
		{[]string{"signin", "--data", "D", "--handover"}, true, arguments{command: "signin", data: "D", handover: true}},
		{[]string{"signin", "--draft", "1"}, false, arguments{}},
		{[]string{"compose", "--draft", "1", "--handover"}, false, arguments{}},
		{nil, false, arguments{}},
		{[]string{"compose"}, false, arguments{}},
		{[]string{"compose", "--draft", "1", "more"}, false, arguments{}},
		{[]string{"compose", "--colour", "red"}, false, arguments{}},
		{[]string{"dance", "--draft", "1"}, false, arguments{}},
	} {
		got, ok := parse(c.args, io.Discard)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("parse(%q) = %+v, %v", c.args, got, ok)
		}
	}
}

func TestErrorsAreExplainedToTheForm(t *testing.T) {
	cause := errors.New("cause")
	for _, c := range []struct {
		err    error
		reason compose.FileReason
		name   string
	}{
		{safefile.WithCause(safefile.ErrNoSpace, cause), compose.DiskFull, ""},
		{safefile.WithCause(safefile.ErrReadOnly, cause), compose.ReadOnly, ""},
		{safefile.WithCause(safefile.ErrNotOurs, cause), compose.ReadOnly, ""},
		{&drafts.FileError{Name: "a.pdf", Reason: drafts.ErrVanished, Err: cause}, compose.Vanished, "a.pdf"},
		{&drafts.FileError{Name: "a", Reason: drafts.ErrElsewhere, Err: cause}, compose.Elsewhere, "a"},
		{&drafts.FileError{Name: "a", Reason: drafts.ErrIsFolder, Err: cause}, compose.IsFolder, "a"},
		{&drafts.FileError{Name: "a", Reason: drafts.ErrUnreadable, Err: cause}, compose.Unreadable, "a"},
		{&drafts.FileError{Name: "a", Reason: drafts.ErrNotRegular, Err: cause}, compose.Unreadable, "a"},
		{&drafts.TooBigError{Name: "a.iso", Size: 2, Limit: 1}, compose.TooBig, "a.iso"},
		{&mail.AttachmentError{Name: "a.pdf", Err: mail.ErrVanished}, compose.Vanished, "a.pdf"},
		{cause, "", ""},
	} {
		var got *compose.FileError
		if !errors.As(explain(c.err), &got) {
			t.Fatalf("%v is not explained", c.err)
		}
		if got.Reason != c.reason || got.Name != c.name || !errors.Is(got, c.err) {
			t.Errorf("explain(%v) = %+v", c.err, got)
		}
	}
	if explain(nil) != nil {
		t.Error("no error is explained")
	}
}

func TestHasText(t *testing.T) {
	for _, c := range []struct {
		t    ticket.Ticket
		want bool
	}{
		{ticket.Ticket{Helpdesk: "h", Screenshots: []ticket.Screenshot{{File: "s"}}}, false},
		{ticket.Ticket{Subject: "s"}, true},
		{ticket.Ticket{Attachments: []ticket.Attachment{{File: "f"}}}, true},
		{ticket.Ticket{Description: ticket.Description{Doing: "d"}}, true},
	} {
		if got := hasText(c.t); got != c.want {
			t.Errorf("hasText(%+v) = %v", c.t, got)
		}
	}
}
