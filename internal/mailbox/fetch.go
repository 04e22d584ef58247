package mailbox

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	// maxFields is how many bytes of the few header fields are read by which
	// a mail is chosen.
	maxFields = 8 << 10
	// maxFetch is how many bytes of a mail are read: its words come first,
	// files behind them.
	maxFetch = 512 << 10
	// batch is how many mails are asked for at once.
	batch = 25
)

// found is a mail that is wanted and not yet read.
type found struct {
	uid      imap.UID
	size     int64
	received time.Time
}

// fetched is what came back for one mail.
type fetched struct {
	found
	bytes []byte
	whole bool // the section was there
}

// fetch asks for one section of several mails and calls each with what comes.
// Servers answer in ascending order, but nothing says that they must.
//
// When somebody marks a mail meanwhile, the server tells of that in between,
// and the library takes it for the answer. Such a mail is asked for again.
func (s *session) fetch(set imap.UIDSet, section *imap.FetchItemBodySection, each func(fetched) error) error {
	again, err := s.ask(set, section, each)
	if err == nil && len(again) > 0 {
		_, err = s.ask(again, section, each)
	}
	return err
}

// ask is one command of fetch. It returns the mails that came without the
// section.
func (s *session) ask(set imap.UIDSet, section *imap.FetchItemBodySection, each func(fetched) error) (again imap.UIDSet, err error) {
	s.working()
	cmd := s.client.Fetch(set, &imap.FetchOptions{
		UID: true, RFC822Size: true, InternalDate: true, BodySection: []*imap.FetchItemBodySection{section},
	})
	for data := cmd.Next(); data != nil; data = cmd.Next() {
		f, err := collect(data, section.Partial.Size)
		if err != nil { // half a mail is none, and nothing comes behind it
			_ = s.wire.Conn.Close() // cmd.Close would read on, beside the library's own reading
			return nil, err
		}
		if !f.whole {
			if f.uid != 0 {
				again.AddNum(f.uid)
			}
			continue
		}
		if err := each(f); err != nil {
			_ = cmd.Close() // reads what is still on its way
			return nil, err
		}
	}
	return again, cmd.Close()
}

// collect reads one mail's answer; of a literal no more than was asked for.
// The library gives the beginning of an answer that was cut as if it were
// whole: half a mail is told by its length.
func collect(data *imapclient.FetchMessageData, limit int64) (fetched, error) {
	var f fetched
	for {
		switch item := data.Next().(type) {
		case nil:
			return f, nil
		case imapclient.FetchItemDataUID:
			f.uid = item.UID
		case imapclient.FetchItemDataRFC822Size:
			f.size = item.Size
		case imapclient.FetchItemDataInternalDate:
			f.received = item.Time
		case imapclient.FetchItemDataBodySection:
			f.whole = true
			if item.Literal == nil {
				continue
			}
			var b bytes.Buffer
			n, err := io.Copy(&b, io.LimitReader(item.Literal, limit))
			if err == nil && n == limit {
				var rest int64
				rest, err = io.Copy(io.Discard, item.Literal)
				n += rest
			}
			if err == nil && n != item.Literal.Size() {
				err = io.ErrUnexpectedEOF
			}
			if err != nil {
				return f, err
			}
			f.bytes = b.Bytes()
		}
	}
}

// choose reads who sent the mails from a UID on, and returns those that are
// wanted. It tells how far it came, with an error too: mails before next that
// are not in the list are of no interest.
func (s *session) choose(from imap.UID, wanted func(string) bool) (list []found, next imap.UID, err error) {
	var set imap.UIDSet
	set.AddRange(from, 0)
	next = from
	ascending := true
	err = s.fetch(set, &imap.FetchItemBodySection{
		Specifier: imap.PartSpecifierHeader, HeaderFields: []string{"From", "Subject", "Content-Type", "X-Failed-Recipients"},
		Peek: true, Partial: &imap.SectionPartial{Size: maxFields},
	}, func(f fetched) error {
		if f.uid < from { // "from:*" always gives the last one
			return nil
		}
		ascending = ascending && f.uid >= next
		next = max(next, f.uid+1)
		h, _ := splitHeader(f.bytes)
		if isWanted(h, wanted) {
			list = append(list, f.found)
		}
		return nil
	})
	if err != nil && !ascending {
		return nil, from, err
	}
	return list, next, err
}

// isWanted reports whether a mail's few fields say that it is to be read.
func isWanted(h header, wanted func(string) bool) bool {
	if isReport(h) {
		return true
	}
	from := h.addresses("from")
	return len(from) > 0 && wanted != nil && wanted(strings.ToLower(from[0].Address))
}

// read fetches the mails of a list, which is in ascending order, and hands
// each on. Of one that is too large only the header is read.
func (r Reader) read(ctx context.Context, s *session, list []found, done func(imap.UID)) error {
	limit := r.MaxSize
	if limit <= 0 {
		limit = 10 << 20
	}
	for len(list) > 0 {
		large := list[0].size > limit
		n := 1
		for n < len(list) && n < batch && (list[n].size > limit) == large {
			n++
		}
		section := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Size: maxFetch}}
		if large {
			section.Specifier, section.Partial.Size = imap.PartSpecifierHeader, maxHeader
		}
		var set imap.UIDSet
		for _, f := range list[:n] {
			set.AddNum(f.uid)
		}
		err := s.fetch(set, section, func(f fetched) error {
			if err := r.hand(ctx, f, large); err != nil {
				return &eachError{err}
			}
			done(f.uid)
			return nil
		})
		if err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// hand takes one mail apart and gives it to the caller.
func (r Reader) hand(ctx context.Context, f fetched, large bool) error {
	m := parse(f.bytes)
	m.UID, m.Size, m.Received, m.TooLarge = uint32(f.uid), f.size, f.received, large
	if r.Each == nil {
		return nil
	}
	return r.Each(ctx, m)
}

// eachError is the caller's own error.
type eachError struct{ err error }

func (e *eachError) Error() string { return e.err.Error() }
func (e *eachError) Unwrap() error { return e.err }
