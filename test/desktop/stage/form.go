package stage

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Form is a window of the program that writes a log of where its widgets
// are, for tests that drive it from outside.
type Form struct {
	Window Window

	stage      *Stage
	executable string
	from       int64 // where the window's own lines begin in the log
}

// event is one line of the log.
type event struct {
	Time    int64             `json:"time"` // Unix time in milliseconds
	Event   string            `json:"event"`
	Text    string            `json:"text"`
	Focus   string            `json:"focus"`
	Widgets map[string][4]int `json:"widgets"` // x, y, width, height in the window
}

func (s *Stage) eventsFile() string { return filepath.Join(s.dir, "events.jsonl") }

// Expect announces a window before what opens it is done, so that its lines
// in the log are told from those of earlier windows.
func (s *Stage) Expect(executable string) *Form {
	f := &Form{stage: s, executable: executable}
	if info, err := os.Stat(s.eventsFile()); err == nil {
		f.from = info.Size()
	}
	return f
}

// Appear waits until the window stands on the screen with its widgets.
func (f *Form) Appear(ctx context.Context) error {
	var err error
	if f.Window, err = f.stage.WindowOf(ctx, f.executable); err != nil {
		return err
	}
	return Until(ctx, "the form's widgets", func() (bool, error) {
		_, ok := f.layout()
		return ok, nil
	})
}

// Gone waits until the window's program has ended.
func (f *Form) Gone(ctx context.Context) error {
	return Until(ctx, "the form's end", func() (bool, error) {
		left := f.stage.Find(f.executable)
		if len(left) == 0 {
			return true, nil
		}
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", left[0]))
		return false, fmt.Errorf("process %d is left: %s", left[0], bytes.ReplaceAll(line, []byte{0}, []byte{' '}))
	})
}

// At waits until a widget is shown, and returns its place on the screen.
func (f *Form) At(ctx context.Context, id string) (image.Rectangle, error) {
	var r image.Rectangle
	err := Until(ctx, "widget "+id, func() (bool, error) {
		l, _ := f.layout()
		w, ok := l.Widgets[id]
		if !ok {
			return false, fmt.Errorf("it shows %s", strings.Join(ids(l), " "))
		}
		now, err := f.area()
		r = image.Rect(0, 0, w[2], w[3]).Add(image.Pt(w[0], w[1])).Add(now.Min)
		return true, err
	})
	return r, err
}

// area is where the window stands now; the user may have moved it.
func (f *Form) area() (image.Rectangle, error) {
	windows, err := f.stage.Windows()
	for _, w := range windows {
		if w.ID == f.Window.ID {
			return w.Area, err
		}
	}
	return f.Window.Area, err
}

// Shows reports whether a widget is shown now.
func (f *Form) Shows(id string) bool {
	l, _ := f.layout()
	_, ok := l.Widgets[id]
	return ok
}

// Widgets lists the ids of what is shown.
func (f *Form) Widgets() []string {
	l, _ := f.layout()
	return ids(l)
}

func ids(l event) []string {
	var names []string
	for id := range l.Widgets {
		names = append(names, id)
	}
	slices.Sort(names)
	return names
}

// Click clicks on the middle of a widget. A widget that moves while the
// pointer is on its way, because words beside another one came or went, is
// aimed at again, as a person would.
func (f *Form) Click(ctx context.Context, id string) error {
	var last image.Rectangle
	for {
		r, err := f.At(ctx, id)
		if err != nil {
			return err
		}
		if r == last {
			return f.stage.ClickHere(ctx, Left)
		}
		last = r
		if err := f.stage.approach(ctx, centre(r)); err != nil {
			return err
		}
	}
}

// Fill clicks into a field, waits until it has the keyboard, and types.
func (f *Form) Fill(ctx context.Context, id, text string) error {
	if err := f.Click(ctx, id); err != nil {
		return err
	}
	// A field may have the window's focus before the window has the screen's.
	if err := Until(ctx, "the keyboard in "+id, func() (bool, error) {
		if active := f.stage.active(); active != f.Window.ID {
			return false, fmt.Errorf("window %d has it", active)
		}
		l, _ := f.layout()
		if l.Focus != id {
			return false, fmt.Errorf("it is in %q", l.Focus)
		}
		return true, nil
	}); err != nil {
		return err
	}
	return f.stage.Type(ctx, text)
}

// Wait waits for a line of the log that is not a layout, and returns its text.
func (f *Form) Wait(ctx context.Context, name string) (string, error) {
	e, err := f.wait(ctx, name)
	return e.Text, err
}

// WaitText waits for a line of the log with a given text.
func (f *Form) WaitText(ctx context.Context, name, text string) error {
	return Until(ctx, "the form's event "+name+" "+text, func() (bool, error) {
		var said []string
		for _, e := range f.events() {
			if e.Event == name && e.Text == text {
				return true, nil
			}
			if e.Event != "layout" {
				said = append(said, strings.TrimSpace(e.Event+" "+e.Text))
			}
		}
		return false, fmt.Errorf("it said: %s", strings.Join(said, ", "))
	})
}

// Texts are the texts of the log's lines of one name, the oldest first.
func (f *Form) Texts(name string) []string {
	var all []string
	for _, e := range f.events() {
		if e.Event == name {
			all = append(all, e.Text)
		}
	}
	return all
}

// When waits for a line of the log and returns the moment that it names.
func (f *Form) When(ctx context.Context, name string) (time.Time, error) {
	e, err := f.wait(ctx, name)
	return time.UnixMilli(e.Time), err
}

func (f *Form) wait(ctx context.Context, name string) (event, error) {
	var found event
	err := Until(ctx, "the form's event "+name, func() (bool, error) {
		for _, e := range f.events() {
			if e.Event == name {
				found = e
				return true, nil
			}
		}
		return false, nil
	})
	return found, err
}

func (f *Form) layout() (event, bool) {
	for _, e := range slices.Backward(f.events()) {
		if e.Event == "layout" {
			return e, true
		}
	}
	return event{}, false
}

// events reads the window's lines; a last one that is still being written is
// left for the next time.
func (f *Form) events() []event {
	data, err := os.ReadFile(f.stage.eventsFile())
	if err != nil || int64(len(data)) < f.from {
		return nil
	}
	var found []event
	for line := range bytes.Lines(data[f.from:]) {
		var e event
		if json.Unmarshal(line, &e) == nil {
			found = append(found, e)
		}
	}
	return found
}
