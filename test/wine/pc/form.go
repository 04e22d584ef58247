package pc

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"slices"

	"ticketpp/test/desktop/stage"
)

// Form is a window of the program, with the log in which it says where its
// widgets are.
type Form struct {
	pc    *PC
	title string
	from  int64 // where its own lines begin in the log
}

// event is one line of the log.
type event struct {
	Event   string            `json:"event"`
	Text    string            `json:"text"`
	Focus   string            `json:"focus"`
	Widgets map[string][4]int `json:"widgets"` // x, y, width, height in the window
}

// Expect announces a window before what opens it is done.
func (p *PC) Expect(title string) *Form {
	f := &Form{pc: p, title: title}
	if info, err := os.Stat(p.events()); err == nil {
		f.from = info.Size()
	}
	return f
}

func (f *Form) events() []event {
	data, err := os.ReadFile(f.pc.events())
	if err != nil || int64(len(data)) < f.from {
		return nil
	}
	var found []event
	for line := range bytes.Lines(data[f.from:]) {
		var e event
		if json.Unmarshal(line, &e) == nil { // the last one may be half written
			found = append(found, e)
		}
	}
	return found
}

func (f *Form) layout() event {
	for _, e := range slices.Backward(f.events()) {
		if e.Event == "layout" {
			return e
		}
	}
	return event{}
}

// Appear waits until the window shows its widgets.
func (f *Form) Appear(ctx context.Context) error {
	if _, err := f.pc.Window(ctx, f.title); err != nil {
		return err
	}
	return stage.Until(ctx, "the form's widgets", func() (bool, error) { return f.layout().Widgets != nil, nil })
}

// Shown waits until a widget is shown.
func (f *Form) Shown(ctx context.Context, id string) error {
	return stage.Until(ctx, "widget "+id, func() (bool, error) {
		_, ok := f.layout().Widgets[id]
		return ok, nil
	})
}

// Click clicks on the middle of a widget, once it stands still.
func (f *Form) Click(ctx context.Context, id string) error {
	inside, err := f.pc.Window(ctx, f.title)
	if err != nil {
		return err
	}
	var at image.Point
	if err := stage.Until(ctx, "widget "+id, func() (bool, error) {
		w, ok := f.layout().Widgets[id]
		if !ok {
			return false, fmt.Errorf("it shows %v", f.layout().Widgets)
		}
		now := inside.Min.Add(image.Pt(w[0]+w[2]/2, w[1]+w[3]/2))
		still := now == at
		at = now
		return still, nil
	}); err != nil {
		return err
	}
	return f.pc.Click(ctx, at, stage.Left)
}

// Fill clicks into a field, waits until it has the keyboard, and types.
func (f *Form) Fill(ctx context.Context, id, text string) error {
	if err := f.Click(ctx, id); err != nil {
		return err
	}
	if err := stage.Until(ctx, "the keyboard in "+id, func() (bool, error) { return f.layout().Focus == id, nil }); err != nil {
		return err
	}
	return f.pc.Type(ctx, text)
}

// WaitText waits for a line of the log with a given text.
func (f *Form) WaitText(ctx context.Context, name, text string) error {
	return stage.Until(ctx, "the form's event "+name+" "+text, func() (bool, error) {
		return slices.ContainsFunc(f.events(), func(e event) bool { return e.Event == name && e.Text == text }), nil
	})
}
