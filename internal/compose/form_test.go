package compose

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

func TestWhatIsTypedIsSaved(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "Perché è così")
	r.typeInto(idDoing, "Riga uno\nriga due")
	r.until("it is saved", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		n := len(r.saved)
		return n > 0 && r.saved[n-1].Subject == "Perché è così" && r.saved[n-1].Description.Doing == "Riga uno\nriga due"
	})
}

func TestTabGoesThroughTheFormInOrder(t *testing.T) {
	r := newRig(t, nil)
	if got := r.focused(); got != idSubject {
		t.Fatalf("the keyboard begins in %q", got)
	}
	r.typeInto(idSubject, "Fido") // no start is offered any more
	r.focus(idHelpdesk)
	got := []fieldID{idHelpdesk}
	for range 6 {
		r.tab()
		got = append(got, r.focused())
	}
	want := []fieldID{idHelpdesk, idCategory, idSeverity, idSubject, idDoing, idData, idHappened}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("Tab went through %q, want %q", got, want)
		}
	}
	if r.entry(idDoing).Text != "" {
		t.Error("Tab was written into a guide")
	}
}

func TestTabGoesFromTheMatterToTheContact(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Contact = ticket.Contact{} })
	r.focus(idHappened)
	got := []fieldID{idHappened}
	for range 6 {
		r.tab()
		got = append(got, r.focused())
	}
	if want := "happened name phone email office hours contact_by"; rules.Join(got) != want {
		t.Fatalf("Tab went through %q, want %q", rules.Join(got), want)
	}
	r.tab()
	p := r.form.person
	if r.form.win.Canvas().Focused() != fyne.Focusable(p.edit) {
		t.Error("«Fatto» does not follow the fields")
	}
	edit, _ := parts.Locate(r.form.root, p.edit)
	name, _ := parts.Locate(r.form.root, r.form.fields[idName].column)
	if box, _ := parts.Locate(r.form.root, p.box); edit.Y >= name.Y || edit.X+p.edit.Size().Width < box.X+p.box.Size().Width-20 {
		t.Errorf("«Fatto» stands at %v, the fields at %v", edit, name)
	}
}

func TestEnterGoesOnInOneLineAndBreaksInSeveral(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "Fido")
	r.key(fyne.KeyReturn)
	if got := r.focused(); got != idDoing {
		t.Errorf("Enter in the subject went to %q", got)
	}
	r.typeInto(idDoing, "a\nb")
	if got := r.form.ticket.Description.Doing; got != "a\nb" {
		t.Errorf("the guide holds %q", got)
	}
}

// A helpdesk that stands in the settings and cannot be used is no reason to
// send its tickets to another one.
func TestTheOnlyUsableHelpdeskIsAsked(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Helpdesks, o.MoreDesks, o.Ticket.Helpdesk = desks()[1:2], true, "" })
	f := r.form
	if f.fields[idHelpdesk].column.Hidden || f.ticket.Helpdesk != "" {
		t.Errorf("hidden %v, chosen %q", f.fields[idHelpdesk].column.Hidden, f.ticket.Helpdesk)
	}
	f.head.pickHelpdesk(0)
	if f.ticket.Helpdesk != "m" {
		t.Errorf("chosen %q", f.ticket.Helpdesk)
	}
}

// Nor is a module that cannot be used to send its tickets to another one's
// address.
func TestTheOnlyUsableModuleIsAsked(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.Helpdesks[1].Modules, o.Helpdesks[1].MoreModules = o.Helpdesks[1].Modules[:1], true
		o.Ticket.Helpdesk = "m"
	})
	if f := r.form; f.fields[idModule].column.Hidden || f.ticket.Module != "" {
		t.Errorf("hidden %v, chosen %q", f.fields[idModule].column.Hidden, f.ticket.Module)
	}
}

func TestHelpdeskSwitchKeepsWhatWasTyped(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "Fido calcolato male")
	r.typeInto(idHappened, "negativo")
	r.form.head.helpdesk.SetSelectedIndex(1)
	r.drain()
	f := r.form
	if f.ticket.Helpdesk != "m" || f.ticket.Subject != "Fido calcolato male" || r.entry(idSubject).Text != "Fido calcolato male" || r.entry(idHappened).Text != "negativo" {
		t.Errorf("after the switch: %+v", f.ticket)
	}
	if f.fields[idModule].column.Hidden || !f.fields[idCategory].column.Hidden || f.fields[idKind].column.Hidden {
		t.Error("the fields are not those of the new helpdesk")
	}
	f.head.helpdesk.SetSelectedIndex(0)
	r.drain()
	if !f.fields[idModule].column.Hidden || f.ticket.Module != "" || f.ticket.Kind != ticket.Anomaly {
		t.Errorf("back again: %+v", f.ticket)
	}
}

