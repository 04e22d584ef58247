package cli

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"ticketpp/internal/capture"
	"ticketpp/internal/l10n"
	"ticketpp/internal/picture"
	"ticketpp/internal/safefile"
	"ticketpp/internal/workstation"
)

func (p *program) captureCommand() *cobra.Command {
	var dir string
	var pointer bool
	cmd := &cobra.Command{
		Use:   "capture",
		Short: "help.capture",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return p.capture(cmd.Context(), dir, pointer) },
	}
	cmd.Flags().StringVar(&dir, "out", ".", "help.flag.out")
	cmd.Flags().BoolVar(&pointer, "pointer", false, "help.flag.pointer")
	return cmd
}

// capture writes every screen that can be seen and prints the files' names. A
// screen that fails is said, and fails the command, after the others are
// written.
func (p *program) capture(ctx context.Context, dir string, pointer bool) error {
	_, t, err := p.settings()
	if t == nil {
		return err // settings that are missing do not matter here, but for the language
	}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return errors.New(t.Get("cli.capture.out-file", l10n.Vars{"Dir": dir}))
	}
	_, front := workstation.Foreground(ctx)
	shots, captureErr := capture.New(capture.Options{Front: front, DrawPointer: pointer}).Capture(ctx)
	if len(shots) == 0 {
		return captureError(ctx, t, captureErr)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return errors.New(t.Get("cli.not-written", l10n.Vars{"File": dir, "Err": err}))
	}
	var files []map[string]any
	for _, s := range shots {
		file := filepath.Join(dir, fmt.Sprintf("schermata-%d.png", s.Display+1))
		if err := writePNG(file, s.Image); err != nil {
			return errors.New(t.Get("cli.not-written", l10n.Vars{"File": file, "Err": err}))
		}
		files = append(files, described(file, s))
		if !p.json {
			fmt.Fprintln(p.Out, file)
		}
	}
	if p.json {
		if err := p.printJSON(files); err != nil {
			return err
		}
	}
	if captureErr != nil {
		return errors.New(t.Get("cli.capture.partial", l10n.Vars{"Err": once(captureErr)}))
	}
	return nil
}

// described is a shot as scripts read it. Front is the part of the window in
// front that the picture shows, where that is known.
func described(file string, s capture.Shot) map[string]any {
	d := map[string]any{
		"file": file, "display": s.Display + 1, "pointer": s.Pointer, "chosen": s.Chosen,
		"x": s.Bounds.Min.X, "y": s.Bounds.Min.Y, "width": s.Bounds.Dx(), "height": s.Bounds.Dy(),
	}
	if f := s.Front; !f.Empty() {
		d["front"] = map[string]int{"x": f.Min.X, "y": f.Min.Y, "width": f.Dx(), "height": f.Dy()}
	}
	return d
}

func writePNG(file string, img image.Image) error {
	return safefile.WriteFrom(file, func(w io.Writer) error { return picture.EncodePNG(w, img) })
}
