// Package cli is the command line of trayapp: what each command reads, does
// and prints, and the status with which it ends. Scripts and management tools
// build on it, so its words, keys and statuses are a contract. It must not
// know Fyne's toolkit.
package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"ticketpp/internal/config"
	"ticketpp/internal/l10n"
)

// Build says which program this is.
type Build struct {
	Version string
	Commit  string
	Date    string // RFC 3339
}

// Streams are the program's standard streams.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// program is what every command shares: its streams and the global flags.
type program struct {
	Build
	Streams
	where config.Options
	json  bool
}

// Main runs the command line args (without the program's name) and returns
// the exit status. It never prompts; an error is one line on standard error.
func Main(ctx context.Context, b Build, s Streams, args []string) int {
	// Else cobra refuses what Explorer starts: the Run key, a double click.
	cobra.MousetrapHelpText = ""
	p := &program{Build: b, Streams: s}
	root := p.root()
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.ExecuteContext(ctx)
	if err != nil {
		p.complain(err)
	}
	return exitCode(err)
}

// complain prints an error on one line, unless all has been said.
func (p *program) complain(err error) {
	if words := oneLine(p.sayError(err)); words != "" {
		fmt.Fprintf(p.Err, "trayapp: %s\n", words)
	}
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "trayapp",
		Short:         "help.trayapp",
		Long:          "help.trayapp.long",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		RunE:          func(cmd *cobra.Command, _ []string) error { return p.runAgent(cmd.Context()) },
	}
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(p.help)
	root.SetHelpCommand(p.helpCommand())
	root.PersistentPreRunE = p.before
	helpFlag(root)
	flags := root.PersistentFlags()
	flags.StringVar(&p.where.ConfigFile, "config", "", "help.flag.config")
	flags.StringVar(&p.where.DataDir, "data", "", "help.flag.data")
	flags.BoolVar(&p.json, "json", false, "help.flag.json")
	root.AddCommand(
		p.newCommand(), p.formCommand(), p.demoCommand(), p.sendCommand(), p.checkCommand(), p.captureCommand(),
		p.outboxCommand(), p.ticketsCommand(), p.configCommand(), p.kbCommand(), p.doctorCommand(), p.versionCommand(), p.setupCommand(),
	)
	root.CompletionOptions.HiddenDefaultCmd = true
	return root
}

// texts are those of the settings' language, or where no settings can be read
// of the system's.
func (p *program) texts() (*l10n.Texts, error) {
	if _, t, _ := p.settings(); t != nil {
		return t, nil
	}
	return l10n.New("")
}

// settings reads the settings and the texts in their language. Problems in
// them are said, a line each, and do not stop a command.
func (p *program) settings() (*config.Settings, *l10n.Texts, error) {
	s, err := config.Load(p.where)
	if s == nil {
		return nil, nil, err
	}
	t, textErr := l10n.New(s.Language)
	if textErr != nil {
		return nil, nil, textErr
	}
	if err != nil {
		err = &exitError{code: exitFailed, msg: unread(s, p.where.ConfigFile, err).Message(words(t)), err: err}
	}
	return s, t, err
}

// unread is why the file given with --config could not be read.
func unread(s *config.Settings, file string, err error) config.Problem {
	for _, problem := range s.Problems() {
		if problem.File == file && problem.Line == 0 {
			return problem
		}
	}
	return config.Problem{File: file, Code: config.Unreadable, Cause: err}
}

// sayProblems prints what is wrong in the settings, a line each. What is
// missing in them is said by the command that misses it.
func (p *program) sayProblems(s *config.Settings, t *l10n.Texts) {
	for _, problem := range s.Problems() {
		if problem.Code == config.NoHelpdesk || problem.Code == config.NoServer {
			continue
		}
		fmt.Fprintf(p.Err, "trayapp: %s\n", oneLine(problem.Message(words(t))))
	}
}

// words gives the settings' problems their texts.
func words(t *l10n.Texts) config.Words {
	return func(key string, vars map[string]any) string { return t.Get(key, l10n.Vars(vars)) }
}

// oneLine keeps a message that holds somebody else's words on one line.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
}
