package uiapp

import (
	"io"
	"io/fs"
	"slices"

	"fyne.io/fyne/v2"

	"ticketpp/internal/compose"
	"ticketpp/internal/config"
	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// await waits for the draft and for its pictures, and returns what shows them
// in the form; nil when there is nothing to show. draft is its id, "" for one
// that the agent names later, if at all.
func (c *composer) await(form *compose.Form, orders *window.Orders, draft string) (show func()) {
	if draft == "" {
		named, ok := orders.Draft()
		if !ok {
			return nil
		}
		draft = named
	}
	data := config.Paths(c.home.Options).Data
	earlier := make(chan []drafts.Summary, 1)
	go func() { earlier <- earlierDrafts(data, draft, c.log) }()
	free, early := orders.Captured(captureTimeout, form.Raise)
	if early && c.lookAt(data, draft) {
		return func() {
			form.Load(c.look.Ticket(), false)
			c.offer(form, draft, <-earlier)
			form.Show()
			go c.takeUp(data, draft, free, func(kept []ticket.Screenshot, why string) {
				fyne.Do(func() { form.Kept(kept, why) })
			})
		}
	}
	noPicture := <-free
	if err := c.resume(data, draft); err != nil {
		c.log.Error("draft", "err", err)
		c.status = window.ExitNoDraft
		return nil
	}
	t, kept := c.open().Ticket(), written(c.open())
	return func() {
		form.NoPicture(noPicture)
		form.Load(t, hasText(t) && !c.fresh)
		if !hasText(t) && t.Past == nil {
			c.offer(form, draft, <-earlier)
		}
		form.Show()
		form.Kept(kept, window.Lost)
	}
}

// lookAt reads the draft that the agent still has open, and reports whether it
// could: the agent writes the pictures while the form appears, and hands the
// draft over then.
func (c *composer) lookAt(dataDir, id string) bool {
	store, err := drafts.Open(dataDir)
	if err != nil {
		return false // resuming says why
	}
	look, err := store.Look(id)
	if err != nil {
		c.log.Warn("draft not looked at", "err", err)
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.home.Drafts, c.look, c.coming = store, look, make(chan struct{})
	return true
}

// takeUp opens the draft that the form shows already, once it is free, and
// tells which pictures are in it. Where that cannot be done, the form says with
// the first save that nothing is kept.
func (c *composer) takeUp(dataDir, id string, free <-chan string, tell func(kept []ticket.Screenshot, why string)) {
	noPicture := <-free
	if err := c.resume(dataDir, id); err != nil {
		c.log.Error("draft", "err", err)
		noPicture = window.Lost
		c.mu.Lock()
		c.draft = &drafts.Draft{} // a closed one
		c.mu.Unlock()
	}
	c.mu.Lock()
	draft := c.draft
	c.mu.Unlock()
	kept := written(draft) // before anybody saves
	close(c.coming)
	tell(kept, noPicture)
}

// sized are a draft's screenshots with the sizes of those whose files were
// still to be written when the form was shown. Where everybody was killed while
// the draft was made, a file may be missing: its size stays 0.
func sized(d *drafts.Draft, all []ticket.Screenshot) []ticket.Screenshot {
	all = slices.Clone(all)
	for i := range all {
		if all[i].Size > 0 {
			continue
		}
		if r, n, err := d.Open(all[i].File); err == nil {
			r.Close()
			all[i].Size = n
		}
	}
	return all
}

// written are those of a draft's screenshots whose files are there.
func written(d *drafts.Draft) []ticket.Screenshot {
	all := sized(d, d.Ticket().Screenshots)
	return slices.DeleteFunc(all, func(s ticket.Screenshot) bool { return s.Size == 0 })
}

func (c *composer) resume(dataDir, id string) (err error) {
	store, err := drafts.Open(dataDir)
	if err != nil {
		return err
	}
	draft, err := store.Resume(id)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.home.Drafts, c.draft = store, draft
	return nil
}

// open is the draft that the form has open; nil before one is asked for. One
// that the agent is about to hand over is waited for.
func (c *composer) open() *drafts.Draft {
	c.mu.Lock()
	coming := c.coming
	c.mu.Unlock()
	if coming != nil {
		<-coming
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.draft
}

// openFile opens a file of the draft for reading, also of one that is still to
// be handed over.
func (c *composer) openFile(file string) (io.ReadCloser, int64, error) {
	c.mu.Lock()
	look, draft := c.look, c.draft
	c.mu.Unlock()
	switch {
	case draft != nil:
		return draft.Open(file)
	case look != nil:
		return look.Open(file)
	}
	return nil, 0, fs.ErrNotExist // the form is being made
}
