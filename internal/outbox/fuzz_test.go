package outbox

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func FuzzReadItem(f *testing.F) {
	it := newItem(1, "a")
	data, err := it.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add(string(data[:len(data)/2]))
	f.Add(`{"id":"00000000000000000000000000000001","envelope":{"to":"a@b"},"size":-1}`)
	f.Fuzz(func(t *testing.T, data string) {
		got, err := decodeItem(it.ID, []byte(data))
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%v is not ErrDamaged", err)
			}
			return
		}
		if got.ID != it.ID || got.Envelope.To == "" || got.Size < 0 {
			t.Errorf("read as whole: %+v", got)
		}
		again, err := got.encode()
		if err != nil {
			t.Fatalf("cannot be written again: %v", err)
		}
		if _, err := decodeItem(it.ID, again); err != nil {
			t.Errorf("cannot be read again: %v", err)
		}
	})
}

func FuzzAttachments(f *testing.F) {
	f.Add("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment; filename=x\r\n\r\ny\r\n--b--\r\n")
	f.Fuzz(func(t *testing.T, mail string) {
		n := 0
		attachments(strings.NewReader(mail), func(_ string, r io.Reader) error {
			m, err := io.Copy(io.Discard, r)
			if n += int(m); n > len(mail) {
				t.Errorf("%d bytes out of %d", n, len(mail))
			}
			return err
		})
	})
}
