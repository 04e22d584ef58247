package cli

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ticketpp/internal/l10n"
)

// flagError says which flag is wrong, and where to read about it.
func flagError(cmd *cobra.Command, err error) error {
	vars := l10n.Vars{"Path": cmd.CommandPath(), "Err": err.Error()}
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		vars["Flag"] = dashed(unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames())
		return usageError("cli.use.unknown-flag", vars)
	case errors.As(err, &missing):
		vars["Flag"] = dashed(missing.GetSpecifiedName(), missing.GetSpecifiedShortnames())
		return usageError("cli.use.no-value", vars)
	case errors.As(err, &invalid):
		vars["Flag"], vars["Value"] = dashed(invalid.GetFlag().Name, ""), invalid.GetValue()
		if invalid.GetFlag().Value.Type() == "duration" {
			return usageError("cli.use.not-duration", vars)
		}
		return usageError("cli.use.bad-value", vars)
	}
	return usageError("cli.use.bad-flag", vars)
}

// dashed is a flag as it is written: letters is what it was among, when it was
// a single letter.
func dashed(name, letters string) string {
	if letters != "" {
		return "-" + name
	}
	return "--" + name
}

// noArguments refuses arguments, and says which commands there are when one
// was misspelt.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasAvailableSubCommands() {
		return unknownCommand(cmd, args[0])
	}
	return usageError("cli.use.no-argument", l10n.Vars{"Path": cmd.CommandPath(), "Word": args[0]})
}

func unknownCommand(cmd *cobra.Command, word string) error {
	return usageError("cli.use.unknown-command", l10n.Vars{"Path": cmd.CommandPath(), "Word": word})
}

// arguments asks for least to most arguments, named in the command's usage.
func arguments(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return &exitError{code: exitUsage, say: func(t *l10n.Texts) string {
				return t.Get("cli.use.line", l10n.Vars{"Line": call(cmd, t)})
			}}
		}
		return nil
	}
}

// exactly asks for n arguments.
func exactly(n int) cobra.PositionalArgs { return arguments(n, n) }
