package shots

import (
	"bytes"
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

// Keep makes a smaller form the screenshot's file. The picture from which it
// was made stays in the folder.
func Keep(f Folder, s ticket.Screenshot, form picture.Smaller) (ticket.Screenshot, error) {
	out := s
	out.Original, out.Smaller = s.Taken(), true
	out.File = free(f, s.Taken(), "small", form.Ext)
	n, err := f.AddFrom(out.File, func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(form.Data))
		return err
	})
	if err != nil {
		return s, fmt.Errorf("screenshot %s: %w", out.File, err)
	}
	out.Size = n
	size := sizeOf(form.Image)
	out.Width, out.Height = size.X, size.Y
	return out, nil
}

func sizeOf(img image.Image) image.Point { return img.Bounds().Size() }
