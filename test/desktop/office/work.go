package office

import (
	"context"
	"image"
	"path/filepath"

	"ticketpp/test/desktop/stage"
)

// Ticket is what a person writes into the form.
type Ticket struct {
	Subject, Doing, Data, Happened string
}

// Mandate is the ticket about the error on the stage's wallpaper.
var Mandate = Ticket{
	Subject:  "Mandato 1532 non trasmesso al tesoriere",
	Doing:    "Trasmettevo i mandati della settimana, perché scadono venerdì.",
	Data:     "Mandato n. 1532 del 18/11/2026, creditore Edilizia Conero.",
	Happened: "Errore 2718: il mandato non è stato trasmesso. Così è già da lunedì.",
}

// StartAgent starts the agent and waits for its icon in the panel.
func (f *Office) StartAgent(ctx context.Context, args ...string) error {
	return f.startAgent(ctx, append([]string{filepath.Join(f.Bin, "trayapp")}, args...))
}

// StartAgentBy starts the agent by a program that becomes it, such as one that
// gives up rights first.
func (f *Office) StartAgentBy(ctx context.Context, program ...string) error {
	return f.startAgent(ctx, append(program, filepath.Join(f.Bin, "trayapp")))
}

func (f *Office) startAgent(ctx context.Context, command []string) error {
	var err error
	if f.Agent, err = f.Start(nil, command[0], command[1:]...); err != nil {
		return err
	}
	if f.Item, err = f.ItemOf(ctx, f.Agent); err != nil {
		return err
	}
	f.Icon, err = f.Stage.Icon(ctx)
	return err
}

// OpenForm right-clicks the icon, chooses the menu's first line and waits for
// the form. It returns the desktop as it was before the click, too.
func (f *Office) OpenForm(ctx context.Context) (*stage.Form, *stage.Picture, error) {
	// The panel lights up the icon under the pointer: away with it.
	if err := f.Move(ctx, image.Pt(700, 600)); err != nil {
		return nil, nil, err
	}
	before, err := f.Still(ctx)
	if err != nil {
		return nil, nil, err
	}
	form := f.Expect(UI)
	menu, err := f.OpenMenu(ctx, f.Icon)
	if err != nil {
		return nil, nil, err
	}
	if err := f.Choose(ctx, f.Item, menu, ""); err != nil {
		return nil, nil, err
	}
	return form, before, form.Appear(ctx)
}

// OpenAndLeave opens the form and leaves it without a word.
func (f *Office) OpenAndLeave(ctx context.Context) error {
	form, _, err := f.OpenForm(ctx)
	if err != nil {
		return err
	}
	if err := f.Press(ctx, "Escape"); err != nil {
		return err
	}
	return form.Gone(ctx)
}

// Write types a ticket into the form.
func (t Ticket) Write(ctx context.Context, form *stage.Form) error {
	for _, field := range []struct{ id, text string }{
		{"subject", t.Subject}, {"doing", t.Doing}, {"data", t.Data}, {"happened", t.Happened},
	} {
		if err := form.Fill(ctx, field.id, field.text); err != nil {
			return err
		}
	}
	return nil
}

// Introduce types the person into the form, as one does the first time.
func Introduce(ctx context.Context, form *stage.Form) error {
	for _, field := range []struct{ id, text string }{
		{"name", "Anna Bianchi"}, {"phone", "0731 538419"}, {"email", "anna.bianchi@comune.example"}, {"office", "Ufficio Ragioneria"},
	} {
		if err := form.Fill(ctx, field.id, field.text); err != nil {
			return err
		}
	}
	return nil
}
