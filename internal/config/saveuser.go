package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

// ErrBroken says that the user's file has mistakes and was left as it is: to
// write into it could lose what somebody meant. It wraps the first problem.
var ErrBroken = errors.New("the settings file has mistakes and was left as it is")

// SaveUser writes the person into [user] of the user's file, or of the file
// given with --config. Every other byte stays, comments too. What policy
// locks and what holds already is not written. A value that the settings
// would refuse is left out and is the error, a [Problem]; the others are
// written.
func SaveUser(o Options, c ticket.Contact) error {
	path := Paths(o).User
	if path == "" {
		return &fs.PathError{Op: "write", Path: "config.toml", Err: fs.ErrNotExist}
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // the file that a link leads to is written, not the link
	}
	data, err := readFile(path, nil)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrBroken, err)
	}
	doc := parse(path, data)
	if len(doc.problems) > 0 {
		return fmt.Errorf("%w: %w", ErrBroken, doc.problems[0])
	}
	s, _ := Load(o) // a --config file that is not there yet is made here
	changes, refused := s.userChanges(doc, c)
	if len(changes) == 0 {
		return refused
	}
	edited, err := editUser(path, data, doc, changes)
	if err != nil {
		return err
	}
	if err := safefile.MkdirAll(filepath.Dir(path)); err != nil {
		return err
	}
	if err := safefile.WriteFile(path, edited); err != nil {
		return fmt.Errorf("save the person: %w", err)
	}
	return refused
}

// change is a key of [user] with its new value.
type change struct{ key, value string }

// userChanges tells which keys must be written for c to be in force.
func (s *Settings) userChanges(doc *document, c ticket.Contact) (changes []change, refused error) {
	now := map[string]string{}
	for _, e := range s.entries {
		now[e.Key], _ = e.Value.(string)
	}
	wanted := map[string]string{
		"name": c.Name, "phone": c.Phone, "email": c.Email, "office": c.Office,
		"body": c.Body, "hours": c.Hours, "contact_by": string(c.ContactBy),
	}
	g, _ := find(schema(), "user")
	for _, r := range g.rules {
		key, value := "user."+r.name, strings.TrimSpace(wanted[r.name])
		if s.Origin(key).Locked || value == now[key] || r.name == "contact_by" && value == "" {
			continue
		}
		if _, faults := r.check(&node{kind: isText, text: value}); len(faults) > 0 {
			f := faults[0]
			refused = errors.Join(refused, Problem{Key: key, Code: f.code, Value: f.value, Want: f.want, Options: f.options})
			continue
		}
		changes = append(changes, change{key: r.name, value: value})
	}
	return changes, refused
}

// edit replaces data[start:end] by text.
type edit struct {
	start, end int
	text       string
}

// editUser makes the changes in the file's bytes. Before it returns them it
// reads them again: nothing but the changes may have changed.
func editUser(path string, data []byte, doc *document, changes []change) ([]byte, error) {
	newline := "\n"
	if bytes.Contains(data, []byte("\r\n")) {
		newline = "\r\n"
	}
	u := newUserTable(data, doc, newline)
	if u == nil {
		f := doc.root.get("user")
		return nil, fmt.Errorf("%w: %w", ErrBroken, Problem{
			File: path, Line: f.at.line, Col: f.at.col, Key: "user", Code: WrongType, Want: "table",
		})
	}
	want := flatten(doc.root)
	for _, c := range changes {
		u.set(c)
		for k := range want { // a list that stood in a text's place
			if strings.HasPrefix(k, "user."+c.key+"[") {
				delete(want, k)
			}
		}
		want["user."+c.key] = c.value
	}
	edited := u.apply()
	again := parse(path, edited)
	if len(again.problems) > 0 || !sameTexts(want, flatten(again.root)) {
		return nil, fmt.Errorf("%w: [user] cannot be changed alone", ErrBroken)
	}
	return edited, nil
}

// userTable knows where in a file the keys of [user] stand and where new ones
// go.
type userTable struct {
	data    []byte
	newline string
	fields  *table
	edits   []edit
	insert  int    // where new keys go
	fresh   string // the text of the new keys
	inline  bool   // user = { … }
	dotted  bool   // user.name = …
	lead    string // goes before the first new key
}

