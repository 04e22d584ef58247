package stage

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/jezek/xgb/xproto"
)

// Drop drags files from a file manager's window and drops them on the middle
// of a window, by the protocol that desktops share (XDND, version 5). The
// files need not be there.
func (s *Stage) Drop(ctx context.Context, on Window, paths ...string) error {
	source, err := xproto.NewWindowId(s.x)
	if err != nil {
		return err
	}
	screen := s.screen()
	err = xproto.CreateWindowChecked(s.x, screen.RootDepth, source, screen.Root, -10, -10, 1, 1, 0,
		xproto.WindowClassInputOutput, screen.RootVisual, 0, nil).Check()
	if err != nil {
		return err
	}
	defer xproto.DestroyWindow(s.x, source)
	d := drag{stage: s, source: source, target: on.ID, list: uriList(paths)}
	at := centre(on.Area)
	list, err := s.atom("text/uri-list")
	if err != nil {
		return err
	}
	selection, err := s.atom("XdndSelection")
	if err != nil {
		return err
	}
	xproto.SetSelectionOwner(s.x, source, selection, xproto.TimeCurrentTime)
	move, err := s.atom("XdndActionCopy")
	if err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		data [4]uint32
		wait string
	}{
		{"XdndEnter", [4]uint32{5 << 24, uint32(list)}, ""},
		{"XdndPosition", [4]uint32{0, uint32(at.X)<<16 | uint32(at.Y), 0, uint32(move)}, "XdndStatus"},
		{"XdndDrop", [4]uint32{}, "XdndFinished"},
	} {
		if err := d.say(step.name, step.data); err != nil {
			return err
		}
		if step.wait == "" {
			continue
		}
		if err := Until(ctx, "the window's "+step.wait, func() (bool, error) { return d.heard(step.wait) }); err != nil {
			return err
		}
	}
	return nil
}

// uriList is the files as text/uri-list (RFC 2483).
func uriList(paths []string) []byte {
	var b strings.Builder
	for _, p := range paths {
		b.WriteString((&url.URL{Scheme: "file", Path: p}).String() + "\r\n")
	}
	return []byte(b.String())
}

// drag is one drag under way.
type drag struct {
	stage          *Stage
	source, target xproto.Window
	list           []byte
}

// say sends one message of the protocol to the target.
func (d *drag) say(name string, data [4]uint32) error {
	kind, err := d.stage.atom(name)
	if err != nil {
		return err
	}
	ev := xproto.ClientMessageEvent{
		Format: 32, Window: d.target, Type: kind,
		Data: xproto.ClientMessageDataUnionData32New(append([]uint32{uint32(d.source)}, data[:]...)),
	}
	return xproto.SendEventChecked(d.stage.x, false, d.target, xproto.EventMaskNoEvent, string(ev.Bytes())).Check()
}

// heard reads what has come, gives the list to who asks for it, and reports
// whether the message called name was among it.
func (d *drag) heard(name string) (bool, error) {
	want, err := d.stage.atom(name)
	if err != nil {
		return false, err
	}
	for {
		ev, xerr := d.stage.x.PollForEvent()
		switch e := ev.(type) {
		case xproto.ClientMessageEvent:
			if e.Type == want {
				return true, nil
			}
		case xproto.SelectionRequestEvent:
			if err := d.give(e); err != nil {
				return false, err
			}
		case nil:
			if xerr == nil {
				return false, nil
			}
			return false, fmt.Errorf("stage: drop: %v", xerr)
		}
	}
}

// give answers a request for the list.
func (d *drag) give(e xproto.SelectionRequestEvent) error {
	xproto.ChangeProperty(d.stage.x, xproto.PropModeReplace, e.Requestor, e.Property, e.Target, 8, uint32(len(d.list)), d.list)
	answer := xproto.SelectionNotifyEvent{
		Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: e.Property,
	}
	return xproto.SendEventChecked(d.stage.x, false, e.Requestor, xproto.EventMaskNoEvent, string(answer.Bytes())).Check()
}

// atom is the X server's number for a name.
func (s *Stage) atom(name string) (xproto.Atom, error) {
	r, err := xproto.InternAtom(s.x, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, fmt.Errorf("stage: atom %s: %w", name, err)
	}
	return r.Atom, nil
}
