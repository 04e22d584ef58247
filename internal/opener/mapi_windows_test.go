package opener

import (
	"errors"
	"testing"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The sizes that the Windows SDK's mapi.h gives on 64 bits.
func TestMAPIStructuresAreAsInTheHeader(t *testing.T) {
	for what, size := range map[string][2]uintptr{
		"MapiMessageW":            {unsafe.Sizeof(mapiMessage{}), 96},
		"MapiRecipDescW":          {unsafe.Sizeof(mapiRecipient{}), 40},
		"MapiFileDescW":           {unsafe.Sizeof(mapiFile{}), 40},
		"lpRecips in the message": {unsafe.Offsetof(mapiMessage{}.recipient), 72},
		"lpFiles in the message":  {unsafe.Offsetof(mapiMessage{}.file), 88},
		"lpszPathName in a file":  {unsafe.Offsetof(mapiFile{}.path), 16},
	} {
		if unsafe.Sizeof(uintptr(0)) == 8 && size[0] != size[1] {
			t.Errorf("%s: %d, not %d", what, size[0], size[1])
		}
	}
}

func TestMAPIMessageHoldsTheMail(t *testing.T) {
	m, err := newMAPIMessage(Parts{
		To: "help@helpdesk.example", BCC: []string{"capo@comune.example"}, Subject: "Perché è così",
		Body: "uno\ndue\r\ntre", Files: []string{`C:\dati\mail\schermata-1.png`, `C:\dati\mail\nota.pdf`},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := windows.UTF16PtrToString(m.subject); got != "Perché è così" {
		t.Errorf("subject %q", got)
	}
	if got := windows.UTF16PtrToString(m.text); got != "uno\r\ndue\r\ntre" {
		t.Errorf("text %q", got)
	}
	for i, r := range unsafe.Slice(m.recipient, m.recipients) {
		want := []struct {
			class   uint32
			address string
		}{{1, "SMTP:help@helpdesk.example"}, {3, "SMTP:capo@comune.example"}}[i]
		if got := windows.UTF16PtrToString(r.address); r.class != want.class || got != want.address {
			t.Errorf("recipient %d: %d %q", i, r.class, got)
		}
	}
	files := unsafe.Slice(m.file, m.files)
	if len(files) != 2 || windows.UTF16PtrToString(files[0].path) != `C:\dati\mail\schermata-1.png` || windows.UTF16PtrToString(files[1].name) != "nota.pdf" {
		t.Errorf("files %+v", files)
	}
}

func TestMAPIMessageOfNothingPointsNowhere(t *testing.T) {
	m, err := newMAPIMessage(Parts{})
	if err != nil || m.recipient != nil || m.file != nil || m.recipients+m.files != 0 {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := newMAPIMessage(Parts{Subject: "a\x00b"}); err == nil {
		t.Error("a NUL cuts the subject")
	}
}

func TestMAPIAnswers(t *testing.T) {
	if err := mapiOutcome(0); err != nil {
		t.Error(err)
	}
	if err := mapiOutcome(1); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	var e mapiError
	if err := mapiOutcome(2); !errors.As(err, &e) {
		t.Error(err)
	}
}
