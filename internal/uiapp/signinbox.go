package uiapp

import (
	"context"
	"errors"

	"ticketpp/internal/answers"
	"ticketpp/internal/config"
	"ticketpp/internal/mail"
	"ticketpp/internal/mailbox"
)

// isMailbox reports whether a login is the mailbox's and not a mail server's.
func (s *signer) isMailbox(c config.Server) bool {
	box := s.settings.IMAP.Server
	return box.Host != "" && c.Host == box.Host && c.Port == box.Port && c.Username == box.Username
}

// checkMailbox asks the mailbox whether it takes a login; see check.
func (s *signer) checkMailbox(ctx context.Context, with func(*mail.Server)) (away bool, answer string) {
	var given mail.Server
	with(&given)
	a := &answers.Answers{
		Password: func(ctx context.Context, _ config.Server) (string, error) { return given.Password(ctx) },
		Token:    func(ctx context.Context, _ config.Server) (string, error) { return given.Token(ctx) },
	}
	err := a.Try(ctx, s.settings.IMAP)
	if err == nil {
		return false, ""
	}
	if why := new(mailbox.Error); errors.As(err, &why) && why.Reason == mailbox.ReasonAuth {
		if why.Answer == "" {
			return false, why.Error()
		}
		return false, why.Answer
	}
	s.log.Warn("mailbox not asked", "err", err)
	return true, ""
}
