package coach

import (
	"bufio"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// class is a set of classes of words. assets/lexicon/README.txt tells what
// each means to a translator.
type class uint64

const (
	function class = 1 << iota
	timeWord
	greeting
	help
	problem
	fault
	object
	product
	urgent
	insistent
	soon
	test
	callback
	callbackAux
	pointer
	pointerStart
	pointerAux
	enclosure
	weak
	office
	department
	calm
	training
	reserve
	eventual
	future
	opening
	title
	address
	matter
	lookalike
	acronym
	firstName
	surname
	behalf
	failure
	shown
	secret
)

// className reads the names that stand in brackets in the lexicon.
func className(s string) (class, bool) {
	switch s {
	case "function":
		return function, true
	case "time":
		return timeWord, true
	case "greeting":
		return greeting, true
	case "help":
		return help, true
	case "problem":
		return problem, true
	case "fault":
		return fault, true
	case "object":
		return object, true
	case "product":
		return product, true
	case "urgent":
		return urgent, true
	case "insistent":
		return insistent, true
	case "soon":
		return soon, true
	case "test":
		return test, true
	case "callback":
		return callback, true
	case "callback-aux":
		return callbackAux, true
	case "pointer":
		return pointer, true
	case "pointer-start":
		return pointerStart, true
	case "pointer-aux":
		return pointerAux, true
	case "enclosure":
		return enclosure, true
	}
	return contextClassName(s)
}

// contextClassName reads the names of the classes that need their neighbours.
func contextClassName(s string) (class, bool) {
	switch s {
	case "weak":
		return weak, true
	case "office":
		return office, true
	case "department":
		return department, true
	case "calm":
		return calm, true
	case "training":
		return training, true
	case "reserve":
		return reserve, true
	case "eventual":
		return eventual, true
	case "future":
		return future, true
	case "opening":
		return opening, true
	case "title":
		return title, true
	case "address":
		return address, true
	case "matter":
		return matter, true
	case "lookalike":
		return lookalike, true
	case "acronym":
		return acronym, true
	case "name":
		return firstName, true
	case "surname":
		return surname, true
	case "behalf":
		return behalf, true
	case "failure":
		return failure, true
	case "shown":
		return shown, true
	case "secret":
		return secret, true
	}
	return 0, false
}

// Classes that carry no meaning wherever they stand.
const hollow = function | timeWord | greeting | help | problem | fault | object | product | urgent | insistent |
	soon | test | callback | pointer | pointerStart | eventual | future | title | address | office

// notes only add to what a word's stem says.
const notes = opening | shown | failure | calm | acronym | secret | department

// misspellable are the classes whose words are worth recognising when
// misspelt; the others are too short or too many.
const misspellable = enclosure | greeting | help | problem | fault | object | urgent | insistent | callback

// lexicon is what the files in assets/lexicon say. It is read once by New and
// never changed.
type lexicon struct {
	words    map[string]class
	italian  map[string]class // stems that take an Italian ending
	english  map[string]class // stems that take an English ending
	prefixes map[string]class
	phrases  map[string][]phrase // by their first word
	similar  map[byte][]spelling // for misspellings, by first letter
}

// phrase is words that mean something only together.
type phrase struct {
	rest  []string
	class class
}

// A LexiconError tells an administrator where a lexicon file is wrong.
type LexiconError struct {
	File string
	Line int
	Word string
}

func (e *LexiconError) Error() string {
	return fmt.Sprintf("%s:%d: cannot read %q: expected a class in brackets known to README.txt, or words below one", e.File, e.Line, e.Word)
}

// readLexicon reads every lexicon/*.txt of files but README.txt.
func readLexicon(files fs.FS) (*lexicon, error) {
	lex := &lexicon{
		words: map[string]class{}, italian: map[string]class{}, english: map[string]class{},
		prefixes: map[string]class{}, phrases: map[string][]phrase{}, similar: map[byte][]spelling{},
	}
	names, err := fs.Glob(files, "lexicon/*.txt")
	if err != nil {
		return nil, fmt.Errorf("list the lexicon: %w", err)
	}
	for _, name := range names {
		if path.Base(name) == "README.txt" {
			continue
		}
		if err := lex.readFile(files, name); err != nil {
			return nil, err
		}
	}
	return lex, nil
}

func (lex *lexicon) readFile(files fs.FS, name string) error {
	f, err := files.Open(name)
	if err != nil {
		return fmt.Errorf("open the lexicon: %w", err)
	}
	defer f.Close()
	stems := lex.english
	if base := strings.TrimSuffix(path.Base(name), ".txt"); base == "it" || strings.HasSuffix(base, "-it") {
		stems = lex.italian
	}
	var now class
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case line[0] == '[':
			now = 0
			for _, s := range strings.Fields(strings.Trim(line, "[]")) {
				c, ok := className(s)
				if !ok {
					return &LexiconError{name, n, s}
				}
				now |= c
			}
		case now == 0:
			return &LexiconError{name, n, line}
		default:
			lex.addLine(line, now, stems)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

// addLine takes in the words and the quoted phrases of one line.
func (lex *lexicon) addLine(line string, c class, stems map[string]class) {
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 1 { // between quotes
			lex.addPhrase(part, c)
			continue
		}
		for _, w := range strings.Fields(part) {
			lex.addWord(w, c, stems)
		}
	}
}

func (lex *lexicon) addWord(w string, c class, stems map[string]class) {
	switch {
	case strings.HasSuffix(w, "~"):
		stem := normal(strings.TrimSuffix(w, "~"))
		stems[stem] |= c
		lex.addSpelling(spelling{text: stem, class: c, stems: stems})
	case strings.HasSuffix(w, "*"):
		lex.prefixes[normal(strings.TrimSuffix(w, "*"))] |= c
	default:
		w = normal(w)
		lex.words[w] |= c
		lex.addSpelling(spelling{text: w, class: c})
	}
}

func (lex *lexicon) addPhrase(text string, c class) {
	words := strings.Fields(normal(text))
	if len(words) == 0 {
		return
	}
	if len(words) == 1 {
		lex.words[words[0]] |= c
		return
	}
	lex.phrases[words[0]] = append(lex.phrases[words[0]], phrase{rest: words[1:], class: c})
}

// lookup returns the classes of a word in normal form: of the word itself if
// it is written out, else of its longest stem or prefix. Zero means unknown.
func (lex *lexicon) lookup(w string) class {
	noted := lex.words[w]
	if noted&^notes != 0 {
		return noted
	}
	for i := min(len(w), maxStem); i >= 2; i-- {
		head, tail := w[:i], w[i:]
		var c class
		if s, ok := lex.italian[head]; ok && italianEnding(tail) {
			c |= s
		}
		if s, ok := lex.english[head]; ok && englishEnding(tail) {
			c |= s
		}
		if s, ok := lex.prefixes[head]; ok {
			c |= s
		}
		if c != 0 {
			return noted | c
		}
	}
	return noted
}

// maxStem bounds the work that one endless word can make.
const maxStem = 24
