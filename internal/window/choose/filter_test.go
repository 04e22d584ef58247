package choose

import (
	"reflect"
	"testing"
)

func TestExact(t *testing.T) {
	names := []string{"Paghe", "Paghe Zucchetti", "Contabilità IVA"}
	for query, want := range map[string]string{"paghe": "Paghe", "contabilita iva": "Contabilità IVA", "zuc": "Paghe Zucchetti", "pa": "", "": "", "x": ""} {
		got, ok := exact(query, names)
		if got != want || ok != (want != "") {
			t.Errorf("exact(%q) = %q, %v, want %q", query, got, ok, want)
		}
	}
}

func TestFilter(t *testing.T) {
	names := []string{"Opzione bonus", "Dichiarativo 730", "Contabilità ordinaria", "CU", "F24", "Contabilità IVA", "UPF USP IRAP", "Paghe", "Paghe Zucchetti", "ISEE", "ISEU", "PlannerCIA"}
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"f24", []string{"F24"}},
		{"contabilita", []string{"Contabilità ordinaria", "Contabilità IVA"}},
		{"CONTABILITÀ iva", []string{"Contabilità IVA"}},
		{"iva cont", []string{"Contabilità IVA"}},
		{"730", []string{"Dichiarativo 730"}},
		{"paghe", []string{"Paghe", "Paghe Zucchetti"}},
		{"zucc", []string{"Paghe Zucchetti"}},
		{"ise", []string{"ISEE", "ISEU"}},
		{"cia", []string{"PlannerCIA"}},
		{"ir", []string{"UPF USP IRAP"}},
		{"mandati", nil},
	} {
		var got []string
		for _, i := range filter(c.query, names) {
			got = append(got, names[i])
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("filter(%q) = %q, want %q", c.query, got, c.want)
		}
	}
	if got := filter("  ", names); len(got) != len(names) {
		t.Errorf("an empty query finds %d of %d", len(got), len(names))
	}
}
