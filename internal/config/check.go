package config

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// fault is what a check has against a value. The caller adds the key.
type fault struct {
	code    Code
	want    string // the text "config.want.WANT" says what to write
	options string // the words that can stand there
	value   string // what stands there
	key     string // the key below the one that was checked, if any
	meant   string // the key that was probably meant
	at      place
}

// check reads a value. It returns nil for data when the value cannot be used,
// and of a list what can be used beside the faults of the rest.
type check func(n *node) (data any, faults []fault)

// wrong is the fault of a value that cannot be read as what is wanted.
func wrong(n *node, code Code, want string) []fault {
	return []fault{{code: code, want: want, value: shorten(withoutPassword(n.text)), at: n.at}}
}

// withoutPassword hides what a web address says before its "@".
func withoutPassword(s string) string {
	scheme, rest, ok := strings.Cut(s, "://")
	if at := strings.LastIndex(rest, "@"); ok && at >= 0 {
		return scheme + "://…" + rest[at:]
	}
	return s
}

// shorten keeps messages on one line and short.
func shorten(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	const most = 60
	if utf8.RuneCountInString(s) > most {
		return string([]rune(s)[:most]) + "…"
	}
	return s
}

// textOf makes a check of a function on texts.
func textOf[T any](want string, read func(string) (T, bool)) check {
	return func(n *node) (any, []fault) {
		if n.kind != isText {
			return nil, wrong(n, WrongType, want)
		}
		v, ok := read(n.text)
		if !ok {
			return nil, wrong(n, BadValue, want)
		}
		return v, nil
	}
}

// emptyOr lets the empty text pass, which means "none".
func emptyOr(read func(string) (string, bool)) func(string) (string, bool) {
	return func(s string) (string, bool) {
		if s == "" {
			return "", true
		}
		return read(s)
	}
}

// line is any text of one line: what goes into a mail's header or signature
// must not bring lines of its own.
func line(s string) (string, bool) {
	if len(s) > 500 || !utf8.ValidString(s) || strings.IndexFunc(s, unicode.IsControl) >= 0 {
		return "", false
	}
	return s, true
}

// filledLine is a line with something in it.
func filledLine(s string) (string, bool) {
	s, ok := line(strings.TrimSpace(s))
	return s, ok && s != ""
}

// oneOf is one of a few words.
func oneOf(options ...string) check {
	return func(n *node) (any, []fault) {
		code := BadValue
		if n.kind == isText {
			for _, o := range options {
				if n.text == o {
					return o, nil
				}
			}
		} else {
			code = WrongType
		}
		f := wrong(n, code, "one-of")
		f[0].options = `"` + strings.Join(options, `", "`) + `"`
		return nil, f
	}
}

// boolean is true or false; in the registry a number or a word will do.
func boolean(n *node) (any, []fault) {
	word := n.text
	if n.lax {
		switch strings.ToLower(strings.TrimSpace(word)) {
		case "1", "true", "yes":
			return true, nil
		case "0", "false", "no":
			return false, nil
		}
	}
	if n.kind != isBool {
		return nil, wrong(n, WrongType, "boolean")
	}
	return word == "true", nil
}

// port is a TCP port.
func port(n *node) (any, []fault) {
	if n.kind != isInteger && !n.lax {
		return nil, wrong(n, WrongType, "port")
	}
	i, err := strconv.ParseInt(strings.ReplaceAll(n.text, "_", ""), 0, 32)
	if err != nil || i < 1 || i > 65535 {
		return nil, wrong(n, BadValue, "port")
	}
	return int(i), nil
}

// duration reads "90d", "5m", "168h", "1h30m". The bounds are inclusive.
func duration(least, most time.Duration) check {
	return within(textOf("duration", parseDuration), "duration-range", least, most, showDuration)
}

