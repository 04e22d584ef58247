package coach

import "strings"

// mailAddress reports whether s is one plain deliverable address: ASCII, one
// @, a local part as mail servers take it unquoted, a domain with a top level
// of letters (RFC 5321, its lengths too).
func mailAddress(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || len(s) > 254 || len(local) == 0 || len(local) > 64 {
		return false
	}
	if !dotted(local, "!#$%&'*+-/=?^_`{|}~", false) || !dotted(domain, "-", true) {
		return false
	}
	labels := strings.Split(domain, ".")
	top := labels[len(labels)-1]
	if len(labels) < 2 || len(top) < 2 {
		return false
	}
	return strings.HasPrefix(strings.ToLower(top), "xn--") || strings.IndexFunc(top, func(r rune) bool { return r < 'A' || r > 'z' || r > 'Z' && r < 'a' }) < 0
}

// dotted reports whether s is letters, digits and the given signs, parted by
// single dots. Labels of a domain have 63 signs at most and no hyphen at
// their ends.
func dotted(s, signs string, domain bool) bool {
	for _, label := range strings.Split(s, ".") {
		if label == "" || domain && (len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-') {
			return false
		}
		for i := 0; i < len(label); i++ {
			if b := label[i]; !isLetter(b) && !isDigit(b) && strings.IndexByte(signs, b) < 0 {
				return false
			}
		}
	}
	return true
}

// repairAddress returns the address that a person most probably meant, or ""
// when none is in sight: brackets and names around it, blanks, a comma for a
// dot, «chiocciola», accents, a slip in a well-known domain.
func repairAddress(s string) string {
	s = trim(s)
	if from := strings.LastIndexByte(s, '<'); from >= 0 {
		if to := strings.IndexByte(s[from:], '>'); to > 0 {
			s = s[from+1 : from+to]
		}
	}
	s = strings.TrimPrefix(s, "mailto:")
	for _, at := range [...]string{"(at)", "[at]", " at ", "(chiocciola)", " chiocciola ", "[chiocciola]"} {
		if strings.Count(s, at) == 1 && !strings.Contains(s, "@") {
			s = strings.Replace(s, at, "@", 1)
		}
	}
	s = strings.Trim(s, " \t.,;:<>\"'()")
	if fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ';' || r == ',' || r == '/' }); len(fields) > 1 && mailAddress(fields[0]) {
		return slipInDomain(fields[0])
	}
	s = strings.Join(strings.Fields(s), "")
	s = strings.ReplaceAll(strings.ReplaceAll(s, ",", "."), "..", ".")
	s = strings.ReplaceAll(strings.ReplaceAll(normalKeepingCase(s), "@.", "@"), ".@", "@")
	s = slipInDomain(s)
	if !mailAddress(s) {
		return ""
	}
	return s
}

// normalKeepingCase takes accents off, and lower-cases only what has them.
func normalKeepingCase(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		b.WriteString(normal(string(r)))
	}
	return b.String()
}

// slipInDomain mends the slips that are most frequent in the domains that
// most people have. Others are left alone: any domain may exist.
func slipInDomain(s string) string {
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return s
	}
	domain := strings.ToLower(s[at+1:])
	for _, good := range [...]string{"gmail.com", "libero.it", "hotmail.it", "hotmail.com", "outlook.it", "outlook.com", "yahoo.it", "yahoo.com", "icloud.com", "virgilio.it", "tiscali.it", "alice.it"} {
		if domain == good {
			return s
		}
	}
	for _, good := range [...]string{"gmail.com", "libero.it", "hotmail.com", "outlook.com", "virgilio.it", "tiscali.it", "icloud.com"} {
		if len(domain) <= longestSlip && slips(good, domain, 1) == 1 {
			return s[:at+1] + good
		}
	}
	if base, ok := strings.CutSuffix(domain, ".con"); ok {
		return s[:at+1] + base + ".com"
	}
	for _, slip := range [...]string{".ti", ".itt", ".iit"} {
		if base, ok := strings.CutSuffix(domain, slip); ok {
			return s[:at+1] + base + ".it"
		}
	}
	return s
}
