package lean

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// resident is how much of files is in this process' memory, kB.
func resident(t *testing.T) int {
	t.Helper()
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`RssFile:\s+(\d+) kB`).FindSubmatch(data)
	if m == nil {
		t.Fatal("no RssFile")
	}
	n, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTrim(t *testing.T) {
	before := resident(t)
	Trim()
	after := resident(t)
	if after >= before {
		t.Errorf("%d kB of files in memory before, %d kB after", before, after)
	}
	for range 100 { // everything still runs, and collects its garbage
		_ = strings.Repeat("ticket", 10000)
		Trim()
	}
}

func TestOnlyUnchangedFilePages(t *testing.T) {
	const smaps = `00400000-006aa000 r-xp 00000000 fe:00 9979596      /opt/a program/trayapp
Rss:                2728 kB
Anonymous:             0 kB
006aa000-009fb000 r--p 002aa000 fe:00 9979596      /opt/a program/trayapp
Anonymous:             4 kB
009fb000-00a1a000 rw-p 005fb000 fe:00 9979596      /opt/a program/trayapp
Anonymous:             0 kB
7f0000000000-7f0000001000 r-xp 00000000 fe:00 1      /lib/libc.so
Anonymous:             0 kB
7f0000002000-7f0000003000 r--p 00000000 00:00 0
Anonymous:             0 kB
VmFlags: rd mr mw me
`
	got := unchanged(strings.NewReader(smaps), "/opt/a program/trayapp")
	if len(got) != 1 || got[0] != (mapping{0x400000, 0x6aa000}) {
		t.Errorf("got %x: a written or foreign mapping would be dropped", got)
	}
}
