package compose

import (
	"strconv"
	"strings"
)

// size writes a number of bytes as people read it in the language: "512 kB",
// "2,4 MB". It counts in thousands, as mail servers' limits do.
func size(bytes int64, lang string) string {
	switch {
	case bytes < 1000:
		return strconv.FormatInt(bytes, 10) + " byte"
	case bytes < 999_500:
		return strconv.FormatInt((bytes+500)/1000, 10) + " kB"
	case bytes < 999_950_000:
		return decimals(float64(bytes)/1e6, lang) + " MB"
	}
	return decimals(float64(bytes)/1e9, lang) + " GB"
}

func decimals(n float64, lang string) string {
	s := strings.TrimSuffix(strconv.FormatFloat(n, 'f', 1, 64), ".0")
	if lang == "it" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
