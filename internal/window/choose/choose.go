// Package choose holds the parts in which one of several is chosen: a row of
// words, a column of lines with remarks, a field that finds one of many names.
// It knows the keyboard and our look, and nothing of what is chosen.
package choose

import "ticketpp/internal/window/parts"

// Host is the window around a row or a column.
type Host interface {
	parts.Host
	FocusNext() // Enter: the choice is made, on to the next field
}