func TestModuleIsFoundByTyping(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Ticket.Helpdesk = "m" })
	m := r.form.head.module
	if got := r.focused(); got != idModule {
		t.Fatalf("the keyboard begins in %q", got)
	}
	r.typeInto(idModule, "conta")
	if !m.IsOpen() || len(m.Shown()) != 2 || m.Shown()[0] != "Contabilità IVA" {
		t.Fatalf("open %v, rows %v", m.IsOpen(), m.Shown())
	}
	r.key(fyne.KeyDown)
	r.key(fyne.KeyDown) // stays at the last
	r.key(fyne.KeyUp)
	r.key(fyne.KeyDown)
	r.key(fyne.KeyReturn)
	if r.form.ticket.Module != "Contabilità ordinaria" || m.Text != "Contabilità ordinaria" || m.IsOpen() {
		t.Errorf("Enter took %q, shows %q", r.form.ticket.Module, m.Text)
	}
	r.retype(idModule, "f24")
	if r.form.ticket.Module != "F24" {
		t.Errorf("a name spelt out is taken at once; got %q", r.form.ticket.Module)
	}
	r.tab()
	if m.Text != "F24" {
		t.Errorf("it is written as %q", m.Text)
	}
	r.retype(idModule, "iva")
	r.tab()
	if r.form.ticket.Module != "Contabilità IVA" {
		t.Errorf("leaving takes the best; got %q", r.form.ticket.Module)
	}
	r.retype(idModule, "zzz")
	r.tab()
	if r.form.ticket.Module != "" || r.advice(idModule) == "" {
		t.Errorf("nothing found: module %q, said %q", r.form.ticket.Module, r.advice(idModule))
	}
}

func TestModuleListIsClosedByEscAndChosenByClick(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Ticket.Helpdesk = "m" })
	m := r.form.head.module
	r.focus(idModule)
	r.key(fyne.KeyDown)
	if !m.IsOpen() || len(m.Shown()) != 3 {
		t.Fatal("Down does not open the whole list")
	}
	r.key(fyne.KeyEscape)
	if m.IsOpen() || r.form.state != writing {
		t.Error("Esc closes the list, and only the list")
	}
	m.ActionItem.(fyne.Tappable).Tapped(nil)
	m.Rows()[2].(desktop.Mouseable).MouseDown(nil)
	if r.form.ticket.Module != "F24" || m.IsOpen() {
		t.Errorf("the click took %q", r.form.ticket.Module)
	}
}

func TestChargedKindIsSaid(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Ticket.Helpdesk = "m" })
	h := r.form.head
	if h.charge.Visible() {
		t.Error("an anomaly is not charged")
	}
	r.focus(idKind)
	r.key(fyne.KeyRight)
	if r.form.ticket.Kind != ticket.Support || !h.charge.Visible() {
		t.Errorf("kind %q, note %v", r.form.ticket.Kind, h.charge.Visible())
	}
}

func TestWhatLeavesNoChoiceIsNotAsked(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.Helpdesks = []ticket.Helpdesk{{
			ID: "one", Name: "One", Categories: []string{"Web"}, Kinds: []ticket.Kind{ticket.Support},
			Modules: []ticket.Module{{Name: "Paghe", Address: "paghe@one.example"}},
		}}
		o.Bodies = []string{"Comune di Esempio"}
	})
	tk := r.form.ticket
	if tk.Helpdesk != "one" || tk.Module != "Paghe" || tk.Category != "Web" || tk.Kind != ticket.Support || tk.Contact.Body != "Comune di Esempio" {
		t.Errorf("chosen: %+v", tk)
	}
	for _, id := range []fieldID{idHelpdesk, idModule, idCategory, idBody, idKind, idSeverity} {
		if _, shows := parts.Locate(r.form.root, r.form.fields[id].column); shows {
			t.Errorf("%q is asked", id)
		}
	}
	if got := r.form.head.address.Words(); got != r.text("compose.goes_to", l10n.Vars{"Helpdesk": "One", "Address": "paghe@one.example"}) {
		t.Errorf("the address is said as %q", got)
	}
}

