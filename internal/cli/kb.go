package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"ticketpp/internal/config"
	"ticketpp/internal/kb"
	"ticketpp/internal/l10n"
	"ticketpp/internal/safefile"
)

// pageGap is the pause between two pages of one server: a wiki has better
// things to do than to answer us.
const pageGap = 250 * time.Millisecond

func (p *program) kbCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "kb",
		Short: "help.kb",
		Long:  "help.kb.long",
		Args:  noArguments,
		RunE:  func(*cobra.Command, []string) error { return p.kbList() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "list", Short: "help.kb.list", Args: noArguments,
			RunE: func(*cobra.Command, []string) error { return p.kbList() },
		},
		&cobra.Command{
			Use: "sync", Short: "help.kb.sync", Args: noArguments,
			RunE: func(cmd *cobra.Command, _ []string) error { return p.kbSync(cmd.Context()) },
		},
		&cobra.Command{
			Use: "search SUBJECT", Short: "help.kb.search", Args: exactly(1),
			RunE: func(_ *cobra.Command, args []string) error { return p.kbSearch(args[0]) },
		},
		&cobra.Command{
			Use: "export FILE", Short: "help.kb.export", Args: exactly(1),
			RunE: func(_ *cobra.Command, args []string) error { return p.kbExport(args[0]) },
		},
	)
	return cmd
}

// articles opens the articles of the data folder, and the sources in force.
func (p *program) articles() (*kb.Library, []string, *l10n.Texts, error) {
	s, t, err := p.settings()
	if s == nil || t == nil {
		return nil, nil, nil, err
	}
	l, err := kb.Open(config.Paths(p.where).Data)
	var sources []string
	for _, k := range s.KB {
		sources = append(sources, k.Source)
	}
	return l, sources, t, err
}

func (p *program) kbList() error {
	l, sources, t, err := p.articles()
	if err != nil {
		return err
	}
	known, err := l.State()
	if err != nil {
		return err
	}
	rows := []kb.Report{} // an empty array, never null
	for _, source := range sources {
		row := kb.Report{Source: source}
		for _, r := range known {
			if r.Source == source {
				row = r
			}
		}
		rows = append(rows, row)
	}
	if p.json {
		return p.printJSON(rows)
	}
	if len(rows) == 0 {
		fmt.Fprintln(p.Out, t.Get("kb.none"))
	}
	for _, r := range rows {
		p.kbRow(t, r)
	}
	return nil
}

// kbRow prints a source: the number of its articles, when it was read, and
// what went wrong.
func (p *program) kbRow(t *l10n.Texts, r kb.Report) {
	at := "-"
	if !r.At.IsZero() {
		at = r.At.Local().Format("2006-01-02 15:04")
	}
	fmt.Fprintf(p.Out, "%6d  %-16s  %s\n", r.Articles, at, r.Source)
	if r.Error != "" {
		fmt.Fprintf(p.Out, "%26s→ %s\n", "", kbWords(t, r))
	}
}

func (p *program) kbSync(ctx context.Context) error {
	l, sources, t, err := p.articles()
	if err != nil {
		return err
	}
	reports, err := l.Update(ctx, sources, kb.Options{Agent: "ticketpp/" + p.Version, Gap: pageGap})
	if errors.Is(err, kb.ErrUpdating) {
		return errors.New(t.Get("kb.updating"))
	}
	if err != nil {
		return err
	}
	if reports == nil {
		reports = []kb.Report{}
	}
	failed := false
	for _, r := range reports {
		failed = failed || r.Err != nil
		if !p.json {
			p.kbRow(t, r)
		}
	}
	if p.json {
		if err := p.printJSON(reports); err != nil {
			return err
		}
	}
	if failed {
		return quiet(exitFailed)
	}
	return nil
}

func (p *program) kbSearch(subject string) error {
	l, _, t, err := p.articles()
	if err != nil {
		return err
	}
	x, err := l.Index()
	if errors.Is(err, kb.ErrDamaged) {
		return errors.New(t.Get("kb.damaged"))
	}
	if err != nil {
		return err
	}
	type row struct {
		Title string `json:"title"`
		URL   string `json:"url"`
	}
	rows := []row{}
	if x != nil {
		for _, h := range x.Search(subject, 3) {
			rows = append(rows, row{h.Title, h.URL})
		}
	}
	if p.json {
		return p.printJSON(rows)
	}
	for _, r := range rows {
		fmt.Fprintf(p.Out, "%s\t%s\n", r.Title, r.URL)
	}
	return nil
}

func (p *program) kbExport(name string) error {
	l, sources, t, err := p.articles()
	if err != nil {
		return err
	}
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return errors.New(t.Get("kb.export-no-file", l10n.Vars{"File": name}))
	}
	err = safefile.WriteFrom(name, func(w io.Writer) error {
		between := "[\n"
		for a := range l.Articles(sources) {
			data, err := json.Marshal(a)
			if err != nil {
				return err
			}
			if _, err := io.WriteString(w, between+string(data)); err != nil {
				return err
			}
			between = ",\n"
		}
		_, err := io.WriteString(w, closing(between))
		return err
	})
	if err != nil {
		return errors.New(t.Get("cli.not-written", l10n.Vars{"File": name, "Err": err}))
	}
	return nil
}

// kbWords says why a source could not be read, and what to do.
func kbWords(t *l10n.Texts, r kb.Report) string {
	reason := r.Reason
	if reason == "" {
		reason = "other" // noted by an older version
	}
	return t.Get("kb.reason."+reason, l10n.Vars{"Answer": oneLine(r.Error)})
}

// closing ends the array: one that has nothing in it begins here.
func closing(between string) string {
	if between == "[\n" {
		return "[]\n"
	}
	return "\n]\n"
}
