package chromium

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// elementKey is how the protocol marks an element.
const elementKey = "element-6066-11e4-a52e-4f735466cecf"

// Keys that have no letter (W3C WebDriver, keyboard actions).
const (
	Tab    = "\uE004"
	Enter  = "\uE007"
	Space  = " "
	Escape = "\uE00C"
	Shift  = "\uE008"
	Ctrl   = "\uE009"
	Alt    = "\uE00A"
	Down   = "\uE015"
)

// Open goes to an address, as if somebody had typed it.
func (b *Browser) Open(ctx context.Context, address string) error {
	return b.call(ctx, "/url", map[string]any{"url": address}, nil)
}

// Address is that of the page.
func (b *Browser) Address(ctx context.Context) (s string, err error) {
	return s, b.call(ctx, "/url", nil, &s)
}

// Title is that of the page.
func (b *Browser) Title(ctx context.Context) (s string, err error) {
	return s, b.call(ctx, "/title", nil, &s)
}

// Do runs a script's body in the page and reads what it returns.
func (b *Browser) Do(ctx context.Context, script string, value any, args ...any) error {
	if args == nil {
		args = []any{}
	}
	return b.call(ctx, "/execute/sync", map[string]any{"script": script, "args": args}, value)
}

// DoAsync runs a script that calls its last argument when it is done.
func (b *Browser) DoAsync(ctx context.Context, script string, value any) error {
	return b.call(ctx, "/execute/async", map[string]any{"script": script, "args": []any{}}, value)
}

// Command is one of the DevTools protocol.
func (b *Browser) Command(ctx context.Context, name string, params map[string]any) error {
	return b.call(ctx, "/goog/cdp/execute", map[string]any{"cmd": name, "params": params}, nil)
}

func (b *Browser) find(ctx context.Context, css string) (string, error) {
	var e map[string]string
	err := b.call(ctx, "/element", map[string]any{"using": "css selector", "value": css}, &e)
	return e[elementKey], err
}

// Has reports whether an element is on the page.
func (b *Browser) Has(ctx context.Context, css string) bool {
	_, err := b.find(ctx, css)
	return err == nil
}

// Click clicks an element with the mouse.
func (b *Browser) Click(ctx context.Context, css string) error {
	id, err := b.find(ctx, css)
	if err != nil {
		return err
	}
	return b.call(ctx, "/element/"+id+"/click", map[string]any{}, nil)
}

// Fill types into an element; of a file's field the file's path.
func (b *Browser) Fill(ctx context.Context, css, text string) error {
	id, err := b.find(ctx, css)
	if err != nil {
		return err
	}
	return b.call(ctx, "/element/"+id+"/value", map[string]any{"text": text}, nil)
}

// Type presses keys one after the other, wherever the keyboard is.
func (b *Browser) Type(ctx context.Context, text string) error {
	var actions []any
	for _, r := range text {
		actions = append(actions, key("keyDown", string(r)), key("keyUp", string(r)))
	}
	return b.keys(ctx, actions)
}

// Chord presses a key while others are held.
func (b *Browser) Chord(ctx context.Context, pressed string, held ...string) error {
	var actions []any
	for _, k := range held {
		actions = append(actions, key("keyDown", k))
	}
	actions = append(actions, key("keyDown", pressed), key("keyUp", pressed))
	for _, k := range held {
		actions = append(actions, key("keyUp", k))
	}
	return b.keys(ctx, actions)
}

func key(kind, value string) map[string]any { return map[string]any{"type": kind, "value": value} }

func (b *Browser) keys(ctx context.Context, actions []any) error {
	return b.call(ctx, "/actions", map[string]any{"actions": []any{
		map[string]any{"type": "key", "id": "keyboard", "actions": actions},
	}}, nil)
}

// Drag presses the mouse on a page's place, in its pixels, and lets it go on
// another.
func (b *Browser) Drag(ctx context.Context, x1, y1, x2, y2 int) error {
	move := func(x, y, ms int) map[string]any {
		return map[string]any{"type": "pointerMove", "duration": ms, "x": x, "y": y, "origin": "viewport"}
	}
	return b.call(ctx, "/actions", map[string]any{"actions": []any{map[string]any{
		"type": "pointer", "id": "mouse", "parameters": map[string]any{"pointerType": "mouse"},
		"actions": []any{
			move(x1, y1, 0),
			map[string]any{"type": "pointerDown", "button": 0},
			move((x1+x2)/2, (y1+y2)/2, 50),
			move(x2, y2, 50),
			map[string]any{"type": "pointerUp", "button": 0},
		},
	}}}, nil)
}

// Focus is the id of the element with the keyboard, "" for none.
func (b *Browser) Focus(ctx context.Context) (id string, err error) {
	return id, b.Do(ctx, "return document.activeElement?.id || ''", &id)
}

// Text is what an element says.
func (b *Browser) Text(ctx context.Context, css string) (s string, err error) {
	id, err := b.find(ctx, css)
	if err != nil {
		return "", err
	}
	return s, b.call(ctx, "/element/"+id+"/text", nil, &s)
}

// Wait polls until a script's body returns true.
func (b *Browser) Wait(ctx context.Context, what, script string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		var ok bool
		err := b.Do(ctx, script, &ok)
		if err == nil && ok {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: not in time: %w", what, errors.Join(ctx.Err(), err))
		case <-time.After(30 * time.Millisecond):
		}
	}
}

// Picture saves what the whole page looks like, on a screen as high as it is.
func (b *Browser) Picture(ctx context.Context, file string) error {
	var size struct{ W, H float64 }
	err := b.Do(ctx, `let h = Math.max(innerHeight, document.documentElement.scrollHeight);
for (const e of document.querySelectorAll('.scroll')) h += e.scrollHeight - e.clientHeight;
return {W: innerWidth, H: h}`, &size)
	if err == nil {
		err = b.Size(ctx, int(size.W), int(size.H))
	}
	if err != nil {
		return err
	}
	var got struct{ Data string }
	err = b.call(ctx, "/goog/cdp/execute", map[string]any{"cmd": "Page.captureScreenshot", "params": map[string]any{}}, &got)
	if err == nil {
		err = b.Command(ctx, "Emulation.clearDeviceMetricsOverride", map[string]any{})
	}
	if err != nil {
		return err
	}
	data, err := base64.StdEncoding.DecodeString(got.Data)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(file), 0o755)
	}
	if err == nil {
		err = os.WriteFile(file, data, 0o600)
	}
	return err
}

// Size gives the page so many pixels.
func (b *Browser) Size(ctx context.Context, width, height int) error {
	return b.Command(ctx, "Emulation.setDeviceMetricsOverride", map[string]any{
		"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
	})
}

// Scheme makes the desktop light or dark.
func (b *Browser) Scheme(ctx context.Context, scheme string) error {
	return b.Command(ctx, "Emulation.setEmulatedMedia", map[string]any{
		"features": []any{map[string]any{"name": "prefers-color-scheme", "value": scheme}},
	})
}
