package window

import (
	"encoding/json"
	"image/color"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestTextCanBeRead(t *testing.T) {
	for name, palette := range map[string]func(fyne.ThemeColorName) color.Color{"light": light, "dark": dark} {
		for _, ground := range []fyne.ThemeColorName{theme.ColorNameBackground, ColorPanel} {
			for _, text := range []fyne.ThemeColorName{theme.ColorNameForeground, ColorMuted, theme.ColorNamePrimary, theme.ColorNameError, ColorGood, ColorAdvice} {
				if c := contrast(palette(text), palette(ground)); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.1f:1", name, text, ground, c)
				}
			}
		}
		if c := contrast(palette(theme.ColorNamePlaceHolder), palette(theme.ColorNameInputBackground)); c < 4 {
			t.Errorf("%s: a field's example has a contrast of %.1f:1", name, c)
		}
		if c := contrast(palette(theme.ColorNameForegroundOnPrimary), palette(theme.ColorNamePrimary)); c < 4.5 {
			t.Errorf("%s: Send has a contrast of %.1f:1", name, c)
		}
		if c := contrast(palette(theme.ColorNamePrimary), palette(ColorSelected)); c < 4.5 {
			t.Errorf("%s: the chosen one of a row has a contrast of %.1f:1", name, c)
		}
	}
}

func TestLookFollowsTheSystemOnceItIsKnown(t *testing.T) {
	ground := func(th *Theme, v fyne.ThemeVariant) color.Color { return th.Color(theme.ColorNameBackground, v) }
	base := theme.DefaultTheme()
	unknown := &Theme{Theme: base, first: theme.VariantLight}
	unknown.Live()
	if ground(unknown, theme.VariantDark) != light(theme.ColorNameBackground) {
		t.Error("a system that says nothing gets the dark look")
	}
	known := &Theme{Theme: base, first: theme.VariantDark, known: true}
	if ground(known, theme.VariantLight) != dark(theme.ColorNameBackground) {
		t.Error("the first frame is not as the system is")
	}
	known.Live()
	if ground(known, theme.VariantLight) != light(theme.ColorNameBackground) {
		t.Error("a change of the system is not followed")
	}
}

func TestWindowWaitsForTheCapture(t *testing.T) {
	agent, ours := io.Pipe()
	done := make(chan struct{})
	go func() { NewOrders(agent).Captured(time.Minute, func() {}); close(done) }()
	_, _ = io.WriteString(ours, "something else\n")
	select {
	case <-done:
		t.Fatal("it did not wait for the word")
	case <-time.After(20 * time.Millisecond):
	}
	_, _ = io.WriteString(ours, "captured\n")
	<-done
}

func TestWindowDoesNotWaitForAnAgentThatIsGone(t *testing.T) {
	begin := time.Now()
	free, _ := NewOrders(strings.NewReader("")).Captured(time.Minute, nil)
	<-free
	if time.Since(begin) > 10*time.Second {
		t.Error("it waited for nobody")
	}
	silent, _ := io.Pipe()
	free, _ = NewOrders(silent).Captured(10*time.Millisecond, nil)
	<-free
}

// The agent writes the pictures while the form appears, and has the draft open
// for so long.
func TestTheFormAppearsBeforeTheDraftIsFree(t *testing.T) {
	agent, word := io.Pipe()
	go func() { _, _ = io.WriteString(word, "taken\n") }()
	free, early := NewOrders(agent).Captured(time.Minute, nil)
	if !early {
		t.Fatal("it waited for the draft")
	}
	select {
	case <-free:
		t.Fatal("the draft is free before the agent says so")
	case <-time.After(20 * time.Millisecond):
	}
	_, _ = io.WriteString(word, "captured not-kept\n")
	if why := <-free; why != "not-kept" {
		t.Errorf("the agent's reason came as %q", why)
	}
	agent, word = io.Pipe()
	go func() {
		_, _ = io.WriteString(word, "taken\n")
		_ = word.Close()
	}()
	free, _ = NewOrders(agent).Captured(time.Minute, nil)
	if why := <-free; why != Lost { // an agent that was killed keeps nothing locked
		t.Errorf("an agent that was killed says %q", why)
	}
}

