package config

// helpdesks lays the layers over one another by id, each helpdesk over its
// profile.
func (b *builder) helpdesks() {
	var order []string
	merged := map[string]entry{}
	for _, l := range b.layers {
		seen := map[string]bool{}
		for _, e := range l.many["helpdesk"] {
			id, ok := b.identify(e)
			if !ok {
				b.s.nameless = true
				continue
			}
			if seen[id] {
				b.s.nameless = true
				b.problem(Problem{Code: Duplicate, Key: "helpdesk." + id}, e.at)
				continue
			}
			seen[id] = true
			lower, known := merged[id]
			if !known {
				order = append(order, id)
			}
			merged[id] = entry{values: lower.values.over(e.values), at: e.at, layer: e.layer}
		}
	}
	for _, id := range order {
		b.helpdesk(id, merged[id])
	}
	if len(order) == 0 && !b.part {
		b.problem(Problem{Code: NoHelpdesk, Key: "helpdesk"}, place{})
	}
}

// identify gives a helpdesk's id: its own, or its profile's name.
func (b *builder) identify(e entry) (string, bool) {
	for _, key := range []string{"id", "profile"} {
		if id := get[string](e.values, key); id != "" {
			return id, true
		}
	}
	if !e.stated["id"] && !e.stated["profile"] { // else it was told what is wrong with it
		b.problem(Problem{Code: NeedsID, Key: "helpdesk.id"}, e.at)
	}
	return "", false
}

// helpdesk makes one helpdesk, and sees whether it can take a ticket.
func (b *builder) helpdesk(id string, e entry) {
	base := builtInValues(profileRules())
	profile := get[string](e.values, "profile")
	if profile != "" {
		v, _ := profileValues(profile)
		base = base.over(v)
	}
	v := base.over(e.values)
	if _, ok := v["id"]; !ok {
		v["id"] = setting{data: id, shown: id, origin: v["profile"].origin}
	}
	b.show("helpdesk."+id, helpdeskRules(), v)
	h := helpdeskOf(id, v)
	if h.Address != "" || len(h.Modules) > 0 {
		b.s.helpdesks = append(b.s.helpdesks, h)
		return
	}
	b.s.incomplete = append(b.s.incomplete, h)
	if !b.part || profile != "" {
		b.problem(Problem{Code: NeedsAddress, Key: "helpdesk." + id + ".address", Value: shorten(h.Name)}, e.at)
	}
}
