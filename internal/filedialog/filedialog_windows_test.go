package filedialog

import (
	"slices"
	"testing"
	"unicode/utf16"
	"unsafe"
)

func TestStructure(t *testing.T) {
	if size := unsafe.Sizeof(openFileName{}); unsafe.Sizeof(uintptr(0)) == 8 && size != 152 {
		t.Errorf("OPENFILENAMEW has %d bytes, not 152", size)
	}
}

func TestChosenPaths(t *testing.T) {
	for chosen, want := range map[string][]string{
		"":                                 nil,
		"C:\\Users\\anna\\più.pdf\x00\x00": {`C:\Users\anna\più.pdf`},
		"\\\\server\\share\x00a.pdf\x00b c.xml\x00\x00rest": {`\\server\share\a.pdf`, `\\server\share\b c.xml`},
		"D:\\\x00a\x00b\x00\x00":                            {`D:\a`, `D:\b`},
	} {
		buffer := make([]uint16, 200)
		copy(buffer, utf16.Encode([]rune(chosen)))
		if got := paths(buffer); !slices.Equal(got, want) {
			t.Errorf("%q: %q", chosen, got)
		}
	}
}

func TestFilters(t *testing.T) {
	q := Question{Kind: "Immagini", Ends: []string{".png", ".jpg"}, All: "Tutti"}
	want := utf16.Encode([]rune("Immagini\x00*.png;*.jpg\x00Tutti\x00*.*\x00\x00"))
	if got := unsafe.Slice(doubleEnded(q.filters()), len(want)); !slices.Equal(got, want) {
		t.Errorf("%q", string(utf16.Decode(got)))
	}
	if got := (Question{All: "Tutti"}).filters(); !slices.Equal(got, []string{"Tutti", "*.*"}) {
		t.Errorf("%q", got)
	}
}
