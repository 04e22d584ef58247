package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ticketpp/internal/coach"
	"ticketpp/internal/config"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// maxDescription bounds @FILE, in bytes: more is a file to attach.
const maxDescription = 1 << 20

// sendFlags are the words of one `trayapp send`.
type sendFlags struct {
	subject, description       string
	helpdesk, module, category string
	kind, severity             string
	name, phone, email, bodyOf string
	screenshots, attach, bcc   []string
	wait                       time.Duration
}

func (p *program) sendCommand() *cobra.Command {
	var f sendFlags
	cmd := &cobra.Command{
		Use:   "send --subject S --description D|@FILE",
		Short: "help.send",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return p.send(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.subject, "subject", "", "help.flag.subject")
	flags.StringVar(&f.description, "description", "", "help.flag.description")
	flags.StringVar(&f.helpdesk, "helpdesk", "", "help.flag.helpdesk")
	flags.StringVar(&f.module, "module", "", "help.flag.module")
	flags.StringVar(&f.category, "category", "", "help.flag.category")
	flags.StringVar(&f.kind, "kind", string(ticket.Anomaly), "help.flag.kind")
	flags.StringVar(&f.severity, "severity", string(ticket.Normal), "help.flag.severity")
	flags.StringVar(&f.name, "name", "", "help.flag.name")
	flags.StringVar(&f.phone, "phone", "", "help.flag.phone")
	flags.StringVar(&f.email, "email", "", "help.flag.email")
	flags.StringVar(&f.bodyOf, "body-of", "", "help.flag.body-of")
	flags.StringArrayVar(&f.screenshots, "screenshot", nil, "help.flag.screenshot")
	flags.StringArrayVar(&f.attach, "attach", nil, "help.flag.attach")
	flags.StringArrayVar(&f.bcc, "bcc", nil, "help.flag.bcc")
	flags.DurationVar(&f.wait, "wait", 0, "help.flag.wait")
	return cmd
}

// send makes a draft, lets the rules read it, and hands it over.
func (p *program) send(ctx context.Context, f sendFlags) error {
	s, t, err := p.settings()
	if err != nil {
		return err
	}
	p.sayProblems(s, t)
	if f.wait < 0 {
		return usageError("cli.use.negative-wait", l10n.Vars{"Time": f.wait})
	}
	desk, err := chooseHelpdesk(s, f.helpdesk)
	if err != nil {
		return err
	}
	tk, err := p.ticketFrom(t, f, s, desk)
	if err != nil {
		return err
	}
	if err := p.obey(tk, desk, s, t); err != nil {
		return err
	}
	return p.handOver(ctx, f, tk, s, t)
}

// ticketFrom reads the flags as a ticket; what they cannot mean is a wrong use.
func (p *program) ticketFrom(texts *l10n.Texts, f sendFlags, s *config.Settings, desk ticket.Helpdesk) (ticket.Ticket, error) {
	t := ticket.Ticket{
		Helpdesk: desk.ID, Subject: asLine(f.subject), BCC: f.bcc,
		Kind: ticket.Kind(f.kind), Severity: ticket.Severity(f.severity),
	}
	var err error
	if t.Module, err = chooseModule(desk, asLine(f.module)); err != nil {
		return t, err
	}
	if t.Category, err = chooseFrom("--category", asLine(f.category), desk.Categories); err != nil {
		return t, err
	}
	if _, err = chooseFrom("--kind", f.kind, text(ticket.Kinds())); err != nil {
		return t, err
	}
	if _, err = chooseFrom("--severity", f.severity, text(ticket.Severities())); err != nil {
		return t, err
	}
	if t.Contact, err = person(f, s); err != nil {
		return t, err
	}
	t.Description.Text, err = p.descriptionFrom(texts, "--description", f.description)
	return t, err
}

// descriptionFrom returns the text of a flag itself, or the content of @FILE.
func (p *program) descriptionFrom(t *l10n.Texts, flag, d string) (string, error) {
	name, isFile := strings.CutPrefix(d, "@")
	if !isFile {
		return d, nil
	}
	in := p.In
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return "", fileError(t, flag, name, err)
		}
		defer file.Close()
		in = file
	}
	data, err := io.ReadAll(io.LimitReader(in, maxDescription+1))
	if err != nil {
		return "", fileError(t, flag, name, err)
	}
	if len(data) > maxDescription {
		return "", usageError("cli.use.too-long", l10n.Vars{"Flag": flag, "File": name})
	}
	return strings.ToValidUTF8(string(data), "\uFFFD"), nil
}

