//go:build desktop

package desktop

import (
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// early opens a form and stops the agent before it has written the picture: as
// if the disk took its time.
func early(t *testing.T, f *office.Office) *stage.Form {
	t.Helper()
	ctx := t.Context()
	for range 20 { // the agent may have been quicker
		form := f.Expect(office.UI)
		must(t, f.Click(ctx, f.Icon.Min.Add(f.Icon.Size().Div(2)), stage.Left))
		for start := time.Now(); len(form.Texts("ready")) == 0; time.Sleep(time.Millisecond) { // there is a moment to hit
			if time.Since(start) > stage.Patience {
				t.Fatal("no form appears")
			}
		}
		must(t, syscall.Kill(f.Agent.PID(), syscall.SIGSTOP))
		begun, err := filepath.Glob(f.Data() + "/drafts/*/shot-1.png.new")
		must(t, err)
		if len(begun) > 0 {
			must(t, form.Appear(ctx))
			return form
		}
		goOn(t, f)
		must(t, form.Appear(ctx))
		must(t, f.Press(ctx, "Escape"))
		must(t, form.Gone(ctx))
	}
	t.Fatal("the picture is always written before the form is ready")
	return nil
}

func goOn(t *testing.T, f *office.Office) {
	t.Helper()
	must(t, syscall.Kill(f.Agent.PID(), syscall.SIGCONT))
}

// TestTheFormBeforeItsPictureIsWritten: whoever is quicker than the disk loses
// nothing, and waits for nobody.
func TestTheFormBeforeItsPictureIsWritten(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{Stage: stage.Options{Width: 3840, Height: 2160}}) // so large that it takes a moment
	must(t, f.StartAgent(ctx))

	form := early(t, f)
	must(t, f.Press(ctx, "Escape"))
	must(t, stage.Until(ctx, "the end of the window while the agent stands still", func() (bool, error) {
		now, err := f.Windows()
		return !slices.ContainsFunc(now, func(w stage.Window) bool { return w.ID == form.Window.ID }), err
	}))
	goOn(t, f)
	must(t, form.Gone(ctx))
	must(t, stage.Until(ctx, "the end of a draft in which nobody wrote", func() (bool, error) {
		left, err := filepath.Glob(f.Data() + "/drafts/*")
		return len(left) == 0, err
	}))

	form = early(t, f)
	must(t, form.Fill(ctx, "subject", "Mandato 1532 respinto"))
	must(t, f.Press(ctx, "Escape"))
	goOn(t, f)
	must(t, form.Gone(ctx))
	records, err := office.Drafts(f.Data())
	must(t, err)
	if len(records) != 1 {
		t.Fatalf("left are %q", records)
	}
	if s := records[0]; !strings.Contains(s, "Mandato 1532 respinto") || strings.Contains(s, `"size":0`) {
		t.Errorf("what was typed is not kept, or the picture's size is not: %s", s)
	}

	form = early(t, f)
	must(t, syscall.Kill(f.Agent.PID(), syscall.SIGKILL))
	must(t, stage.Until(ctx, "the word that the picture is lost", func() (bool, error) {
		return form.Shows("shots.again") && !form.Shows("shot"), nil
	}))
	shot(t, f, "early-lost")
}
