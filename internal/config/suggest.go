package config

import "strings"

// unknown is the problem of a key that the settings do not have: a password,
// which must not stand in a file, or a slip of the pen.
func unknown(groups []group, g group, key, name string) Problem {
	if isSecretName(name) {
		return Problem{Code: Secret, Key: key}
	}
	p := Problem{Code: UnknownKey, Key: key}
	prefix := strings.TrimSuffix(key, name)
	if near := nearest(name, g); near != "" {
		p.Suggestion = prefix + near
		return p
	}
	if g.name == "" {
		if near := nearestGroup(name, groups); near != "" {
			p.Suggestion = near
			return p
		}
	}
	// The right key in the wrong table, as when it was written below a header.
	for _, other := range groups {
		if _, ok := other.rule(name); ok {
			p.Suggestion = strings.TrimPrefix(other.name+"."+name, ".")
			return p
		}
	}
	return p
}

// isSecretName reports whether a key can only hold a secret.
func isSecretName(name string) bool {
	name = strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(name))
	switch name {
	case "password", "passwd", "pass", "pwd", "passphrase", "secret", "clientsecret", "token",
		"accesstoken", "refreshtoken", "apikey":
		return true
	}
	return false
}

// nearest is the key of a group that name was probably meant to be, or "".
func nearest(name string, g group) string {
	names := make([]string, 0, len(g.rules))
	for _, r := range g.rules {
		names = append(names, r.name)
	}
	return closest(name, names)
}

// nearestGroup is the table that name was probably meant to be, or "".
func nearestGroup(name string, groups []group) string {
	var names []string
	for _, g := range groups {
		if g.name != "" {
			names = append(names, g.name)
		}
	}
	return closest(name, names)
}

// closest is the candidate with the fewest slips from name, if they are few
// for its length.
func closest(name string, candidates []string) string {
	if len(name) > 40 {
		return ""
	}
	name = strings.ReplaceAll(strings.ToLower(name), "-", "_")
	best, slips := "", 3
	for _, c := range candidates {
		if max(len(c)-len(name), len(name)-len(c)) >= slips {
			continue
		}
		if d := distance(name, c); d < slips && 3*d <= len(c) {
			best, slips = c, d
		}
	}
	return best
}

// distance counts the letters to insert, remove or change (Levenshtein), two
// exchanged neighbours as one.
func distance(a, b string) int {
	before := make([]int, len(b)+1)
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
