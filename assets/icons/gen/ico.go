package main

import (
	"bytes"
	"encoding/binary"
	"image"
)

// ico packs pictures into a Windows icon file: up to 64 pixels as bitmaps,
// which every loader reads, the large one as PNG.
func ico(pictures []*image.NRGBA) []byte {
	var head, body bytes.Buffer
	put := func(v ...any) {
		for _, x := range v {
			_ = binary.Write(&head, binary.LittleEndian, x) // a bytes.Buffer takes everything
		}
	}
	put(uint16(0), uint16(1), uint16(len(pictures)))
	start := 6 + 16*len(pictures)
	for _, p := range pictures {
		data := bitmap(p)
		if p.Rect.Dx() > 64 {
			data = encode(p)
		}
		side := uint8(p.Rect.Dx()) // 256 is written as 0
		put(side, side, uint8(0), uint8(0), uint16(1), uint16(32), uint32(len(data)), uint32(start+body.Len()))
		body.Write(data)
	}
	return append(head.Bytes(), body.Bytes()...)
}

// bitmap is a picture as an icon's BITMAPINFOHEADER, its pixels from the bottom
// up as BGRA, and the one-bit mask of old that follows them.
func bitmap(p *image.NRGBA) []byte {
	n := p.Rect.Dx()
	var b bytes.Buffer
	for _, v := range []any{
		uint32(40), int32(n), int32(2 * n), uint16(1), uint16(32),
		uint32(0), uint32(0), int32(0), int32(0), uint32(0), uint32(0),
	} {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	mask := make([]byte, n*((n+31)/32)*4)
	for y := n - 1; y >= 0; y-- {
		for x := range n {
			c := p.NRGBAAt(x, y)
			b.Write([]byte{c.B, c.G, c.R, c.A})
			if c.A == 0 {
				row := (n - 1 - y) * ((n + 31) / 32) * 4
				mask[row+x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	b.Write(mask)
	return b.Bytes()
}
