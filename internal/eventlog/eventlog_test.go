package eventlog

import (
	"io"
	"log/slog"
	"strings"
	"testing"
)

// kept keeps what is written.
type kept []string

func (k *kept) write(level slog.Level, text string) error {
	*k = append(*k, level.String()+" "+text)
	return nil
}

func TestOnlyWhatIsTheAdministrators(t *testing.T) {
	var all strings.Builder
	var got kept
	log := slog.New(&handler{
		Handler: slog.NewTextHandler(&all, nil), to: &got, warnings: []string{"settings"}, told: &told{seen: map[string]bool{}},
	})
	log.Info("agent started")
	log.Warn("capture", "err", "refused")
	for range 3 {
		log.Warn("settings", "problem", "not read")
	}
	log.With("queue", 7).Error("not written", "err", "full")
	want := "WARN settings problem=not read|ERROR not written queue=7 err=full"
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "|"), want)
	}
	if n := strings.Count(all.String(), "\n"); n != 6 {
		t.Errorf("%d lines in the file, not 6", n)
	}
}

func TestNotWithoutEnd(t *testing.T) {
	var got kept
	log := slog.New(&handler{Handler: slog.NewTextHandler(io.Discard, nil), to: &got, told: &told{seen: map[string]bool{}}})
	for i := range 3 * most {
		log.Error("again", "n", i)
	}
	if len(got) != most {
		t.Errorf("%d entries", len(got))
	}
}
