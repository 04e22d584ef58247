// Command gen draws the program's icons into the folder above it: each size
// on its own pixel grid, so that the strokes of the "++" fall on whole pixels,
// in three states that differ in shape as well as in colour.
//
//go:generate go run . ..
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"log"
	"os"
	"path/filepath"
)

// The sizes of Linux's icon themes, and 44, which the tray gets: the library
// gives the desktop one picture only, and panels that show 22 pixels (the usual
// size) halve it exactly.
var pngSizes = []int{16, 22, 24, 32, 44, 48, 64, 128, 256}

// Windows asks for 16 times the scaling (100, 125, 150, 200, 250 %), and the
// tray's library for twice that, which the shell then halves: each of these
// sizes is drawn as exactly two of the smaller one where there is one.
var icoSizes = []int{16, 20, 24, 32, 40, 48, 64, 256}

func main() {
	log.SetFlags(0)
	dir := "."
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	for _, s := range []state{normal, waiting, failed} {
		for _, size := range pngSizes {
			write(dir, fmt.Sprintf("trayapp%s-%d.png", s.suffix(), size), encode(draw(size, s)))
		}
		var pictures []*image.NRGBA
		for _, size := range icoSizes {
			pictures = append(pictures, draw(size, s))
		}
		write(dir, "trayapp"+s.suffix()+".ico", ico(pictures))
		write(dir, "trayapp"+s.suffix()+".svg", svg(s))
	}
}

func write(dir, name string, data []byte) {
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
		log.Fatal(err)
	}
}

func encode(img image.Image) []byte {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
		log.Fatal(err)
	}
	return b.Bytes()
}
