package main

import (
	"context"
	"fmt"
	"image"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// form measures from the click on the menu's line to the form's first frame
// with the picture in it, beside `flameshot gui` and `ksnip -f` until their
// windows are painted; and from a click on the icon, which no menu announces,
// so that nothing is ready.
func (b *bench) form(ctx context.Context) ([]row, error) {
	r := row{
		what: "click → window with the picture, painted", unit: "ms",
		others: map[string]float64{}, limit: limit{of: "flameshot", times: 0.8},
	}
	cold := row{what: "left click on the icon → the same", unit: "ms"}
	took, unannounced := map[string][]time.Duration{}, []time.Duration{}
	for range b.rounds { // by turns, so that what else the machine does meets all of them
		for name, args := range map[string][]string{"flameshot": {"gui"}, "ksnip": {"-f"}} {
			d, err := b.rivalWindow(ctx, name, args...)
			if err != nil {
				return nil, err
			}
			took[name] = append(took[name], d)
		}
		clicked, ready, form, err := b.clickNew(ctx)
		if err != nil {
			return nil, err
		}
		took[ours] = append(took[ours], ready.Sub(clicked))
		if err := b.closeForm(ctx, form); err != nil {
			return nil, err
		}
		if clicked, ready, form, err = b.clickIcon(ctx); err != nil {
			return nil, err
		}
		unannounced = append(unannounced, ready.Sub(clicked))
		if err := b.closeForm(ctx, form); err != nil {
			return nil, err
		}
	}
	r.take(took)
	cold.ours = median(unannounced)
	return []row{r, cold}, nil
}

// clickIcon opens a form by a left click, when nothing waits; it returns the
// moments as clickNew does.
func (b *bench) clickIcon(ctx context.Context) (clicked, ready time.Time, form *stage.Form, err error) {
	form = b.office.Expect(office.UI)
	if err = b.office.Move(ctx, b.office.Icon.Min.Add(b.office.Icon.Size().Div(2))); err != nil {
		return clicked, ready, nil, err
	}
	return b.click(ctx, form)
}

// clickNew opens the menu and clicks its first line; it returns the moment of
// the click, when the menu has long been open, and that of the form's first
// frame. Until then it only reads the form's own log: looking for windows and
// processes takes processor time from what is measured.
func (b *bench) clickNew(ctx context.Context) (clicked, ready time.Time, form *stage.Form, err error) {
	form = b.office.Expect(office.UI)
	menu, err := b.office.OpenMenu(ctx, b.office.Icon)
	if err != nil {
		return clicked, ready, nil, err
	}
	if err = b.office.Move(ctx, image.Pt(menu.Min.X+menu.Dx()/3, menu.Min.Y+14)); err != nil {
		return clicked, ready, nil, err
	}
	return b.click(ctx, form)
}

// click clicks where the pointer is, once all is at rest, and waits for the
// form.
func (b *bench) click(ctx context.Context, form *stage.Form) (clicked, ready time.Time, _ *stage.Form, err error) {
	if err = sleep(ctx, 200*time.Millisecond); err != nil {
		return clicked, ready, nil, err
	}
	clicked = time.Now()
	if err = b.office.ClickHere(ctx, stage.Left); err != nil {
		return clicked, ready, nil, err
	}
	if ready, err = form.When(ctx, "ready"); err != nil {
		return clicked, ready, nil, err
	}
	return clicked, ready, form, form.Appear(ctx)
}

// closeForm closes a form in which nothing was written.
func (b *bench) closeForm(ctx context.Context, form *stage.Form) error {
	if err := b.office.Press(ctx, "Escape"); err != nil {
		return err
	}
	return form.Gone(ctx)
}

// rivalWindow starts another program and waits until its window is painted.
func (b *bench) rivalWindow(ctx context.Context, name string, args ...string) (time.Duration, error) {
	before, err := b.office.Still(ctx)
	if err != nil {
		return 0, err
	}
	start := time.Now()
	p, err := b.office.Start(nil, name, args...)
	if err != nil {
		return 0, err
	}
	defer p.Kill()
	var took time.Duration
	err = stage.Until(ctx, "the window of "+name, func() (bool, error) {
		if p.Ended() {
			return false, fmt.Errorf("it has ended: %s", p.Output())
		}
		windows, err := b.office.Windows()
		if err != nil {
			return false, err
		}
		for _, w := range windows {
			if w.PID != p.PID() || w.Area.Dx() < 300 {
				continue
			}
			now, err := b.office.See()
			if err != nil {
				return false, err
			}
			took = time.Since(start)
			part := now.Crop(w.Area)
			return !part.Equal(before.Crop(w.Area)) && part.Colours() > 20, nil
		}
		return false, nil
	})
	return took, err
}
