package kb

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
)

// ErrDamaged: the index file is not what was written. It is made again from
// the articles that were kept.
var ErrDamaged = errors.New("the index of articles is damaged")

// An index file, all numbers little endian and 32 bits wide:
//
//	magic, checksum of all that follows, articles, terms, 4 section lengths
//	ends of the articles' texts · texts (title NUL address)
//	ends of the terms · terms, sorted by bytes
//	ends of the postings · postings (distance to the next article, weight)
//
// Where an "end" table says where each of its things ends in the blob behind
// it. It is searched as it lies in memory; nothing is decoded beforehand.
const (
	magic      = "TKB2"
	headerSize = 4 + 4 + 4 + 4 + 3*4
)

// Index is a set of articles that can be searched. Searches may run side by
// side.
type Index struct {
	articles, terms int
	text, term, hit table
	scratch         chan *scratch
	helped          map[string]bool // addresses of articles that helped before
}

// table is a row of byte strings.
type table struct{ ends, blob []byte }

// at returns the i-th string.
func (t table) at(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = binary.LittleEndian.Uint32(t.ends[4*(i-1):])
	}
	return t.blob[from:binary.LittleEndian.Uint32(t.ends[4*i:])]
}

// Parse reads an index; data must not change afterwards.
func Parse(data []byte) (*Index, error) {
	if len(data) < headerSize || string(data[:4]) != magic ||
		crc32.ChecksumIEEE(data[8:]) != binary.LittleEndian.Uint32(data[4:]) {
		return nil, ErrDamaged
	}
	number := func(i int) int { return int(binary.LittleEndian.Uint32(data[8+4*i:])) }
	x := &Index{articles: number(0), terms: number(1), scratch: make(chan *scratch, 1)}
	rest := data[headerSize:]
	for i, t := range []struct {
		of *table
		n  int
	}{{&x.text, x.articles}, {&x.term, x.terms}, {&x.hit, x.terms}} {
		size := number(2 + i)
		if len(rest) < 4*t.n+size {
			return nil, ErrDamaged
		}
		t.of.ends, t.of.blob = rest[:4*t.n], rest[4*t.n:4*t.n+size]
		rest = rest[4*t.n+size:]
	}
	return x, nil
}

// Len returns the number of articles.
func (x *Index) Len() int { return x.articles }

// article returns the i-th article: its title and address.
func (x *Index) article(i int) (title, address string) {
	b := x.text.at(i)
	for j, c := range b {
		if c == 0 {
			return string(b[:j]), string(b[j+1:])
		}
	}
	return "", ""
}

// postings calls each with the articles that have the term, and the term's
// weight in them, 1 to 255.
func (x *Index) postings(term int, each func(article int, weight byte)) {
	b, at := x.hit.at(term), 0
	for len(b) > 1 {
		d, n := binary.Uvarint(b)
		if n <= 0 || n >= len(b) {
			return
		}
		at += int(d)
		if at > x.articles {
			return
		}
		each(at-1, b[n])
		b = b[n+1:]
	}
}

// add puts a string at the end of a table.
func (t *table) add(s []byte) {
	t.blob = append(t.blob, s...)
	t.ends = binary.LittleEndian.AppendUint32(t.ends, uint32(len(t.blob)))
}

// assemble makes the file.
func assemble(articles, terms int, tables ...*table) []byte {
	size := headerSize
	for _, t := range tables {
		size += len(t.ends) + len(t.blob)
	}
	out := make([]byte, 8, size)
	copy(out, magic)
	out = binary.LittleEndian.AppendUint32(out, uint32(articles))
	out = binary.LittleEndian.AppendUint32(out, uint32(terms))
	for _, t := range tables {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(t.blob)))
	}
	for _, t := range tables {
		out = append(append(out, t.ends...), t.blob...)
	}
	binary.LittleEndian.PutUint32(out[4:], crc32.ChecksumIEEE(out[8:]))
	return out
}