// obey prints every finding and refuses the ticket where the rules in force
// refuse it.
func (p *program) obey(tk ticket.Ticket, desk ticket.Helpdesk, s *config.Settings, t *l10n.Texts) error {
	c, err := coach.New(t, desk)
	if err != nil {
		return err
	}
	findings := c.Ticket(tk, s.Organisation.Bodies)
	for _, f := range findings {
		line := fmt.Sprintf("%s: %s: %s", f.Field, f.Rule, f.Message)
		if f.Field == coach.FieldBody && f.Suggestion == "" {
			f.Suggestion = t.Get("cli.body-of", l10n.Vars{"Bodies": strings.Join(s.Organisation.Bodies, ", ")})
		}
		if f.Suggestion != "" {
			line += " → " + f.Suggestion
		}
		fmt.Fprintln(p.Err, oneLine(line))
	}
	if desk.Coach != ticket.Warn && coach.Rejects(findings) {
		return quiet(exitRules)
	}
	return nil
}

// chooseHelpdesk returns the helpdesk called id, or the only one.
func chooseHelpdesk(s *config.Settings, id string) (ticket.Helpdesk, error) {
	var ids []string
	for _, h := range s.Helpdesks() {
		if h.ID == id {
			return h, nil
		}
		ids = append(ids, h.ID)
	}
	only, alone := s.OnlyHelpdesk()
	switch {
	case len(ids) == 0:
		return ticket.Helpdesk{}, failure("cli.no-helpdesk", nil)
	case id != "":
		return ticket.Helpdesk{}, usageError("cli.use.no-such-helpdesk", l10n.Vars{"ID": id, "All": strings.Join(ids, ", ")})
	case !alone:
		return ticket.Helpdesk{}, usageError("cli.use.which", l10n.Vars{"Flag": "--helpdesk", "All": strings.Join(ids, ", ")})
	}
	return only, nil
}

// chooseModule returns the helpdesk's module in the helpdesk's spelling.
func chooseModule(desk ticket.Helpdesk, name string) (string, error) {
	names := make([]string, 0, len(desk.Modules))
	for _, m := range desk.Modules {
		names = append(names, m.Name)
	}
	only, alone := desk.OnlyModule()
	switch {
	case len(names) == 0 && name == "":
		return "", nil
	case len(names) == 0:
		return "", usageError("cli.use.none", l10n.Vars{"Flag": "--module", "Word": name})
	case name == "" && alone:
		return only, nil
	case name == "":
		return "", usageError("cli.use.which", l10n.Vars{"Flag": "--module", "All": strings.Join(names, ", ")})
	}
	return chooseFrom("--module", name, names)
}

// chooseFrom returns the entry of all that equals one but for case; nothing
// stays nothing.
func chooseFrom(flag, one string, all []string) (string, error) {
	if one == "" {
		return "", nil
	}
	for _, a := range all {
		if strings.EqualFold(a, one) {
			return a, nil
		}
	}
	if len(all) == 0 {
		return "", usageError("cli.use.none", l10n.Vars{"Flag": flag, "Word": one})
	}
	return "", usageError("cli.use.choose", l10n.Vars{"Flag": flag, "Word": one, "All": strings.Join(all, ", ")})
}

// text returns words as plain strings.
func text[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}
