package secret

import (
	"bytes"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestASecretGoesFromTheWindowToTheAgent(t *testing.T) {
	keyring.MockInit()
	a := Account{Host: "relay.example", User: "anna"}
	var pipe bytes.Buffer
	if err := HandOver(&pipe, a, "segr\neta\"à"); err != nil {
		t.Fatal(err)
	}
	if strings.Count(pipe.String(), "\n") != 1 {
		t.Errorf("not one line: %q", pipe.String())
	}
	var v Vault
	if !v.TakeOver(strings.TrimSuffix(pipe.String(), "\n")) {
		t.Fatal("not taken over")
	}
	if got, err := v.Get(t.Context(), a); err != nil || got != "segr\neta\"à" {
		t.Errorf("got %q, %v", got, err)
	}
	pipe.Reset()
	if err := HandOver(&pipe, a, ""); err != nil || !v.TakeOver(strings.TrimSpace(pipe.String())) {
		t.Fatal(err)
	}
	if got, err := v.Get(t.Context(), a); err == nil {
		t.Errorf("the old one is still there: %q", got)
	}
	for _, line := range []string{"", "ready 1.0", "signed-in", "signed-in ?", "signed-in e30x"} {
		if v.TakeOver(line) {
			t.Errorf("%q was taken over", line)
		}
	}
}
