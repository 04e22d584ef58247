package mail

import (
	"archive/zip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// AttachmentError says that a file of the ticket could not go whole into the
// mail. Nothing of what was rendered may be sent then.
type AttachmentError struct {
	Name string // as the technician would have seen it
	File string // in the draft's folder
	Err  error  // ErrVanished, ErrChanged, or what the file system said
}

func (e *AttachmentError) Error() string {
	return fmt.Sprintf("attachment %q: %v", e.Name, e.Err)
}

// Unwrap returns the cause.
func (e *AttachmentError) Unwrap() error { return e.Err }

// Why a file could not go into the mail.
var (
	ErrVanished = errors.New("the file cannot be opened any more")
	ErrChanged  = errors.New("the file has changed its size while it was being read")
)

// part is one file of the mail: where it comes from and what it is called.
type part struct {
	name   string // as the technician sees it
	file   string // in the draft's folder
	size   int64  // bytes it must hold, -1 when only its opener knows
	zipped string // the name inside the archive, when the file is packed
}

// parts lists the mail's files: the screenshots, then the user's own. It opens
// every one of them once, so that a file that is gone is found before the
// first byte is written.
func (m Message) parts() ([]part, error) {
	taken := map[string]bool{}
	var all []part
	for i, s := range m.shots() {
		p := part{name: distinct(shotName(i, s.File), taken), file: s.File, size: -1}
		if _, err := m.head(p); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	for _, a := range m.Ticket.Attachments {
		p := part{name: a.Name, file: a.File, size: a.Size}
		head, err := m.head(p)
		if err != nil {
			return nil, err
		}
		p.name = fileName(a.Name, head)
		if strings.EqualFold(path.Ext(p.name), ".eml") { // RT takes an attached mail apart
			p.zipped = p.name
			p.name += ".zip"
		}
		p.name = distinct(p.name, taken)
		all = append(all, p)
	}
	return all, nil
}

// head returns a file's first bytes.
func (m Message) head(p part) ([]byte, error) {
	r, _, err := m.open(p)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, &AttachmentError{p.name, p.file, err}
	}
	return head[:n], nil
}

func (m Message) open(p part) (io.ReadCloser, int64, error) {
	if m.Open == nil {
		return nil, 0, &AttachmentError{p.name, p.file, ErrVanished}
	}
	r, size, err := m.Open(p.file)
	if err != nil {
		return nil, 0, &AttachmentError{p.name, p.file, fmt.Errorf("%w: %w", ErrVanished, err)}
	}
	if p.size >= 0 && size != p.size {
		r.Close()
		return nil, 0, &AttachmentError{p.name, p.file, ErrChanged}
	}
	return r, size, nil
}

// write streams the file into w as lines of base64.
func (m Message) write(p part, w io.Writer) error {
	r, size, err := m.open(p)
	if err != nil {
		return err
	}
	defer r.Close()
	lines := &lineWriter{w: w}
	b64 := base64.NewEncoder(base64.StdEncoding, lines)
	if p.zipped == "" {
		err = copyWhole(b64, r, size)
	} else {
		err = pack(b64, p.zipped, r, size)
	}
	if err != nil {
		var out *outputError
		if errors.As(err, &out) {
			return out.err
		}
		return &AttachmentError{p.name, p.file, err}
	}
	if err := b64.Close(); err != nil {
		return err
	}
	return lines.end()
}

// copyWhole copies exactly size bytes; a source that has fewer or more is an
// error, since a truncated file would arrive looking whole.
func copyWhole(w io.Writer, r io.Reader, size int64) error {
	n, err := io.Copy(w, io.LimitReader(r, size+1))
	if err != nil {
		return err
	}
	if n != size {
		return ErrChanged
	}
	return nil
}

// pack writes a zip archive with one file in it, always the same bytes.
func pack(w io.Writer, name string, r io.Reader, size int64) error {
	z := zip.NewWriter(w)
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	if err := copyWhole(f, r, size); err != nil {
		return err
	}
	return z.Close()
}

// outputError marks a failure of the rendered mail's own file (a full disk),
// which is no fault of the attachment.
type outputError struct{ err error }

func (e *outputError) Error() string { return e.err.Error() }
func (e *outputError) Unwrap() error { return e.err }

// lineWriter breaks base64 into lines of 76 characters (RFC 2045, section
// 6.8).
type lineWriter struct {
	w    io.Writer
	used int
}

const lineLength = 76

func (l *lineWriter) Write(p []byte) (int, error) {
	written := 0
	for len(p) > 0 {
		if l.used == lineLength {
			if err := l.end(); err != nil {
				return written, err
			}
		}
		n, err := l.w.Write(p[:min(len(p), lineLength-l.used)])
		l.used += n
		written += n
		if err != nil {
			return written, &outputError{err}
		}
		p = p[n:]
	}
	return written, nil
}

// end ends the line that has been begun.
func (l *lineWriter) end() error {
	if l.used == 0 {
		return nil
	}
	l.used = 0
	if _, err := io.WriteString(l.w, "\r\n"); err != nil {
		return &outputError{err}
	}
	return nil
}
