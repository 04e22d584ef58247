package window

import (
	"encoding/json"
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// EventsEnv names the environment variable that holds the file to which a
// window writes where its widgets are. It is for the tests that drive the
// program from outside; nothing is written where it is not set.
const EventsEnv = "TRAYAPP_TEST_EVENTS"

// Events is the event log of one window: one JSON object a line. All methods
// but Open do nothing on a nil receiver. It lives on Fyne's goroutine.
type Events struct {
	mu      sync.Mutex
	file    *os.File
	objects map[string]fyne.CanvasObject
	last    string
}

// event is one line of the log.
type event struct {
	Time    int64             `json:"time"`  // Unix time in milliseconds
	Event   string            `json:"event"` // "layout", or what Note was given
	Text    string            `json:"text,omitempty"`
	Focus   string            `json:"focus,omitempty"`   // the id of the widget with the keyboard
	Widgets map[string][4]int `json:"widgets,omitempty"` // id → x, y, width, height in the window's pixels
}

// OpenEvents opens the file that the environment names; nil when none is
// named or it cannot be opened.
func OpenEvents() *Events {
	path := os.Getenv(EventsEnv)
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil
	}
	return &Events{file: file, objects: map[string]fyne.CanvasObject{}}
}

// Name gives a widget its id in the log. A later widget of the same id
// replaces the earlier one.
func (e *Events) Name(id string, o fyne.CanvasObject) {
	if e == nil {
		return
	}
	e.objects[id] = o
}

// Forget takes ids out of the log.
func (e *Events) Forget(ids ...string) {
	if e == nil {
		return
	}
	for _, id := range ids {
		delete(e.objects, id)
	}
}

// Note writes a line of its own, such as "ready" or "sent".
func (e *Events) Note(name, text string) {
	if e == nil {
		return
	}
	e.write(event{Event: name, Text: text})
}

// Layout writes where the named widgets are, if anything has changed since
// the last time. where says where a widget stands in the window, and whether
// it shows; one that does not is left out.
func (e *Events) Layout(c fyne.Canvas, where func(fyne.CanvasObject) (fyne.Position, bool)) {
	if e == nil {
		return
	}
	ev := event{Event: "layout", Widgets: map[string][4]int{}}
	scale := c.Scale()
	for id, o := range e.objects {
		pos, ok := where(o)
		size := o.Size()
		if !ok || size.Width <= 0 || size.Height <= 0 {
			continue
		}
		ev.Widgets[id] = [4]int{int(pos.X * scale), int(pos.Y * scale), int(size.Width * scale), int(size.Height * scale)}
		if f, ok := o.(fyne.Focusable); ok && c.Focused() == f {
			ev.Focus = id
		}
	}
	line, err := json.Marshal(ev)
	if err != nil || string(line) == e.last {
		return
	}
	e.last = string(line)
	e.write(ev)
}

func (e *Events) write(ev event) {
	ev.Time = time.Now().UnixMilli()
	line, err := json.Marshal(ev)
	if err != nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	_, _ = e.file.Write(append(line, '\n')) // a test's log that cannot be written must not stop a window
}
