package config

import (
	"time"

	"ticketpp/internal/ticket"
)

// rule is what is known of a key.
type rule struct {
	name    string
	check   check
	builtIn any  // the built-in value as one writes it: text, int, bool or []string; nil is none
	private bool // Show tells that it is set, not what it holds
}

// group is a table of the settings with its keys, in the order of the
// documentation.
type group struct {
	name  string // "" is the top of the file
	many  bool   // [[name]]
	one   bool   // [name]; smtp may be both
	rules []rule
}

func (g group) rule(name string) (rule, bool) {
	for _, r := range g.rules {
		if r.name == name {
			return r, true
		}
	}
	return rule{}, false
}

// schema lists every key that the settings know. It is made anew for each
// Load and not kept.
func schema() []group {
	none := textOf("line", line)
	return []group{
		{name: "", one: true, rules: []rule{
			{name: "language", check: oneOf("", "it", "en"), builtIn: ""},
			{name: "keep_sent", check: duration(0, century), builtIn: "90d"},
			{name: "log_level", check: oneOf("debug", "info", "warn", "error"), builtIn: "info"},
		}},
		{name: "user", one: true, rules: []rule{
			{name: "name", check: none, builtIn: ""},
			{name: "phone", check: none, builtIn: ""},
			{name: "email", check: textOf("address", emptyOr(mailAddress)), builtIn: ""},
			{name: "office", check: none, builtIn: ""},
			{name: "body", check: none, builtIn: ""},
			{name: "hours", check: none, builtIn: ""},
			{name: "contact_by", check: oneOf(string(ticket.ByPhone), string(ticket.ByEmail)), builtIn: string(ticket.ByPhone)},
		}},
		{name: "organisation", one: true, rules: []rule{
			{name: "bodies", check: listOf(textOf("line", filledLine)), builtIn: []string{}},
		}},
		{name: "form", one: true, rules: []rule{
			{name: "ui", check: oneOf("auto", "window", "browser"), builtIn: "auto"},
		}},
		{name: "smtp", one: true, many: true, rules: serverRules(StartTLS, NoAuth)},
		{name: "oauth", one: true, rules: []rule{
			{name: "provider", check: oneOf("microsoft", "google", "custom"), builtIn: "microsoft"},
			{name: "client_id", check: none, builtIn: ""},
			// Google issues one for desktop programs and says itself that it is
			// no secret there: everybody who has the program can read it.
			{name: "client_secret", check: none, builtIn: "", private: true},
			{name: "tenant", check: none, builtIn: ""},
			{name: "device_code", check: boolean, builtIn: false},
			{name: "auth_url", check: textOf("https", emptyOr(secureURL)), builtIn: ""},
			{name: "token_url", check: textOf("https", emptyOr(secureURL)), builtIn: ""},
			{name: "device_url", check: textOf("https", emptyOr(secureURL)), builtIn: ""},
			{name: "scopes", check: listOf(textOf("line", filledLine)), builtIn: []string{}},
		}},
		{name: "imap", one: true, rules: append(serverRules(TLS, PasswordAuth),
			rule{name: "mailbox", check: textOf("line", filledLine), builtIn: "INBOX"},
			rule{name: "poll", check: duration(10*time.Second, day), builtIn: "2m"},
		)},
		{name: "attachments", one: true, rules: []rule{
			{name: "max_total", check: size(1000, 1e9), builtIn: "7MB"},
		}},
		{name: "kb", many: true, rules: []rule{
			{name: "source", check: textOf("source", articleSource)},
		}},
		{name: "helpdesk", many: true, rules: helpdeskRules()},
	}
}

func serverRules(security Security, auth Auth) []rule {
	return []rule{
		{name: "host", check: textOf("host", emptyOr(hostName))},
		{name: "port", check: port},
		{name: "security", check: oneOf(string(StartTLS), string(TLS), string(Plaintext)), builtIn: string(security)},
		{name: "allow_plaintext", check: boolean, builtIn: false},
		{name: "ca_file", check: textOf("path", emptyOr(absolutePath)), builtIn: ""},
		{name: "auth", check: oneOf(string(NoAuth), string(PasswordAuth), string(XOAuth2)), builtIn: string(auth)},
		{name: "username", check: textOf("line", line), builtIn: ""},
		{name: "password_command", check: command, builtIn: []string{}, private: true},
	}
}

func helpdeskRules() []rule {
	return append([]rule{
		{name: "id", check: textOf("id", helpdeskID)},
		{name: "profile", check: oneOf(Profiles()...)},
	}, profileRules()...)
}

// profileRules are the keys that a built-in profile may have: a helpdesk's
// without id and profile.
func profileRules() []rule {
	lines := listOf(textOf("line", filledLine))
	return []rule{
		{name: "name", check: textOf("line", filledLine)},
		{name: "address", check: textOf("address", emptyOr(mailAddress))},
		{name: "domains", check: listOf(textOf("domain", domainName))},
		{name: "phone", check: textOf("line", line)},
		{name: "fax", check: textOf("line", line)},
		{name: "portal", check: textOf("https", emptyOr(secureURL))},
		{name: "confirm_within", check: duration(time.Second, 30*day), builtIn: "15m"},
		{name: "reopen_within", check: duration(0, century), builtIn: "0s"},
		{name: "tag", check: textOf("tag", tagPattern)},
		{name: "subject_prefix", check: textOf("line", line)},
		{name: "coach", check: oneOf(string(ticket.Block), string(ticket.Warn)), builtIn: string(ticket.Block)},
		{name: "hours_required", check: boolean, builtIn: false},
		{name: "products", check: lines},
		{name: "staff", check: lines},
		{name: "categories", check: lines},
		{name: "kinds", check: listOf(oneOf(string(ticket.Anomaly), string(ticket.Support), string(ticket.Training)))},
		{name: "charged", check: listOf(oneOf(string(ticket.Anomaly), string(ticket.Support), string(ticket.Training)))},
		{name: "severities", check: listOf(oneOf(string(ticket.Normal), string(ticket.Blocking)))},
		{name: "headers", check: headers, private: true},
		{name: "module", check: modules},
	}
}

// moduleRules are the keys of [[helpdesk.module]].
func moduleRules() []rule {
	return []rule{
		{name: "name", check: textOf("line", filledLine)},
		{name: "address", check: textOf("address", mailAddress)},
	}
}

// builtInNode writes a built-in value as a file would hold it.
func builtInNode(v any) *node {
	switch v := v.(type) {
	case string:
		return &node{kind: isText, text: v}
	case bool:
		if v {
			return &node{kind: isBool, text: "true"}
		}
		return &node{kind: isBool, text: "false"}
	case []string:
		n := &node{kind: isList}
		for _, s := range v {
			n.list = append(n.list, &node{kind: isText, text: s})
		}
		return n
	}
	return &node{kind: isOther}
}
