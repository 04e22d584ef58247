//go:build mta

package faults

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ticketpp/test/mta"
)

// mandate is a file to attach.
func (w *workplace) mandate(t *testing.T) string {
	t.Helper()
	file := filepath.Join(w.home, "mandato.bin")
	must(t, os.WriteFile(file, bytes.Repeat([]byte("mandato "), 8<<10), 0o644))
	return file
}

// newWorkplaceFor is a workplace that another user can work at.
func newWorkplaceFor(t *testing.T, s *mta.Server, as *syscall.Credential) *workplace {
	t.Helper()
	home, err := os.MkdirTemp("", "faults-home-")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(home) })
	w, err := newWorkplace(home, Options{Server: s.Addr(), ServerCA: s.CAFile()}, Fault{})
	must(t, err)
	t.Cleanup(func() { _ = w.proxy.Close() })
	must(t, os.Mkdir(w.data, 0o700))
	if as != nil {
		w.as = as
		must(t, os.Chmod(home, 0o755))
		must(t, os.Chown(home, int(as.Uid), int(as.Gid)))
		must(t, os.Chown(w.data, int(as.Uid), int(as.Gid)))
	}
	return w
}

// whileItSends starts a ticket on its way, does something to the disk when the
// server waits for the mail's bytes, and lets the program end.
func (w *workplace) whileItSends(t *testing.T, subject string, do func()) (status int, complaints string) {
	t.Helper()
	must(t, w.proxy.Set(Fault{At: Data, Deed: Held}))
	cmd := w.command(sendArgs(subject, "--attach", w.mandate(t), "--wait", "30s")...)
	var said strings.Builder
	cmd.Stderr = &said
	must(t, cmd.Start())
	over := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { _ = cmd.Wait(); cancel(); close(over) }()
	if err := w.reached(ctx); err != nil {
		<-over
		t.Fatal(err, said.String())
	}
	do()
	must(t, w.proxy.Lift())
	<-over
	return cmd.ProcessState.ExitCode(), said.String()
}

// A disk that is full: a ticket that cannot be kept is refused with the cause,
// and nothing of it stays; one that was being sent when the disk filled up
// arrives once.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	s := newMTA(t)
	w := newWorkplaceFor(t, s, nil)
	if err := syscall.Mount("tmpfs", w.data, "tmpfs", 0, "size=1m"); err != nil {
		t.Fatalf("the mail server's tests are run by root, who may mount a small disk: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(w.data, syscall.MNT_DETACH) })
	ballast := filepath.Join(w.data, "ballast")
	fill := func() {
		f, err := os.Create(ballast)
		must(t, err)
		defer f.Close()
		for block := make([]byte, 4096); ; {
			if _, err := f.Write(block); err != nil {
				return
			}
		}
	}
	if _, complaints, status, err := w.run("outbox", "list"); err != nil || status != 0 { // makes the folders
		t.Fatal(status, err, complaints)
	}
	fill()
	_, complaints, status, err := w.run(sendArgs("Mandato 1 non trasmesso al tesoriere", "--attach", w.mandate(t))...)
	t.Logf("full before: status %d, %s", status, complaints)
	if err != nil || status != 1 || !strings.Contains(complaints, "disco") && !strings.Contains(complaints, "spazio") {
		t.Errorf("full: status %d, %v: %s", status, err, complaints)
	}
	must(t, os.Remove(ballast))
	if items, err := w.outbox(); err != nil || len(items) > 0 {
		t.Errorf("what was refused waits all the same: %+v, %v", items, err)
	}
	status, complaints = w.whileItSends(t, "Mandato 2 non trasmesso al tesoriere", fill)
	t.Logf("full while sending: status %d, %s", status, complaints)
	must(t, os.Remove(ballast))
	must(t, w.empty())
	_, mails := arrived(t, s, helpdesk)
	if len(mails) != 1 || mails[0].Subject != "Mandato 2 non trasmesso al tesoriere" {
		t.Errorf("%d mails arrived, not the second ticket once", len(mails))
	}
}

// The folder turns read-only while a ticket is sent: nothing that could not be
// written down is handed over, and once it can be it arrives, once.
func TestFolderTurnsReadOnly(t *testing.T) {
	t.Parallel()
	s := newMTA(t)
	w := newWorkplaceFor(t, s, &syscall.Credential{Uid: 65534, Gid: 65534}) // root may write everywhere
	chmod := func(mode os.FileMode) {
		folders, err := filepath.Glob(filepath.Join(w.data, "outbox", "*"))
		must(t, err)
		for _, f := range append(folders, filepath.Join(w.data, "outbox"), filepath.Join(w.data, "sent")) {
			if info, err := os.Stat(f); err == nil && info.IsDir() {
				must(t, os.Chmod(f, mode))
			}
		}
	}
	status, complaints := w.whileItSends(t, "Mandato 3 non trasmesso al tesoriere", func() { chmod(0o500) })
	t.Logf("read-only while sending: status %d, %s", status, complaints)
	if status != 1 || !strings.Contains(complaints, "non si può scrivere") {
		t.Errorf("sending: status %d: %s", status, complaints)
	}
	_, complaints, status, err := w.run("outbox", "retry")
	t.Logf("read-only, retried: status %d, %s", status, complaints)
	if err != nil || status != 1 || !strings.Contains(complaints, "non si può scrivere") {
		t.Errorf("retry: status %d, %v: %s", status, err, complaints)
	}
	chmod(0o700)
	must(t, w.empty())
	if _, mails := arrived(t, s, helpdesk); len(mails) != 1 {
		t.Errorf("%d mails arrived, not one", len(mails))
	}
}
