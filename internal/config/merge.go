package config

import (
	"strconv"
	"time"

	"ticketpp/internal/ticket"
)

// builder lays the layers over one another and makes the settings of them.
type builder struct {
	groups []group
	layers []*contents
	s      *Settings
	// part is set when one file is looked at by itself: what is missing in it
	// may stand in another.
	part bool
}

func (b *builder) build() {
	for _, l := range b.layers {
		b.s.problems = append(b.s.problems, l.problems...)
	}
	c := &b.s.Config
	top := b.single("")
	c.Language, c.LogLevel = get[string](top, "language"), get[string](top, "log_level")
	c.KeepSent = get[time.Duration](top, "keep_sent")
	user := b.single("user")
	c.User = ticket.Contact{
		Name: get[string](user, "name"), Phone: get[string](user, "phone"), Email: get[string](user, "email"),
		Office: get[string](user, "office"), Body: get[string](user, "body"), Hours: get[string](user, "hours"),
		ContactBy: ticket.ContactBy(get[string](user, "contact_by")),
	}
	c.Organisation.Bodies = words[string](b.single("organisation"), "bodies")
	c.Form.UI = get[string](b.single("form"), "ui")
	oauth := b.single("oauth")
	c.OAuth = OAuth{
		Provider: get[string](oauth, "provider"), ClientID: get[string](oauth, "client_id"),
		ClientSecret: get[string](oauth, "client_secret"), DeviceURL: get[string](oauth, "device_url"),
		Tenant: get[string](oauth, "tenant"), DeviceCode: get[bool](oauth, "device_code"),
		AuthURL: get[string](oauth, "auth_url"), TokenURL: get[string](oauth, "token_url"),
		Scopes: words[string](oauth, "scopes"),
	}
	c.Attachments.MaxTotal = get[int64](b.single("attachments"), "max_total")
	b.servers(user)
	b.mailbox(user)
	b.sources()
	b.helpdesks()
}

// single lays one table's layers over one another and shows the result.
func (b *builder) single(name string) values {
	g, _ := find(b.groups, name)
	v := builtInValues(g.rules)
	for _, l := range b.layers {
		v = v.over(l.single[name])
	}
	b.show(name, g.rules, v)
	return v
}

// show lists the keys of a table that have a value.
func (b *builder) show(prefix string, rules []rule, v values) {
	if prefix != "" {
		prefix += "."
	}
	for _, r := range rules {
		if s, ok := v[r.name]; ok {
			b.s.entries = append(b.s.entries, Entry{Key: prefix + r.name, Value: s.shown, Origin: s.origin})
		}
	}
}

// servers lays [smtp] over [smtp] key by key; several [[smtp]] replace all
// that the layers before have said, and are replaced as a whole.
func (b *builder) servers(user values) {
	var list []entry
	several := false
	for _, l := range b.layers {
		one, many := l.single["smtp"], l.many["smtp"]
		switch {
		case len(many) > 0:
			list, several = many, true
		case len(one) > 0 && len(list) == 1 && !several:
			list = []entry{{values: list[0].values.over(one), at: first(one), layer: l.layer}}
		case len(one) > 0:
			list, several = []entry{{values: one, at: first(one), layer: l.layer}}, false
		}
	}
	g, _ := find(b.groups, "smtp")
	for i, e := range list {
		prefix := "smtp"
		if len(list) > 1 {
			prefix += "." + strconv.Itoa(i+1)
		}
		v := b.complete(e, g.rules)
		if server, ok := b.server(prefix, v, e.at, user); ok {
			b.s.SMTP = append(b.s.SMTP, server)
		}
		b.show(prefix, g.rules, v)
	}
	if len(list) == 0 && !b.part {
		b.problem(Problem{Code: NoServer, Key: "smtp"}, place{})
	}
}

// first is where the first of some values stands.
func first(v values) place {
	var at place
	for _, s := range v {
		if at.line == 0 || s.at.line < at.line || s.at.line == at.line && s.at.file < at.file {
			at = s.at
		}
	}
	return at
}

