package shots

import (
	"context"
	"fmt"
	"image"
	"io"

	"ticketpp/internal/picture"
	"ticketpp/internal/ticket"
)

// Smaller makes smaller forms of what a screenshot's file shows, the most
// faithful first. It writes nothing: the user looks at them and chooses.
func Smaller(ctx context.Context, f Folder, s ticket.Screenshot) ([]picture.Smaller, error) {
	if s.Smaller { // a smaller form of a smaller form would be the worse for it
		return nil, nil
	}
	img, err := read(f, s.File)
	if err != nil {
		return nil, err
	}
	forms, err := picture.Shrink(ctx, img, 0)
	for len(forms) > 0 && forms[0].Size() >= s.Size {
		forms = forms[1:]
	}
	return forms, err
}

// Keep makes a smaller form, a file with the extension ext of a picture of
// size, the screenshot's file. The picture from which it was made stays in the
// folder.
func Keep(f Folder, s ticket.Screenshot, data []byte, ext string, size image.Point) (ticket.Screenshot, error) {
	out := s
	out.Original, out.Smaller = s.Taken(), true
	out.File = fresh(f, s, "small", ext)
	n, err := f.AddFrom(out.File, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return s, fmt.Errorf("screenshot %s: %w", out.File, err)
	}
	out.Width, out.Height, out.Size = size.X, size.Y, n
	return out, nil
}
