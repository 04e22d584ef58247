package doctor

import (
	"slices"

	"ticketpp/internal/config"
	"ticketpp/internal/l10n"
)

// grave problems of the settings keep tickets from going; for any other only
// the value at fault is not used.
func grave() []config.Code {
	return []config.Code{
		config.NoHelpdesk, config.NoServer, config.NeedsHost, config.Unreadable, config.NotAFile, config.BadSyntax, config.BadEncoding,
		config.TooLarge, config.Untrusted, config.PlaintextHost, config.NeedsOAuth,
	}
}

// config tells every problem of the settings, in their own words.
func (e *exam) config() {
	where := e.Where
	vars := l10n.Vars{"File": config.Paths(where).User}
	if e.Trouble != nil {
		vars["Err"] = e.Trouble
		e.say("file", Fail, "config.unreadable", vars)
	}
	for _, p := range e.Settings.Problems() {
		status := Warn
		if slices.Contains(grave(), p.Code) {
			status = Fail
		}
		message := p.Message(func(key string, v map[string]any) string { return e.Texts.Get(key, l10n.Vars(v)) })
		hint := e.text("config.add", vars)
		if p.File != "" {
			hint = e.text("config.correct", l10n.Vars{"File": p.File})
		}
		e.tell(Row{Area: Config, Step: string(p.Code), Status: status, Message: message, Hint: hint})
	}
	if e.Trouble == nil && len(e.Settings.Problems()) == 0 {
		vars["Helpdesks"], vars["Servers"] = len(e.Settings.Helpdesks()), len(e.Settings.SMTP)
		e.say("settings", OK, "config.well", vars)
	}
}
