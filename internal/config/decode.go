package config

import (
	"strings"

	"ticketpp/internal/ticket"
)

// setting is one value in force.
type setting struct {
	data   any // as the check read it
	shown  any // as one writes it
	origin Origin
	at     place
}

// values are the settings of one table, by key.
type values map[string]setting

// over returns the values with those of upper on top.
func (v values) over(upper values) values {
	merged := values{}
	for k, s := range v {
		merged[k] = s
	}
	for k, s := range upper {
		merged[k] = s
	}
	return merged
}

// entry is one of several tables: a helpdesk, a server, a source.
type entry struct {
	values values
	stated map[string]bool // every key that stands there, usable or not
	at     place
	layer  Layer
}

// contents is what one layer sets.
type contents struct {
	layer    Layer
	single   map[string]values  // [name], by name
	many     map[string][]entry // [[name]], by name
	problems []Problem
}

// decoder reads one layer's tree by the schema.
type decoder struct {
	groups []group
	out    *contents
	// skipEmpty is set for the installer's layer, where an empty text means
	// that the installer was not told.
	skipEmpty bool
}

// decode reads a tree as one layer of the settings. Whatever is wrong in it
// is a problem, and is left out; all else counts.
func decode(doc *document, layer Layer, groups []group) *contents {
	d := decoder{groups: groups, skipEmpty: layer == Installer, out: &contents{
		layer: layer, single: map[string]values{}, many: map[string][]entry{}, problems: doc.problems,
	}}
	top := d.group("")
	for _, f := range doc.root.fields {
		if g, ok := find(groups, f.name); ok && f.name != "" {
			d.table(g, f)
			continue
		}
		d.field(top, "", f, d.singleValues(""))
	}
	return d.out
}

func find(groups []group, name string) (group, bool) {
	for _, g := range groups {
		if g.name == name {
			return g, true
		}
	}
	return group{}, false
}

func (d *decoder) group(name string) group {
	g, _ := find(d.groups, name)
	return g
}

func (d *decoder) singleValues(name string) values {
	if d.out.single[name] == nil {
		d.out.single[name] = values{}
	}
	return d.out.single[name]
}

// table reads [name], [[name]] or name = { … }.
func (d *decoder) table(g group, f *field) {
	switch {
	case f.value.kind == isTable && g.one:
		into := d.singleValues(g.name)
		for _, inner := range f.value.table.fields {
			d.field(g, g.name+".", inner, into)
		}
	case f.value.kind == isTables && g.many:
		for _, n := range f.value.list {
			e := entry{values: values{}, stated: map[string]bool{}, at: n.at, layer: d.out.layer}
			for _, inner := range n.table.fields {
				e.stated[inner.name] = true
				d.field(g, g.name+".", inner, e.values)
			}
			d.out.many[g.name] = append(d.out.many[g.name], e)
		}
	case f.value.kind == isList && g.many && len(f.value.list) == 0:
		// An empty list sets nothing.
	case g.many:
		d.report(Problem{Code: WrongType, Key: g.name, Want: "tables"}, f.at)
	default:
		d.report(Problem{Code: WrongType, Key: g.name, Want: "table"}, f.at)
	}
}

// field reads one key of a table.
func (d *decoder) field(g group, prefix string, f *field, into values) {
	key := prefix + f.name
	r, known := g.rule(f.name)
	if !known {
		if !d.full() {
			d.report(unknown(d.groups, g, key, f.name), f.at)
		}
		return
	}
	if d.skipEmpty && f.value.kind == isText && f.value.text == "" {
		return
	}
	data, faults := r.check(f.value)
	for _, x := range faults {
		d.report(Problem{
			Code: x.code, Key: strings.TrimSuffix(key+"."+x.key, "."), Value: x.value,
			Want: x.want, Options: x.options, Suggestion: x.meant,
		}, x.at)
	}
	if data == nil {
		return
	}
	if f.name == "allow_plaintext" && data == true && d.out.layer != Machine && d.out.layer != Policy {
		d.report(Problem{Code: PlaintextHere, Key: key}, f.value.at)
		return
	}
	into[f.name] = setting{data: data, shown: shown(r, data, f.value), at: f.value.at, origin: Origin{
		Layer: d.out.layer, File: f.value.at.file, Line: f.value.at.line, Locked: d.out.layer == Policy,
	}}
}

// full reports whether enough problems are known.
func (d *decoder) full() bool { return len(d.out.problems) >= 2*maxProblems }

func (d *decoder) report(p Problem, at place) {
	if !d.full() {
		p.File, p.Line, p.Col = at.file, at.line, at.col
		d.out.problems = append(d.out.problems, p)
	}
}

// shown is the value as one writes it. Of a private one only that it is set.
func shown(r rule, data any, n *node) any {
	switch data := data.(type) {
	case bool, int:
		return data
	case []string:
		if r.private && len(data) > 1 {
			return append(data[:1:1], "…") // arguments may be secrets
		}
		return data
	case map[string]string:
		names := []string{}
		for _, f := range n.table.fields {
			if _, ok := data[f.name]; ok {
				names = append(names, f.name+": …")
			}
		}
		return names
	case moduleList:
		list := []string{}
		for _, m := range data.usable {
			list = append(list, m.Name+" <"+m.Address+">")
		}
		return list
	case string:
		if r.private && data != "" {
			return "…"
		}
		return data
	}
	return n.text
}

// moduleList are a helpdesk's modules.
type moduleList struct {
	usable []ticket.Module
	more   bool // there are others, with mistakes
}

// modules reads [[helpdesk.module]]: name and address, each name once.
func modules(n *node) (any, []fault) {
	if n.kind == isList && len(n.list) == 0 {
		return moduleList{}, nil
	}
	if n.kind != isTables {
		return nil, []fault{{code: WrongType, want: "tables", at: n.at}}
	}
	var list moduleList
	var faults []fault
	seen := map[string]bool{}
	for _, t := range n.list {
		m, f := readModule(t)
		faults = append(faults, f...)
		name := strings.ToLower(m.Name)
		switch {
		case m.Name == "" || m.Address == "":
			list.more = true
		case seen[name]:
			faults = append(faults, fault{code: Duplicate, key: shorten(m.Name), at: t.at})
		default:
			seen[name] = true
			list.usable = append(list.usable, m)
		}
	}
	if len(list.usable) == 0 {
		return nil, faults
	}
	return list, faults
}

func readModule(t *node) (m ticket.Module, faults []fault) {
	known := group{rules: moduleRules()}
	stated := map[string]bool{}
	for _, f := range t.table.fields {
		r, ok := known.rule(f.name)
		if !ok {
			faults = append(faults, fault{code: UnknownKey, key: f.name, meant: nearest(f.name, known), at: f.at})
			continue
		}
		stated[f.name] = true
		data, wrong := r.check(f.value)
		for i := range wrong {
			wrong[i].key = f.name
		}
		faults = append(faults, wrong...)
		text, _ := data.(string)
		if f.name == "name" {
			m.Name = text
		} else {
			m.Address = text
		}
	}
	if !stated["name"] {
		faults = append(faults, fault{code: NeedsName, at: t.at})
	}
	if !stated["address"] && stated["name"] { // else one remark is enough
		faults = append(faults, fault{code: NeedsAddress, value: m.Name, at: t.at})
	}
	return m, faults
}
