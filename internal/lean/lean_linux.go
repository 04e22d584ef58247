package lean

import (
	"bufio"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

func trim() {
	exe, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer f.Close()
	for _, m := range unchanged(f, exe) {
		// The mapping is the program's own file and no page of it was ever
		// written (a relocated one would be lost), so that dropping it changes
		// nothing but where the pages are.
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, m.from, m.to-m.from, unix.MADV_DONTNEED)
	}
}

// mapping is a range of addresses.
type mapping struct{ from, to uintptr }

// unchanged finds the mappings of the file exe in smaps (proc(5)) that cannot
// be written and hold no page of our own.
func unchanged(smaps io.Reader, exe string) []mapping {
	var found []mapping
	var at mapping
	candidate := false
	for lines := bufio.NewScanner(smaps); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) >= 3 && strings.HasSuffix(fields[0], ":") { // "Anonymous:  0 kB"
			if fields[0] == "Anonymous:" && candidate && fields[1] == "0" {
				found = append(found, at)
			}
			continue
		}
		candidate = false
		if len(fields) < 6 || strings.Contains(fields[1], "w") || strings.Join(fields[5:], " ") != exe {
			continue
		}
		from, to, _ := strings.Cut(fields[0], "-")
		a, errA := strconv.ParseUint(from, 16, 64)
		b, errB := strconv.ParseUint(to, 16, 64)
		at, candidate = mapping{uintptr(a), uintptr(b)}, errA == nil && errB == nil && b > a
	}
	return found
}
