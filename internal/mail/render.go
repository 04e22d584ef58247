package mail

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"slices"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// Render writes the ticket as a mail. The same ticket gives the same bytes
// every time. Attachments are streamed: memory does not grow with them.
//
// Errors: *AddressError, ErrNotSealed, *AttachmentError, or w's own. After an
// error what was written is no mail and must be thrown away.
func (m Message) Render(w io.Writer) error {
	parts, err := m.parts()
	if err != nil {
		return err
	}
	msg, err := m.skeleton()
	if err != nil {
		return err
	}
	out := &firstError{w: bufio.NewWriterSize(w, 32<<10)}
	var files []*gomail.File
	for _, p := range parts {
		files = append(files, m.attachment(p, out))
	}
	msg.SetAttachments(files)
	// go-mail forgets an error of one part when it opens the next: the first
	// one is kept by out.
	_, err = msg.WriteTo(out)
	if out.err != nil {
		return out.err
	}
	if err != nil {
		return fmt.Errorf("rendering the mail: %w", err)
	}
	return out.w.Flush()
}

// skeleton is the mail without its files.
func (m Message) skeleton() (*gomail.Msg, error) {
	from, to, bcc, err := m.Envelope()
	if err != nil && !m.Unsent {
		return nil, err
	}
	if !isMessageID(m.Ticket.MessageID) || m.Ticket.Date.IsZero() {
		return nil, ErrNotSealed
	}
	msg := gomail.NewMsg(gomail.WithCharset("utf-8"), gomail.WithEncoding(gomail.EncodingQP),
		gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(boundary(m.Ticket.MessageID)))
	for _, name := range slices.Sorted(maps.Keys(m.Helpdesk.Headers)) {
		// A header that must not be is left out: the ticket matters more.
		// CheckHeaders tells the administrator.
		if value := m.Helpdesk.Headers[name]; CheckHeader(name, value) == nil {
			msg.SetGenHeader(gomail.Header(textproto.CanonicalMIMEHeaderKey(name)), headerText(oneLine(value)))
		}
	}
	msg.SetMessageIDWithValue(m.Ticket.MessageID)
	msg.SetDateWithValue(m.Ticket.Date)
	msg.SetGenHeader(gomail.HeaderSubject, headerText(m.Subject()))
	m.setThread(msg)
	// A mail for another program may lack addresses: its sender fills them in.
	if from != "" {
		msg.FromMailAddress(&netmail.Address{Name: displayName(m.Ticket.Contact.Name), Address: from})
	}
	if to != "" {
		msg.ToMailAddress(&netmail.Address{Address: to})
	}
	if m.Unsent {
		msg.SetGenHeader("X-Unsent", "1")
		if len(bcc) > 0 {
			msg.SetGenHeader("Bcc", strings.Join(bcc, ", "))
		}
	}
	msg.SetBodyString(gomail.TypeTextPlain, Body(m))
	return msg, nil
}

// attachment is a file of the mail as go-mail wants it. go-mail would gather
// the whole encoded file in memory before it writes it out (msgwriter.go,
// writeBody: 72 MiB of heap for a file of 30). It calls Writer when all that
// stands before the file's bytes has been written to out, so the bytes are
// put there directly, and its own buffer stays empty.
func (m Message) attachment(p part, out *firstError) *gomail.File {
	return &gomail.File{
		Name: p.name,
		Header: textproto.MIMEHeader{
			"Content-Type":              {contentType(p.name)},
			"Content-Transfer-Encoding": {"base64"},
			"Content-Disposition":       {disposition(p.name)},
		},
		Writer: func(io.Writer) (int64, error) {
			if out.err == nil {
				out.err = m.write(p, out)
			}
			return 0, out.err
		},
	}
}

// firstError is a writer that remembers its first error, or that of a part,
// and refuses everything after it.
type firstError struct {
	w   *bufio.Writer
	err error
}

func (f *firstError) Write(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	n, err := f.w.Write(p)
	if err != nil {
		f.err = err
	}
	return n, err
}

// WriteString spares the copy that io.WriteString would make for every line.
func (f *firstError) WriteString(s string) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	n, err := f.w.WriteString(s)
	if err != nil {
		f.err = err
	}
	return n, err
}

// boundary parts the mail's parts. It comes from the Message-ID, so that the
// same ticket gives the same bytes, and nobody who writes a ticket knows it.
func boundary(messageID string) string {
	sum := sha256.Sum256([]byte("boundary of " + messageID))
	return "part-" + hex.EncodeToString(sum[:20])
}

func isMessageID(id string) bool {
	ok, err := regexp.MatchString(`^[A-Za-z0-9._+=-]{1,120}@[A-Za-z0-9.-]{1,255}$`, id)
	return ok && err == nil
}

// displayName is the author's name before the address. An encoded word typed
// by hand would be read as something else even within quotes.
func displayName(name string) string {
	return strings.ReplaceAll(cut(oneLine(name), 120), "=?", "= ?")
}
