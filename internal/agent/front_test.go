package agent

import "testing"

func TestTheNewestOpenFormComesToTheFront(t *testing.T) {
	var f front
	if f.raise() {
		t.Fatal("a form was raised where none is open")
	}
	var raised []string
	form := func(name string) *openForm {
		return &openForm{raise: func() { raised = append(raised, name) }}
	}
	first, second := form("first"), form("second")
	f.open(first)
	f.open(second)
	f.raise()
	f.closed(second)
	f.closed(second)
	f.raise()
	f.closed(first)
	if f.raise() || len(raised) != 2 || raised[0] != "second" || raised[1] != "first" {
		t.Errorf("raised %v", raised)
	}
}
