package coach

import "strings"

// isNoise reports whether an unknown word in normal form is what fingers make
// rather than a word: rows of the keyboard, one group of letters over and
// over, letters that no language puts side by side. shouted says that it is
// written in capitals, as short names of things without vowels are.
func isNoise(w string, shouted bool) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	switch {
	case len(w) < 2:
		return false
	case oneLetter(w):
		return len(w) >= 3 || !shouted
	case keyboardRow(w), repeated(w), rowRepeated(w):
		return true
	case len(w) >= 4 && !strings.ContainsAny(w, "aeiouy"):
		return !shouted || len(w) > 6
	}
	return len(w) > 3 && unpronounceable(w)
}

func oneLetter(w string) bool { return strings.Trim(w, w[:1]) == "" }

// keyboardRow reports whether most of w runs along a row of a keyboard.
func keyboardRow(w string) bool {
	if len(w) < 4 {
		switch w {
		case "abc", "xyz", "asd", "qwe", "zxc", "dsa", "jkl", "sdf", "dfg", "fgh", "ghj", "hjk", "xcv", "cvb", "vbn", "wer", "rty", "tyu", "yui", "uio", "iop", "lkj":
			return true
		}
		return false
	}
	covered := 0
	for _, row := range [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "qwertzuiop", "abcdefghijklmnopqrstuvwxyz"} {
		for i := 0; i < len(w); {
			n := 1
			at := strings.IndexByte(row, w[i])
			for at >= 0 && i+n < len(w) && at+n < len(row) && w[i+n] == row[at+n] {
				n++
			}
			if n >= 3 && (n >= 4 || n == len(w) || 2*n >= len(w) && unpronounceable(w)) {
				covered = max(covered, n)
			}
			i += n
		}
	}
	return covered*10 >= len(w)*6
}

// repeated reports whether w is one short group of letters over and over.
func repeated(w string) bool {
	for unit := 1; unit <= 4; unit++ {
		times := len(w) / unit
		if times < 2 || len(w) < 4 || strings.Repeat(w[:unit], times+1)[:len(w)] != w {
			continue
		}
		vowels := strings.ContainsAny(w[:unit], "aeiou")
		if times >= 3 || !vowels && len(w) >= 4 || len(w) >= 6 && unpronounceable(w) || keyboardRow(w[:unit]) {
			return true
		}
	}
	return false
}

// rowRepeated reports whether w is three neighbours on the keyboard over and
// over behind a false start, as in «sadasdasd».
func rowRepeated(w string) bool {
	for from := 1; from <= 3 && len(w)-from >= 6; from++ {
		if unit := w[from : from+3]; keyboardRow(unit) && strings.Repeat(unit, len(w)/3+1)[:len(w)-from] == w[from:] {
			return true
		}
	}
	return false
}

// unpronounceable counts neighbours that Italian and English words do not
// have, and rows of consonants.
func unpronounceable(w string) bool {
	odd, row := 0, 0
	for i := 0; i < len(w); i++ {
		if strings.IndexByte("aeiouy", w[i]) >= 0 {
			row = 0
			continue
		}
		row++
		if row >= 6 {
			return true
		}
		if i > 0 && strings.IndexByte("aeiouy", w[i-1]) < 0 && oddPair(w[i-1], w[i]) {
			odd++
		}
	}
	return odd >= 2 || odd >= 1 && len(w) <= 5
}

// oddPair reports whether no common word has the consonants a and b side by
// side.
func oddPair(a, b byte) bool {
	var after string
	switch a {
	case 'b':
		after = "bbrlstdjcvm"
	case 'c':
		after = "cchrlktqsn"
	case 'd':
		after = "ddrgmnsvlwjh"
	case 'f':
		after = "ffrltsw"
	case 'g':
		after = "gghlnrsmtd"
	case 'h':
		after = "rtnlmsw"
	case 'j':
		after = "j"
	case 'k':
		after = "kklnsrwhtbeu"
	case 'l':
		after = "bcdfghklmnpqrstvwz"
	case 'm':
		after = "mbpnsftl"
	case 'n':
		after = "bcdfghjklmnpqrstvwzx"
	case 'p':
		after = "pprlsthnfgbdcmk"
	case 'q':
		after = "q"
	case 'r':
		after = "bcdfghjklmnpqrstvwz"
	case 's':
		after = "bcdfghklmnpqrstvwzj"
	case 't':
		after = "tthrlsmwncpfbgzx"
	case 'v':
		after = "vrln"
	case 'w':
		after = "hnrslkdtbpfwma"
	case 'x':
		after = "cptfsxhl"
	case 'z':
		after = "zlmhbk"
	}
	return strings.IndexByte(after, b) < 0
}
