package mta

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// Mail is a delivered message, decoded with the standard library alone so
// that it does not share a mistake with the program that wrote it.
type Mail struct {
	Raw         []byte
	Header      mail.Header
	Subject     string // decoded
	Text        string // the first text/plain part, decoded, LF line ends
	Attachments []Attachment
}

// Attachment is one decoded part with a file name.
type Attachment struct {
	Name, Type string
	Data       []byte
}

// Mails reads the mailbox of an address, oldest delivery first.
func (s *Server) Mails(address string) ([]Mail, error) {
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	var found []string
	for _, sub := range []string{"new", "cur"} {
		files, err := filepath.Glob(filepath.Join(s.path("mail"), domain, local, sub, "*"))
		if err != nil {
			return nil, err
		}
		found = append(found, files...)
	}
	if err := sortByTime(found); err != nil {
		return nil, err
	}
	var mails []Mail
	for _, f := range found {
		raw, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		m, err := Parse(raw)
		if err != nil {
			return nil, fmt.Errorf("mail %s: %w", filepath.Base(f), err)
		}
		mails = append(mails, m)
	}
	return mails, nil
}

// WaitFor polls the mailbox until it holds n mails, and returns them all. It
// gives up after two minutes.
func (s *Server) WaitFor(ctx context.Context, address string, n int) ([]Mail, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for {
		mails, err := s.Mails(address)
		if err == nil && len(mails) >= n {
			return mails, nil
		}
		select {
		case <-ctx.Done():
			return mails, errors.Join(fmt.Errorf("%d of %d mails for %s: %w", len(mails), n, address, ctx.Err()), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Queued tells how many mails the server has taken and not delivered yet.
func (s *Server) Queued() (int, error) {
	n := 0
	for _, sub := range []string{"maildrop", "incoming", "active", "deferred"} {
		err := filepath.WalkDir(s.path("queue/"+sub), func(_ string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() {
				n++
			}
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

func sortByTime(files []string) error {
	times := make(map[string]time.Time, len(files))
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			return err
		}
		times[f] = info.ModTime()
	}
	sort.SliceStable(files, func(i, j int) bool { return times[files[i]].Before(times[files[j]]) })
	return nil
}

// Parse decodes a mail.
func Parse(raw []byte) (Mail, error) {
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Mail{}, err
	}
	m := Mail{Raw: raw, Header: msg.Header}
	words := new(mime.WordDecoder)
	if m.Subject, err = words.DecodeHeader(msg.Header.Get("Subject")); err != nil {
		return m, fmt.Errorf("subject: %w", err)
	}
	err = m.addPart(msg.Header.Get, msg.Body)
	return m, err
}

// addPart walks the tree of parts; get looks up a header of this one.
func (m *Mail) addPart(get func(string) string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(get("Content-Type"))
	if err != nil {
		return fmt.Errorf("content type %q: %w", get("Content-Type"), err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := m.addPart(p.Header.Get, p); err != nil {
				return err
			}
		}
	}
	data, err := decode(get("Content-Transfer-Encoding"), body)
	if err != nil {
		return err
	}
	_, disposition, _ := mime.ParseMediaType(get("Content-Disposition"))
	name := disposition["filename"]
	if name == "" && kind == "text/plain" && m.Text == "" {
		m.Text = strings.ReplaceAll(string(data), "\r\n", "\n")
		return nil
	}
	if name, err = new(mime.WordDecoder).DecodeHeader(name); err != nil {
		return err
	}
	m.Attachments = append(m.Attachments, Attachment{Name: name, Type: kind, Data: data})
	return nil
}

func decode(encoding string, r io.Reader) ([]byte, error) {
	switch strings.ToLower(encoding) {
	case "base64":
		return io.ReadAll(base64.NewDecoder(base64.StdEncoding, r))
	case "quoted-printable":
		return io.ReadAll(quotedprintable.NewReader(r))
	}
	return io.ReadAll(r)
}
