package markup

// History is the drawings of one picture one after the other: undo and redo
// without limit. A drawing shares its shapes with the one before, so that each
// step costs a few bytes a shape.
type History struct {
	steps []Drawing
	now   int
}

// NewHistory begins with a drawing, which cannot be undone.
func NewHistory(d Drawing) *History { return &History{steps: []Drawing{d}} }

// Now returns the drawing in force.
func (h *History) Now() Drawing { return h.steps[h.now] }

// Do puts the next drawing in force and reports whether it differs from the
// one before. What was undone cannot be redone any more.
func (h *History) Do(d Drawing) bool {
	if d.Equal(h.Now()) {
		return false
	}
	h.now++
	h.steps = append(h.steps[:h.now:h.now], d)
	return true
}

// Undo goes back by one edit and reports whether there was one.
func (h *History) Undo() bool {
	if !h.CanUndo() {
		return false
	}
	h.now--
	return true
}

// Redo takes an undone edit back and reports whether there was one.
func (h *History) Redo() bool {
	if !h.CanRedo() {
		return false
	}
	h.now++
	return true
}

// CanUndo reports whether Undo would go back.
func (h *History) CanUndo() bool { return h.now > 0 }

// CanRedo reports whether Redo would go forward.
func (h *History) CanRedo() bool { return h.now < len(h.steps)-1 }
