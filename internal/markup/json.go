package markup

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"slices"
)

// ErrDamaged is what Parse says of marks that no window of ours wrote.
var ErrDamaged = errors.New("damaged marks")

// What Parse takes: far more than a hand draws, far less than fills a memory.
const (
	maxShapes = 10_000
	maxPoints = 200_000 // of all shapes together
	maxText   = 4_000   // bytes of one text
	maxWidth  = 1_000
	maxCoord  = 1 << 17 // pixels from the corner, in any direction
)

// Points are places on the picture. In JSON they are one flat list of
// numbers, x before y: a free line has hundreds.
type Points []image.Point

// MarshalJSON writes the flat list.
func (p Points) MarshalJSON() ([]byte, error) {
	flat := make([]int, 0, 2*len(p))
	for _, at := range p {
		flat = append(flat, at.X, at.Y)
	}
	return json.Marshal(flat)
}

// UnmarshalJSON reads the flat list.
func (p *Points) UnmarshalJSON(data []byte) error {
	var flat []int
	if err := json.Unmarshal(data, &flat); err != nil {
		return err
	}
	if len(flat)%2 != 0 {
		return fmt.Errorf("%d coordinates", len(flat))
	}
	*p = make(Points, 0, len(flat)/2)
	for at := range slices.Chunk(flat, 2) {
		*p = append(*p, image.Pt(at[0], at[1]))
	}
	return nil
}

// Marshal writes the drawing as JSON, nil when it is empty.
func (d Drawing) Marshal() (json.RawMessage, error) {
	if d.IsEmpty() {
		return nil, nil
	}
	data, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("marks: %w", err)
	}
	return data, nil
}

// Parse reads what Marshal wrote; nothing at all is an empty drawing. A
// drawing of which anything is wrong is refused whole, with ErrDamaged: half
// of somebody's redactions is worse than a word about it.
func Parse(data json.RawMessage) (Drawing, error) {
	if len(data) == 0 {
		return Drawing{}, nil
	}
	var d Drawing
	if err := json.Unmarshal(data, &d); err != nil {
		return Drawing{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err := d.check(); err != nil {
		return Drawing{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return d.SetCrop(d.Crop), nil // as an edit would have left it
}

// check says what in a drawing cannot be drawn.
func (d Drawing) check() error {
	if len(d.Shapes) > maxShapes {
		return fmt.Errorf("%d shapes", len(d.Shapes))
	}
	if !near(d.Crop.Min) || !near(d.Crop.Max) {
		return fmt.Errorf("crop %v", d.Crop)
	}
	total := 0
	for i, s := range d.Shapes {
		if total += len(s.Points); total > maxPoints {
			return errors.New("too many points")
		}
		if err := s.check(); err != nil {
			return fmt.Errorf("shape %d: %w", i, err)
		}
	}
	return nil
}

func (s Shape) check() error {
	need := 2
	switch {
	case !slices.Contains(Kinds(), s.Kind):
		return fmt.Errorf("kind %.20q", s.Kind)
	case s.Kind == Text, s.Kind == Step:
		need = 1
	}
	if len(s.Points) < need || len(s.Points) > need && s.Kind != Line {
		return fmt.Errorf("%s with %d points", s.Kind, len(s.Points))
	}
	if len(s.Text) > maxText || s.Width < 0 || s.Width > maxWidth {
		return fmt.Errorf("%s of %d bytes, %d wide", s.Kind, len(s.Text), s.Width)
	}
	for _, at := range s.Points {
		if !near(at) {
			return fmt.Errorf("%s at %v", s.Kind, at)
		}
	}
	return nil
}

func near(p image.Point) bool {
	return max(p.X, p.Y) <= maxCoord && min(p.X, p.Y) >= -maxCoord
}
