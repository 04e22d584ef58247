package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ticketpp/internal/doctor"
	"ticketpp/internal/l10n"
)

// The commands and flags are made with the keys of their texts, and get the
// texts only when somebody asks for help: an agent needs none of them, and which
// language it is to be may stand behind --config.

// translate puts the texts in the place of their keys. A command that has been
// translated stays as it is.
func translate(cmd *cobra.Command, t *l10n.Texts) {
	vars := l10n.Vars{"Areas": strings.Join(areaNames(), ", ")}
	cmd.Short, cmd.Long = t.Get(cmd.Short, vars), t.Get(cmd.Long, vars)
	say := func(f *pflag.Flag) { f.Usage = t.Get(f.Usage, vars) }
	cmd.Flags().VisitAll(say)
	cmd.PersistentFlags().VisitAll(say)
	for _, c := range cmd.Commands() {
		translate(c, t)
	}
}

// areaNames are the names of what doctor examines.
func areaNames() (names []string) {
	for _, a := range doctor.Areas() {
		names = append(names, string(a))
	}
	return names
}

// before is called before every command. A script whose variable is empty must
// not work in the user's own data; and the shells' completion shows what each
// command does.
func (p *program) before(cmd *cobra.Command, _ []string) error {
	for _, name := range []string{"config", "data"} {
		if f := cmd.Flag(name); f != nil && f.Changed && f.Value.String() == "" {
			return usageError("cli.use.empty-flag", l10n.Vars{"Flag": "--" + name})
		}
	}
	if cmd.Name() != cobra.ShellCompRequestCmd {
		return nil
	}
	t, err := p.texts()
	if err == nil {
		translate(cmd.Root(), t)
	}
	return err
}

// helpFlag is -h, which cobra would add with words of its own.
func helpFlag(cmd *cobra.Command) {
	cmd.PersistentFlags().BoolP("help", "h", false, "help.flag.help")
}

// help prints what a command does and how it is called.
func (p *program) help(cmd *cobra.Command, _ []string) {
	t, err := p.texts()
	if err != nil {
		p.complain(err)
		return
	}
	translate(cmd.Root(), t)
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	fmt.Fprintf(p.Out, "%s\n\n", about)
	p.usage(p.Out, cmd, t)
}

// usage prints how a command is called. Its headings are ours: cobra's are
// English only.
func (p *program) usage(w io.Writer, cmd *cobra.Command, t *l10n.Texts) {
	fmt.Fprintln(w, t.Get("help.usage"))
	if cmd.Runnable() {
		fmt.Fprintf(w, "  %s\n", call(cmd, t))
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "  %s %s\n\n%s\n", cmd.CommandPath(), t.Get("help.command"), t.Get("help.commands"))
		table := tabwriter.NewWriter(w, 0, 8, 3, ' ', 0)
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() {
				fmt.Fprintf(table, "  %s\t%s\n", c.Name(), c.Short)
			}
		}
		_ = table.Flush()
	}
	for _, part := range []struct {
		key   string
		flags *pflag.FlagSet
	}{{"help.flags", cmd.LocalFlags()}, {"help.global", cmd.InheritedFlags()}} {
		if part.flags.HasAvailableFlags() {
			fmt.Fprintf(w, "\n%s\n%s", t.Get(part.key), part.flags.FlagUsages())
		}
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n%s\n", t.Get("help.more", l10n.Vars{"Path": cmd.CommandPath()}))
	}
}

// call is the line by which a command is called.
func call(cmd *cobra.Command, t *l10n.Texts) string {
	line := cmd.CommandPath() + strings.TrimPrefix(cmd.Use, cmd.Name())
	if cmd.HasAvailableFlags() {
		line += " " + t.Get("help.options")
	}
	return line
}

// helpCommand is `trayapp help COMMAND`.
func (p *program) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "help.help",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			p.help(found, nil)
			return nil
		},
	}
}
