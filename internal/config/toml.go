package config

import (
	"bytes"
	"errors"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// maxDepth and maxProblems bound what a hostile or broken file costs.
const (
	maxDepth    = 8
	maxProblems = 50       // of one file
	maxCompared = 64 << 10 // bytes: the library's time grows with the square of the keys
)

// kind is the type of a value as it was written.
type kind int

const (
	isText kind = iota
	isInteger
	isBool
	isList   // [ … ]
	isTable  // [table], { … } or made by a dotted key
	isTables // [[table]]
	isOther  // fractions, dates
)

// place is where something stands. Line and col count from 1, col in
// characters; 0 in the registry.
type place struct {
	file      string
	line, col int
}

// node is a value with its place.
type node struct {
	kind  kind
	text  string // the text, or the number or word as it was written
	list  []*node
	table *table
	at    place
	lax   bool // from the registry, where every number may be a text
	// start and end are the value's bytes in the file, for writing it anew.
	start, end int
}

// field is a key with its value.
type field struct {
	name  string
	at    place
	value *node
	start int // the key's first byte in the file
}

// table holds fields in the order of the file.
type table struct {
	fields []*field
	index  map[string]*field
	// header is set when the table was opened by [header], with the byte
	// behind the header's line.
	header    bool
	headerEnd int
	inline    bool // { … }
	dotted    bool // made by a dotted key; [header] cannot open it any more
}

func newTable(fields ...*field) *table {
	t := &table{index: map[string]*field{}}
	for _, f := range fields {
		t.add(f)
	}
	return t
}

func (t *table) get(name string) *field { return t.index[name] }

func (t *table) add(f *field) {
	t.fields = append(t.fields, f)
	t.index[f.name] = f
}

// document is a file as a tree, with the mistakes found on the way.
type document struct {
	root     *table
	problems []Problem
}

// report keeps a problem; a file that is not settings at all has thousands,
// of which the first ones say enough.
func (d *document) report(p Problem) {
	if len(d.problems) < maxProblems {
		d.problems = append(d.problems, p)
	}
}

// parser turns the expressions of the TOML parser into a tree. It goes on
// behind a mistake: an expression that cannot be read costs itself and no
// other.
type parser struct {
	file  string
	data  []byte
	lines []int // offset of each line
	doc   *document
	mark  int    // bytes of the byte order mark, blanked in data
	here  *table // where keys go; nil behind a header that could not be read
}

// parse reads TOML. A byte order mark and CRLF are welcome.
func parse(file string, data []byte) *document {
	doc := &document{root: newTable()}
	p := &parser{file: file, data: data, doc: doc, here: doc.root}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		doc.report(Problem{File: file, Line: 1, Col: 1, Code: BadEncoding})
		return doc
	}
	// A mark keeps its bytes, so that offsets are those of the file.
	if bytes.HasPrefix(data, []byte(byteOrderMark)) {
		p.mark = len(byteOrderMark)
		p.data = append([]byte("   "), data[p.mark:]...)
	}
	p.lines = []int{0}
	for i, b := range p.data {
		if b == '\n' {
			p.lines = append(p.lines, i+1)
		}
	}
	if zero := bytes.IndexByte(data, 0); zero >= 0 { // no text, or one of two bytes a letter
		doc.report(p.located(zero, Problem{Code: BadEncoding}))
		return doc
	}
	p.run()
	if len(doc.problems) == 0 && len(data) <= maxCompared {
		p.compare()
	}
	return doc
}

// compare lets the TOML library judge what seems faultless, for the finer
// points (dates, tables opened in two ways). Nothing is lost by what it finds.
func (p *parser) compare() {
	var all map[string]any
	var bad *toml.DecodeError
	if err := toml.Unmarshal(p.data, &all); errors.As(err, &bad) {
		row, col := bad.Position()
		row = max(1, min(row, len(p.lines)))
		off := min(p.lines[row-1]+max(col-1, 0), max(len(p.data)-1, 0))
		p.doc.report(p.syntax(off, strings.TrimPrefix(bad.Error(), "toml: ")))
	}
}

// syntax is the problem of what the parser could not read at off.
func (p *parser) syntax(off int, words string) Problem {
	l := p.line(off)
	slip, at := slipOf(strings.TrimRight(p.lineText(l), "\r\n"), off-p.lines[l], words)
	return p.located(p.lines[l]+at, Problem{Code: BadSyntax, Slip: slip, Detail: words})
}

func (p *parser) located(off int, problem Problem) Problem {
	at := p.place(off)
	problem.File, problem.Line, problem.Col = at.file, at.line, at.col
	return problem
}

const byteOrderMark = "\ufeff"

