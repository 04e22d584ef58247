package mailbox

import (
	"errors"
	"io"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// fromHTML makes plain text of HTML. Nothing is loaded or run; pictures are
// left out; a link shows where it goes, for its words may say something else.
func fromHTML(s string) (string, []Link) {
	z := html.NewTokenizer(strings.NewReader(s))
	z.SetMaxBuf(1 << 20)
	var p paper
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				p.blank = true
			}
			p.endLink()
			return p.out.String(), p.links
		case html.TextToken:
			if p.hidden == 0 && !p.veils.hide() {
				p.text(string(z.Text()), p.pre > 0)
			}
		case html.StartTagToken:
			p.open(z, false)
		case html.SelfClosingTagToken:
			p.open(z, true)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.veils.close(atom.Lookup(name))
			p.close(atom.Lookup(name))
		}
		if p.out.Len() > 2*maxText {
			return p.out.String(), p.links
		}
	}
}

// paper is the text that is being written.
type paper struct {
	out    strings.Builder
	lines  int  // line breaks that come before the next word
	blank  bool // a space comes before the next word
	quote  int  // depth of <blockquote>
	hidden int  // depth of what is not shown
	pre    int  // depth of <pre>
	veils  veils
	href   string
	words  strings.Builder // of the link that is open
	links  []Link
}

// text writes words, white space folded unless it is kept.
func (p *paper) text(s string, keep bool) {
	if keep {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				p.break_(1, true)
			}
			if line != "" {
				p.word(line)
			}
		}
		return
	}
	for s != "" {
		i := strings.IndexFunc(s, unicode.IsSpace)
		switch {
		case i == 0:
			p.blank = true
			s = strings.TrimLeftFunc(s, unicode.IsSpace)
		case i < 0:
			p.word(s)
			s = ""
		default:
			p.word(s[:i])
			s = s[i:]
		}
	}
}

func (p *paper) word(s string) {
	if p.lines > 0 || p.out.Len() == 0 {
		if p.out.Len() > 0 {
			p.out.WriteString(strings.Repeat("\n", p.lines))
		}
		if p.quote > 0 {
			p.out.WriteString(strings.Repeat(">", min(p.quote, 5)) + " ")
		}
	} else if p.blank {
		p.out.WriteByte(' ')
	}
	if p.href != "" && p.words.Len() < maxLine {
		if p.blank && p.words.Len() > 0 {
			p.words.WriteByte(' ')
		}
		p.words.WriteString(s)
	}
	p.out.WriteString(s)
	p.lines, p.blank = 0, false
}

// break_ ends the line; two line breaks make an empty line.
func (p *paper) break_(n int, add bool) {
	if add {
		n += p.lines
	}
	p.lines, p.blank = max(p.lines, min(n, 2)), false
}

func (p *paper) open(z *html.Tokenizer, closed bool) {
	name, more := z.TagName()
	a := atom.Lookup(name)
	attrs := map[string]string{}
	for more && len(attrs) < 50 {
		var key, value []byte
		key, value, more = z.TagAttr()
		if _, twice := attrs[string(key)]; !twice { // the first one counts
			attrs[string(key)] = string(value)
		}
	}
	p.veils.open(a, attrs, closed)
	switch a {
	case atom.Br:
		p.break_(1, true)
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript, atom.Select, atom.Textarea, atom.Svg:
		if !closed {
			p.hidden++
		}
	case atom.Body: // a <head> that nobody closed ends here
		p.hidden = 0
	case atom.A:
		p.endLink()
		if !closed && p.hidden == 0 && !p.veils.hide() {
			p.href = strings.TrimSpace(attrs["href"])
		}
	case atom.Pre:
		if !closed {
			p.pre++
		}
		p.break_(1, false)
	case atom.Blockquote:
		p.break_(1, false)
		if !closed {
			p.quote++
		}
	case atom.Li:
		p.break_(1, false)
		if p.hidden == 0 && !p.veils.hide() {
			p.word("-")
			p.blank = true
		}
	case atom.Td, atom.Th:
		p.blank = true
	default:
		p.break_(gap(a), false)
	}
}

func (p *paper) close(a atom.Atom) {
	switch a {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript, atom.Select, atom.Textarea, atom.Svg:
		p.hidden = max(0, p.hidden-1)
	case atom.A:
		p.endLink()
	case atom.Pre:
		p.pre = max(0, p.pre-1)
		p.break_(1, false)
	case atom.Blockquote:
		p.quote = max(0, p.quote-1)
		p.break_(1, false)
	case atom.Td, atom.Th:
		p.blank = true
	default:
		p.break_(gap(a), false)
	}
}

// gap is how many line breaks an element makes around itself.
func gap(a atom.Atom) int {
	switch a {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Table, atom.Hr:
		return 2
	case atom.Div, atom.Tr, atom.Li, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Dl, atom.Dt, atom.Dd,
		atom.Address, atom.Center, atom.Fieldset, atom.Form, atom.Figure, atom.Main, atom.Nav, atom.Caption, atom.Tbody, atom.Thead:
		return 1
	}
	return 0
}

// endLink writes behind a link's words where it goes.
func (p *paper) endLink() {
	href, words := p.href, strings.TrimSpace(p.words.String())
	p.href = ""
	p.words.Reset()
	if !isWeb(href) || len(href) > maxLine {
		return
	}
	plain := oneLine(href)
	href = plainHost(plain)
	if words == plain {
		words = href
	}
	if words == href || words == strings.TrimSuffix(href, "/") {
		words = ""
	} else if words != "" { // a picture's link is not shown
		blank := p.blank
		p.blank = true
		p.word("<" + href + ">")
		p.blank = blank
	}
	p.links = append(p.links, Link{Text: oneLine(words), URL: href})
}
