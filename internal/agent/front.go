package agent

import (
	"slices"
	"sync"
)

// openForm is a form that is being written.
type openForm struct{ raise func() }

// front knows the forms that are open, the newest last.
type front struct {
	mu    sync.Mutex
	forms []*openForm
}

func (f *front) open(o *openForm) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forms = append(f.forms, o)
}

// closed takes a form out; one that is not in does no harm.
func (f *front) closed(o *openForm) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forms = slices.DeleteFunc(f.forms, func(x *openForm) bool { return x == o })
}

// any reports whether a form is open.
func (f *front) any() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.forms) > 0
}

// raise brings the newest form to the front and reports whether there is one.
func (f *front) raise() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.forms) == 0 {
		return false
	}
	f.forms[len(f.forms)-1].raise()
	return true
}