func TestAFormThatWasStartedBeforeIsToldItsDraft(t *testing.T) {
	o := NewOrders(strings.NewReader("raise\ndraft\ndraft 0a1b\ncaptured no-display\n"))
	if id, ok := o.Draft(); id != "0a1b" || !ok {
		t.Fatalf("told %q, %v", id, ok)
	}
	if free, early := o.Captured(time.Minute, nil); early || <-free != "no-display" {
		t.Error("the words after it were not heard")
	}
	if id, ok := NewOrders(strings.NewReader("captured\n")).Draft(); ok {
		t.Errorf("nobody named a draft, and it is %q", id)
	}
}

func TestSayReady(t *testing.T) {
	var b strings.Builder
	SayReady(&b, "1.2.3")
	if b.String() != "ready 1.2.3\n" {
		t.Errorf("said %q", b.String())
	}
}

func TestEventsTellWhereWidgetsAre(t *testing.T) {
	path := filepath.Join(t.TempDir(), "events")
	t.Setenv(EventsEnv, path)
	test.NewTempApp(t)
	e := OpenEvents()
	entry, hidden := widget.NewEntry(), widget.NewLabel("x")
	entry.Resize(fyne.NewSize(100, 30))
	hidden.Resize(fyne.NewSize(10, 10))
	e.Name("subject", entry)
	e.Name("hidden", hidden)
	w := test.NewTempWindow(t, entry)
	w.Canvas().Focus(entry)
	where := func(o fyne.CanvasObject) (fyne.Position, bool) { return fyne.NewPos(7, 9), o != hidden }
	e.Layout(w.Canvas(), where)
	e.Layout(w.Canvas(), where) // nothing new
	e.Note("ready", "1")

	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines:\n%s", len(lines), data)
	}
	var first, second event
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(lines[1]), &second); err != nil {
		t.Fatal(err)
	}
	box, ok := first.Widgets["subject"]
	if !ok || box[0] != 7 || box[1] != 9 || box[2] == 0 || first.Focus != "subject" {
		t.Errorf("first line: %+v", first)
	}
	if _, ok := first.Widgets["hidden"]; ok {
		t.Error("a hidden widget is told")
	}
	if second.Event != "ready" || second.Text != "1" {
		t.Errorf("second line: %+v", second)
	}
}

func TestNobodyAsksForEvents(t *testing.T) {
	t.Setenv(EventsEnv, "")
	e := OpenEvents()
	if e != nil {
		t.Fatal("a log without a file")
	}
	e.Name("x", nil)
	e.Note("x", "")
	e.Layout(nil, nil)
	e.Forget("x")
}

func TestTheAgentCanRaiseTheWindowAfterwards(t *testing.T) {
	raised := make(chan struct{}, 2)
	agent, word := io.Pipe()
	go func() { _, _ = io.WriteString(word, "captured no-display\nraise\nnonsense\nraise\n") }()
	free, _ := NewOrders(agent).Captured(time.Minute, func() { raised <- struct{}{} })
	if why := <-free; why != "no-display" {
		t.Errorf("the agent's reason came as %q", why)
	}
	for range 2 {
		select {
		case <-raised:
		case <-time.After(10 * time.Second):
			t.Fatal("the window was not raised")
		}
	}
}

// What is left for the toolkit to do behind its loop may keep the program for ever.
func TestNothingIsLeftForTheEndOfTheLoop(t *testing.T) {
	l, ok := NewApp(nil).Lifecycle().(interface{ OnStopped() func() })
	if !ok {
		t.Fatal("the toolkit's lifecycle is another one: does its loop still wait for what it has queued itself?")
	}
	if l.OnStopped() != nil {
		t.Error("something is left")
	}
}