// within is a check with bounds, which are inclusive. A value beyond them is
// told what they are.
func within[T cmp.Ordered](read check, want string, least, most T, show func(T) string) check {
	return func(n *node) (any, []fault) {
		v, faults := read(n)
		if len(faults) > 0 || v.(T) >= least && v.(T) <= most {
			return v, faults
		}
		faults = wrong(n, BadValue, want)
		faults[0].options = show(least) + " – " + show(most)
		return nil, faults
	}
}

// showDuration writes a duration as one writes it in a settings file.
func showDuration(d time.Duration) string {
	if d >= day && d%day == 0 {
		return strconv.Itoa(int(d/day)) + "d"
	}
	return d.String()
}

const (
	day     = 24 * time.Hour
	century = 36500 * day
)

func parseDuration(s string) (time.Duration, bool) {
	var days time.Duration
	if before, after, ok := strings.Cut(s, "d"); ok {
		n, err := strconv.ParseUint(before, 10, 16)
		if err != nil {
			return 0, false
		}
		days, s = time.Duration(n)*day, after
		if s == "" {
			return days, true
		}
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 || d > century {
		return 0, false
	}
	return days + d, true
}

// size reads "7MB": B, KB, MB and GB are powers of a thousand, as mail servers
// and their administrators count.
func size(least, most int64) check {
	return within(textOf("size", parseSize), "size-range", least, most, showSize)
}

// showSize writes a number of bytes as one writes it in a settings file.
func showSize(n int64) string {
	for _, u := range []struct {
		suffix string
		bytes  int64
	}{{"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}} {
		if n >= u.bytes && n%u.bytes == 0 {
			return strconv.FormatInt(n/u.bytes, 10) + u.suffix
		}
	}
	return strconv.FormatInt(n, 10) + "B"
}

func parseSize(s string) (int64, bool) {
	s = strings.ToUpper(strings.TrimSpace(s))
	for _, u := range []struct {
		suffix string
		bytes  float64
	}{{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1}} {
		number, ok := strings.CutSuffix(s, u.suffix)
		if !ok {
			continue
		}
		number = strings.TrimSpace(number)
		if number == "" || strings.Trim(number, "0123456789.") != "" {
			return 0, false
		}
		f, err := strconv.ParseFloat(number, 64)
		if err != nil || f*u.bytes > 1e12 {
			return 0, false
		}
		return int64(math.Round(f * u.bytes)), true
	}
	return 0, false
}

// listOf reads a list; what cannot be read of it is left out and said.
func listOf(item check) check {
	return func(n *node) (any, []fault) {
		elements, ok := elementsOf(n)
		if !ok {
			return nil, wrong(n, WrongType, "list")
		}
		list, faults := []string{}, []fault(nil)
		for _, e := range elements {
			v, f := item(e)
			faults = append(faults, f...)
			if s, ok := v.(string); ok {
				list = append(list, s)
			}
		}
		if len(list) == 0 && len(elements) > 0 {
			return nil, faults
		}
		return list, faults
	}
}

// elementsOf gives a list's elements. The registry has lists as several texts
// in one value, as a key with a value for each (ADMX), or as one text.
func elementsOf(n *node) ([]*node, bool) {
	switch {
	case n.kind == isList:
		return n.list, true
	case n.lax && n.kind == isTable:
		var list []*node
		for _, f := range n.table.fields {
			list = append(list, f.value)
		}
		return list, true
	case n.lax && n.kind == isText:
		return []*node{n}, true
	}
	return nil, false
}

// command is a program and its arguments. A command that is half right is not
// run: one bad part refuses it whole. Its parts are not repeated in messages,
// for an argument may be a secret.
func command(n *node) (any, []fault) {
	list, faults := listOf(textOf("command", line))(n)
	for i := range faults {
		faults[i].value = ""
	}
	parts, ok := list.([]string)
	if !ok || len(faults) > 0 {
		return nil, faults
	}
	if len(parts) > 0 && strings.TrimSpace(parts[0]) == "" {
		return nil, []fault{{code: BadValue, want: "command", at: n.at}}
	}
	return parts, nil
}
