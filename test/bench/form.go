package main

import (
	"context"
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
		d, err := b.formWindow(ctx, b.aimAtLine)
		if err != nil {
			return nil, err
		}
		took[ours] = append(took[ours], d)
		if d, err = b.formWindow(ctx, b.aimAtIcon); err != nil {
			return nil, err
		}
		unannounced = append(unannounced, d)
	}
	r.take(took)
	cold.ours = median(unannounced)
	return []row{r, cold}, nil
}

// rivalWindow starts another program and waits until its window is painted.
func (b *bench) rivalWindow(ctx context.Context, name string, args ...string) (time.Duration, error) {
	w, err := b.watch(ctx)
	if err != nil {
		return 0, err
	}
	start := time.Now()
	p, err := b.office.Start(nil, name, args...)
	if err != nil {
		return 0, err
	}
	defer p.Kill()
	seen, err := w.painted(ctx, "the window of "+name)
	return seen.Sub(start), err
}

// formWindow clicks where aim puts the pointer, waits until the form is
// painted, and closes it. The form is there when it is seen to be and says so
// itself: its first frame has the picture in it.
func (b *bench) formWindow(ctx context.Context, aim func(context.Context) error) (time.Duration, error) {
	form := b.office.Expect(office.UI)
	if err := aim(ctx); err != nil {
		return 0, err
	}
	w, err := b.watch(ctx)
	if err != nil {
		return 0, err
	}
	start := time.Now()
	clicked := make(chan error, 1)
	go func() { clicked <- b.office.ClickHere(ctx, stage.Left) }()
	seen, err := w.painted(ctx, "the form")
	if err != nil {
		return 0, err
	}
	if err := <-clicked; err != nil {
		return 0, err
	}
	ready, err := form.When(ctx, "ready")
	if err != nil {
		return 0, err
	}
	if ready.After(seen) {
		seen = ready
	}
	if err := form.Appear(ctx); err != nil {
		return 0, err
	}
	return seen.Sub(start), b.closeForm(ctx, form)
}

// aimAtIcon puts the pointer on the icon, when nothing waits.
func (b *bench) aimAtIcon(ctx context.Context) error {
	return b.office.Move(ctx, b.office.Icon.Min.Add(b.office.Icon.Size().Div(2)))
}

// aimAtLine opens the menu and puts the pointer on its first line.
func (b *bench) aimAtLine(ctx context.Context) error {
	menu, err := b.office.OpenMenu(ctx, b.office.Icon)
	if err != nil {
		return err
	}
	return b.office.Move(ctx, image.Pt(menu.Min.X+menu.Dx()/3, menu.Min.Y+14))
}

// closeForm closes a form in which nothing was written.
func (b *bench) closeForm(ctx context.Context, form *stage.Form) error {
	if err := b.office.Press(ctx, "Escape"); err != nil {
		return err
	}
	return form.Gone(ctx)
}
