package config

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"ticketpp/assets"
	"ticketpp/internal/ticket"
)

const profileFolder = "profiles"

// Profiles lists the built-in profiles by name, in alphabetical order.
func Profiles() []string {
	files, err := fs.Glob(assets.Profiles, profileFolder+"/*.toml")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(files))
	for _, f := range files {
		names = append(names, strings.TrimSuffix(path.Base(f), ".toml"))
	}
	return names
}

// ProfileHelpdesk returns the helpdesk as its profile describes it, with the
// profile's name for id. It reports false when there is no such profile.
func ProfileHelpdesk(name string) (ticket.Helpdesk, bool) {
	v, problems := profileValues(name)
	if v == nil || len(problems) > 0 {
		return ticket.Helpdesk{}, false
	}
	h := helpdeskOf(name, builtInValues(profileRules()).over(v))
	h.Profile = name
	return h, true
}

// profileValues reads a built-in profile, or returns nil.
func profileValues(name string) (values, []Problem) {
	data, err := fs.ReadFile(assets.Profiles, path.Join(profileFolder, name+".toml"))
	if err != nil {
		return nil, nil
	}
	doc := parse(name, data)
	g := group{name: "", one: true, rules: profileRules()}
	out := decode(doc, Profile, []group{g})
	v := out.single[""]
	for k, s := range v {
		s.origin = Origin{Layer: Profile, File: name}
		v[k] = s
	}
	return v, out.problems
}

// builtInValues are the built-in values of some keys.
func builtInValues(rules []rule) values {
	v := values{}
	for _, r := range rules {
		if r.builtIn == nil {
			continue
		}
		n := builtInNode(r.builtIn)
		if data, faults := r.check(n); len(faults) == 0 {
			v[r.name] = setting{data: data, shown: shown(r, data, n), origin: Origin{Layer: BuiltIn}}
		}
	}
	return v
}

// get is the value of a key, or nothing where the settings give none.
func get[T any](v values, name string) T {
	data, _ := v[name].data.(T)
	return data
}

// words gives a list of texts as a list of the words of a ticket.
func words[T ~string](v values, name string) []T {
	var list []T
	for _, s := range get[[]string](v, name) {
		list = append(list, T(s))
	}
	return list
}

// helpdeskOf makes a helpdesk of the values of its keys.
func helpdeskOf(id string, v values) ticket.Helpdesk {
	h := ticket.Helpdesk{
		ID:            id,
		Profile:       get[string](v, "profile"),
		Name:          get[string](v, "name"),
		Address:       get[string](v, "address"),
		Domains:       words[string](v, "domains"),
		Phone:         get[string](v, "phone"),
		Fax:           get[string](v, "fax"),
		Portal:        get[string](v, "portal"),
		ConfirmWithin: get[time.Duration](v, "confirm_within"),
		ReopenWithin:  get[time.Duration](v, "reopen_within"),
		Tag:           get[*regexp.Regexp](v, "tag"),
		SubjectPrefix: get[string](v, "subject_prefix"),
		Coach:         ticket.CoachMode(get[string](v, "coach")),
		HoursRequired: get[bool](v, "hours_required"),
		Products:      words[string](v, "products"),
		Staff:         words[string](v, "staff"),
		Categories:    words[string](v, "categories"),
		Kinds:         words[ticket.Kind](v, "kinds"),
		Charged:       words[ticket.Kind](v, "charged"),
		Severities:    words[ticket.Severity](v, "severities"),
		Headers:       get[map[string]string](v, "headers"),
	}
	modules := get[moduleList](v, "module")
	h.Modules, h.MoreModules = modules.usable, modules.more
	if h.Name == "" {
		h.Name = id
	}
	return h
}
