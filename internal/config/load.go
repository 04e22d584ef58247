package config

import (
	"io/fs"
	"path/filepath"
	"sort"
)

// Load reads every layer. The settings returned are never nil: what is wrong
// with the content of a file is one of their Problems, and the rest holds.
// The error is non-nil only when the file given with --config cannot be read;
// it wraps the system's.
func Load(o Options) (*Settings, error) {
	all := o.sources()
	s := settingsOf(all)
	for _, source := range all {
		if source.layer == File && source.err != nil {
			return s, source.err
		}
	}
	return s, nil
}

// settingsOf makes the settings of what was read.
func settingsOf(all []source) *Settings {
	s := &Settings{fingerprint: fingerprint(all)}
	b := builder{groups: schema(), s: s}
	for _, source := range all {
		b.layers = append(b.layers, b.read(source))
	}
	b.build()
	return s
}

// read makes a layer of what was read.
func (b *builder) read(s source) *contents {
	doc := &document{root: newTable()}
	switch {
	case s.problem != nil:
		doc.report(*s.problem)
	case s.registry != nil:
		doc = fromRegistry(s.path, *s.registry)
	case s.data != nil:
		doc = parse(s.path, s.data)
	}
	out := decode(doc, s.layer, b.groups)
	sort.SliceStable(out.problems, func(i, j int) bool {
		p, q := out.problems[i], out.problems[j]
		return p.File == q.File && (p.Line < q.Line || p.Line == q.Line && p.Col < q.Col)
	})
	return out
}

// CheckFile reads one settings file and tells what is wrong in it. It is taken
// for a user's file unless it stands in the place of the machine's or of
// policy, where more is allowed and its owner counts.
func CheckFile(path string) []Problem { return Options{}.checkFile(path) }

func (o Options) checkFile(path string) []Problem {
	sys, paths := o.sys(), Paths(o)
	layer := User
	if absolute, err := filepath.Abs(path); err == nil {
		switch absolute {
		case paths.Machine:
			layer = Machine
		case paths.Policy:
			layer = Policy
		}
	}
	src := sys.read(layer, path)
	if src.data == nil && src.problem == nil {
		src.problem = &Problem{File: path, Code: Unreadable, Cause: fs.ErrNotExist}
	}
	s := &Settings{}
	b := builder{groups: schema(), s: s, part: true}
	b.layers = []*contents{b.read(src)}
	b.build()
	return s.problems
}

// Origin tells where the value of a key comes from: "user.name", "smtp.host"
// (of several servers "smtp.2.host"), "helpdesk.ID.address". A key that
// nobody has set is built in.
func (s *Settings) Origin(key string) Origin {
	for _, e := range s.entries {
		if e.Key == key {
			return e.Origin
		}
	}
	return Origin{Layer: BuiltIn}
}

// UserLocked reports whether policy has set a key of the table [user].
func (s *Settings) UserLocked(key string) bool { return s.Origin("user." + key).Locked }
