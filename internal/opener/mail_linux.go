package opener

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

// The programs of xdg-utils, which know every desktop's own way.
const (
	xdgOpen  = "xdg-open"
	xdgEmail = "xdg-email"
	xdgMime  = "xdg-mime"
)

// patience is how long a program may take to say that it failed. One that
// still runs then has opened the mail.
const patience = 5 * time.Second

func openMail(ctx context.Context, m Mail) error { return openMailWithin(ctx, m, patience) }

// openMailWithin tries the file as a whole, then its parts. Where nothing is
// registered for mail files xdg-open would try a web browser, which offers to
// save the file and reports success: so it is asked for first.
func openMailWithin(ctx context.Context, m Mail, patience time.Duration) error {
	whole := fmt.Errorf("nothing is set up to open mail files")
	if handled(ctx, "message/rfc822") {
		if whole = run(ctx, patience, xdgOpen, m.File); whole == nil {
			return nil
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	parts := fmt.Errorf("nothing is set up to write mail")
	if m.Parts != nil && handled(ctx, "x-scheme-handler/mailto") {
		p, err := m.Parts()
		if err != nil {
			return fmt.Errorf("%w: %w", ErrNoMailProgram, errors.Join(whole, err))
		}
		if parts = run(ctx, patience, xdgEmail, p.arguments()...); parts == nil {
			return nil
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("%w: %w", ErrNoMailProgram, errors.Join(whole, parts))
}

// handled reports whether the desktop has a program for a media type; true
// where it cannot say.
func handled(ctx context.Context, kind string) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	ask := exec.CommandContext(ctx, xdgMime, "query", "default", kind)
	ask.WaitDelay = time.Second
	answer, err := ask.Output()
	return err != nil || strings.TrimSpace(string(answer)) != ""
}

// run starts a program and looks at its end for a while. The program is not
// tied to ctx: what it has opened is the user's. Its end is awaited so that no
// zombie is left.
func run(ctx context.Context, patience time.Duration, program string, args ...string) error {
	cmd := exec.Command(program, args...)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s: %w", program, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("%s: %w", program, err)
		}
		return nil
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// arguments are the parts as xdg-email wants them.
func (p Parts) arguments() []string {
	args := []string{"--utf8"}
	for _, flag := range []struct{ name, text string }{
		{"--subject", harmless(strings.Join(strings.Fields(p.Subject), " "))},
		{"--body", harmless(p.Body)},
	} {
		if flag.text != "" {
			args = append(args, flag.name, flag.text)
		}
	}
	for _, a := range p.BCC {
		if a == harmless(a) { // another address than the user's is worse than none
			args = append(args, "--bcc", a)
		}
	}
	for _, f := range p.Files {
		args = append(args, "--attach", f)
	}
	// The address by itself comes first in the mailto: that xdg-email makes;
	// one that begins with a dash would be taken for a flag.
	if p.To == harmless(p.To) && strings.Contains(p.To, "@") && p.To[0] != '-' {
		args = append(args, p.To)
	}
	return args
}

// harmless takes from a text what xdg-email, a shell script of many hands,
// reads as something else: it builds Thunderbird's command out of quoted
// pieces, and its shell's echo expands backslashes. What is lost is cosmetic:
// the whole mail lies in its file.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\'':
			return '’'
		case r == '"':
			return '”'
		case r == '\\':
			return '/'
		case r == '\n':
			return r
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}
