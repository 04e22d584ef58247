//go:build wine

package main

import (
	"bytes"
	"debug/pe"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"
)

// wide is a text as Windows' resources hold it.
func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

// Each program says what it is and how it wants to be run, and names no place
// of the machine that built it.
func TestPrograms(t *testing.T) {
	p, err := readProduct(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, program := range windowsPrograms {
		data, err := os.ReadFile(filepath.Join(os.Getenv("TRAYAPP_DIST"), "now/stage", program.out))
		if err != nil {
			t.Fatalf("run by `make test-windows`: %v", err)
		}
		f, err := pe.NewFile(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		want := uint16(pe.IMAGE_SUBSYSTEM_WINDOWS_GUI)
		if program.console {
			want = pe.IMAGE_SUBSYSTEM_WINDOWS_CUI
		}
		head, ok := f.OptionalHeader.(*pe.OptionalHeader64)
		if !ok || head.Subsystem != want {
			t.Errorf("%s: subsystem %d", program.out, head.Subsystem)
		}
		if random := uint16(pe.IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE | pe.IMAGE_DLLCHARACTERISTICS_NX_COMPAT); head.DllCharacteristics&random != random {
			t.Errorf("%s is loaded at a place that everybody knows", program.out)
		}
		resources := f.Section(".rsrc")
		if resources == nil {
			t.Fatalf("%s has no resources", program.out)
		}
		inside, err := resources.Data()
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{
			[]byte("PerMonitorV2"), []byte(`level="asInvoker"`), []byte("longPathAware"), []byte(">UTF-8<"),
			wide(p.Name), wide(p.Version), wide(filepath.Base(program.out)),
		} {
			if !bytes.Contains(inside, text) {
				t.Errorf("%s: its resources lack %q", program.out, text)
			}
		}
		if home, err := os.UserHomeDir(); err == nil && len(home) > 1 && bytes.Contains(data, []byte(home+"/")) {
			t.Errorf("%s names %s", program.out, home)
		}
		if bytes.Contains(data, []byte(p.Root)) {
			t.Errorf("%s names %s", program.out, p.Root)
		}
	}
}
