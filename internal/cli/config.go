package cli

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ticketpp/internal/config"
	"ticketpp/internal/l10n"
)

func (p *program) configCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "help.config",
		Args:  noArguments,
		RunE:  func(*cobra.Command, []string) error { return p.configShow() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "show", Short: "help.config", Args: noArguments,
			RunE: func(*cobra.Command, []string) error { return p.configShow() },
		},
		&cobra.Command{
			Use: "check FILE", Short: "help.config.check", Args: exactly(1),
			RunE: func(_ *cobra.Command, args []string) error { return p.configCheck(args[0]) },
		},
		&cobra.Command{
			Use: "path", Short: "help.config.path", Args: noArguments,
			RunE: func(*cobra.Command, []string) error { return p.configPath() },
		},
	)
	return cmd
}

func (p *program) configShow() error {
	s, t, err := p.settings()
	if err != nil {
		return err
	}
	p.sayProblems(s, t)
	entries := s.Show()
	if p.json {
		return p.printJSON(entries)
	}
	width := 0
	for _, e := range entries {
		width = max(width, len(e.Key))
	}
	// Values are as long as they are; the origin follows its value.
	for _, e := range entries {
		fmt.Fprintf(p.Out, "%-*s = %s  # %s\n", width, e.Key, shownValue(e.Value), origin(t, e.Origin))
	}
	return nil
}

// shownValue is a value as one writes it in a settings file.
func shownValue(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v)
	case []string:
		quoted := make([]string, len(v))
		for i, s := range v {
			quoted[i] = strconv.Quote(s)
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	default:
		return oneLine(fmt.Sprint(v))
	}
}

// origin says in a few words where a value comes from.
func origin(t *l10n.Texts, o config.Origin) string {
	s := t.Get("config.layer."+string(o.Layer), l10n.Vars{"File": o.File})
	if o.File == "" || o.Layer == config.Profile {
		return s
	}
	s += " " + o.File
	if o.Line > 0 {
		s += fmt.Sprintf(":%d", o.Line)
	}
	return s
}

// configCheck prints what is wrong in a file and fails if anything is.
func (p *program) configCheck(file string) error {
	_, t, err := p.settings()
	if err != nil {
		return err
	}
	problems := config.CheckFile(file)
	switch {
	case p.json:
		rows := make([]problemRow, 0, len(problems))
		for _, problem := range problems {
			rows = append(rows, problemRow{
				File: problem.File, Line: problem.Line, Column: problem.Col, Key: problem.Key, Code: string(problem.Code),
				Message: oneLine(problem.Text(words(t))),
			})
		}
		if err := p.printJSON(rows); err != nil {
			return err
		}
	case len(problems) == 0:
		fmt.Fprintf(p.Out, "%s: ok\n", file)
	default:
		for _, problem := range problems {
			fmt.Fprintln(p.Out, oneLine(problem.Message(words(t))))
		}
	}
	if len(problems) > 0 {
		return quiet(exitFailed)
	}
	return nil
}

// problemRow is a mistake in a settings file as scripts read it.
type problemRow struct {
	File    string `json:"file"`
	Line    int    `json:"line"`   // from 1; 0 where the mistake is what is missing
	Column  int    `json:"column"` // in characters, from 1
	Key     string `json:"key"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (p *program) configPath() error {
	l := config.Paths(p.where)
	if p.json {
		return p.printJSON([]map[string]string{{"machine": l.Machine, "user": l.User, "policy": l.Policy, "data": l.Data}})
	}
	w := tabwriter.NewWriter(p.Out, 0, 8, 2, ' ', 0)
	for _, row := range [][2]string{{"machine", l.Machine}, {"user", l.User}, {"policy", l.Policy}, {"data", l.Data}} {
		if row[1] != "" {
			fmt.Fprintf(w, "%s\t%s\n", row[0], row[1])
		}
	}
	return w.Flush()
}
