package imap

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// Deliver puts a mail into the mailbox as a mail server does: written aside,
// then moved to where the new ones lie.
func (s *Server) Deliver(raw []byte, received time.Time) error {
	return s.put("new", "", raw, received)
}

// Fill puts a mail that has been read already into the mailbox.
func (s *Server) Fill(raw []byte, received time.Time) error {
	return s.put("cur", ":2,S", raw, received)
}

func (s *Server) put(sub, flags string, raw []byte, received time.Time) error {
	s.mails++
	name := fmt.Sprintf("%d.M%dP1.mail.test", received.Unix(), s.mails)
	temp := s.path("home/Maildir/tmp/" + name)
	if err := os.WriteFile(temp, raw, 0o600); err != nil {
		return err
	}
	if err := os.Chown(temp, s.owner.UID, s.owner.GID); err != nil {
		return err
	}
	if err := os.Chtimes(temp, received, received); err != nil { // what the server says it was received at
		return err
	}
	return os.Rename(temp, s.path("home/Maildir/"+sub+"/"+name+flags))
}

// Files lists the mails with their flags, as they lie on disk.
func (s *Server) Files() ([]string, error) {
	var names []string
	for _, sub := range []string{"new", "cur"} {
		list, err := os.ReadDir(s.path("home/Maildir/" + sub))
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			names = append(names, sub+"/"+f.Name())
		}
	}
	sort.Strings(names)
	return names, nil
}

// Renumber makes the server give all its mails new numbers (UIDVALIDITY), as
// when a mailbox was restored from a backup. The server must be stopped.
func (s *Server) Renumber() error {
	list, err := filepath.Glob(s.path("home/Maildir/dovecot*"))
	if err != nil {
		return err
	}
	for _, f := range list {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	uids := fmt.Appendf(nil, "3 V%d N1 G%032x\n", time.Now().Unix()+1000, time.Now().UnixNano())
	if err := os.WriteFile(s.path("home/Maildir/dovecot-uidlist"), uids, 0o600); err != nil {
		return err
	}
	return os.Chown(s.path("home/Maildir/dovecot-uidlist"), s.owner.UID, s.owner.GID)
}

// Forget drops the server's indexes, so that it knows its mails' headers no
// more. The server must be stopped.
func (s *Server) Forget() error {
	list, err := filepath.Glob(s.path("home/Maildir/dovecot.index*"))
	for _, f := range list {
		if err == nil {
			err = os.Remove(f)
		}
	}
	return err
}

// Afresh starts the server anew, with all that it remembered of its mails'
// headers forgotten.
func (s *Server) Afresh(ctx context.Context) error {
	if err := s.Stop(); err != nil {
		return err
	}
	if err := s.Forget(); err != nil {
		return err
	}
	return s.Start(ctx)
}

// Commands returns the commands that clients have sent behind their login
// since the last call, one a line, without their tags.
func (s *Server) Commands() ([]string, error) {
	files, err := filepath.Glob(s.path("raw/*.in"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	var commands []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
			_, line, _ := strings.Cut(lines.Text(), " ") // the time
			if _, command, ok := strings.Cut(line, " "); ok && line != "" {
				commands = append(commands, command)
			} else if line != "" {
				commands = append(commands, line)
			}
		}
		if err := os.Remove(f); err != nil && !os.IsNotExist(err) {
			return nil, err
		}
	}
	return commands, nil
}

// Size adds up the mails' bytes.
func (s *Server) Size() (int64, error) {
	var n int64
	err := filepath.WalkDir(s.path("home/Maildir"), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	return n, err
}
