package compose

import "ticketpp/internal/rules"

// size writes a number of bytes as people read it in the language.
func size(bytes int64, lang string) string { return rules.Size(bytes, lang) }
