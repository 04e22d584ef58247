package mytickets

import (
	"image"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"ticketpp/internal/history"
	"ticketpp/internal/markup"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window/parts"
)

// begin opens a follow-up of a kind to the n-th ticket.
func (r *rig) begin(n int, k ticket.FollowUpKind) {
	r.Helper()
	r.look(n)
	if !r.w.foot.kinds[k].Visible() {
		r.Fatalf("%s is not offered", k)
	}
	r.w.foot.kinds[k].OnTapped()
	r.until("the coach is there", func() bool { return r.w.foot.reply.coach != nil })
}

// savedText is what was kept last.
func (r *rig) savedText() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.saved) == 0 {
		return ""
	}
	return r.saved[len(r.saved)-1].Description.Text
}

// remarks are what stands below the field beside pictures and files.
func (r *rig) remarks() string {
	var words []string
	var gather func(o fyne.CanvasObject)
	gather = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *parts.Text:
			words = append(words, o.Words())
		case *container.Scroll:
			gather(o.Content)
		case *fyne.Container:
			if len(o.Objects) > 0 {
				if _, row := o.Objects[0].(*parts.Text); row {
					return // a file's name and what can be done with it
				}
			}
			for _, child := range o.Objects {
				gather(child)
			}
		}
	}
	for _, o := range r.w.foot.reply.goes.Objects {
		gather(o)
	}
	return strings.Join(words, "\n")
}

func TestAPictureThatGoesAsAFileIsSaid(t *testing.T) {
	r := newRig(t, three, nil)
	r.begin(2, ticket.Answer)
	r.w.foot.addFiles([]string{"/registro.pdf"})
	r.until("a file goes with it", func() bool { return len(r.w.foot.draft.Attachments) == 1 })
	if got := r.remarks(); got != "" {
		t.Fatalf("of a document it says %q", got)
	}
	r.w.foot.addFiles([]string{"/Foto.JPG"}) // it has not become a screenshot
	r.until("that it goes whole is said", func() bool { return strings.Contains(r.remarks(), "va come file") })
}

func TestACopiedPictureThatDoesNotOpenIsSaid(t *testing.T) {
	r := newRig(t, three, func(o *Options) {
		o.Callbacks.Paste = func(ticket.Ticket) (ticket.Screenshot, bool, error) { return ticket.Screenshot{}, false, ErrNotOpened }
	})
	r.w.app.Clipboard().SetContent("")
	r.begin(2, ticket.Answer)
	r.w.foot.pastePicture()
	r.until("that is said", func() bool { return strings.Contains(r.status(), "immagine copiata") })
}

func TestAnAnswerIsKeptWhileItIsWrittenAndGoesIntoTheThread(t *testing.T) {
	r := newRig(t, three, nil)
	r.begin(2, ticket.Answer)
	r.write("La fattura 118 del 20/11.")
	r.until("every letter is kept", func() bool { return r.savedText() == "La fattura 118 del 20/11." })
	r.w.foot.capture(0)
	r.until("a screenshot goes with it", func() bool { return len(r.w.foot.draft.Screenshots) == 1 })
	r.w.foot.addFiles([]string{"/registro.pdf"})
	r.until("and a file", func() bool { return len(r.w.foot.draft.Attachments) == 1 })
	r.w.foot.addFiles([]string{"/disco.iso"})
	r.until("not one that is too big", func() bool { return strings.Contains(r.status(), "«disco.iso» è troppo grande") })
	r.w.Shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	r.until("it is handed over", func() bool { return len(r.went()) == 1 && !r.w.foot.writing })
	got := r.went()[0]
	f := got.FollowUp
	if f == nil || f.Kind != ticket.Answer || f.Of != id(2) || f.Tag != "#Standard# Ticket #[12346]" || len(f.References) < 2 || f.InReplyTo == "" {
		t.Fatalf("the follow-up: %+v", f)
	}
	if got.Description.Text != "La fattura 118 del 20/11." || len(got.Screenshots) != 1 || len(got.Attachments) != 1 || got.Helpdesk != "h" {
		t.Errorf("it holds %+v", got)
	}
	r.steps <- Progress{Stage: Taken}
	r.until("that is said", func() bool { return r.status() == "Inviato." })
}

