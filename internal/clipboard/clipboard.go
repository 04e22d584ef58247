// Package clipboard reads the picture that another program has copied. It
// knows the platforms' clipboards; it must not know what becomes of the
// picture, nor decode it: it comes from outside and is for picture.Decode.
package clipboard

import "errors"

// Why there is nothing to paste.
var (
	// ErrNoPicture: nothing was copied, or no picture.
	ErrNoPicture = errors.New("the clipboard holds no picture")
	// ErrTooLarge: more was copied than anybody would send.
	ErrTooLarge = errors.New("the clipboard holds too large a picture")
)

// maxBytes bounds what is taken from another program.
const maxBytes = 256 << 20
