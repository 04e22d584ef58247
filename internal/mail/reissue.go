package mail

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"slices"
	"strings"
	"time"
)

// Reissue copies a rendered mail for the user's own mail program: the same
// subject, text and files, marked as not sent (X-Unsent: 1), with the BCC
// addresses in its header, since nobody else will put them into an envelope,
// and with a Message-ID and date of its own: it is another mail. Memory does
// not grow with it.
func Reissue(w io.Writer, rendered io.Reader, id string, date time.Time, bcc []string) error {
	if !isMessageID(id) || date.IsZero() {
		return ErrNotSealed
	}
	in, out := bufio.NewReader(rendered), bufio.NewWriter(w)
	fmt.Fprintf(out, "X-Unsent: 1\r\nMessage-ID: <%s>\r\nDate: %s\r\n", id, date.Format(time.RFC1123Z))
	bcc = slices.DeleteFunc(slices.Clone(bcc), func(a string) bool { _, ok := mailbox(a); return !ok })
	if len(bcc) > 0 {
		fmt.Fprintf(out, "Bcc: %s\r\n", strings.Join(bcc, ",\r\n "))
	}
	if err := restOfHeader(out, in); err != nil {
		return err
	}
	if _, err := in.WriteTo(out); err != nil {
		return err
	}
	return out.Flush()
}

// restOfHeader copies the header's fields, with their continued lines, but for
// those that Reissue writes itself.
func restOfHeader(out *bufio.Writer, in *bufio.Reader) error {
	ours := false
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return fmt.Errorf("the mail's header: %w", errors.Join(io.ErrUnexpectedEOF, err))
		}
		if line[0] != ' ' && line[0] != '\t' {
			name, _, _ := strings.Cut(line, ":")
			switch textproto.CanonicalMIMEHeaderKey(name) {
			case "X-Unsent", "Message-Id", "Date", "Bcc":
				ours = true
			default:
				ours = false
			}
		}
		if !ours {
			if _, err := out.WriteString(line); err != nil {
				return err
			}
		}
		if strings.TrimRight(line, "\r\n") == "" {
			return nil
		}
	}
}
