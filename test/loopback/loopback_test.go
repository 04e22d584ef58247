package loopback

import "testing"

// Two ports of one server were once the same, and it did not start.
func TestFreePortsDiffer(t *testing.T) {
	ports, err := FreePorts(500)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for _, p := range ports {
		if seen[p] || p < 1024 || p >= 32768 {
			t.Errorf("port %d, after %d others", p, len(seen))
		}
		seen[p] = true
	}
}