func TestWhatIsBegunStaysWithItsTicket(t *testing.T) {
	r := newRig(t, three, nil)
	r.begin(1, ticket.Information)
	r.write("Succede anche con il 1533.")
	r.look(2)
	if r.w.foot.writing {
		t.Error("it is still open at another ticket")
	}
	r.until("the list says so", func() bool {
		for _, row := range r.w.list.rows {
			if row.id == id(1) {
				return row.last.Words() == "Hai una bozza da finire"
			}
		}
		return false
	})
	r.look(1)
	r.until("it is back", func() bool { return r.w.foot.writing })
	if got := r.w.foot.reply.entry.Text; got != "Succede anche con il 1533." {
		t.Errorf("it says %q", got)
	}
	r.w.foot.close()
	if r.w.foot.writing || r.status() == "" {
		t.Error("putting it aside is not said")
	}
	r.w.foot.kinds[ticket.Reminder].OnTapped() // the same words as another kind
	if r.w.foot.reply.entry.Text != "Succede anche con il 1533." || r.w.foot.draft.FollowUp.Kind != ticket.Reminder {
		t.Errorf("%q as %s", r.w.foot.reply.entry.Text, r.w.foot.draft.FollowUp.Kind)
	}
	r.w.foot.discard()
	r.until("it is thrown away", func() bool { return r.called("discard") })
	r.w.foot.kinds[ticket.Information].OnTapped()
	if r.w.foot.reply.entry.Text != "" {
		t.Errorf("%q is left of it", r.w.foot.reply.entry.Text)
	}
}

func TestWhatCannotBeKeptIsSaidAndNotLost(t *testing.T) {
	r := newRig(t, three, nil)
	r.begin(1, ticket.Information)
	r.mu.Lock()
	r.saveError = ErrDiskFull
	r.mu.Unlock()
	r.write("Succede anche con il 1533.")
	r.until("that is said", func() bool { return strings.Contains(r.status(), "Il disco è pieno") })
	r.w.choose(id(2))
	if r.w.id != id(1) || r.w.foot.reply.entry.Text == "" {
		t.Fatal("the words are lost")
	}
	r.w.foot.send()
	r.until("sending fails aloud", func() bool { return !r.w.foot.sending && strings.Contains(r.status(), "Il disco è pieno") })
	r.w.Leave()
	if r.w.closed {
		t.Fatal("the window closed over them")
	}
	r.mu.Lock()
	r.saveError = nil
	r.mu.Unlock()
	r.until("it is kept after all", func() bool { return r.savedText() == "Succede anche con il 1533." })
	r.w.foot.send()
	r.until("and sent", func() bool { return len(r.went()) == 1 })
}

func TestTheCoachReadsAFollowUp(t *testing.T) {
	r := newRig(t, three, nil)
	r.begin(1, ticket.Information)
	r.w.foot.send()
	if a := r.w.foot.reply.advice; !a.Visible() || !strings.Contains(a.Words(), "Scrivi prima") {
		t.Errorf("an empty one: %q", a.Words())
	}
	r.write("Allora!!!")
	r.w.foot.send()
	r.w.foot.send()
	if r.w.foot.sending || r.w.foot.reply.advice.Words() != "Togli i punti esclamativi." {
		t.Fatal("what the helpdesk does not want went")
	}
	r.w.foot.reply.entry.SetText("boh")
	r.w.foot.send()
	if r.w.foot.sending || r.w.foot.reply.send.Text != "Invia comunque" {
		t.Fatal("a hint was not said once")
	}
	r.w.foot.send()
	r.until("a hint stops nobody twice", func() bool { return len(r.went()) == 1 })
}

func TestASecondReminderWithinTheHourIsGentlyDiscouraged(t *testing.T) {
	r := newRig(t, func(r *rig) {
		three(r)
		at := time.Now().Add(-20 * time.Minute)
		if err := r.store.Said(history.Own{State: history.Sent, QueuedAt: at, SentAt: at, Ticket: ticket.Ticket{
			ID: id(9), MessageID: "9@comune.example", Date: at, Helpdesk: "h", Description: ticket.Description{Text: "A che punto è?"},
			FollowUp: &ticket.FollowUp{Of: id(1), Kind: ticket.Reminder, Number: "12345"},
		}}); err != nil {
			r.Fatal(err)
		}
	}, nil)
	r.begin(1, ticket.Reminder)
	a := r.w.foot.reply.advice
	next := time.Now().Add(40 * time.Minute).Format("15:04")
	if !a.Visible() || !strings.Contains(a.Words(), "meno di un'ora fa") || !strings.Contains(a.Words(), "0881 666679") {
		t.Fatalf("it says %q, not %s", a.Words(), next)
	}
	if r.w.foot.reply.entry.Text == "" {
		t.Error("a reminder has no words to begin with")
	}
	r.w.foot.send()
	if r.w.foot.sending {
		t.Fatal("it was not asked once")
	}
	r.w.foot.send()
	r.until("who insists may", func() bool { return len(r.went()) == 1 && r.went()[0].FollowUp.Kind == ticket.Reminder })
}

