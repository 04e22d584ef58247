package demo

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"strings"
	"unicode"
)

const (
	maxHead    = 256 << 10 // bytes of a mail's header that are read
	maxText    = 256 << 10 // bytes of a mail's text that are shown
	maxParts   = 100       // parts of a mail that are looked at
	maxPicture = 30 << 20  // bytes of a picture that are shown
)

// head is what the helpdesk reads of a mail's header.
type head struct {
	messageID string
	subject   string
	author    string
	automatic bool // says that a machine wrote it: no confirmation, as RT does
}

func readHead(path string) (head, error) {
	f, err := os.Open(path)
	if err != nil {
		return head{}, err
	}
	defer f.Close()
	msg, err := mail.ReadMessage(io.LimitReader(f, maxHead))
	if err != nil { // not a mail: a ticket all the same
		return head{}, nil
	}
	h := msg.Header
	automatic := false
	for _, name := range []string{"Auto-Submitted", "Precedence", "X-Loop"} {
		automatic = automatic || h.Get(name) != ""
	}
	return head{
		messageID: strings.Trim(strings.TrimSpace(h.Get("Message-ID")), "<>"),
		subject:   oneLine(decode(h.Get("Subject"))),
		author:    oneLine(decode(h.Get("From"))),
		automatic: automatic,
	}, nil
}

// content is what the page shows of a mail.
type content struct {
	text     string
	pictures []attached // PNG and JPEG
	files    []attached // the rest
}

// attached is a file of a mail; index counts the mail's parts.
type attached struct {
	index int
	name  string
	kind  string // "image/png", "image/jpeg" for pictures
	size  int64  // bytes
}

// readContent reads a mail's text, and the names and sizes of its files.
func readContent(path string) (content, error) {
	var c content
	err := eachPart(path, func(index int, p part) error {
		name := p.name
		if name == "" && strings.HasPrefix(p.media, "text/plain") && c.text == "" {
			data, err := io.ReadAll(io.LimitReader(p.body, maxText))
			c.text = printable(string(data))
			return err
		}
		start := make([]byte, 8)
		n, err := io.ReadFull(p.body, start)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		rest, err := io.Copy(io.Discard, p.body)
		a := attached{index: index, name: oneLine(name), kind: pictureKind(start[:n]), size: int64(n) + rest}
		if a.kind != "" {
			c.pictures = append(c.pictures, a)
		} else {
			c.files = append(c.files, a)
		}
		return err
	})
	return c, err
}

// errStop ends eachPart early.
var errStop = errors.New("stop")

// writePicture writes the bytes of the picture that is part index of the mail.
func writePicture(path string, index int, w io.Writer) error {
	err := eachPart(path, func(i int, p part) error {
		if i != index {
			return nil
		}
		if _, err := io.Copy(w, io.LimitReader(p.body, maxPicture)); err != nil {
			return err
		}
		return errStop
	})
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// part is one part of a mail, its body decoded.
type part struct {
	media string
	name  string
	body  io.Reader
}

// eachPart calls f with each part of a mail that is not itself of parts.
func eachPart(path string, f func(index int, p part) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	msg, err := mail.ReadMessage(file)
	if err != nil {
		return err
	}
	media, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(media, "multipart/") {
		return f(0, part{media: media, body: transferred(msg.Body, msg.Header.Get("Content-Transfer-Encoding"))})
	}
	r := multipart.NewReader(msg.Body, params["boundary"])
	for i := range maxParts {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		media, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			media = "application/octet-stream"
		}
		if err := f(i, part{media, decode(p.FileName()), transferred(p, p.Header.Get("Content-Transfer-Encoding"))}); err != nil {
			return err
		}
	}
	return nil
}

func transferred(r io.Reader, encoding string) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

// pictureKind knows a picture by its first bytes, whatever it says it is.
func pictureKind(start []byte) string {
	switch {
	case bytes.HasPrefix(start, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case bytes.HasPrefix(start, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	}
	return ""
}

func decode(s string) string {
	if d, err := new(mime.WordDecoder).DecodeHeader(s); err == nil {
		return d
	}
	return s
}

func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
