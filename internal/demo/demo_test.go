package demo

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"net/mail"
	"net/smtp"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// png is a picture of one pixel.
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="

func letter(id, subject string, extra ...string) []byte {
	return []byte(strings.Join(append(extra,
		"From: =?utf-8?q?Niccol=C3=B2?= <anna@comune.example>", "To: <assistenza@demo.example>",
		"Subject: "+subject, "Message-ID: <"+id+">", "MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary=xyz`, "",
		"--xyz", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "",
		"Il mandato 1532 non parte perch=C3=A9 <script>alert(1)</script>", "",
		"--xyz", `Content-Type: image/png; name="schermata-1.png"`, "Content-Transfer-Encoding: base64",
		`Content-Disposition: attachment; filename="schermata-1.png"`, "", png, "",
		"--xyz", "Content-Type: text/html", `Content-Disposition: attachment; filename="<b>x.html"`, "", "<script>alert(2)</script>", "",
		"--xyz--", ""), "\r\n"))
}

func start(t *testing.T, o Options) *Helpdesk {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	h, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

// deliver sends a mail with the standard library's client.
func deliver(h *Helpdesk, raw []byte, to ...string) error {
	pem, err := os.ReadFile(h.CAFile())
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	c, err := smtp.Dial(h.Addr())
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.StartTLS(&tls.Config{ServerName: "127.0.0.1", RootCAs: pool}); err != nil {
		return err
	}
	if err := c.Mail("anna@comune.example"); err != nil {
		return err
	}
	for _, a := range append([]string{"assistenza@demo.example"}, to...) {
		if err := c.Rcpt(a); err != nil {
			return err
		}
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(raw); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

func TestAMailBecomesATicketWithAConfirmation(t *testing.T) {
	dir := t.TempDir()
	h := start(t, Options{Dir: dir})
	raw := letter("one@comune.example", "=?utf-8?q?Mandato_1532_=C3=A8_fermo?=")
	found := make(chan Ticket, 1)
	go func() {
		tk, _ := h.Wait(t.Context(), "one@comune.example")
		found <- tk
	}()
	if err := deliver(h, raw, "copia@studio.example"); err != nil {
		t.Fatal(err)
	}
	tk := <-found
	if tk.Number != 12345 || tk.Subject != "Mandato 1532 è fermo" || tk.From != "anna@comune.example" || len(tk.Recipients) != 2 {
		t.Errorf("%+v", tk)
	}
	if kept, err := os.ReadFile(tk.File); err != nil || !bytes.Equal(kept, raw) {
		t.Errorf("the mail was kept as\n%s (%v)", kept, err)
	}
	answer, err := os.ReadFile(tk.Confirmation)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(bytes.NewReader(answer))
	if err != nil {
		t.Fatal(err)
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if subject != "#Standard# Ticket #[12345] Mandato 1532 è fermo" || m.Header.Get("In-Reply-To") != "<one@comune.example>" ||
		m.Header.Get("Auto-Submitted") != "auto-replied" {
		t.Errorf("the confirmation:\n%s", answer)
	}
	if body, _ := io.ReadAll(m.Body); !strings.Contains(string(body), "Assistenza applicativi") {
		t.Errorf("the sector is not named:\n%s", body)
	}
	for _, p := range []string{h.CAFile(), tk.File, tk.Confirmation} {
		if info, err := os.Stat(p); err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v", p, info.Mode(), err)
		}
	}
	keys, _ := filepath.Glob(filepath.Join(dir, "*key*"))
	if pem, _ := os.ReadFile(h.CAFile()); len(keys) > 0 || bytes.Contains(pem, []byte("PRIVATE")) {
		t.Error("a private key was written")
	}
}

func TestNumbersGoOnAndDuplicatesAreTickets(t *testing.T) {
	dir := t.TempDir()
	h := start(t, Options{Dir: dir})
	for range 2 {
		if err := deliver(h, letter("same@comune.example", "x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "tickets", "12346.json")); err != nil { // lost in a crash
		t.Fatal(err)
	}
	again := start(t, Options{Dir: dir})
	if n := len(again.Tickets()); n != 1 {
		t.Errorf("%d tickets", n)
	}
	if err := deliver(again, letter("third@comune.example", "x")); err != nil {
		t.Fatal(err)
	}
	if tk, _ := again.Wait(t.Context(), "third@comune.example"); tk.Number != 12347 {
		t.Errorf("number %d", tk.Number)
	}
}

func TestAReplyGoesToItsTicket(t *testing.T) {
	h := start(t, Options{})
	for i, subject := range []string{"x", "Re: #Standard# Ticket #[12345] x", "Re: #Standard# Ticket #[99999] x"} {
		if err := deliver(h, letter(fmt.Sprintf("%d@comune.example", i), subject)); err != nil {
			t.Fatal(err)
		}
	}
	list := h.Tickets()
	if len(list) != 2 || len(list[0].Replies) != 1 || len(list[1].Replies) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestMailOfAMachineGetsNoConfirmation(t *testing.T) {
	h := start(t, Options{})
	if err := deliver(h, letter("auto@comune.example", "x", "Auto-Submitted: no")); err != nil {
		t.Fatal(err)
	}
	if tk := h.Tickets()[0]; tk.Confirmation != "" {
		t.Errorf("%+v", tk)
	}
}

func TestNothingIsTakenUnencrypted(t *testing.T) {
	h := start(t, Options{})
	c, err := smtp.Dial(h.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Mail("a@b.example"); err == nil || !strings.Contains(err.Error(), "530") {
		t.Errorf("MAIL in the clear: %v", err)
	}
}

func TestFaults(t *testing.T) {
	h := start(t, Options{MaxSize: 100 << 10})
	h.Fail(AtHello, Fault{Drop: true})
	if err := deliver(h, letter("f@comune.example", "x")); err == nil {
		t.Error("hello: not dropped")
	}
	for _, at := range []Step{AtMail, AtRcpt, AtData, AtDot} {
		h.Fail(at, Fault{Code: 451, Enhanced: [3]int{4, 3, 0}, Text: "later"}, Fault{Drop: true})
		if err := deliver(h, letter("f@comune.example", "x")); err == nil || !strings.Contains(err.Error(), "451") {
			t.Errorf("%s: %v", at, err)
		}
		if err := deliver(h, letter("f@comune.example", "x")); err == nil {
			t.Errorf("%s: not dropped", at)
		}
	}
	h.Mend()
	if n := len(h.Tickets()); n != 0 {
		t.Errorf("%d tickets came of failures", n)
	}
	h.Fail(AtDot, Fault{Drop: true, Keep: true})
	if err := deliver(h, letter("perhaps@comune.example", "x")); err == nil || len(h.Tickets()) != 1 {
		t.Errorf("lost behind the dot: %v, %d tickets", err, len(h.Tickets()))
	}
	if err := deliver(h, append(letter("big@comune.example", "x"), make([]byte, 200<<10)...)); err == nil {
		t.Error("a mail over SIZE was taken")
	}
	left, _ := filepath.Glob(filepath.Join(h.opts.Dir, "tickets", "incoming-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestDownAndUp(t *testing.T) {
	h := start(t, Options{})
	addr := h.Addr()
	h.Down()
	if err := deliver(h, letter("a@comune.example", "x")); err == nil {
		t.Error("taken while down")
	}
	if err := h.Up(); err != nil || h.Addr() != addr {
		t.Fatalf("%v, %s instead of %s", err, h.Addr(), addr)
	}
	if err := deliver(h, letter("a@comune.example", "x")); err != nil {
		t.Error(err)
	}
}

func TestItEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	h, err := Start(ctx, Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for deadline := time.Now().Add(5 * time.Second); ; {
		if c, err := smtp.Dial(h.Addr()); err != nil {
			break
		} else {
			c.Close()
		}
		if time.Now().After(deadline) {
			t.Fatal("it still listens")
		}
	}
	waiting, stop := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer stop()
	if _, err := h.Wait(waiting, "never"); err == nil {
		t.Error("a ticket that never came")
	}
}

func TestSettingsAreTOML(t *testing.T) {
	h := start(t, Options{Name: `Aiuto "qui" \ là`})
	var s struct {
		SMTP struct {
			Host, Security string
			Port           int
			CAFile         string `toml:"ca_file"`
		}
		Helpdesk []map[string]any
	}
	if err := toml.Unmarshal([]byte(h.Settings()), &s); err != nil {
		t.Fatalf("%v in\n%s", err, h.Settings())
	}
	if fmt.Sprintf("%s:%d", s.SMTP.Host, s.SMTP.Port) != h.Addr() || s.SMTP.CAFile != h.CAFile() || s.SMTP.Security != "starttls" {
		t.Errorf("%+v", s.SMTP)
	}
	if len(s.Helpdesk) != 1 || s.Helpdesk[0]["name"] != `Aiuto "qui" \ là` || s.Helpdesk[0]["id"] != "demo" {
		t.Errorf("%+v", s.Helpdesk)
	}
}

func pngBytes(t *testing.T) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(png)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A close that comes second is no failure, however the two meet.
func TestClosedTwice(t *testing.T) {
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		h, err := Start(ctx, Options{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		go cancel()
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
