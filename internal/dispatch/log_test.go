package dispatch

import "testing"

func TestAnAnswersWordsStayOutOfTheLog(t *testing.T) {
	for answer, want := range map[string]string{
		"550 5.1.1 <anna@comune.example> unknown": "550 5.1.1",
		"554 subject \"Mandato 1532\" is spam":    "554",
		"451":                                     "451",
		"dial tcp 127.0.0.1:1: connect: connection refused": "dial tcp 127.0.0.1:1: connect: connection refused",
		"": "",
	} {
		if got := loggable(answer); got != want {
			t.Errorf("%q: %q", answer, got)
		}
	}
}
