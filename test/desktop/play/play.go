package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// show is one performance.
type show struct {
	office *office.Office
	out    string // the pictures' folder
	pages  string // folder for the pictures in the pages; "": none are made
	tell   io.Writer
	steps  int
}

// ticketOpened is what the helpdesk in the box says of each ticket.
var ticketOpened = regexp.MustCompile(`(?m)^Ticket (\S+) aperto: (.*)`)

// play does the main job once.
func play(ctx context.Context, tell io.Writer, bin, out, pages string) (err error) {
	if bin, err = filepath.Abs(bin); err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	fmt.Fprintln(tell, "There is no display: the job is played on a desktop in memory.")
	f, err := office.Empty(ctx, bin, stage.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	s := &show{office: f, out: out, pages: pages, tell: tell}
	if err := s.job(ctx); err != nil {
		_ = s.picture("here it stopped")
		if f.Agent != nil {
			err = fmt.Errorf("%w\nthe program said:\n%s", err, f.Agent.Output())
		}
		return err
	}
	return nil
}

// job: icon, menu, form, words, sent, number.
func (s *show) job(ctx context.Context) error {
	f := s.office
	data := filepath.Join(s.out, "data")
	data, err := filepath.Abs(data)
	if err != nil {
		return err
	}
	if err := f.StartAgent(ctx, "demo", "--data", data); err != nil {
		return err
	}
	if err := s.picture("the icon beside the clock"); err != nil {
		return err
	}
	if err := f.Move(ctx, f.Icon.Min); err != nil {
		return err
	}
	form := f.Expect(office.UI)
	menu, err := f.OpenMenu(ctx, f.Icon)
	if err != nil {
		return err
	}
	if err := s.picture("its menu"); err != nil {
		return err
	}
	if err := s.page("menu", image.Rectangle{menu.Min.Sub(image.Pt(around, around)), image.Pt(math.MaxInt, math.MaxInt)}); err != nil {
		return err
	}
	if err := f.Choose(ctx, f.Item, menu, "Apri un ticket"); err != nil {
		return err
	}
	if err := form.Appear(ctx); err != nil {
		return err
	}
	if _, err := f.Still(ctx); err != nil {
		return err
	}
	if err := s.picture("the form with the screenshot in it"); err != nil {
		return err
	}
	if err := office.Mandate.Write(ctx, form); err != nil {
		return err
	}
	if err := office.Introduce(ctx, form); err != nil {
		return err
	}
	if _, err := f.Still(ctx); err != nil {
		return err
	}
	if err := s.picture("what happened and who asks"); err != nil {
		return err
	}
	if err := s.page("form", form.Window.Area); err != nil {
		return err
	}
	if err := f.Press(ctx, "ctrl+Return"); err != nil {
		return err
	}
	if err := form.WaitText(ctx, "painted", "taken"); err != nil {
		return err
	}
	if err := s.picture("taken by the helpdesk's server"); err != nil {
		return err
	}
	return s.number(ctx, form, filepath.Join(data, "helpdesk"))
}

// number waits for the helpdesk's word and prints it.
func (s *show) number(ctx context.Context, form *stage.Form, mails string) error {
	if err := form.Gone(ctx); err != nil {
		return err
	}
	var opened []string
	if err := stage.Until(ctx, "the ticket's number", func() (bool, error) {
		opened = ticketOpened.FindStringSubmatch(s.office.Agent.Output())
		return opened != nil, nil
	}); err != nil {
		return err
	}
	if err := s.picture("all sent"); err != nil {
		return err
	}
	fmt.Fprintf(s.tell, "\nTicket %s was opened: %s\n\n", opened[1], opened[2])
	if err := s.conversation(ctx); err != nil {
		return err
	}
	fmt.Fprintf(s.tell, "\nPictures: %s\nThe helpdesk's mails: %s\n", s.out, mails)
	return nil
}

// answered is what the agent says when the number has come back by mail.
var answered = regexp.MustCompile(`trayapp: Ticket (\d+) aperto`)

// conversation plays what follows: the number comes back, the helpdesk asks,
// the user answers, the helpdesk resolves.
func (s *show) conversation(ctx context.Context) error {
	c := &office.Conversation{Office: s.office, Menu: "I miei ticket", Opened: answered}
	c.See = func(step string) error {
		if err := s.picture(step); err != nil || step != office.Asked {
			return err
		}
		return s.page("tickets", c.Window.Window.Area)
	}
	if err := c.Play(ctx); err != nil {
		return err
	}
	fmt.Fprintf(s.tell, "\nTicket %s is resolved.\n", c.Number)
	return nil
}

// around is how much of the desktop is seen around the menu, in pixels.
const around = 24

// page saves a part of the screen for the pages that people read.
func (s *show) page(name string, part image.Rectangle) error {
	if s.pages == "" {
		return nil
	}
	p, err := s.office.See()
	if err != nil {
		return err
	}
	return p.Crop(part).Save(filepath.Join(s.pages, name+".png"))
}

// picture saves the screen under the step's number and name.
func (s *show) picture(name string) error {
	p, err := s.office.See()
	if err != nil {
		return err
	}
	s.steps++
	file := fmt.Sprintf("%d-%s.png", s.steps, regexp.MustCompile(`[^a-z]+`).ReplaceAllString(name, "-"))
	fmt.Fprintf(s.tell, "%d. %s: %s\n", s.steps, name, filepath.Join(s.out, file))
	return p.Save(filepath.Join(s.out, file))
}
