package config

import (
	"fmt"
	"strings"

	"ticketpp/assets"
)

// Code names a kind of problem; its text is "config.CODE".
type Code string

// The kinds of problems.
const (
	BadSyntax     Code = "syntax"         // not TOML; Slip is the likely mistake, Detail the parser's own word
	BadEncoding   Code = "encoding"       // not UTF-8
	TooLarge      Code = "too-large"      // more than 1 MiB
	Unreadable    Code = "unreadable"     // Cause is what the system said
	NotAFile      Code = "not-a-file"     // a device, a pipe
	Untrusted     Code = "untrusted"      // not an administrator's; Detail is the path at fault
	UnknownKey    Code = "unknown-key"    // Suggestion may hold the key meant
	WrongType     Code = "wrong-type"     // Want says which type
	BadValue      Code = "bad-value"      // Value is what stands there, Want what to write
	Duplicate     Code = "duplicate"      // the key stands twice; the first counts
	Secret        Code = "secret"         // a password in a file; its value is never repeated
	PlaintextHere Code = "plaintext-here" // allow_plaintext = true where only an administrator may say so
	PlaintextHost Code = "plaintext-host" // security "none" to a server beyond loopback
	NeedsID       Code = "needs-id"       // a helpdesk without id
	NeedsName     Code = "needs-name"     // a module without name
	NeedsAddress  Code = "needs-address"  // a helpdesk or a module without an address; Value is its name
	NeedsHost     Code = "needs-host"     // a server without host
	NeedsOAuth    Code = "needs-oauth"    // xoauth2 without what [oauth] must give; Value is the key
	NoHelpdesk    Code = "no-helpdesk"    // nothing to send tickets to
	NoServer      Code = "no-server"      // nothing to send them through
)

// Problem is one thing that is wrong in the settings. The value at fault is
// not used; everything else is.
type Problem struct {
	File       string // path or registry key; "" when the problem is what is missing
	Line, Col  int    // from 1, Col in characters; 0 when unknown
	Key        string // dotted
	Code       Code
	Value      string // what stands there, shortened; never a secret
	Want       string // what to write: the text "config.want.WANT"
	Options    string // the words that can stand there
	Suggestion string // the key that was probably meant
	Slip       Slip   // of BadSyntax
	Detail     string // the parser's own words, or the path at fault
	Cause      error  // what the system said
}

// Words gives the text named key with its places filled, an error too, as
// l10n's Get does.
type Words func(key string, vars map[string]any) string

// Text is the problem in words, with what to write instead, without its place.
func (p Problem) Text(words Words) string {
	want := ""
	if p.Want != "" {
		want = words("config.want."+p.Want, map[string]any{"Options": p.Options})
	}
	key := "config." + string(p.Code)
	switch {
	case p.Suggestion != "":
		key += ".suggestion"
	case p.Slip != "":
		key += "." + string(p.Slip)
	}
	return words(key, map[string]any{
		"Key": p.Key, "Value": p.Value, "Want": want, "Suggestion": p.Suggestion, "Detail": p.Detail, "Cause": p.Cause,
	})
}

// Place is "FILE:LINE:COL", or as much of it as is known.
func (p Problem) Place() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Message is the problem as one line, "FILE:LINE:COL: message".
func (p Problem) Message(words Words) string {
	if place := p.Place(); place != "" {
		return place + ": " + p.Text(words)
	}
	return p.Text(words)
}

// Error is Message in English, for logs.
func (p Problem) Error() string { return p.Message(english) }

// english reads the English texts. It is for logs alone, and therefore reads
// them each time rather than keeping them.
func english(key string, vars map[string]any) string {
	const file = "translations/config.en.toml"
	data, err := assets.Translations.ReadFile(file)
	if err != nil {
		return key
	}
	f := parse(file, data).root.get(key)
	if f == nil {
		return key
	}
	text := f.value.text
	for name, value := range vars {
		text = strings.ReplaceAll(text, "{{."+name+"}}", fmt.Sprint(value))
	}
	return text
}
