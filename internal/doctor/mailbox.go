package doctor

import (
	"context"
	"errors"
	"slices"

	"ticketpp/internal/answers"
	"ticketpp/internal/l10n"
	"ticketpp/internal/mail"
	"ticketpp/internal/mailbox"
)

// imap goes the way to the mailbox, step by step, and opens it. Nothing is
// read, marked or moved.
func (e *exam) imap(ctx context.Context) {
	c := e.Settings.IMAP
	if c.Host == "" {
		e.say("settings", OK, "imap.not-configured", nil)
		return
	}
	w := &way{exam: e, server: mail.Server{
		Host: c.Host, Port: c.Port, Security: mail.Security(c.Security), AllowPlaintext: c.AllowPlaintext,
		CAFile: c.CAFile, Timeout: answerPatience,
	}}
	ctx, cancel := context.WithTimeout(ctx, serverPatience)
	defer cancel()
	mail.ProbeMailbox(ctx, w.server, w.found)
	if !slices.ContainsFunc(w.rows, failed) {
		w.rows = append(w.rows, e.mailboxLogin(ctx))
	}
	for _, r := range w.rows {
		e.tell(r)
	}
}

// mailboxLogin logs in and opens the mailbox.
func (e *exam) mailboxLogin(ctx context.Context) Row {
	c := e.Settings.IMAP
	vars := l10n.Vars{"User": c.Username, "Mailbox": c.Mailbox}
	a := &answers.Answers{Password: e.Dispatch.Password, Token: e.Dispatch.ReadToken, Timeout: answerPatience}
	err := a.Try(ctx, c)
	if err == nil {
		return Row{Area: e.area, Step: "login", Status: OK, Message: e.text("imap.login", vars)}
	}
	vars["Answer"] = err.Error()
	hint := ""
	if why := new(mailbox.Error); errors.As(err, &why) {
		if why.Answer != "" {
			vars["Answer"] = why.Answer
		}
		hint = e.Texts.Get("mailbox.reason." + string(why.Reason))
	}
	return Row{Area: e.area, Step: "login", Status: Fail, Message: e.text("imap.login-bad", vars), Hint: hint}
}
