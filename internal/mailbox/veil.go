package mailbox

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// veils are the open elements of a page, for what a mail program does not
// show must be neither shown nor judged: the few words for a list of mails
// (preheaders), and whatever somebody hides in one.
type veils []veil

type veil struct {
	of     atom.Atom
	hidden bool // it, or what it stands in
	tiny   bool // letters of no size; one inside may have a size again
}

// mostVeils is how deep elements are followed.
const mostVeils = 400

// hide reports whether what comes now is not seen.
func (v *veils) hide() bool {
	n := len(*v)
	return n > 0 && ((*v)[n-1].hidden || (*v)[n-1].tiny)
}

// open takes the beginning of an element.
func (v *veils) open(a atom.Atom, attrs map[string]string, closed bool) {
	switch a {
	case atom.Br, atom.Img, atom.Hr, atom.Meta, atom.Link, atom.Input, atom.Col, atom.Area, atom.Base, atom.Wbr, atom.Source:
		return // never closed
	case 0: // an element of no name is closed by nothing that is known
		return
	}
	if n := len(*v); n > 0 && ends((*v)[n-1].of, a) {
		*v = (*v)[:n-1]
	}
	if closed || len(*v) >= mostVeils {
		return
	}
	next := veil{of: a}
	if n := len(*v); n > 0 {
		next.hidden, next.tiny = (*v)[n-1].hidden, (*v)[n-1].tiny
	}
	style := strings.ToLower(attrs["style"])
	if _, ok := attrs["hidden"]; ok || hides(style) {
		next.hidden = true
	}
	if size := regexp.MustCompile(`(?:^|[;\s])font-size\s*:\s*([^;]*)`).FindStringSubmatch(style); size != nil {
		next.tiny = isZero(size[1])
	}
	*v = append(*v, next)
}

// close takes the end of an element, and of those in it that nobody closed.
func (v *veils) close(a atom.Atom) {
	for i, open := range slices.Backward(*v) {
		if open.of == a {
			*v = (*v)[:i]
			return
		}
	}
}

// ends reports whether an element's beginning ends the one that is open, as
// HTML lets the end of some be left out.
func ends(open, begins atom.Atom) bool {
	switch open {
	case atom.P:
		return gap(begins) > 0
	case atom.Td, atom.Th:
		return begins == atom.Td || begins == atom.Th || begins == atom.Tr
	case atom.Li, atom.Tr:
		return begins == open
	}
	return false
}

// hides reports whether a style, in lower case, takes an element out of sight.
func hides(style string) bool {
	if regexp.MustCompile(`(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)`).MatchString(style) {
		return true
	}
	height := regexp.MustCompile(`(?:^|[;\s])(?:max-height|opacity)\s*:\s*([^;]*)`).FindStringSubmatch(style)
	return height != nil && isZero(height[1])
}

// isZero reports whether a size is none: "0", "0px", "0.0em !important".
func isZero(size string) bool {
	return regexp.MustCompile(`^\s*0*\.?0+\s*(?:px|pt|em|rem|%|vh)?\s*(?:!important\s*)?$`).MatchString(size)
}
