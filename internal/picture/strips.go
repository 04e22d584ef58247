package picture

import (
	"compress/flate"
	"errors"
	"hash/adler32"
	"runtime"
	"sync"
)

// What was measured on screens of 1920×1080 with text, a gradient and a
// photograph: level 7 gains 0.2 % over 6 for a third more time, 9 0.5 % for
// eight times as much; another deflate (klauspost/compress) gains nothing at
// the same size of file that would pay for one more library.
const (
	level = 6 // for what is written
	trial = 1 // for choosing: it ranks two ways of filtering as level 6 does
)

// stripRows is how many rows are compressed as one piece. Each piece begins
// without knowledge of the one before, which costs about a thousandth, and
// chooses for itself whether its rows are filtered.
const stripRows = 128

// compress compresses the strips of a picture on all processors.
func compress(r raster) ([]*strip, error) {
	strips := make([]*strip, (r.height+stripRows-1)/stripRows)
	errs := make([]error, len(strips))
	next := make(chan int, len(strips))
	for i := range strips {
		next <- i
	}
	close(next)
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(strips), 8) {
		wait.Go(func() {
			c := compressor{raster: r}
			for i := range next {
				strips[i] = &strip{}
				errs[i] = c.fill(strips[i], i*stripRows, min(r.height, (i+1)*stripRows))
			}
		})
	}
	wait.Wait()
	return strips, errors.Join(errs...)
}

// compressor makes strips, one after the other.
type compressor struct {
	raster
	plain, filtered []byte // the rows of a strip, each behind its filter's number
	final, trial    *flate.Writer
	filter          filter
}

// fill compresses the rows top to bottom. Text that repeats is smallest as it
// is, for whole words are found again; the rest when each row is told by its
// difference from what is around it. Which of the two a strip has more of is
// tried out.
func (c *compressor) fill(s *strip, top, bottom int) error {
	n := c.length + 1
	if c.plain == nil {
		c.plain = make([]byte, min(stripRows, c.height)*n)
		var err error
		how := level
		if c.soon {
			how = trial
		}
		if c.final, err = flate.NewWriter(nil, how); err != nil {
			return err
		}
	}
	data := c.plain[:(bottom-top)*n]
	for y := top; y < bottom; y++ {
		line := data[(y-top)*n:][:n]
		line[0] = 0
		c.row(line[1:], y)
	}
	if c.soon {
		data = c.above(data, top, bottom)
	} else if c.kind == 2 { // neighbours in a palette have nothing to do with each other
		var err error
		if data, err = c.better(data, top, bottom); err != nil {
			return err
		}
	}
	s.sum, s.length = adler32.Checksum(data), len(data)
	c.final.Reset(&s.data)
	if _, err := c.final.Write(data); err != nil {
		return err
	}
	return c.final.Flush()
}

// above returns the rows of a strip by their difference from the row above,
// which most of a desktop's rows are equal to.
func (c *compressor) above(plain []byte, top, bottom int) []byte {
	n := c.length + 1
	if c.filtered == nil {
		c.filtered = make([]byte, len(c.plain))
	}
	row := make([]byte, c.length)
	if top > 0 {
		c.row(row, top-1)
	}
	for y := range bottom - top {
		next := plain[y*n+1:][:c.length]
		c.filtered[y*n] = 2
		up(c.filtered[y*n+1:][:c.length], next, row)
		row = next
	}
	return c.filtered[:len(plain)]
}

// better returns the rows of a strip as they are or filtered, whichever is
// smaller once it is compressed.
func (c *compressor) better(plain []byte, top, bottom int) ([]byte, error) {
	n := c.length + 1
	if c.filtered == nil {
		c.filtered = make([]byte, len(c.plain))
		c.filter = newFilter(c.length)
		var err error
		if c.trial, err = flate.NewWriter(nil, trial); err != nil {
			return nil, err
		}
	}
	above := make([]byte, c.length)
	if top > 0 {
		c.row(above, top-1)
	}
	filtered := c.filtered[:len(plain)]
	for y := range bottom - top {
		row := plain[y*n+1:][:c.length]
		c.filter.best(filtered[y*n:][:n], row, above)
		above = row
	}
	from, to := len(plain)/4, len(plain)*3/4 // half of it tells as much as all
	asIs, err := c.measure(plain[from:to])
	if err != nil {
		return nil, err
	}
	if told, err := c.measure(filtered[from:to]); err != nil || told < asIs {
		return filtered, err
	}
	return plain, nil
}

// measure returns about how long data is when it is compressed.
func (c *compressor) measure(data []byte) (int, error) {
	var n counter
	c.trial.Reset(&n)
	if _, err := c.trial.Write(data); err != nil {
		return 0, err
	}
	err := c.trial.Flush()
	return int(n), err
}

// counter counts what is written to it.
type counter int

func (n *counter) Write(p []byte) (int, error) {
	*n += counter(len(p))
	return len(p), nil
}
