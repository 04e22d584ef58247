package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ticketpp/internal/l10n"
)

// Every command and flag that somebody sees has its text, in both languages.
func TestHelpIsThereInBothLanguages(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		said := func(path, key string) {
			if !strings.HasPrefix(key, "help.") || texts.Get(key) == key {
				t.Errorf("%s: %s has no text: %q", lang, path, key)
			}
		}
		var walk func(*cobra.Command)
		walk = func(c *cobra.Command) {
			if c.Hidden {
				return
			}
			said(c.CommandPath(), c.Short)
			if c.Long != "" {
				said(c.CommandPath(), c.Long)
			}
			flag := func(f *pflag.Flag) { said(c.CommandPath()+" --"+f.Name, f.Usage) }
			c.Flags().VisitAll(flag)
			c.PersistentFlags().VisitAll(flag)
			for _, sub := range c.Commands() {
				walk(sub)
			}
		}
		walk((&program{}).root())
	}
}
