// Package assets carries the files that travel inside the programs: icons,
// translations, the coach's lexicon and the helpdesks' profiles. It knows
// nothing of what they are used for.
package assets

import "embed"

// Translations holds translations/ROOM.LANG.toml for the languages it and en.
//
//go:embed translations/*.toml
var Translations embed.FS

// Profiles holds profiles/ID.toml, one built-in helpdesk profile each.
//
//go:embed profiles/*.toml
var Profiles embed.FS
