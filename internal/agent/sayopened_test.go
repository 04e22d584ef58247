package agent

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"ticketpp/internal/l10n"
	"ticketpp/internal/opener"
)

// What becomes of a mail that stands for a window is said once, and is true.
func TestOneSentenceSaysWhereTheMailIs(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	for _, c := range []struct {
		ctx  context.Context
		err  error
		want string // "": nothing
	}{
		{t.Context(), nil, "Il ticket si apre nel tuo programma di posta; il file è /d/mail/1.eml"},
		{t.Context(), opener.ErrNoMailProgram, "Nessun programma di posta ha aperto il ticket, che è conservato tra le bozze: la mail è nel file /d/mail/1.eml"},
		{t.Context(), errors.New("odd"), "Nessun programma di posta ha aperto il ticket, che è conservato tra le bozze: la mail è nel file /d/mail/1.eml"},
		{ended, context.Canceled, ""},
	} {
		for _, key := range []string{"agent.no-window", "agent.no-opengl"} {
			var said bytes.Buffer
			a := &agent{Options: Options{Err: &said}, texts: texts, log: slog.New(slog.DiscardHandler)}
			a.sayOpened(c.ctx, key, "/d/mail/1.eml", func() error { return c.err })
			if n := strings.Count(said.String(), "\n"); !strings.Contains(said.String(), c.want) || n > 1 || (n == 0) != (c.want == "") {
				t.Errorf("%v: said %q, want %q", c.err, said.String(), c.want)
			}
		}
	}
}
