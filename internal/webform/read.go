package webform

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// What a post may hold: more than a hand writes, less than fills a memory.
const (
	maxText    = 64 << 10 // bytes of one field
	maxFields  = 500
	maxPicture = 64 << 20 // bytes of a picture that is read whole
)

// errTooMuch: a post that no page of ours sends.
var errTooMuch = errors.New("the form holds more than a form does")

// posted is what a page sent: its fields, by name.
type posted map[string][]string

func (p posted) get(name string) string {
	if v := p[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

func (p posted) has(name string) bool { return len(p[name]) > 0 }

// list reads a field of names parted by blanks.
func (p posted) list(name string) []string { return strings.Fields(p.get(name)) }

// read reads a post part by part. Files go to take as they come, which reads
// them or not; fields are text, valid and bounded.
func read(r *http.Request, take func(field, name string, r io.Reader) error) (posted, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fmt.Errorf("reading the form: %w", err)
	}
	p := posted{}
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the form: %w", err)
		}
		if n >= maxFields {
			return nil, errTooMuch
		}
		if err := p.part(part, take); err != nil {
			return nil, err
		}
	}
}

func (p posted) part(part *multipart.Part, take func(field, name string, r io.Reader) error) error {
	defer part.Close()
	name := part.FormName()
	if file := part.FileName(); file != "" {
		return take(name, file, part)
	}
	text, err := io.ReadAll(io.LimitReader(part, maxText+1))
	if err != nil {
		return fmt.Errorf("reading the form: %w", err)
	}
	if len(text) > maxText {
		return errTooMuch
	}
	p[name] = append(p[name], clean(string(text)))
	return nil
}

// clean makes a browser's text one of ours: lines end with \n alone, and no
// control character is in it.
func clean(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}

// oneLine is for the fields that have one.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' }), " ")
}

// guides have several lines.
func isGuide(id rules.Field) bool {
	return id == rules.Doing || id == rules.Data || id == rules.Happened
}

// apply puts what was posted into the ticket. A field that was not posted
// stays as it is, and so does a choice that the helpdesk does not offer. It
// returns the fields whose words have changed.
func (f *Form) apply(p posted) (changed []rules.Field) {
	s := &f.state
	for _, id := range f.o.Managed {
		delete(p, string(id))
	}
	if id := p.get("helpdesk"); id != "" && id != s.desk.ID {
		if d := rules.DeskOf(id, f.o.Helpdesks, f.o.MoreDesks); d.ID == id {
			f.setDesk(d)
		}
	}
	changed = s.applyTexts(p)
	s.applyChoices(p, f.o.Bodies)
	for i := range s.ticket.Screenshots {
		if name := "caption-" + strconv.Itoa(i+1); p.has(name) {
			s.ticket.Screenshots[i].Caption = rules.Shorten(oneLine(p.get(name)), 200)
		}
	}
	if p.has("facts") {
		for i := range s.ticket.Facts {
			s.ticket.Facts[i].Included = slices.Contains(p["fact"], s.ticket.Facts[i].Key)
		}
	}
	return changed
}

func (s *state) applyTexts(p posted) (changed []rules.Field) {
	for _, id := range rules.Order() {
		to := s.text(id)
		if to == nil || !p.has(string(id)) {
			continue
		}
		v := p.get(string(id))
		if !isGuide(id) {
			v = oneLine(v)
		}
		if v != *to {
			*to, changed = v, append(changed, id)
		}
	}
	if p.has(string(rules.BCC)) {
		if v := rules.Addresses(p.get(string(rules.BCC))); !slices.Equal(v, s.ticket.BCC) {
			s.ticket.BCC, changed = v, append(changed, rules.BCC)
		}
	}
	return changed
}

func (s *state) applyChoices(p posted, bodies []string) {
	t := &s.ticket
	choose(p, rules.Module, &t.Module, rules.ModuleNames(s.desk), true)
	choose(p, rules.Category, &t.Category, s.desk.Categories, true)
	choose(p, rules.Body, &t.Contact.Body, bodies, true)
	choose(p, rules.Kind, &t.Kind, s.desk.Kinds, false)
	choose(p, rules.Severity, &t.Severity, s.desk.Severities, false)
	choose(p, rules.By, &t.Contact.ContactBy, []ticket.ContactBy{ticket.ByPhone, ticket.ByEmail}, false)
}

// choose takes a choice that is offered; none where that may be.
func choose[T ~string](p posted, id rules.Field, to *T, offered []T, orNone bool) {
	if !p.has(string(id)) {
		return
	}
	v := T(p.get(string(id)))
	if slices.Contains(offered, v) || orNone && v == "" && len(offered) > 1 {
		*to = v
	}
}

// settle notes where the user is: without a script, in no field any more.
func (s *state) settle(p posted, changed []rules.Field) {
	typing := rules.Field(p.get("typing"))
	for _, name := range p.list("touched") {
		if id := rules.Field(name); slices.Contains(rules.Order(), id) {
			s.touched[id], s.settled[id] = true, id != typing
		}
	}
	for _, id := range changed {
		s.touched[id] = true
		s.settled[id] = id != typing
		if t, ok := s.taken[id]; ok && s.text(id) != nil && *s.text(id) != t.now {
			delete(s.taken, id)
		}
	}
}
