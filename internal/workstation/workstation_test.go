package workstation

import (
	"image"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

func TestFacts(t *testing.T) {
	rome := time.FixedZone("CET", 3600)
	got := facts(time.Date(2026, 11, 22, 19, 5, 3, 0, rome), "1.2.3",
		[]image.Rectangle{image.Rect(0, 0, 1920, 1080), image.Rect(-1280, 0, 0, 1024)}, "Mandato 1532\n – Cityfinancing")
	values := map[string]string{}
	var keys []string
	for _, f := range got {
		if !f.Included || f.Value == "" {
			t.Errorf("%+v", f)
		}
		values[f.Key] = f.Value
		keys = append(keys, f.Key)
	}
	if want := "computer user system window version screens time"; strings.Join(keys, " ") != want {
		t.Errorf("facts %v, want %s", keys, want)
	}
	for key, want := range map[string]string{
		ticket.FactWindow:  "Mandato 1532 – Cityfinancing",
		ticket.FactVersion: "1.2.3",
		ticket.FactScreens: "1920×1080, 1280×1024",
		ticket.FactTime:    "2026-11-22 19:05:03 +01:00 (CET)",
	} {
		if values[key] != want {
			t.Errorf("%s is %q, want %q", key, values[key], want)
		}
	}
}

func TestUnknownFactsAreLeftOut(t *testing.T) {
	for _, f := range facts(time.Now(), "1", nil, " \t") {
		if f.Key == ticket.FactWindow || f.Key == ticket.FactScreens {
			t.Errorf("an empty fact: %+v", f)
		}
	}
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"a\r\nBcc: x@y.example":         "a Bcc: x@y.example",
		"\u202eexe.cod":                 "exe.cod",
		"perch\xe9":                     "perch",
		"  tabs\tand\u00a0spaces\u2028": "tabs and spaces",
		strings.Repeat("è", 300):        strings.Repeat("è", longest-1) + "…",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", in, got, want)
		}
	}
}
