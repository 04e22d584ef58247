package secret

import (
	"errors"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestCheckSaysWhatTheKeyringSays(t *testing.T) {
	keyring.MockInit()
	if err := Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("no service")
	keyring.MockInitWithError(broken)
	defer keyring.MockInit()
	if err := Check(t.Context()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
