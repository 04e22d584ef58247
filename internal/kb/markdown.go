package kb

import "strings"

// readMarkdown makes an article of a Markdown text. Signs are left in the
// text, where they part words and mean nothing; only what would be taken for
// words, the addresses of links, goes. Plain text is Markdown without signs.
func readMarkdown(text, name, address string) Article {
	text = strings.TrimPrefix(text, "\ufeff")
	a := Article{URL: address}
	lines := strings.Split(text, "\n")
	lines, a.Title = frontMatter(lines)
	var headings, body strings.Builder
	fenced := false
	for i, line := range lines {
		line = strings.TrimRight(line, " \t\r")
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
			continue
		}
		h, is := heading(line, after(lines, i))
		switch {
		case is && !fenced && a.Title == "":
			a.Title = withoutLinks(h)
		case is && !fenced:
			headings.WriteString(withoutLinks(h) + "\n")
			fallthrough
		default:
			body.WriteString(withoutLinks(line) + "\n")
		}
	}
	a.Headings, a.Text = headings.String(), body.String()
	if a.Title == "" {
		a.Title = strings.NewReplacer("-", " ", "_", " ").Replace(name)
	}
	return a
}

// frontMatter takes the lines between two "---" off the top, and the title
// that stands in them.
func frontMatter(lines []string) ([]string, string) {
	if len(lines) == 0 || strings.TrimSpace(lines[0]) != "---" {
		return lines, ""
	}
	title := ""
	for i, line := range lines[1:] {
		if strings.TrimSpace(line) == "---" {
			return lines[i+2:], title
		}
		if key, value, ok := strings.Cut(line, ":"); ok && strings.EqualFold(strings.TrimSpace(key), "title") {
			title = strings.Trim(strings.TrimSpace(value), `"'`)
		}
	}
	return lines, ""
}

func after(lines []string, i int) string {
	if i+1 < len(lines) {
		return strings.TrimSpace(lines[i+1])
	}
	return ""
}

// heading returns the text of a heading: "# text", "== text ==" of a wiki, or
// a line with a rule of = below it.
func heading(line, next string) (string, bool) {
	t := strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(t, "#"):
		h := strings.TrimLeft(t, "#")
		return strings.TrimSpace(strings.TrimRight(h, "#")), strings.HasPrefix(h, " ")
	case strings.HasPrefix(t, "==") && strings.HasSuffix(t, "==") && strings.Trim(t, "=") != "":
		return strings.TrimSpace(strings.Trim(t, "=")), true
	case t != "" && len(next) >= 3 && strings.Trim(next, "=") == "":
		return t, true
	}
	return "", false
}

// withoutLinks leaves the words of [words](address) and takes the address.
func withoutLinks(s string) string {
	for {
		i := strings.Index(s, "](")
		if i < 0 {
			return s
		}
		j := strings.IndexByte(s[i:], ')')
		if j < 0 {
			return s[:i]
		}
		s = s[:i] + " " + s[i+j+1:]
	}
}
