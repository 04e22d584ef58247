package secret

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"

	"github.com/zalando/go-keyring"
)

// errOther says that the keyring gave back something else than it was given.
var errOther = errors.New("the keyring does not give back what it is given")

// Check asks the system's keyring to keep, give back and forget a throw-away
// entry. It gives up after ten seconds, with an error that wraps
// context.DeadlineExceeded: a locked keyring would wait for its owner.
func Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails, by its documentation
	value := hex.EncodeToString(random[:])
	name := "check-" + value
	_, err := ask(ctx, func() (string, error) {
		if err := keyring.Set(service, name, value); err != nil {
			return "", err
		}
		got, err := keyring.Get(service, name)
		if err == nil && got != value {
			err = errOther
		}
		return "", errors.Join(err, keyring.Delete(service, name))
	})
	return err
}
