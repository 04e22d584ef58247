package pc

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"github.com/jezek/xgb/xproto"

	"ticketpp/test/desktop/stage"
)

// window is one that is shown on the desktop.
type window struct {
	id    xproto.Window
	title string
	class string
	area  image.Rectangle // with Windows' frame
}

// windows lists what lies on Wine's desktop, topmost last.
func (p *PC) windows() ([]window, error) {
	root := xproto.Setup(p.x).DefaultScreen(p.x).Root
	tree, err := xproto.QueryTree(p.x, root).Reply()
	if err != nil {
		return nil, err
	}
	var found []window
	for _, desktop := range tree.Children {
		if !strings.HasSuffix(p.text(desktop, "WM_NAME"), "Wine desktop") {
			continue
		}
		inner, err := xproto.QueryTree(p.x, desktop).Reply()
		if err != nil {
			return nil, err
		}
		for _, id := range inner.Children {
			attributes, err := xproto.GetWindowAttributes(p.x, id).Reply()
			if err != nil || attributes.MapState != xproto.MapStateViewable {
				continue
			}
			area, err := p.area(id)
			if err != nil || area.Dx() < 10 || area.Dy() < 10 {
				continue
			}
			class, _, _ := strings.Cut(p.text(id, "WM_CLASS"), "\x00")
			title := p.text(id, "_NET_WM_NAME")
			if title == "" {
				title = p.text(id, "WM_NAME")
			}
			found = append(found, window{id, title, class, area})
		}
	}
	return found, nil
}

func (p *PC) area(id xproto.Window) (image.Rectangle, error) {
	geometry, err := xproto.GetGeometry(p.x, xproto.Drawable(id)).Reply()
	if err != nil {
		return image.Rectangle{}, err
	}
	at, err := xproto.TranslateCoordinates(p.x, id, geometry.Root, 0, 0).Reply()
	if err != nil {
		return image.Rectangle{}, err
	}
	return image.Rect(0, 0, int(geometry.Width), int(geometry.Height)).Add(image.Pt(int(at.DstX), int(at.DstY))), nil
}

func (p *PC) text(id xproto.Window, name string) string {
	atom, err := xproto.InternAtom(p.x, true, uint16(len(name)), name).Reply()
	if err != nil || atom.Atom == 0 {
		return ""
	}
	v, err := xproto.GetProperty(p.x, false, id, atom.Atom, xproto.GetPropertyTypeAny, 0, 1024).Reply()
	if err != nil {
		return ""
	}
	return string(v.Value)
}

// Icon is where the icon stands: the only one, at the taskbar's end.
func (p *PC) Icon() image.Point { return image.Pt(p.width-10, p.height-10) }

// AwaitIcon waits until there is an icon beside the clock: something that is
// not the taskbar's own colour.
func (p *PC) AwaitIcon(ctx context.Context) error {
	return stage.Until(ctx, "the icon", func() (bool, error) {
		seen, err := p.See()
		if err != nil {
			return false, err
		}
		around := image.Rect(-8, -8, 8, 8).Add(p.Icon())
		return seen.Crop(around).Colours() > 3, nil
	})
}

// menu is the open menu of the icon, empty when there is none.
func (p *PC) menu() (image.Rectangle, error) {
	all, err := p.windows()
	for _, w := range all {
		if strings.EqualFold(w.class, "trayapp.exe") && w.title == "" && w.area.Max.X > p.width-40 && w.area.Max.Y > p.height-40 && w.area.Dx() < p.width/2 {
			return w.area, err
		}
	}
	return image.Rectangle{}, err
}

// OpenMenu clicks on the icon with the right button and waits for the menu. A
// first click may only bring the taskbar to the front, as it may on Windows.
func (p *PC) OpenMenu(ctx context.Context) (image.Rectangle, error) {
	var menu image.Rectangle
	err := stage.Until(ctx, "the menu", func() (bool, error) {
		if err := p.Click(ctx, p.Icon(), stage.Right); err != nil {
			return false, err
		}
		for until := time.Now().Add(2 * time.Second); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
			var err error
			if menu, err = p.menu(); err != nil || !menu.Empty() {
				return !menu.Empty(), err
			}
		}
		return false, errors.New("the click opened none")
	})
	return menu, err
}

// CloseMenu clicks beside the menu: Wine gives it no keys.
func (p *PC) CloseMenu(ctx context.Context) error {
	if err := p.Click(ctx, image.Pt(p.width/3, p.height/3), stage.Left); err != nil {
		return err
	}
	return stage.Until(ctx, "the menu's end", func() (bool, error) {
		menu, err := p.menu()
		return menu.Empty(), err
	})
}

// line is how high a line of Wine's menus is.
const line = 19

// ChooseFirst clicks on the menu's first line.
func (p *PC) ChooseFirst(ctx context.Context, menu image.Rectangle) error {
	return p.Click(ctx, menu.Min.Add(image.Pt(menu.Dx()/2, line/2+3)), stage.Left)
}

// Window waits for a window whose title begins so, and returns the place of
// its inside.
func (p *PC) Window(ctx context.Context, title string) (image.Rectangle, error) {
	var inside image.Rectangle
	err := stage.Until(ctx, "the window «"+title+"»", func() (bool, error) {
		all, err := p.windows()
		if err != nil {
			return false, err
		}
		var titles []string
		for _, w := range all {
			titles = append(titles, w.title)
			if !strings.HasPrefix(w.title, title) {
				continue
			}
			tree, err := xproto.QueryTree(p.x, w.id).Reply()
			if err != nil || len(tree.Children) == 0 {
				return false, err
			}
			inside, err = p.area(tree.Children[0])
			return err == nil && inside.Dx() > 200, err
		}
		return false, fmt.Errorf("there are %q", titles)
	})
	return inside, err
}

// Dialog waits for a window whose title begins so and which is made of
// Windows' own controls: its inside has no place of its own.
func (p *PC) Dialog(ctx context.Context, title string) error {
	return stage.Until(ctx, "the dialog «"+title+"»", func() (bool, error) { return p.shows(title) })
}

// Gone waits until no such window is there.
func (p *PC) Gone(ctx context.Context, title string) error {
	return stage.Until(ctx, "the end of the window «"+title+"»", func() (bool, error) {
		shown, err := p.shows(title)
		return !shown, err
	})
}

func (p *PC) shows(title string) (bool, error) {
	all, err := p.windows()
	return slices.ContainsFunc(all, func(w window) bool { return strings.HasPrefix(w.title, title) }), err
}
