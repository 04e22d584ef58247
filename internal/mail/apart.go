package mail

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
)

// Pieces is a mail as another program asks for it.
type Pieces struct {
	To            string // one plain address; may be empty
	BCC           []string
	Subject, Body string
}

// maxBody bounds the text of a mail taken apart, in bytes. A ticket's own is
// far smaller.
const maxBody = 1 << 20

// TakeApart reads a mail that [Message.Render] or [Reissue] wrote. file is
// called for each file in it, in their order, with the name that the
// technician sees; its error ends the reading.
func TakeApart(rendered io.Reader, file func(name string, r io.Reader) error) (Pieces, error) {
	m, err := netmail.ReadMessage(rendered)
	if err != nil {
		return Pieces{}, fmt.Errorf("reading the mail: %w", err)
	}
	p := Pieces{To: firstAddress(m.Header.Get("To")), Subject: plainHeader(m.Header.Get("Subject"))}
	if all, err := m.Header.AddressList("Bcc"); err == nil {
		for _, a := range all {
			p.BCC = append(p.BCC, a.Address)
		}
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		p.Body, err = body(m.Header.Get("Content-Transfer-Encoding"), m.Body)
		return p, err
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err == nil {
			err = p.take(part, file)
		}
		if err != nil {
			return p, fmt.Errorf("taking the mail apart: %w", err)
		}
	}
}

// take reads one part: a file, which has a name, or the text.
func (p *Pieces) take(part *multipart.Part, file func(string, io.Reader) error) error {
	name := plainHeader(part.FileName())
	coding := part.Header.Get("Content-Transfer-Encoding")
	if name != "" {
		return file(name, plainBytes(coding, part))
	}
	var err error
	if p.Body == "" {
		p.Body, err = body(coding, part)
	}
	return err
}

func body(coding string, r io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(plainBytes(coding, r), maxBody))
	return strings.ReplaceAll(string(text), "\r\n", "\n"), err
}

func plainBytes(coding string, r io.Reader) io.Reader {
	switch strings.ToLower(coding) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

func firstAddress(list string) string {
	all, err := netmail.ParseAddressList(list)
	if err != nil || len(all) == 0 {
		return ""
	}
	return all[0].Address
}

// plainHeader is a header's text without encoded words.
func plainHeader(s string) string {
	if plain, err := new(mime.WordDecoder).DecodeHeader(s); err == nil {
		return plain
	}
	return s
}
