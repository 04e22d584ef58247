package assets

import "embed"

// Lexicon holds lexicon/*.txt, the words that the coach understands. Their
// form is told in lexicon/README.txt, which travels with them.
//
//go:embed lexicon/*.txt
var Lexicon embed.FS
