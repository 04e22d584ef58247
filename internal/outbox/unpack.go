package outbox

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/textproto"
	"strings"
)

// Attachments goes through the files in an item's mail, in their order, with
// their names as the technician sees them: what is needed, beside the item's
// Ticket, to make a new draft of one that failed. Each reader is good until
// its call returns; an error of each ends the walk and is returned.
func (q *Queue) Attachments(id string, each func(name string, r io.Reader) error) error {
	f, err := q.Mail(id)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := attachments(f, each); err != nil {
		return fmt.Errorf("unpacking the mail of ticket %s: %w", id, err)
	}
	return nil
}

// attachments reads a mail of one or several parts, none of them nested more
// than once: the mails are our own.
func attachments(mail io.Reader, each func(name string, r io.Reader) error) error {
	buffered := bufio.NewReader(mail)
	header, err := textproto.NewReader(buffered).ReadMIMEHeader()
	if err != nil {
		return fmt.Errorf("its header: %w", err)
	}
	return walk(header, buffered, 0, each)
}

const maxDepth = 5

func walk(header textproto.MIMEHeader, body io.Reader, depth int, each func(string, io.Reader) error) error {
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") || depth > maxDepth {
		return leaf(header, params, body, each)
	}
	parts := multipart.NewReader(body, params["boundary"])
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := walk(part.Header, part, depth+1, each); err != nil {
			return err
		}
	}
}

// leaf calls each for a part that has a file's name; the text has none.
func leaf(header textproto.MIMEHeader, params map[string]string, body io.Reader, each func(string, io.Reader) error) error {
	name := params["name"]
	if _, p, err := mime.ParseMediaType(header.Get("Content-Disposition")); err == nil && p["filename"] != "" {
		name = p["filename"]
	}
	if name == "" {
		return nil
	}
	if plain, err := new(mime.WordDecoder).DecodeHeader(name); err == nil {
		name = plain
	}
	switch strings.ToLower(header.Get("Content-Transfer-Encoding")) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	return each(name, body)
}
