package coach

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"ticketpp/internal/ticket"
)

// Checked is one text of `trayapp check --json`.
type Checked struct {
	Text     string    `json:"text"`
	Result   string    `json:"result"` // "ok", "hint", "reject": the gravest level
	Findings []Finding `json:"findings"`
}

// CheckLines is `trayapp check KIND`: it reads one text a line from r (`\n`
// in a line means a new line) and writes one line each to w: `ok`, or
// `hint` or `reject` with rule, message and suggestion behind tabs, the
// gravest finding only. With asJSON it writes one array with all findings of
// all lines. kind is "subject", "description", "phone" or "email"; another
// one is an *UnknownKindError.
func CheckLines(ctx context.Context, r io.Reader, w io.Writer, kind string, c *Coach, asJSON bool) error {
	look, err := c.looker(kind)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	in := bufio.NewReader(r)
	for first := true; ; first = false {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, readErr := in.ReadString('\n')
		if readErr != nil && !errors.Is(readErr, io.EOF) {
			return fmt.Errorf("read the texts to check: %w", readErr)
		}
		if readErr != nil && line == "" {
			if asJSON {
				end := "\n]\n"
				if first {
					end = "[]\n"
				}
				out.WriteString(end)
			}
			return out.Flush()
		}
		if err := writeChecked(out, check(line, look), asJSON, first); err != nil {
			return fmt.Errorf("write what was found: %w", err)
		}
		if in.Buffered() == 0 { // somebody may be typing
			if err := out.Flush(); err != nil {
				return fmt.Errorf("write what was found: %w", err)
			}
		}
	}
}

// looker returns the function that reads one kind of text.
func (c *Coach) looker(kind string) (func(string) []Finding, error) {
	switch kind {
	case "subject":
		return c.Subject, nil
	case "description":
		return func(s string) []Finding { return c.Description(ticket.Description{Text: s}) }, nil
	case "phone":
		return c.Phone, nil
	case "email":
		return c.Email, nil
	}
	return nil, &UnknownKindError{kind}
}

// check reads one line.
func check(line string, look func(string) []Finding) Checked {
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	text := strings.ReplaceAll(strings.ToValidUTF8(line, "\uFFFD"), `\n`, "\n")
	checked := Checked{Text: text, Result: "ok", Findings: []Finding{}}
	if findings := look(text); len(findings) > 0 {
		checked.Findings = findings
		checked.Result = string(findings[0].Level)
	}
	return checked
}

func writeChecked(w *bufio.Writer, checked Checked, asJSON, first bool) error {
	if asJSON {
		data, err := json.Marshal(checked)
		if err != nil {
			return err
		}
		sign := ",\n"
		if first {
			sign = "[\n"
		}
		w.WriteString(sign)
		_, err = w.Write(data)
		return err
	}
	if checked.Result == "ok" {
		_, err := w.WriteString("ok\n")
		return err
	}
	f := checked.Findings[0]
	_, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", f.Level, f.Rule, oneLine(f.Message), oneLine(f.Suggestion))
	return err
}

// oneLine writes new lines as `\n` and other white space that would break the
// columns as a blank.
func oneLine(s string) string {
	return strings.NewReplacer("\r\n", `\n`, "\n", `\n`, "\r", `\n`, "\t", " ", "\u2028", " ", "\u2029", " ").Replace(s)
}

// UnknownKindError says that CheckLines knows no such kind of text.
type UnknownKindError struct{ Kind string }

func (e *UnknownKindError) Error() string {
	return fmt.Sprintf("cannot check %q: say subject, description, phone or email", e.Kind)
}