// newUserTable finds [user], in whichever way it is written. It returns nil
// when user is something else.
func newUserTable(data []byte, doc *document, newline string) *userTable {
	u := &userTable{data: data, newline: newline, fields: newTable(), insert: len(data)}
	f := doc.root.get("user")
	if f != nil && f.value.kind != isTable {
		return nil
	}
	last := -1
	if f != nil {
		u.fields = f.value.table
		last = lastByte(u.fields)
	}
	switch {
	case f != nil && u.fields.inline:
		u.inline = true
		if u.insert = last; last < 0 {
			u.insert = f.value.start + 1
		}
	case f != nil && (u.fields.header || u.fields.dotted):
		u.dotted = !u.fields.header
		from := max(last, u.fields.headerEnd-1)
		u.insert = u.lineEnd(from)
	default:
		u.lead = "[user]" + newline
		if len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte(byteOrderMark)))) > 0 {
			u.lead = newline + u.lead
		}
	}
	head := data[:u.insert]
	if !u.inline && len(head) > 0 && head[len(head)-1] != '\n' && string(head) != byteOrderMark {
		u.lead = newline + u.lead
	}
	return u
}

// lastByte is where the last value of a table ends that stands in the table
// itself, dotted keys among them; -1 when there is none.
func lastByte(t *table) int {
	last := -1
	for _, f := range t.fields {
		switch {
		case f.value.end > 0:
			last = max(last, f.value.end)
		case f.value.kind == isTable && f.value.table.dotted:
			last = max(last, lastByte(f.value.table))
		}
	}
	return last
}

// lineEnd is the byte behind the line that holds off.
func (u *userTable) lineEnd(off int) int {
	if off < 0 || off >= len(u.data) {
		return len(u.data)
	}
	i := bytes.IndexByte(u.data[off:], '\n')
	if i < 0 {
		return len(u.data)
	}
	return off + i + 1
}

func (u *userTable) set(c change) {
	if f := u.fields.get(c.key); f != nil && f.value.end > 0 {
		u.edits = append(u.edits, edit{start: f.value.start, end: f.value.end, text: quote(c.value)})
		return
	}
	text := c.key + " = " + quote(c.value)
	switch {
	case u.inline && len(u.fields.fields) == 0 && u.fresh == "":
		u.fresh = " " + text
	case u.inline:
		u.fresh += ", " + text
	case u.dotted:
		u.fresh += "user." + text + u.newline
	default:
		u.fresh += text + u.newline
	}
}

func (u *userTable) apply() []byte {
	edits := u.edits
	if u.fresh != "" {
		edits = append(edits, edit{start: u.insert, end: u.insert, text: u.lead + u.fresh})
	}
	out := append([]byte{}, u.data...)
	for len(edits) > 0 { // the last one in the file first, so that offsets hold
		at := 0
		for i, e := range edits {
			if e.start > edits[at].start {
				at = i
			}
		}
		e := edits[at]
		edits = append(edits[:at:at], edits[at+1:]...)
		out = append(out[:e.start:e.start], append([]byte(e.text), out[e.end:]...)...)
	}
	return out
}

// quote writes a text as TOML. It has no control characters: the check
// refused them.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// flatten gives every value of a tree by its dotted key.
func flatten(t *table) map[string]string {
	all := map[string]string{}
	flattenInto(all, "", t)
	return all
}

func flattenInto(all map[string]string, prefix string, t *table) {
	for _, f := range t.fields {
		flattenNode(all, prefix+f.name, f.value)
	}
}

func flattenNode(all map[string]string, key string, n *node) {
	switch n.kind {
	case isTable:
		flattenInto(all, key+".", n.table)
	case isList, isTables:
		for i, e := range n.list {
			flattenNode(all, fmt.Sprintf("%s[%d]", key, i), e)
		}
	default:
		all[key] = n.text
	}
}

func sameTexts(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if w, ok := b[k]; !ok || v != w {
			return false
		}
	}
	return true
}
