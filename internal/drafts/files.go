package drafts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

// attPrefix begins the names of the user's files in a draft's folder; the
// user's own name for a file is text of the ticket, and never a file's name
// on our disk.
const attPrefix = "att-"

// NoLimit is the limit of a file that may have any size.
const NoLimit = -1

// validFile reports whether name is a plain file name: lower-case letters,
// digits, - and _, with extensions; no folder, no drive, nothing hidden.
func validFile(name string) bool {
	const maxLen = 100
	if len(name) > maxLen {
		return false
	}
	for _, part := range strings.Split(name, ".") {
		if part == "" || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// AddFile copies the user's file at name, as it is now, into the draft: at
// most limit bytes, or [NoLimit]. It fails with a [*FileError]
// or a [*TooBigError], with ctx's error when that ends first, even while a
// network folder does not answer, or with what keeps us from writing.
func (d *Draft) AddFile(ctx context.Context, name string, limit int64) (ticket.Attachment, error) {
	type result struct {
		att ticket.Attachment
		err error
	}
	done := make(chan result, 1)
	go func() {
		att, err := d.addFile(ctx, name, limit)
		done <- result{att, err}
	}()
	select {
	case r := <-done:
		return r.att, r.err
	case <-ctx.Done():
		return ticket.Attachment{}, ctx.Err()
	}
}

func (d *Draft) addFile(ctx context.Context, name string, limit int64) (ticket.Attachment, error) {
	base := filepath.Base(name)
	f, err := safefile.OpenRegular(name)
	if err != nil {
		return ticket.Attachment{}, fileError(name, err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && limit >= 0 && info.Size() > limit {
		return ticket.Attachment{}, &TooBigError{Name: base, Size: info.Size(), Limit: limit}
	}
	return d.AddStream(ctx, base, f, limit)
}

// fileError says in our terms why the user's file cannot be read.
func fileError(name string, err error) error {
	reason := ErrUnreadable
	switch {
	case errors.Is(err, fs.ErrNotExist) && strings.Contains(name, "://") && !strings.HasPrefix(name, "file:"): // as a desktop names what it shows of a server
		reason = ErrElsewhere
	case errors.Is(err, fs.ErrNotExist):
		reason = ErrVanished
	case errors.Is(err, safefile.ErrIsFolder):
		reason = ErrIsFolder
	case errors.Is(err, safefile.ErrNotRegular):
		reason = ErrNotRegular
	}
	return &FileError{Name: filepath.Base(name), Reason: reason, Err: err}
}

// AddStream is [Draft.AddFile] for content that is no file: r is read to its
// end, and name is what the technician sees.
func (d *Draft) AddStream(ctx context.Context, name string, r io.Reader, limit int64) (ticket.Attachment, error) {
	file, err := d.newAttachment()
	if err != nil {
		return ticket.Attachment{}, err
	}
	src := &source{ctx: ctx, r: r, name: name, limit: limit}
	err = safefile.Write(d.store.fs, file, func(w io.Writer) error {
		_, err := io.Copy(w, src)
		return err
	})
	switch {
	case src.err != nil:
		return ticket.Attachment{}, src.err
	case err == nil:
		err = d.store.fs.SyncDir(d.Dir())
	}
	if err != nil {
		return ticket.Attachment{}, fmt.Errorf("keeping %s: %w", name, err)
	}
	return ticket.Attachment{Name: name, File: path.Base(file), Size: src.n}, nil
}

// newAttachment chooses the name of the next attachment's file.
func (d *Draft) newAttachment() (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.hold(); err != nil {
		return "", err
	}
	n := d.nextAtt
	d.nextAtt++
	return path.Join(d.Dir(), attPrefix+strconv.Itoa(n)), nil
}

// countFiles returns the number that no attachment in the folder has yet.
func (d *Draft) countFiles() (int, error) {
	entries, err := d.store.fs.ReadDir(d.Dir())
	if err != nil {
		return 0, fmt.Errorf("reading the draft: %w", err)
	}
	next := 1
	for _, e := range entries {
		if n, err := strconv.Atoi(strings.TrimPrefix(e.Name(), attPrefix)); err == nil && n >= next {
			next = n + 1
		}
	}
	return next, nil
}

// source reads what is added: within the limit, and not beyond ctx's end. It
// remembers why it stopped, so that the reader's errors are told from ours.
type source struct {
	ctx   context.Context
	r     io.Reader
	name  string
	limit int64
	n     int64
	err   error
}

func (s *source) Read(p []byte) (int, error) {
	if s.err = s.ctx.Err(); s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	s.n += int64(n)
	if s.limit >= 0 && s.n > s.limit {
		s.err = &TooBigError{Name: s.name, Size: s.n, Limit: s.limit}
		return 0, s.err
	}
	if err != nil && err != io.EOF {
		s.err = &FileError{Name: s.name, Reason: ErrUnreadable, Err: err}
		return n, s.err
	}
	return n, err
}

// AddBytes keeps data as the file called name, a screenshot for instance,
// replacing the one that is there; see [Draft.AddFrom].
func (d *Draft) AddBytes(name string, data []byte) (string, error) {
	_, err := d.AddFrom(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	return name, err
}

// AddFrom keeps what write writes as the file called name, replacing the one
// that is there, and returns its size. The name is the program's ("shot-1.png")
// and not the user's: lower-case letters, digits, - and _, with extensions;
// else [ErrBadName].
func (d *Draft) AddFrom(name string, write func(io.Writer) error) (int64, error) {
	if err := d.check(name); err != nil {
		return 0, err
	}
	if strings.HasPrefix(name, attPrefix) || strings.HasPrefix(name, recordFile) {
		return 0, fmt.Errorf("%q %w", name, ErrBadName)
	}
	d.mu.Lock()
	err := d.hold()
	d.mu.Unlock()
	if err != nil {
		return 0, err
	}
	var n counter
	err = safefile.Replace(d.store.fs, path.Join(d.Dir(), name), func(w io.Writer) error {
		return write(io.MultiWriter(w, &n))
	})
	if err != nil {
		return 0, fmt.Errorf("keeping %s: %w", name, err)
	}
	return int64(n), nil
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// Open opens one of the draft's files and returns its size. The name must be
// a plain one ([ErrBadName]), the file a regular one.
func (d *Draft) Open(file string) (io.ReadCloser, int64, error) {
	if err := d.check(file); err != nil {
		return nil, 0, err
	}
	return openFile(d.store.fs, path.Join(d.Dir(), file))
}

// Remove removes one of the draft's files; one that is not there is no error.
func (d *Draft) Remove(file string) error {
	if err := d.check(file); err != nil {
		return err
	}
	if strings.HasPrefix(file, recordFile) {
		return fmt.Errorf("%q %w", file, ErrBadName)
	}
	if err := d.store.fs.Remove(path.Join(d.Dir(), file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing %s: %w", file, err)
	}
	return nil
}

// check says whether file may be used now.
func (d *Draft) check(file string) error {
	if !validFile(file) {
		return fmt.Errorf("%q %w", file, ErrBadName)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lock == nil {
		return fmt.Errorf("draft %s %w", d.id, ErrClosed)
	}
	return nil
}
