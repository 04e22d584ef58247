package workstation

import "testing"

func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		name, release string
		build         uint32
		want          string
	}{
		{"Windows 10 Pro", "24H2", 26100, "Windows 11 Pro 24H2 (10.0.26100.7)"},
		{"Windows 10 Pro", "22H2", 19045, "Windows 10 Pro 22H2 (10.0.19045.7)"},
		{"Windows Server 2022 Standard", "", 20348, "Windows Server 2022 Standard (10.0.20348.7)"},
	} {
		if got := describe(c.name, c.release, 10, 0, c.build, 7); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
