package webform

import (
	"context"
	"errors"
	"io"

	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/picture"
	"ticketpp/internal/rules"
)

// take1 returns what takes one file of a post. A file that cannot be taken is
// said on the page, and the rest of the post counts.
func (f *Form) take1(ctx context.Context) func(field, name string, r io.Reader) error {
	return func(field, name string, r io.Reader) error {
		if f.handed || f.outcome != "" {
			return nil
		}
		name = oneLine(clean(name))
		var err error
		switch field {
		case "file":
			err = f.attach(ctx, name, r)
		case "picture":
			err = f.addPicture(r)
		default:
			return nil
		}
		if err != nil {
			f.o.Log.Warn("a file of the user's", "err", err)
			f.fileSaid = f.fileWords(name, err)
		}
		return ctx.Err()
	}
}

// attach takes any file that fits into the largest ticket by itself; the page
// says when all of them together are too much.
func (f *Form) attach(ctx context.Context, name string, r io.Reader) error {
	limit := f.o.MaxTotal()
	if limit <= 0 {
		limit = drafts.NoLimit
	}
	a, err := f.draft.AddStream(ctx, name, r, limit)
	if err != nil {
		return err
	}
	f.ticket.Attachments = append(f.ticket.Attachments, a)
	return nil
}

// fileWords puts an error about a file into words.
func (f *Form) fileWords(name string, err error) string {
	t := f.o.Texts
	var big *drafts.TooBigError
	vars := l10n.Vars{"Name": rules.Shorten(name, 80)}
	switch {
	case errors.Is(err, picture.ErrNotPicture), errors.Is(err, picture.ErrTooManyPixels):
		return t.Get("compose.shots.no_picture", vars)
	case errors.Is(err, errTooMany):
		return t.Get("compose.shots.full", l10n.Vars{"N": maxShots})
	case errors.As(err, &big):
		return t.Get("compose.file.too-big", vars)
	}
	switch reason, _ := f.o.Callbacks.Explain(err); reason {
	case "too-big", "disk-full", "read-only", "unreadable", "vanished":
		return t.Get("compose.file."+reason, vars)
	}
	return t.Get("compose.file.failed", vars)
}
