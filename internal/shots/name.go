package shots

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"ticketpp/internal/ticket"
)

// fresh returns the name of what a screenshot becomes, made from the name of
// the picture as it was taken. Its number is beyond those of the files that the
// screenshot has now, so that a draft never uses a name twice: whoever still
// knows a picture by its name, or is just reading it, never takes another one
// for it, though files from before are removed.
func fresh(f Folder, s ticket.Screenshot, what, ext string) string {
	stem := strings.TrimSuffix(s.Taken(), path.Ext(s.Taken()))
	for n := 1 + max(number(stem, s.File), number(stem, s.Preview)); ; n++ {
		name := fmt.Sprintf("%s-%s%d%s", stem, what, n, ext)
		r, _, err := f.Open(name)
		if err != nil {
			return name
		}
		_ = r.Close() // drawn, but more was drawn meanwhile: it was never taken
	}
}

// number is that of a name which fresh has made from stem; 0 for any other.
func number(stem, name string) int {
	rest, ok := strings.CutPrefix(strings.TrimSuffix(name, path.Ext(name)), stem+"-")
	if !ok {
		return 0
	}
	n, _ := strconv.Atoi(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz")) // 0 when it is no number
	return n
}
