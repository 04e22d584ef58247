package notify

import (
	"strings"
	"testing"
)

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in   string
		max  int
		want string
	}{
		{"", 5, ""},
		{"perché", 6, "perché"},
		{"perchéno", 6, "perch…"},
		{"a😀😀", 4, "a😀…"}, // an emoji is two units and is never halved
		{"a😀😀", 3, "a…"},
		{strings.Repeat("x", 300), 255, strings.Repeat("x", 254) + "…"},
	} {
		got := clip(c.in, c.max)
		if got != c.want || units(got) > c.max {
			t.Errorf("clip(%q, %d) = %q (%d units), want %q", c.in, c.max, got, units(got), c.want)
		}
	}
}