func TestContactFoldsWhenCompleteAndIsRemembered(t *testing.T) {
	r := newRig(t, nil)
	p := r.form.person
	if p.open || p.summary.Words() != "Anna Bianchi · 0731 538419 · anna@comune.example" {
		t.Fatalf("open %v, %q", p.open, p.summary.Words())
	}
	p.toggle()
	r.drain()
	if !p.open || r.focused() != idName {
		t.Fatal("«Modifica» does not open the fields")
	}
	r.retype(idPhone, "")
	p.toggle()
	if !p.open || r.advice(idPhone) == "" {
		t.Error("incomplete details are folded away")
	}
	r.typeInto(idPhone, "0462-5082")
	p.toggle()
	r.until("the contact is remembered", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.contacts) == 1 && r.contacts[0].Phone == "0462-5082"
	})
	if p.open {
		t.Error("complete details are not folded away")
	}
}

func TestUnknownContactIsAsked(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Contact = ticket.Contact{} })
	if !r.form.person.open {
		t.Error("the fields are folded away though nobody is known")
	}
}

func TestWindowTitleStartsTheSubject(t *testing.T) {
	r := newRig(t, nil)
	start := r.form.matter.start
	if _, shows := parts.Locate(r.form.root, start); !shows {
		t.Fatal("no start is offered")
	}
	test.Tap(start)
	r.typeInto(idSubject, "totale errato")
	if got := r.form.ticket.Subject; got != "Mago4 – Fatture di vendita: totale errato" {
		t.Errorf("subject %q", got)
	}
	if _, shows := parts.Locate(r.form.root, start); shows {
		t.Error("the start is still offered")
	}
}

func TestScreenshotIsTakenOutAndPutBack(t *testing.T) {
	r := newRig(t, nil)
	c := r.form.shots
	if c.picture.Image == nil {
		t.Fatal("the first frame has no picture")
	}
	test.Tap(c.toggle)
	if r.form.ticket.Screenshots[0].Included || c.toggle.Words() != r.text("compose.shot.back") || rules.Weight(r.form.ticket) != 0 {
		t.Errorf("taken out: %+v, %q", r.form.ticket.Screenshots[0], c.toggle.Words())
	}
	test.Tap(c.toggle)
	if !r.form.ticket.Screenshots[0].Included || c.picture.Translucency != 0 {
		t.Error("not put back")
	}
}

func TestTheButtonAsksForAFile(t *testing.T) {
	r := newRig(t, nil)
	r.writeGood()
	test.Tap(r.form.files.add)
	if r.form.win.Canvas().Overlays().Top() == nil {
		t.Fatal("no dialog opens")
	}
	r.form.send()
	if n := len(r.sentTickets()); n != 0 {
		t.Error("sent from behind the dialog")
	}
	r.form.Escape()
	r.drain()
	if r.form.win.Canvas().Overlays().Top() != nil || r.ended() != "" {
		t.Errorf("Esc does not close the dialog alone; outcome %q", r.ended())
	}
}

func TestDroppedFilesAreAttached(t *testing.T) {
	r := newRig(t, nil)
	r.form.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/a.pdf"), storage.NewFileURI("/b.xml")})
	r.until("both are attached", func() bool { return len(r.form.ticket.Attachments) == 2 })
	if got := r.form.files.sum.Words(); got != r.text("compose.files.sum", l10n.Vars{"Sum": "2,2 MB", "Limit": "7 MB"}) {
		t.Errorf("sum: %q", got)
	}
	r.form.files.remove(r.form.ticket.Attachments[0])
	r.until("the copy is removed", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.removed) == 1 && r.removed[0] == "att-a.pdf"
	})
	if len(r.form.ticket.Attachments) != 1 || r.form.ticket.Attachments[0].Name != "b.xml" {
		t.Errorf("left: %+v", r.form.ticket.Attachments)
	}
}

func TestFileThatCannotBeAttachedIsSaid(t *testing.T) {
	for _, reason := range []FileReason{Vanished, Elsewhere, IsFolder, Unreadable, TooBig, DiskFull} {
		r := newRig(t, nil)
		r.fileError = &FileError{Reason: reason}
		r.form.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI("/x.iso")})
		want := r.text("compose.file."+string(reason), l10n.Vars{"Name": "x.iso"})
		if reason == Elsewhere {
			want = r.text("files.elsewhere", l10n.Vars{"Name": "x.iso"})
		}
		r.until("it is said", func() bool { return r.advice(idFiles) == want })
		if len(r.form.ticket.Attachments) != 0 {
			t.Error("it is attached all the same")
		}
	}
}

