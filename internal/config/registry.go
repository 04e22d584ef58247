package config

import (
	"sort"
	"strconv"
	"strings"
)

// policyKey and installerKey are where the registry of Windows holds settings;
// policyPlace stands for the policy's file there.
const (
	policyKey    = `Software\Policies\trayapp`
	installerKey = `Software\trayapp`
	policyPlace  = `HKLM\` + policyKey
)

// registryKey is a key of the registry with all that is below it.
type registryKey struct {
	name   string
	values []registryValue
	keys   []registryKey
}

// registryValue is a value: text (SZ, EXPAND_SZ), a number (DWORD, QWORD) or
// several texts (MULTI_SZ).
type registryValue struct {
	name   string
	text   string
	number uint64
	list   []string
	kind   registryKind
}

type registryKind int

const (
	registryText registryKind = iota
	registryNumber
	registryList
	registryOther
)

// fromRegistry makes the tree that a file would give. Keys are tables, and so
// are dotted names; names are lower-cased, for the registry does not tell
// cases apart. What a file holds in several tables (helpdesks, several
// servers, sources) is one text value in TOML.
func fromRegistry(root string, key registryKey) *document {
	doc := &document{root: newTable()}
	fillFromRegistry(doc, doc.root, root, key, 0)
	return doc
}

func fillFromRegistry(doc *document, into *table, path string, key registryKey, depth int) {
	for _, v := range sortedValues(key.values) {
		at := place{file: path + `\` + v.name}
		if v.name == "" || v.kind == registryOther {
			doc.report(Problem{File: at.file, Key: v.name, Code: WrongType, Want: "registry"})
			continue
		}
		if tables := severalTables(v, depth); tables != "" {
			addTables(doc, into, at.file, v.name, tables)
			continue
		}
		n := registryNode(v, at)
		steps := strings.Split(strings.ToLower(v.name), ".")
		for i := len(steps) - 1; i > 0; i-- {
			n = &node{kind: isTable, at: at, lax: true, table: newTable(&field{name: steps[i], at: at, value: n})}
		}
		insertRegistry(doc, into, &field{name: steps[0], at: at, value: n})
	}
	for _, k := range key.keys {
		at := place{file: path + `\` + k.name}
		if depth >= maxDepth {
			doc.report(Problem{File: at.file, Code: BadSyntax, Slip: SlipDeep})
			continue
		}
		inner := newTable()
		fillFromRegistry(doc, inner, at.file, k, depth+1)
		insertRegistry(doc, into, &field{
			name: strings.ToLower(k.name), at: at,
			value: &node{kind: isTable, at: at, lax: true, table: inner},
		})
	}
}

// sortedValues sorts by name, numbers by number: a list in a key (ADMX) has
// its elements under "1", "2" … "10".
func sortedValues(values []registryValue) []registryValue {
	values = append([]registryValue{}, values...)
	sort.SliceStable(values, func(i, j int) bool {
		a, errA := strconv.Atoi(values[i].name)
		b, errB := strconv.Atoi(values[j].name)
		if errA == nil && errB == nil {
			return a < b
		}
		return values[i].name < values[j].name
	})
	return values
}

func registryNode(v registryValue, at place) *node {
	n := &node{kind: isText, text: v.text, at: at, lax: true}
	switch v.kind {
	case registryNumber:
		n.kind, n.text = isInteger, strconv.FormatUint(v.number, 10)
	case registryList:
		n.kind = isList
		for _, s := range v.list {
			n.list = append(n.list, &node{kind: isText, text: s, at: at, lax: true})
		}
	}
	return n
}

// insertRegistry joins keys and dotted names of one table.
func insertRegistry(doc *document, into *table, f *field) {
	old := into.get(f.name)
	switch {
	case old == nil:
		into.add(f)
	case old.value.kind == isTable && f.value.kind == isTable:
		for _, inner := range f.value.table.fields {
			insertRegistry(doc, old.value.table, inner)
		}
	default:
		doc.report(Problem{File: f.at.file, Key: f.name, Code: Duplicate})
	}
}

// severalTables returns the TOML of a value that holds several tables, or "".
func severalTables(v registryValue, depth int) string {
	switch strings.ToLower(v.name) {
	case "helpdesk", "smtp", "kb":
	default:
		return ""
	}
	if depth > 0 {
		return ""
	}
	text := v.text
	if v.kind == registryList {
		text = strings.Join(v.list, "\n")
	}
	if strings.EqualFold(v.name, "helpdesk") {
		return profileTables(text)
	}
	return text
}

// profileTables writes the tables of helpdesks that were named by their
// built-in profiles alone, "projectpp" or "cwol, projectpp"; another text is
// returned as it is.
func profileTables(text string) string {
	names := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;\r\n\t", r) })
	var tables strings.Builder
	for _, name := range names {
		if _, ok := helpdeskID(name); !ok {
			return text
		}
		tables.WriteString("[[helpdesk]]\nprofile = \"" + strings.ToLower(name) + "\"\n")
	}
	return tables.String()
}

// addTables reads the TOML of one value, of which the tables with the value's
// own name count.
func addTables(doc *document, into *table, path, name, text string) {
	name = strings.ToLower(name)
	if len(text) > maxFile {
		doc.report(Problem{File: path, Key: name, Code: TooLarge})
		return
	}
	inner := parse(path, []byte(text))
	for _, p := range inner.problems {
		doc.report(p)
	}
	for _, f := range inner.root.fields {
		if f.name == name {
			insertRegistry(doc, into, f)
			continue
		}
		doc.report(Problem{File: f.at.file, Line: f.at.line, Col: f.at.col, Key: f.name, Code: WrongType, Want: "tables"})
	}
}
