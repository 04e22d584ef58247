package secret

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// A secret that no keyring keeps has to live in the agent's memory, but it is
// asked for in the window's process. It goes over the window's standard
// output: a pipe that the agent made for it and that nobody else can read.
// Never by a file, an argument or the environment, which others can see. The
// window writes it only when the agent says that it listens.

// handoverWord begins the one line that carries a secret.
const handoverWord = "signed-in "

type handover struct {
	Host, User string
	Secret     string `json:",omitempty"` // empty: the keyring has it
}

// HandOver writes to w that the user has logged in to the account; value is
// the secret when it could not be kept, else "".
func HandOver(w io.Writer, a Account, value string) error {
	data, err := json.Marshal(handover{a.Host, a.User, value})
	if err == nil {
		_, err = fmt.Fprintln(w, handoverWord+base64.StdEncoding.EncodeToString(data))
	}
	return err
}

// TakeOver reads a line that HandOver wrote into the vault, and reports
// whether it was one.
func (v *Vault) TakeOver(line string) bool {
	text, ok := strings.CutPrefix(line, handoverWord)
	if !ok {
		return false
	}
	data, err := base64.StdEncoding.DecodeString(text)
	var h handover
	if err != nil || json.Unmarshal(data, &h) != nil {
		return false
	}
	a := Account{Host: h.Host, User: h.User}
	if h.Secret == "" {
		v.Forget(a)
	} else {
		v.Keep(a, h.Secret)
	}
	return true
}
