package signin

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/l10n"
	"ticketpp/internal/window"
)

// build puts the window together.
func (w *Window) build() {
	t := w.texts
	w.pass = newEntry(w)
	w.error = newWords("", theme.ColorNameError, theme.SizeNameText)
	w.error.Hide()
	w.ok = newButton(w, "", w.begin)
	w.ok.Importance = widget.HighImportance
	w.leave = newButton(w, t.Get("signin.cancel"), w.escape)
	w.way = newColumn(0)
	w.body = newColumn(6)
	bar := newBar(w.leave, w.ok)
	w.page = container.New(&sheet{w}, w.body, bar)
	if w.o.FirstFrame != nil {
		w.page.Add(window.FrameMark(w.o.FirstFrame))
	}
	w.win.SetContent(w.page)
	w.win.SetFixedSize(true)
	if len(w.o.Logins) == 0 {
		w.showPage(theme.NewPrimaryThemedResource(theme.InfoIcon()), t.Get("signin.title"), t.Get("signin.nothing"))
		return
	}
	head := []fyne.CanvasObject{
		newTitle(t.Get("signin.title"), fyne.TextAlignLeading),
		newWords(t.Get("signin.intro"), window.ColorMuted, theme.SizeNameText),
	}
	if len(w.o.Logins) > 1 {
		head = append(head, newWords(t.Get("signin.server"), window.ColorMuted, window.SizeSmall), w.choice())
	}
	w.body.Objects = append(head, w.way, w.error)
	w.showWay()
}

// choice lets the user choose among several servers.
func (w *Window) choice() fyne.CanvasObject {
	var names []string
	for _, l := range w.o.Logins {
		names = append(names, w.texts.Get("signin.account", l10n.Vars{"User": l.User, "Host": l.Host}))
	}
	s := widget.NewSelect(names, nil)
	s.SetSelectedIndex(w.login)
	s.OnChanged = func(string) {
		if w.stop != nil || w.done {
			s.SetSelectedIndex(w.login)
			return
		}
		w.login = s.SelectedIndex()
		w.pass.SetText("")
		w.say("")
		w.showWay()
	}
	w.events.Name("server", s)
	return s
}

// showWay shows how the chosen login begins.
func (w *Window) showWay() {
	t, login := w.texts, w.o.Logins[w.login]
	vars := l10n.Vars{"User": login.User, "Provider": login.Provider}
	w.events.Forget("password", "copy", "again", "code")
	w.leave.setWords(t.Get("signin.cancel"))
	w.ok.Show()
	w.ok.Enable()
	switch login.Way {
	case Password:
		w.ok.setWords(t.Get("signin.ok"))
		w.pass.Enable()
		w.events.Name("password", w.pass)
		w.way.Objects = []fyne.CanvasObject{
			newWords(t.Get("signin.password", vars), window.ColorMuted, window.SizeSmall), w.pass,
			newWords(t.Get("signin.password.note"), window.ColorMuted, window.SizeSmall),
		}
	case Browser:
		w.ok.setWords(t.Get("signin.browser.open"))
		w.way.Objects = []fyne.CanvasObject{newWords(t.Get("signin.browser.explain", vars), theme.ColorNameForeground, theme.SizeNameText)}
	case Device:
		w.ok.setWords(t.Get("signin.device.get"))
		w.way.Objects = []fyne.CanvasObject{newWords(t.Get("signin.device.begin", vars), theme.ColorNameForeground, theme.SizeNameText)}
	}
	w.events.Name("ok", w.ok)
	w.events.Name("cancel", w.leave)
	w.fit()
}

// busy shows that the login is under way.
func (w *Window) busy() {
	w.ok.Disable()
	if w.o.Logins[w.login].Way == Password {
		w.pass.Disable()
		w.way.Objects[2] = newWords(w.texts.Get("signin.password.checking"), window.ColorMuted, window.SizeSmall)
	}
	w.fit()
}

// opened shows that the browser has the word, or how to get there by hand.
func (w *Window) opened(address string, err error) {
	if w.stop == nil {
		return
	}
	t := w.texts
	wait := newWords(t.Get("signin.browser.waiting"), theme.ColorNameForeground, theme.SizeNameText)
	if err != nil {
		wait = newWords(t.Get("signin.browser.none"), window.ColorAdvice, theme.SizeNameText)
	}
	again := newButton(w, t.Get("signin.browser.again"), func() { go w.o.Callbacks.Open(address) })
	w.way.Objects = []fyne.CanvasObject{
		w.way.Objects[0], wait, container.NewHBox(again, w.copier("signin.browser.copy", "signin.browser.copied", address)),
	}
	w.ok.Hide()
	w.events.Forget("ok")
	w.events.Name("again", again)
	w.fit()
	w.win.Canvas().Focus(again)
}

// showCode shows what to type on the other device.
func (w *Window) showCode(code, address string) {
	if w.stop == nil {
		return
	}
	t := w.texts
	login := w.o.Logins[w.login]
	page := newButton(w, t.Get("signin.device.page"), func() { go w.o.Callbacks.Open(address) })
	big := newTitle(code, fyne.TextAlignCenter)
	w.way.Objects = []fyne.CanvasObject{
		newWords(t.Get("signin.device.explain", l10n.Vars{"Address": address, "User": login.User}), theme.ColorNameForeground, theme.SizeNameText),
		container.NewStack(newPanel(window.ColorSelected), big),
		newWords(t.Get("signin.device.waiting"), window.ColorMuted, window.SizeSmall),
		container.NewHBox(page, w.copier("signin.device.copy", "signin.device.copied", code)),
	}
	w.ok.Hide()
	w.events.Forget("ok")
	w.events.Name("code", big)
	w.events.Name("again", page)
	w.fit()
	w.win.Canvas().Focus(page)
}

// copier is a button that copies a text and says so.
func (w *Window) copier(label, copied, text string) *button {
	b := newButton(w, w.texts.Get(label), nil)
	b.OnTapped = func() {
		w.app.Clipboard().SetContent(text)
		b.setWords(w.texts.Get(copied))
	}
	w.events.Name("copy", b)
	return b
}

// showDone is the last page.
func (w *Window) showDone(r Result) {
	key := "signin.done.kept"
	if r.Session {
		key = "signin.done.session"
	}
	words := w.texts.Get(key)
	if r.Away {
		words = w.texts.Get("signin.server.away")
	}
	w.showPage(theme.NewSuccessThemedResource(theme.ConfirmIcon()), w.texts.Get("signin.done"), words)
	w.focus()
}

// showPage shows a page that leaves nothing but to close the window.
func (w *Window) showPage(icon fyne.Resource, title, words string) {
	sign := widget.NewIcon(icon)
	text := newWords(words, window.ColorMuted, theme.SizeNameText)
	align(text, fyne.TextAlignCenter)
	w.body.Objects = []fyne.CanvasObject{
		container.New(&square{44}, sign), newTitle(title, fyne.TextAlignCenter), text,
	}
	w.ok.Hide()
	w.leave.setWords(w.texts.Get("signin.close"))
	w.leave.Importance = widget.HighImportance
	w.leave.Refresh()
	w.events.Forget("ok", "password", "copy", "again", "code", "server")
	w.events.Name("cancel", w.leave)
	w.events.Name("done", text)
	w.fit()
}

// say shows an error below the field; the empty one takes it away.
func (w *Window) say(s string) {
	setWords(w.error, s)
	w.error.Hidden = s == ""
	if s != "" {
		w.events.Name("error", w.error)
	} else {
		w.events.Forget("error")
	}
	w.fit()
}
