package capture

import (
	"image"
	"image/png"
	"io"
)

// EncodePNG writes img losslessly.
func EncodePNG(w io.Writer, img image.Image) error {
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, img)
}
