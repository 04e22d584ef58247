package clipboard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// formats are those we can read, the best first, as programs name them when
// they offer what was copied.
var formats = [...]string{"image/png", "image/webp", "image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/jpeg", "image/gif"}

// Picture returns the copied picture as a file of one of the usual formats. It
// fails with ErrNoPicture, ErrTooLarge, with ctx's error when the program that
// copied it does not answer before, or with what keeps us from the clipboard.
//
// It speaks to the X server itself (ICCCM 2.4), on Wayland to Xwayland, which
// shares the desktop's clipboard: the library does not take the pieces (INCR)
// in which most programs hand over anything as large as a picture.
func Picture(ctx context.Context) (data []byte, err error) {
	defer func() {
		if p := recover(); p != nil { // xgb's parsers trust the server
			err = fmt.Errorf("clipboard: %v", p)
		}
	}()
	xgb.Logger.SetOutput(io.Discard) // it would write to standard error
	x, err := xgb.NewConn()
	if err != nil {
		return nil, fmt.Errorf("clipboard: %w", err)
	}
	stop := context.AfterFunc(ctx, x.Close) // ends a wait for a program that does not answer
	defer func() {
		if stop() {
			x.Close()
		} else if err != nil {
			err = ctx.Err()
		}
	}()
	s, err := newSelection(x)
	if err != nil {
		return nil, err
	}
	return s.picture()
}

// selection is our end of the clipboard: a window that is never shown, to
// which the program that copied something hands it over.
type selection struct {
	x         *xgb.Conn
	window    xproto.Window
	clipboard xproto.Atom
	property  xproto.Atom
	incr      xproto.Atom
	names     map[string]xproto.Atom
}

func newSelection(x *xgb.Conn) (*selection, error) {
	s := &selection{x: x, names: map[string]xproto.Atom{}}
	for _, name := range append([]string{"CLIPBOARD", "TICKETPP_PASTE", "INCR", "TARGETS"}, formats[:]...) {
		a, err := xproto.InternAtom(x, false, uint16(len(name)), name).Reply()
		if err != nil {
			return nil, fmt.Errorf("clipboard: %w", err)
		}
		s.names[name] = a.Atom
	}
	s.clipboard, s.property, s.incr = s.names["CLIPBOARD"], s.names["TICKETPP_PASTE"], s.names["INCR"]
	screen := xproto.Setup(x).DefaultScreen(x)
	var err error
	if s.window, err = xproto.NewWindowId(x); err != nil {
		return nil, fmt.Errorf("clipboard: %w", err)
	}
	err = xproto.CreateWindowChecked(x, 0, s.window, screen.Root, -1, -1, 1, 1, 0,
		xproto.WindowClassInputOnly, screen.RootVisual, xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check()
	if err != nil {
		return nil, fmt.Errorf("clipboard: %w", err)
	}
	return s, nil
}

// picture asks what is offered, and for the best of it.
func (s *selection) picture() ([]byte, error) {
	targets, err := s.convert(s.names["TARGETS"])
	if err != nil {
		return nil, err
	}
	var offered []xproto.Atom
	for ; len(targets) >= 4; targets = targets[4:] {
		offered = append(offered, xproto.Atom(xgb.Get32(targets)))
	}
	for _, f := range formats {
		if !slices.Contains(offered, s.names[f]) {
			continue
		}
		data, err := s.convert(s.names[f])
		if err == nil && len(data) > 0 || err != nil && !errors.Is(err, ErrNoPicture) {
			return data, err
		}
	}
	return nil, ErrNoPicture
}

// convert asks for the clipboard's content in one form.
func (s *selection) convert(target xproto.Atom) ([]byte, error) {
	err := xproto.ConvertSelectionChecked(s.x, s.window, s.clipboard, target, s.property, xproto.TimeCurrentTime).Check()
	if err != nil {
		return nil, fmt.Errorf("clipboard: %w", err)
	}
	for {
		ev, err := s.event()
		if err != nil {
			return nil, err
		}
		if n, ok := ev.(xproto.SelectionNotifyEvent); ok && n.Selection == s.clipboard && n.Target == target {
			if n.Property == xproto.AtomNone {
				return nil, ErrNoPicture
			}
			break
		}
	}
	data, kind, err := s.take()
	if err != nil || kind != s.incr {
		return data, err
	}
	return s.pieces()
}

// pieces takes what comes piece by piece, until an empty one.
func (s *selection) pieces() ([]byte, error) {
	var all []byte
	for {
		ev, err := s.event()
		if err != nil {
			return nil, err
		}
		n, ok := ev.(xproto.PropertyNotifyEvent)
		if !ok || n.Atom != s.property || n.State != xproto.PropertyNewValue {
			continue
		}
		piece, _, err := s.take()
		if err != nil {
			return nil, err
		}
		if len(piece) == 0 {
			return all, nil
		}
		if all = append(all, piece...); len(all) > maxBytes {
			return nil, ErrTooLarge
		}
	}
}

// take reads what was put on our window and removes it, which asks for the
// next piece.
func (s *selection) take() (data []byte, kind xproto.Atom, err error) {
	const words = 1 << 18 // at a time
	for {
		p, err := xproto.GetProperty(s.x, false, s.window, s.property, xproto.GetPropertyTypeAny, uint32(len(data)/4), words).Reply()
		if err != nil {
			return nil, 0, fmt.Errorf("clipboard: %w", err)
		}
		kind = p.Type
		data = append(data, p.Value...)
		if len(data) > maxBytes {
			return nil, 0, ErrTooLarge
		}
		if p.BytesAfter == 0 || len(p.Value) == 0 {
			break
		}
	}
	if err := xproto.DeletePropertyChecked(s.x, s.window, s.property).Check(); err != nil {
		return nil, 0, fmt.Errorf("clipboard: %w", err)
	}
	return data, kind, nil
}

// event waits for the next event; an error when the connection has ended.
func (s *selection) event() (xgb.Event, error) {
	for {
		ev, xerr := s.x.WaitForEvent()
		if ev == nil && xerr == nil {
			return nil, errors.New("clipboard: the X server has gone")
		}
		if ev != nil {
			return ev, nil
		}
	}
}
