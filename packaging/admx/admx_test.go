package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The committed templates are those that the settings' description gives.
func TestTheTemplatesAreThoseOfTheSettings(t *testing.T) {
	files, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("../windows", filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
		} else if string(got) != want {
			t.Errorf("%s is not what the settings say: run go run ./packaging/admx", name)
		}
	}
}

// elements lists a text's elements with their attributes.
func elements(t *testing.T, text string) []xml.StartElement {
	t.Helper()
	var all []xml.StartElement
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			all = append(all, e.Copy())
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Whatever the ADMX refers to stands in both languages' ADML, and the other
// way round; no policy stands there twice.
func TestReferencesAndTextsMeet(t *testing.T) {
	files, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	wanted, seen := map[string]bool{}, map[string]bool{}
	for _, e := range elements(t, files["trayapp.admx"]) {
		if e.Name.Local == "policy" {
			name := attribute(e, "name")
			if seen[name] {
				t.Errorf("%s stands there twice", name)
			}
			seen[name] = true
			if !strings.HasPrefix(attribute(e, "key"), `Software\Policies\trayapp`) {
				t.Errorf("%s has the key %q", name, attribute(e, "key"))
			}
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(a.Value, "$(") {
				wanted[strings.Trim(a.Value, "$()")] = true
			}
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d policies", len(seen))
	}
	for _, language := range []string{"en-US", "it-IT"} {
		given := map[string]bool{}
		for _, e := range elements(t, files[language+"/trayapp.adml"]) {
			if kind := e.Name.Local; kind == "string" || kind == "presentation" {
				if given[kind+"."+attribute(e, "id")] {
					t.Errorf("%s: %s stands there twice", language, attribute(e, "id"))
				}
				given[kind+"."+attribute(e, "id")] = true
			}
		}
		for id := range wanted {
			if !given[id] {
				t.Errorf("%s: %s is missing", language, id)
			}
		}
		for id := range given {
			if !wanted[id] {
				t.Errorf("%s: nobody refers to %s", language, id)
			}
		}
	}
}

func TestTheSampleSetsWhatItMeansTo(t *testing.T) {
	files, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(files["samples/intune-oma-uri.csv"], "/Policy/Config/"); n != len(sample) {
		t.Errorf("%d of %d values", n, len(sample))
	}
}
