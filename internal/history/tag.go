package history

import (
	"regexp"
	"regexp/syntax"
	"strings"
)

// TagFor writes a ticket's number as a helpdesk's pattern finds it: the other
// way round than reading it. It reports false when the pattern leaves open
// what stands around the number (RT's names the site), for a tag that is
// nearly right is worse than none.
func TagFor(pattern *regexp.Regexp, number string) (string, bool) {
	if pattern == nil || number == "" {
		return "", false
	}
	tree, err := syntax.Parse(pattern.String(), syntax.Perl)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	if !writeTag(&b, tree, number) {
		return "", false
	}
	tag := strings.TrimSpace(b.String())
	return tag, numberIn(pattern, tag) == number
}

// numberIn returns the group "number" of a match, or "".
func numberIn(pattern *regexp.Regexp, text string) string {
	i := pattern.SubexpIndex("number")
	if m := pattern.FindStringSubmatch(text); m != nil && i > 0 {
		return m[i]
	}
	return ""
}

// writeTag writes the plainest text that the pattern takes.
func writeTag(b *strings.Builder, re *syntax.Regexp, number string) bool {
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
		return true
	case syntax.OpCapture:
		if re.Name == "number" {
			b.WriteString(number)
			return true
		}
		return writeTag(b, re.Sub[0], number)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !writeTag(b, sub, number) {
				return false
			}
		}
		return true
	case syntax.OpAlternate:
		return writeTag(b, re.Sub[0], number)
	case syntax.OpStar, syntax.OpQuest, syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpBeginLine, syntax.OpEndLine, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return re.Op != syntax.OpQuest && re.Op != syntax.OpStar || !hasNumber(re) || writeTag(b, re.Sub[0], number)
	case syntax.OpPlus:
		return writeTag(b, re.Sub[0], number)
	case syntax.OpCharClass:
		if matchesSpace(re.Rune) {
			b.WriteByte(' ')
			return true
		}
	case syntax.OpRepeat:
		for range re.Min {
			if !writeTag(b, re.Sub[0], number) {
				return false
			}
		}
		return true
	}
	return false
}

// hasNumber reports whether the group "number" is within re.
func hasNumber(re *syntax.Regexp) bool {
	if re.Op == syntax.OpCapture && re.Name == "number" {
		return true
	}
	for _, sub := range re.Sub {
		if hasNumber(sub) {
			return true
		}
	}
	return false
}

// matchesSpace reports whether a class is one of white space: nothing that a
// helpdesk's name could be.
func matchesSpace(ranges []rune) bool {
	space, letters := false, false
	for i := 0; i+1 < len(ranges); i += 2 {
		space = space || ranges[i] <= ' ' && ' ' <= ranges[i+1]
		letters = letters || ranges[i] <= 'a' && 'a' <= ranges[i+1]
	}
	return space && !letters
}
