package opener

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Simple MAPI (mapi.h of the Windows SDK). MAPISendMailW is there since
// Windows 8, and speaks to 32-bit and 64-bit mail programs alike.
const (
	mapiLogonUI = 0x1 // MAPI_LOGON_UI: the program may ask for its profile
	mapiDialog  = 0x8 // MAPI_DIALOG: the user sees the mail and sends it

	mapiSuccess   = 0 // SUCCESS_SUCCESS
	mapiUserAbort = 1 // MAPI_E_USER_ABORT

	mapiTo  = 1
	mapiBCC = 3

	mapiAfterText = 0xFFFFFFFF // a file that stands nowhere in the text
)

// mapiRecipient is MapiRecipDescW.
type mapiRecipient struct {
	reserved, class uint32
	name, address   *uint16
	entrySize       uint32
	entry           uintptr
}

// mapiFile is MapiFileDescW.
type mapiFile struct {
	reserved, flags, position uint32
	path, name                *uint16
	kind                      uintptr
}

// mapiMessage is MapiMessageW.
type mapiMessage struct {
	reserved                                      uint32
	subject, text, kind, received, conversationID *uint16
	flags                                         uint32
	originator                                    *mapiRecipient
	recipients                                    uint32
	recipient                                     *mapiRecipient
	files                                         uint32
	file                                          *mapiFile
}

// mapiError is what MAPI answered.
type mapiError uint32

func (e mapiError) Error() string { return fmt.Sprintf("MAPI answered %d", uint32(e)) }

// sendMAPI shows the mail in the registered program and waits until the user
// has sent or closed it. When ctx ends first the program keeps the mail.
func sendMAPI(ctx context.Context, p Parts) error {
	send := windows.NewLazySystemDLL("mapi32.dll").NewProc("MAPISendMailW")
	if err := send.Find(); err != nil {
		return fmt.Errorf("no MAPI: %w", err)
	}
	message, err := newMAPIMessage(p)
	if err != nil {
		return err
	}
	answer := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // the program may pump its window's messages here
		defer runtime.UnlockOSThread()
		code, _, _ := send.Call(0, 0, uintptr(unsafe.Pointer(message)), mapiLogonUI|mapiDialog, 0)
		runtime.KeepAlive(message)
		answer <- mapiOutcome(uint32(code))
	}()
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func mapiOutcome(code uint32) error {
	switch code {
	case mapiSuccess:
		return nil
	case mapiUserAbort:
		return ErrClosed
	}
	return mapiError(code)
}

// newMAPIMessage is the mail as MAPI wants it. A text with a NUL in it is an
// error.
func newMAPIMessage(p Parts) (*mapiMessage, error) {
	var err error
	text := func(s string) *uint16 {
		pointer, e := windows.UTF16PtrFromString(s)
		if err == nil {
			err = e
		}
		return pointer
	}
	lines := strings.ReplaceAll(strings.ReplaceAll(p.Body, "\r\n", "\n"), "\n", "\r\n")
	m := &mapiMessage{subject: text(p.Subject), text: text(lines)}
	var recipients []mapiRecipient
	add := func(class uint32, address string) {
		recipients = append(recipients, mapiRecipient{class: class, name: text(address), address: text("SMTP:" + address)})
	}
	if p.To != "" {
		add(mapiTo, p.To)
	}
	for _, a := range p.BCC {
		add(mapiBCC, a)
	}
	var files []mapiFile
	for _, f := range p.Files {
		files = append(files, mapiFile{position: mapiAfterText, path: text(f), name: text(filepath.Base(f))})
	}
	m.recipients, m.recipient = uint32(len(recipients)), unsafe.SliceData(recipients)
	m.files, m.file = uint32(len(files)), unsafe.SliceData(files)
	return m, err
}
