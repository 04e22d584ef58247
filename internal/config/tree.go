package config

import (
	"github.com/pelletier/go-toml/v2/unstable"
)

// expression puts one expression of the parser into the tree and returns
// where it ends. base is the offset of the parser's data in the file.
func (p *parser) expression(reader *unstable.Parser, base int) int {
	e := reader.Expression()
	switch e.Kind {
	case unstable.KeyValue:
		f := p.keyValue(e, base, 0)
		if p.here != nil && f != nil {
			p.insert(p.here, f)
		}
		return base + int(e.Raw.Offset+e.Raw.Length)
	case unstable.Table, unstable.ArrayTable:
		path := p.path(e.Key(), base)
		end := path[len(path)-1].end
		p.here = p.open(path, e.Kind == unstable.ArrayTable, p.lineStart(p.line(end)+1))
		return end
	}
	return base
}

// step is one part of a dotted key.
type step struct {
	name       string
	start, end int
}

func (p *parser) path(it unstable.Iterator, base int) []step {
	var path []step
	for it.Next() {
		k := it.Node()
		start := base + int(k.Raw.Offset)
		path = append(path, step{name: string(k.Data), start: start, end: start + int(k.Raw.Length)})
	}
	return path
}

// keyValue makes the field of a key with its value; a dotted key gives tables
// in one another.
func (p *parser) keyValue(e *unstable.Node, base, depth int) *field {
	path := p.path(e.Key(), base)
	end := base + int(e.Raw.Offset+e.Raw.Length)
	last := path[len(path)-1]
	start := last.end
	for start < end && (p.data[start] == ' ' || p.data[start] == '\t' || p.data[start] == '=') {
		start++
	}
	if len(path) > maxDepth {
		p.problem(path[0], Problem{Code: BadSyntax, Slip: SlipDeep})
		return nil
	}
	value := p.value(e.Value(), base, start, depth)
	value.start, value.end = start, end
	f := &field{name: last.name, at: p.place(last.start), value: value, start: last.start}
	for i := len(path) - 2; i >= 0; i-- {
		at := p.place(path[i].start)
		inner := newTable(f)
		inner.dotted = true
		f = &field{name: path[i].name, at: at, start: path[i].start, value: &node{kind: isTable, at: at, table: inner}}
	}
	return f
}

// value makes the node of a value. start is where it begins, for values of
// which the parser does not say so.
func (p *parser) value(v *unstable.Node, base, start, depth int) *node {
	if v.Raw.Length > 0 {
		start = base + int(v.Raw.Offset)
	}
	n := &node{kind: isOther, text: string(v.Data), at: p.place(start), start: start, end: start + int(v.Raw.Length)}
	switch v.Kind {
	case unstable.String:
		n.kind = isText
	case unstable.Integer:
		n.kind = isInteger
	case unstable.Bool:
		n.kind = isBool
	case unstable.Array:
		n.kind = isList
		for it := v.Children(); it.Next() && depth < maxDepth; {
			n.list = append(n.list, p.value(it.Node(), base, start, depth+1))
		}
		if len(n.list) > 0 && allTables(n.list) {
			n.kind = isTables
		}
	case unstable.InlineTable:
		n.kind, n.table = isTable, newTable()
		n.table.inline = true
		for it := v.Children(); it.Next() && depth < maxDepth; {
			if f := p.keyValue(it.Node(), base, depth+1); f != nil {
				p.insert(n.table, f)
			}
		}
	}
	return n
}

func allTables(list []*node) bool {
	for _, n := range list {
		if n.kind != isTable {
			return false
		}
	}
	return true
}

// insert puts a field into a table. A dotted key goes on in the table that is
// there; any other key that stands there already is a mistake, and the first
// counts.
func (p *parser) insert(t *table, f *field) {
	old := t.get(f.name)
	switch {
	case old == nil:
		t.add(f)
	case old.value.kind == isTable && f.value.kind == isTable && !old.value.table.inline && !f.value.table.inline:
		for _, inner := range f.value.table.fields {
			p.insert(old.value.table, inner)
		}
	default:
		p.doc.report(duplicate(f))
	}
}

func duplicate(f *field) Problem {
	return Problem{File: f.at.file, Line: f.at.line, Col: f.at.col, Key: f.name, Code: Duplicate}
}

func (p *parser) problem(s step, problem Problem) {
	problem.Key = s.name
	p.doc.report(p.located(s.start, problem))
}

// open finds or makes the table of a header. It returns nil when the header
// cannot stand here, and then the keys below it are not used.
func (p *parser) open(path []step, many bool, behind int) *table {
	if len(path) > maxDepth {
		p.problem(path[0], Problem{Code: BadSyntax, Slip: SlipDeep})
		return nil
	}
	t := p.doc.root
	for _, s := range path[:len(path)-1] {
		if t = p.enter(t, s); t == nil {
			return nil
		}
	}
	last := path[len(path)-1]
	at := p.place(last.start)
	fresh := &node{kind: isTable, at: at, table: newTable()}
	fresh.table.header, fresh.table.headerEnd = true, behind
	f := t.get(last.name)
	switch {
	case f == nil && many:
		t.add(&field{
			name: last.name, at: at, start: last.start,
			value: &node{kind: isTables, at: at, list: []*node{fresh}},
		})
		return fresh.table
	case f == nil:
		t.add(&field{name: last.name, at: at, start: last.start, value: fresh})
		return fresh.table
	case many && f.value.kind == isTables && f.value.end == 0:
		f.value.list = append(f.value.list, fresh)
		return fresh.table
	case !many && f.value.kind == isTable && !f.value.table.inline:
		// [a] behind [a.b] is right; [a] twice is not, but means one thing only.
		if f.value.table.header {
			p.problem(last, Problem{Code: Duplicate})
		}
		if !f.value.table.header {
			f.value.table.header, f.value.table.headerEnd = true, behind
		}
		return f.value.table
	}
	p.problem(last, Problem{Code: Duplicate})
	return nil
}

// enter goes one step down, into the last of several tables.
func (p *parser) enter(t *table, s step) *table {
	f := t.get(s.name)
	if f == nil {
		at := p.place(s.start)
		inner := newTable()
		t.add(&field{
			name: s.name, at: at, start: s.start,
			value: &node{kind: isTable, at: at, table: inner},
		})
		return inner
	}
	switch {
	case f.value.kind == isTable && !f.value.table.inline:
		return f.value.table
	case f.value.kind == isTables && f.value.end == 0:
		return f.value.list[len(f.value.list)-1].table
	}
	p.problem(s, Problem{Code: Duplicate})
	return nil
}