// complete adds the built-in values to one of several tables. What policy
// leaves out of a table is as locked as what it says.
func (b *builder) complete(e entry, rules []rule) values {
	v := builtInValues(rules)
	if e.layer == Policy {
		for k, s := range v {
			s.origin.Locked = true
			v[k] = s
		}
	}
	return v.over(e.values)
}

// mailbox reads [imap], which is not there as long as nothing is said of it.
func (b *builder) mailbox(user values) {
	said := values{}
	for _, l := range b.layers {
		said = said.over(l.single["imap"])
	}
	if len(said) == 0 {
		return
	}
	g, _ := find(b.groups, "imap")
	v := b.complete(entry{values: said}, g.rules)
	server, ok := b.server("imap", v, first(said), user)
	if ok {
		b.s.IMAP = IMAP{Server: server, Mailbox: get[string](v, "mailbox"), Poll: get[time.Duration](v, "poll")}
	}
	b.show("imap", g.rules, v)
}

// server makes a server of its keys, and adds to v what follows from the
// others. It reports false when there is nothing that could be dialled.
func (b *builder) server(prefix string, v values, at place, user values) (Server, bool) {
	s := Server{
		Host: get[string](v, "host"), Port: get[int](v, "port"), Security: Security(get[string](v, "security")),
		AllowPlaintext: get[bool](v, "allow_plaintext"), CAFile: get[string](v, "ca_file"),
		Auth: Auth(get[string](v, "auth")), Username: get[string](v, "username"),
		PasswordCommand: get[[]string](v, "password_command"),
	}
	if s.Host == "" {
		if !b.part {
			b.problem(Problem{Code: NeedsHost, Key: prefix + ".host"}, at)
		}
		return s, false
	}
	if s.Port == 0 {
		s.Port = usualPort(prefix, s.Security)
		v["port"] = setting{data: s.Port, shown: s.Port, origin: Origin{Layer: BuiltIn}}
	}
	if s.Username == "" && s.Auth != NoAuth {
		s.Username = get[string](user, "email")
		v["username"] = user["email"]
	}
	// The machine's word covers the machine's server, not one that the user
	// has put in its place.
	if v["allow_plaintext"].origin.Layer == Machine && v["host"].origin.Layer == User {
		s.AllowPlaintext = false
		v["allow_plaintext"] = setting{data: false, shown: false, origin: Origin{Layer: BuiltIn}}
	}
	if s.Auth == XOAuth2 && !b.part {
		b.checkOAuth(prefix, v["auth"].at)
	}
	if s.Security == Plaintext && !isLoopback(s.Host) && !s.AllowPlaintext {
		b.problem(Problem{Code: PlaintextHost, Key: prefix + ".security", Value: shorten(s.Host)}, v["security"].at)
		return s, false
	}
	return s, true
}

// usualPort is the port where servers listen for one kind of security.
func usualPort(prefix string, s Security) int {
	if prefix == "imap" {
		if s == TLS {
			return 993
		}
		return 143
	}
	switch s {
	case TLS:
		return 465
	case StartTLS:
		return 587
	}
	return 25
}

// checkOAuth makes sure that a login by token has what it takes.
func (b *builder) checkOAuth(prefix string, at place) {
	o := b.s.OAuth
	missing := ""
	switch {
	case o.ClientID == "":
		missing = "oauth.client_id"
	case o.Provider == "custom" && o.AuthURL == "":
		missing = "oauth.auth_url"
	case o.Provider == "custom" && o.TokenURL == "":
		missing = "oauth.token_url"
	default:
		return
	}
	b.problem(Problem{Code: NeedsOAuth, Key: prefix + ".auth", Value: missing}, at)
}

// sources takes the [[kb]] of the last layer that has any.
func (b *builder) sources() {
	var list []entry
	for _, l := range b.layers {
		if len(l.many["kb"]) > 0 {
			list = l.many["kb"]
		}
	}
	g, _ := find(b.groups, "kb")
	for i, e := range list {
		b.show("kb."+strconv.Itoa(i+1), g.rules, e.values)
		if s := get[string](e.values, "source"); s != "" {
			b.s.KB = append(b.s.KB, KB{Source: s})
		}
	}
}

func (b *builder) problem(p Problem, at place) {
	p.File, p.Line, p.Col = at.file, at.line, at.col
	b.s.problems = append(b.s.problems, p)
}