func TestFactsCanBeUnticked(t *testing.T) {
	r := newRig(t, nil)
	r.form.more.open(true)
	test.Tap(r.form.more.checks[0])
	if r.form.ticket.Facts[0].Included || !r.form.ticket.Facts[1].Included {
		t.Errorf("facts: %+v", r.form.ticket.Facts)
	}
}

func TestResumedDraftIsAsItWasLeft(t *testing.T) {
	left := good()
	left.Description.Doing, left.BCC, left.AlreadySpoken = "Emettevo", []string{"x@y.it", "z@y.it"}, "Paola"
	r := newRig(t, func(o *Options) { o.Ticket, o.Resumed = left, true })
	for id, want := range map[fieldID]string{
		idSubject: left.Subject, idDoing: "Emettevo", idHappened: left.Description.Happened, idBCC: "x@y.it, z@y.it", idSpoken: "Paola",
	} {
		if got := r.entry(id).Text; got != want {
			t.Errorf("%s holds %q, want %q", id, got, want)
		}
	}
	if !r.form.notice.box.Visible() || r.form.more.fields.Hidden {
		t.Error("the user is not told, or the rare fields in use are folded away")
	}
	time.Sleep(2 * window.SavePause)
	r.drain()
	if len(r.saved) != 0 {
		t.Error("a draft is saved although nobody has typed")
	}
}

// A draft that is more than left half-way says what became of it.
func TestWhatBecameOfADraftIsSaid(t *testing.T) {
	for _, c := range []struct {
		past ticket.Past
		want string
	}{
		{ticket.Past{Kind: ticket.Damaged}, "recuperare"},
		{ticket.Past{Kind: ticket.Older}, "versione precedente"},
		{ticket.Past{Kind: ticket.Refused, Answer: "554 5.7.1 no"}, "«554 5.7.1 no»"},
		{ticket.Past{Kind: ticket.Refused}, "non è partito"},
	} {
		r := newRig(t, func(o *Options) { o.Ticket.Past = &c.past })
		if n := r.form.notice; !n.box.Visible() || !strings.Contains(n.words.Words(), c.want) {
			t.Errorf("%+v: it says %q", c.past, n.words.Words())
		}
	}
}

// TestEverythingToFillIsSeen holds the promise for a screen of 1366 × 768:
// with all fields asked, the person unknown, the title of a window offered as
// subject and a number to ring, all is seen without scrolling.
func TestEverythingToFillIsSeen(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		r := newRig(t, func(o *Options) {
			o.Texts, o.Contact, o.Bodies, o.Ticket.Helpdesk = texts, ticket.Contact{}, []string{"A", "B"}, "m"
			o.Helpdesks[1].Phone = "0462-5082"
		})
		f := r.form
		if _, shows := parts.Locate(f.root, f.matter.start); !shows || !f.bar.phone.Visible() {
			t.Error("the window's title is not offered, or nobody can be rung")
		}
		if tall := f.body.Size().Height; tall > f.scroll.Size().Height {
			t.Errorf("%s: the form is %v tall, with room for %v", lang, tall, f.scroll.Size().Height)
		}
		for _, id := range []fieldID{idHelpdesk, idModule, idBody, idKind, idSeverity, idSubject, idDoing, idData, idHappened, idName, idPhone, idEmail, idOffice, idHours, idBy, idFiles} {
			o := f.fields[id].focus.(fyne.CanvasObject)
			at, ok := parts.Locate(f.root, o)
			if !ok || at.Y < 0 || at.Y+o.Size().Height > f.scroll.Size().Height || at.X+o.Size().Width > f.root.Size().Width {
				t.Errorf("%s: %q stands at %v with %v, seen: %v", lang, id, at, o.Size(), ok)
			}
		}
	}
}

func TestLooksLightAndDark(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(window.NewTheme())
	for _, name := range []fyne.ThemeColorName{window.ColorMuted, window.ColorPanel, window.ColorGood, window.ColorAdvice} {
		th := &window.Theme{Theme: app.Settings().Theme()}
		th.Live()
		if th.Color(name, 0) == nil {
			t.Errorf("no colour %q", name)
		}
	}
}
