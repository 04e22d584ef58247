package ticket

// Past says why a draft stands here that nobody has just begun, where that is
// more than its having been left half-way. The form says it to the user.
type Past struct {
	Kind   PastKind `json:"kind"`
	Reason string   `json:"reason,omitempty"` // refused: why, in one word of the room mail
	Answer string   `json:"answer,omitempty"` // refused: the server's own answer
}

// PastKind names what became of a draft.
type PastKind string

// The kinds.
const (
	Damaged PastKind = "damaged" // its file broke off: what could be read of it is here
	Older   PastKind = "older"   // its newest version is damaged: this is the one before
	Refused PastKind = "refused" // a server refused it for good
)