// run reads expression after expression. done is where the last good one
// ended.
func (p *parser) run() {
	var reader unstable.Parser
	base, done := 0, 0
	reader.Reset(p.data)
	for len(p.doc.problems) < maxProblems {
		if reader.NextExpression() {
			done = base + p.expression(&reader, base)
			continue
		}
		err := reader.Error()
		if err == nil {
			return
		}
		bad := base + p.offset(&reader, err)
		first := p.beginning(done, bad)
		next, broken := p.behind(first, p.line(bad))
		if first < p.line(bad) && bad >= len(p.data)-1 {
			// What was not closed is found at the end; say where it begins.
			text := p.lineText(first)
			bad = p.lines[first] + len(text) - len(strings.TrimLeft(text, " \t"))
		}
		p.syntaxProblem(bad, err)
		if broken {
			p.here = nil
		}
		if next >= len(p.data) {
			return
		}
		base, done = next, next
		reader.Reset(p.data[base:])
	}
}

// offset is where in the parser's data an error was found.
func (p *parser) offset(reader *unstable.Parser, err error) int {
	var at *unstable.ParserError
	if !errors.As(err, &at) {
		return 0
	}
	// The highlight is a part of the data: what both have left tells where.
	off := cap(reader.Data()) - cap(at.Highlight)
	return max(0, min(off, len(reader.Data())-1))
}

func (p *parser) syntaxProblem(bad int, err error) {
	problem := p.syntax(bad, err.Error())
	if bad < len(p.data) {
		if r, n := utf8.DecodeRune(p.data[bad:]); r == utf8.RuneError && n <= 1 {
			problem.Code, problem.Slip, problem.Detail = BadEncoding, "", ""
		}
	}
	p.doc.report(problem)
}

// beginning is the line where the expression begins in which, at bad, a
// mistake was found; done is where the one before ended.
func (p *parser) beginning(done, bad int) int {
	first, last := p.line(done), p.line(bad)
	if done > p.lines[first] {
		first++ // the rest of a line that was read
	}
	for first < last && p.blank(first) {
		first++
	}
	return min(first, last)
}

// behind tells where to go on after a mistake in an expression that begins in
// line first, found in line last, and whether the table in which keys stand
// is unknown from there on. A mistake in one line costs that line. One found
// lines later (a text or list that was not closed) costs what lies before the
// next line that can only be a header or, behind a list, a key.
func (p *parser) behind(first, last int) (next int, broken bool) {
	if first == last {
		line := strings.TrimSpace(p.lineText(last))
		header := strings.HasPrefix(line, "[") || strings.HasSuffix(line, "]") && !strings.Contains(line, "=")
		return p.lineStart(last + 1), header
	}
	open := p.lineText(first)
	inText := strings.Contains(open, `"""`) || strings.Contains(open, "'''")
	for l := first + 1; l < len(p.lines); l++ {
		if line := p.lineText(l); looksLikeHeader(line) {
			return p.lines[l], true
		} else if !inText && looksLikeKey(line) {
			return p.lines[l], false
		}
	}
	return len(p.data), true
}

// line is the index of the line that holds off.
func (p *parser) line(off int) int {
	return sort.Search(len(p.lines), func(i int) bool { return p.lines[i] > off }) - 1
}

func (p *parser) lineStart(l int) int {
	if l < len(p.lines) {
		return p.lines[l]
	}
	return len(p.data)
}

func (p *parser) lineText(l int) string { return string(p.data[p.lines[l]:p.lineStart(l+1)]) }

func (p *parser) blank(l int) bool {
	s := strings.TrimSpace(p.lineText(l))
	return s == "" || s[0] == '#'
}

// looksLikeHeader reports whether a line is [name] or [[name]] and nothing
// else, which no line inside an open list is.
func looksLikeHeader(line string) bool {
	line, _, _ = strings.Cut(line, "#")
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "[") || !strings.HasSuffix(line, "]") {
		return false
	}
	return isBareKey(strings.Trim(line, "[]"))
}

// looksLikeKey reports whether a line begins with a bare key and "=".
func looksLikeKey(line string) bool {
	key, _, ok := strings.Cut(line, "=")
	return ok && isBareKey(strings.TrimSpace(key))
}

func isBareKey(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && r != '_' && r != '-' && r != '.'
	}) < 0
}

// place is the line and column of a byte.
func (p *parser) place(off int) place {
	l := p.line(off)
	col := utf8.RuneCount(p.data[p.lines[l]:off]) + 1
	if l == 0 {
		col = max(1, col-p.mark)
	}
	return place{file: p.file, line: l + 1, col: col}
}
