package mail

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
)

// followUp is a further mail about a ticket.
func followUp(t *testing.T) Message {
	m, _ := fixture(t)
	m.Ticket.Description = ticket.Description{Text: "Il numero della fattura è 77/2026."}
	m.Ticket.Screenshots, m.Ticket.Attachments, m.Ticket.BCC = nil, nil, nil
	m.Ticket.FollowUp = &ticket.FollowUp{
		Of: "00bb", Kind: ticket.Answer, Number: "12345", Tag: "#Standard# Ticket #[12345]",
		InReplyTo: "rt-5.0.3-99-1700-0.2-1-0@helpdesk.example", References: []string{"first@comune.example", "rt-5.0.3-99-1700-0.2-1-0@helpdesk.example"},
	}
	return m
}

func TestAFollowUpStaysInTheThread(t *testing.T) {
	p := parse(t, render(t, followUp(t)))
	for name, want := range map[string]string{
		"Subject":     "Re: #Standard# Ticket #[12345] Mandato 1532 non trasmesso perché «firma scaduta»",
		"In-Reply-To": "<rt-5.0.3-99-1700-0.2-1-0@helpdesk.example>",
		"References":  "<first@comune.example> <rt-5.0.3-99-1700-0.2-1-0@helpdesk.example>",
		"To":          "<cityfinancing@helpdesk.example>",
	} {
		if got := decoded(t, p.header.Get(name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !strings.HasPrefix(p.text, "Il numero della fattura è 77/2026.\n\n-- \n") {
		t.Errorf("the text is\n%s", p.text)
	}
	for _, unwanted := range []string{"RAG-07", "Gravità", "Debian 12", "Cityfinancing"} {
		if strings.Contains(p.text, unwanted) {
			t.Errorf("the text repeats %q", unwanted)
		}
	}
	for _, never := range []string{"Auto-Submitted", "Precedence", "X-Loop", "Reply-To"} {
		if p.header.Get(never) != "" {
			t.Errorf("there is a %s", never)
		}
	}
}

func TestAFollowUpWithoutATag(t *testing.T) {
	m := followUp(t)
	m.Ticket.FollowUp.Tag = ""
	if got := m.Subject(); !strings.HasPrefix(got, "Re: Mandato 1532") || !strings.HasSuffix(got, "(ticket 12345)") {
		t.Errorf("the subject is %q", got)
	}
}

func TestAFollowUpUnderTheHelpdesksOwnSubject(t *testing.T) {
	m := followUp(t)
	m.Ticket.FollowUp.Tag = "[example.com #7] " + m.Ticket.Subject
	if got := m.Subject(); got != "Re: [example.com #7] "+m.Ticket.Subject {
		t.Errorf("the subject is %q", got)
	}
	m.Ticket.FollowUp.Tag = "[Ticket#2026112210000013] RE: Mandato 1532 non trasme [...]"
	if got := m.Subject(); !strings.HasPrefix(got, "Re: [Ticket#2026112210000013] RE: Mandato") {
		t.Errorf("the subject is %q", got)
	}
}

func TestTheTagOfAFollowUpIsNeverCut(t *testing.T) {
	m := followUp(t)
	m.Ticket.Subject = strings.Repeat("è molto lungo ", 40)
	got := m.Subject()
	if len(got) > maxSubject || !strings.Contains(got, "#Standard# Ticket #[12345]") {
		t.Errorf("the subject is %q", got)
	}
}

// A helpdesk chooses its Message-IDs; a line break in one would be a header.
func TestForeignMessageIDsCannotForgeHeaders(t *testing.T) {
	m := followUp(t)
	m.Ticket.FollowUp.InReplyTo = "a@b>\r\nBcc: x@y.example"
	m.Ticket.FollowUp.References = []string{"ok@b.example", "a@b\r\nX-Loop: 1", "c d@e", "<f@g>"}
	raw := render(t, m)
	p := parse(t, raw)
	if p.header.Get("In-Reply-To") != "" || p.header.Get("Bcc") != "" || p.header.Get("X-Loop") != "" {
		t.Errorf("a header was forged:\n%s", raw)
	}
	if got := p.header.Get("References"); got != "<ok@b.example>" {
		t.Errorf("References: %q", got)
	}
}

func TestALongThreadIsFolded(t *testing.T) {
	m := followUp(t)
	for i := range 20 {
		m.Ticket.FollowUp.References = append(m.Ticket.FollowUp.References, fmt.Sprintf("%d-%s@example.com", i, strings.Repeat("x", 90)))
	}
	raw := render(t, m)
	for _, line := range bytes.Split(raw, []byte("\r\n")) {
		if len(line) > 200 {
			t.Errorf("a line has %d characters: %.80s", len(line), line)
		}
	}
	if got := strings.Fields(parse(t, raw).header.Get("References")); len(got) != 22 {
		t.Errorf("%d references: %v", len(got), got)
	}
}