func TestAMarkedScreenshotIsDrawnBeforeItGoes(t *testing.T) {
	r := newRig(t, three, nil)
	r.begin(1, ticket.Information)
	r.write("Ecco la schermata.")
	r.w.foot.capture(0)
	r.until("a screenshot goes with it", func() bool { return len(r.w.foot.draft.Screenshots) == 1 })
	r.w.foot.mark("shot-1.png")
	r.until("the editor covers the window", func() bool { return r.w.editing != nil && !r.w.head.box.Visible() && !r.w.left.Visible() })
	r.w.refresh() // a change meanwhile does not uncover it
	r.w.foot.marked("shot-1.png", markup.Drawing{Crop: image.Rect(0, 0, 80, 90)})
	r.until("the marks are kept", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		n := len(r.saved)
		return n > 0 && len(r.saved[n-1].Screenshots) == 1 && r.saved[n-1].Screenshots[0].Stale
	})
	if r.w.head.box.Visible() {
		t.Error("the window shows below the editor")
	}
	r.w.Escape()
	r.until("it is drawn", func() bool { return r.w.editing == nil && r.w.foot.draft.Screenshots[0].File == "drawn-shot-1.png" })
	if !r.w.head.box.Visible() || !r.w.left.Visible() {
		t.Error("the window stays covered")
	}
	r.w.foot.marked("shot-1.png", markup.Drawing{}) // and at once sent
	r.w.foot.send()
	r.until("it is handed over", func() bool { return len(r.went()) == 1 })
	if s := r.went()[0].Screenshots[0]; s.Stale || s.Original != "shot-1.png" {
		t.Errorf("what went: %+v", s)
	}
}

func TestNothingInAMailIsActive(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mail(1, "Mandato 1532 non trasmesso", time.Hour, history.Sent)
		r.hear(1, history.Confirmed, 0, "12345", "Aperto: https://portal.helpdesk.example/12345\n\n> citato",
			"https://elsewhere.example/login", "javascript:alert(1)", "file:///etc/passwd", "https://portal.helpdesk.example/12345")
	}, nil)
	r.shown(1)
	var c *cell
	for _, found := range r.w.talk.cells {
		if !found.entry.Ours {
			c = found
		}
	}
	if got := strings.Join(c.names, " "); strings.Contains(got, "link.2") || strings.Contains(got, "link.3") || !strings.Contains(got, "link.4") {
		t.Errorf("what can be clicked: %s", got)
	}
	r.click(c, 0)
	if len(r.opened) != 0 || !r.w.talk.asking() {
		t.Fatal("it was opened unasked")
	}
	r.w.Escape()
	if r.w.talk.asking() || r.w.closed {
		t.Fatal("Esc does not lead out of the question")
	}
	r.click(c, 0)
	c.question.Objects[1].(*fyne.Container).Objects[2].(interface{ Tapped(*fyne.PointEvent) }).Tapped(nil)
	r.until("it is opened", func() bool { r.mu.Lock(); defer r.mu.Unlock(); return len(r.opened) == 1 })
	if r.opened[0] != "https://elsewhere.example/login" {
		t.Errorf("opened %v", r.opened)
	}
	if !r.w.head.portal.Visible() {
		t.Error("the helpdesk's own page is not offered")
	}
}

// click clicks on the n-th link of a mail.
func (r *rig) click(c *cell, n int) {
	r.Helper()
	for _, o := range c.stack.Objects {
		lines, ok := o.(*fyne.Container)
		if !ok || len(lines.Objects) < 4 {
			continue
		}
		row := lines.Objects[n].(*fyne.Container)
		row.Objects[1].(interface{ Tapped(*fyne.PointEvent) }).Tapped(nil)
		return
	}
	r.Fatal("the mail has no links")
}

// A word to the ticket that is shown was begun elsewhere: in the form, which
// found that its matter is known.
func TestAWordBegunElsewhereIsTakenUp(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.mail(1, "Mandato 1532 fermo", time.Hour, history.Sent)
		r.hear(1, history.Confirmed, 50*time.Minute, "12345", "registrato")
	}, nil)
	r.shown(1)
	word, err := r.w.record.FollowUp(ticket.Information, desk(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	word.Description.Text = "Succede anche con il 1533."
	r.mu.Lock()
	r.left[id(1)] = word
	r.mu.Unlock()
	r.w.Choose(id(1))
	r.until("it is taken up", func() bool { return r.w.foot.writing && r.w.foot.reply.entry.Text == "Succede anche con il 1533." })
	r.write(" E con il 1534.")
	r.w.Choose(id(1))
	r.w.Choose(id(1))
	r.until("the window is at rest", func() bool { return r.w.wanted == "" && r.w.ready })
	if got := r.w.foot.reply.entry.Text; got != "Succede anche con il 1533. E con il 1534." {
		t.Errorf("what was being written is now %q", got)
	}
}
