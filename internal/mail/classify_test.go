package mail

import "testing"

// TestWhatAnAnswerMeans has answers as real servers give them: Postfix, Exim,
// sendmail, qmail, Exchange, Microsoft 365, Gmail.
func TestWhatAnAnswerMeans(t *testing.T) {
	for _, c := range []struct {
		at     stage
		code   int
		text   string
		class  Class
		reason Reason
	}{
		{stageRcpt, 550, "5.1.1 <x@desk.example>: Recipient address rejected: User unknown in local recipient table", Refused, ReasonAddress},
		{stageRcpt, 550, "5.4.1 Recipient address rejected: Access denied. [AM1.prod.protection.outlook.com]", Refused, ReasonAddress},
		{stageRcpt, 550, "no such user here", Refused, ReasonAddress},
		{stageRcpt, 553, "5.1.2 unknown domain", Refused, ReasonAddress},
		{stageRcpt, 556, "5.1.10 Recipient address has null MX", Refused, ReasonAddress},
		{stageRcpt, 501, "5.1.3 Bad recipient address syntax", Refused, ReasonAddress},
		{stageRcpt, 552, "5.2.2 mailbox full", Refused, ReasonAddress},
		{stageRcpt, 554, "5.7.1 <x@desk.example>: Relay access denied", Pause, ReasonRelay},
		{stageRcpt, 550, "5.7.1 Unable to relay", Pause, ReasonRelay},
		{stageRcpt, 550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", Pause, ReasonRelay},
		{stageRcpt, 550, "relay not permitted", Pause, ReasonRelay},
		{stageRcpt, 550, "5.7.1 <x@desk.example>... Relaying denied. IP name lookup failed [10.0.0.1]", Pause, ReasonRelay},
		{stageRcpt, 553, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", Pause, ReasonRelay},
		{stageRcpt, 554, "5.7.1 <unknown[10.1.2.3]>: Client host rejected: Access denied", Pause, ReasonRelay},
		{stageRcpt, 554, "5.7.1 Service unavailable; Client host [1.2.3.4] blocked using zen.spamhaus.org", Pause, ReasonRelay},
		{stageRcpt, 550, "Please turn on SMTP Authentication in your mail client", Pause, ReasonAuth},
		{stageRcpt, 553, "5.7.1 <a@b.example>: Sender address rejected: not logged in", Pause, ReasonAuth},
		{stageMail, 530, "5.7.57 Client not authenticated to send mail", Pause, ReasonAuth},
		{stageMail, 530, "5.7.0 Must issue a STARTTLS command first", Pause, ReasonTLS},
		{stageMail, 503, "5.5.1 Authentication required", Pause, ReasonAuth},
		{stageMail, 553, "5.7.1 <a@b.example>: Sender address rejected: not owned by user anna", Refused, ReasonSender},
		{stageMail, 550, "5.7.60 SMTP; Client does not have permissions to send as this sender", Refused, ReasonSender},
		{stageMail, 552, "5.3.4 Message size exceeds fixed limit", Refused, ReasonSize},
		{stageMail, 503, "5.5.1 nested MAIL command", Retry, ReasonAnswer},
		{stageMail, 500, "unrecognised command", Retry, ReasonAnswer},
		{stageMail, 501, "Syntax error in parameters", Retry, ReasonAnswer},
		{stageMail, 451, "4.7.1 Greylisting in action", Retry, ReasonBusy},
		{stageAuth, 535, "5.7.8 Username and Password not accepted", Pause, ReasonAuth},
		{stageAuth, 534, "5.7.9 Application-specific password required", Pause, ReasonAuth},
		{stageAuth, 550, "5.7.30 Basic authentication is not supported for Client Submission.", Pause, ReasonAuth},
		{stageAuth, 454, "4.7.0 Temporary authentication failure", Retry, ReasonBusy},
		{stageAuth, 421, "4.7.0 Too many attempts", Retry, ReasonBusy},
		{stageDot, 552, "5.2.3 Message exceeds local size limit", Refused, ReasonSize},
		{stageDot, 552, "5.7.0 This message was blocked because its content presents a potential security issue", Refused, ReasonContent},
		{stageDot, 554, "5.7.1 Message rejected as spam", Refused, ReasonContent},
		{stageDot, 550, "5.6.0 Lone CR or LF in headers", Refused, ReasonContent},
		{stageDot, 554, "5.3.0 queue file write error", Retry, ReasonAnswer},
		{stageDot, 554, "Transaction failed", Refused, ReasonContent},
		{stageDot, 550, "5.7.30 Basic authentication is not supported", Pause, ReasonAuth},
		{stageConnect, 554, "5.7.1 no service for you", Retry, ReasonBusy},
		{stageConnect, 421, "too many connections", Retry, ReasonBusy},
		{stageStartTLS, 454, "4.7.0 TLS not available due to local problem", Retry, ReasonTLS},
	} {
		class, reason := reply(c.at, c.code, c.text)
		if class != c.class || reason != c.reason {
			t.Errorf("%s %d %s: %s, %s; want %s, %s", c.at, c.code, c.text, class, reason, c.class, c.reason)
		}
	}
}
