package uiapp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"ticketpp/internal/clipboard"
	"ticketpp/internal/compose"
	"ticketpp/internal/countdown"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/launch"
	"ticketpp/internal/mytickets"
	"ticketpp/internal/picture"
	"ticketpp/internal/safefile"
	"ticketpp/internal/shots"
	"ticketpp/internal/ticket"
)

// pending is the follow-up that is being written: none until the first word
// of it is kept, and one at a time.
type pending struct {
	clerk  *clerk
	makes  func(Home) (Sender, error)
	sender Sender
	first  string // id of the draft to be taken up before others

	mu    sync.Mutex
	draft *drafts.Draft // nil: nothing was begun
}

// prefer takes up a certain draft before others, and returns the id of the
// ticket that it speaks of.
func (p *pending) prefer(id string) (ticketID string) {
	for _, s := range p.left() {
		if s.ID == id {
			p.first = id
			return s.FollowUp.Of
		}
	}
	p.clerk.log.Warn("no such follow-up", "draft", id)
	return ""
}

// left are the follow-ups that were begun and left, newest first.
func (p *pending) left() []drafts.Summary {
	list, err := p.clerk.home.Drafts.FollowUps()
	if err != nil {
		p.clerk.log.Warn("follow-ups that were left", "err", err)
	}
	return list
}

// begunOf are the ids of the tickets to which something was begun and left.
func (p *pending) begunOf() []string {
	var ids []string
	for _, s := range p.left() {
		ids = append(ids, s.FollowUp.Of)
	}
	return ids
}

// resume opens the follow-up to a ticket that was begun and not sent.
func (p *pending) resume(id string) (ticket.Ticket, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.draft != nil {
		return ticket.Ticket{}, false, errors.New("another follow-up is open")
	}
	found := ""
	for _, s := range p.left() {
		if s.FollowUp.Of == id && !s.Damaged && (found == "" || s.ID == p.first) {
			found = s.ID
		}
	}
	if found == "" {
		return ticket.Ticket{}, false, nil
	}
	d, err := p.clerk.home.Drafts.Resume(found)
	if errors.Is(err, drafts.ErrOpen) {
		return ticket.Ticket{}, false, mytickets.ErrOpen
	}
	if err != nil {
		return ticket.Ticket{}, false, err
	}
	p.draft = d
	return d.Ticket(), true, nil
}

// begun returns the open draft, and makes one the first time.
func (p *pending) begun(t ticket.Ticket) (*drafts.Draft, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.draft != nil {
		return p.draft, nil
	}
	if t.FollowUp == nil { // of nothing: it would be offered as a new ticket that was left
		return nil, errNothingBegun
	}
	d, err := p.clerk.home.Drafts.Create(t)
	if err != nil {
		return nil, err
	}
	p.draft = d
	return d, nil
}

// errNothingBegun: there is no follow-up into which something could be taken.
var errNothingBegun = errors.New("no follow-up was begun")

// taken takes the open draft out of the clerk's hand.
func (p *pending) taken() *drafts.Draft {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.draft
	p.draft = nil
	return d
}

// own gives the ticket the draft's identity: the window knows nothing of it.
func own(d *drafts.Draft, t ticket.Ticket) ticket.Ticket {
	t.ID = d.ID()
	return t
}

func (p *pending) save(t ticket.Ticket) error {
	d, err := p.begun(t)
	if err == nil {
		err = d.Save(own(d, t))
	}
	return kept(err)
}

func (p *pending) leave() error {
	if d := p.taken(); d != nil {
		return d.Close()
	}
	return nil
}

func (p *pending) discard() error {
	if d := p.taken(); d != nil {
		return d.Discard()
	}
	return nil
}

// hideTime is how long the desktop gets to show what lay below a window that
// was hidden.
const hideTime = 450 * time.Millisecond

// capture takes the screens after a while, which is counted down on the
// screen; the one on which the user works goes with the follow-up.
func (p *pending) capture(t ticket.Ticket, after time.Duration) ([]ticket.Screenshot, error) {
	words := func(n int) string { return p.clerk.home.Texts.Count("compose.shots.countdown", n) }
	clearScreen(p.clerk.data, max(after, hideTime))
	if after < time.Second || countdown.Show(context.Background(), int(after.Seconds()), words) != nil {
		time.Sleep(max(after, hideTime))
	}
	taken, err := launch.Take(context.Background())
	if len(taken) == 0 {
		return nil, fmt.Errorf("%w: %w", mytickets.ErrNoPicture, err)
	}
	d, err := p.begun(t)
	if err != nil {
		return nil, kept(err)
	}
	all, err := launch.AddShots(d, taken)
	if err != nil {
		return nil, kept(err)
	}
	var chosen []ticket.Screenshot
	for _, s := range all {
		if s.Included {
			chosen = append(chosen, s)
		}
	}
	if len(chosen) == 0 && len(all) > 0 {
		all[0].Included = true
		chosen = all[:1]
	}
	return chosen, nil
}

// paste takes the picture that another program has copied.
func (p *pending) paste(t ticket.Ticket) (ticket.Screenshot, bool, error) {
	data, err := clipboard.Picture(context.Background())
	if errors.Is(err, clipboard.ErrTooLarge) {
		return ticket.Screenshot{}, false, mytickets.ErrNotOpened
	}
	if err != nil || len(data) == 0 {
		p.clerk.log.Debug("nothing to paste", "err", err)
		return ticket.Screenshot{}, false, nil
	}
	img, err := picture.Decode(bytes.NewReader(data))
	if err != nil {
		p.clerk.log.Info("picture not opened", "err", err)
		return ticket.Screenshot{}, false, mytickets.ErrNotOpened
	}
	shot, err := p.addPicture(t, img)
	return shot, true, kept(err)
}

// addPicture keeps a picture from outside; nothing but its pixels.
func (p *pending) addPicture(t ticket.Ticket, img image.Image) (ticket.Screenshot, error) {
	d, err := p.begun(t)
	if err != nil {
		return ticket.Screenshot{}, err
	}
	var b bytes.Buffer
	if err := picture.EncodePNG(&b, img); err != nil {
		return ticket.Screenshot{}, err
	}
	return launch.AddPicture(d, bytes.NewReader(b.Bytes()))
}

// addFile takes a picture as a screenshot, and all else as an attachment.
func (p *pending) addFile(t ticket.Ticket, path string) (ticket.Ticket, error) {
	var with ticket.Ticket
	if f, err := safefile.OpenRegular(path); err == nil {
		img, err := picture.Decode(f)
		_ = f.Close()
		if err == nil {
			shot, err := p.addPicture(t, img)
			with.Screenshots = append(with.Screenshots, shot)
			return with, kept(err)
		}
	}
	d, err := p.begun(t)
	if err != nil {
		return with, kept(err)
	}
	a, err := d.AddFile(context.Background(), path, p.room(t))
	with.Attachments = append(with.Attachments, a)
	return with, kept(err)
}

// addText is addFile for a text that the user has pasted.
func (p *pending) addText(t ticket.Ticket, name, text string) (ticket.Ticket, error) {
	var with ticket.Ticket
	d, err := p.begun(t)
	if err != nil {
		return with, kept(err)
	}
	a, err := d.AddStream(context.Background(), name, strings.NewReader(text), p.room(t))
	with.Attachments = append(with.Attachments, a)
	return with, kept(err)
}

// room is how many bytes still go into the mail.
func (p *pending) room(t ticket.Ticket) int64 {
	limit := dispatch.SizeLimit(p.clerk.data, p.clerk.home.Settings)
	if limit <= 0 {
		return drafts.NoLimit
	}
	for _, s := range t.Screenshots {
		if s.Included {
			limit -= s.Size
		}
	}
	for _, a := range t.Attachments {
		limit -= a.Size
	}
	return max(limit, 0)
}

// preview reads the small picture of a screenshot.
func (p *pending) preview(s ticket.Screenshot) (image.Image, error) {
	p.mu.Lock()
	d := p.draft
	p.mu.Unlock()
	if d == nil {
		return nil, os.ErrNotExist
	}
	name := s.Preview
	if name == "" {
		name = s.File
	}
	r, _, err := d.Open(name)
	if err != nil {
		return nil, err
	}
	defer func(c io.Closer) { _ = c.Close() }(r)
	return picture.Decode(r)
}

// picture reads a screenshot of the follow-up as it was taken.
func (p *pending) picture(s ticket.Screenshot) (image.Image, error) {
	p.mu.Lock()
	d := p.draft
	p.mu.Unlock()
	if d == nil {
		return nil, os.ErrNotExist
	}
	return shots.Picture(d, s)
}

// drawn draws for good what was marked on a screenshot.
func (p *pending) drawn(s ticket.Screenshot) (ticket.Screenshot, error) {
	p.mu.Lock()
	d := p.draft
	p.mu.Unlock()
	if d == nil {
		return s, os.ErrNotExist
	}
	out, err := shots.Drawn(d, s)
	return out, kept(err)
}

// send hands the follow-up over to the same queue as the form's tickets.
func (p *pending) send(t ticket.Ticket) (<-chan mytickets.Progress, error) {
	if p.sender == nil {
		s, err := p.makes(p.clerk.home)
		if err != nil {
			return nil, kept(err)
		}
		p.sender = s
	}
	d, err := p.begun(t)
	if err != nil {
		return nil, kept(err)
	}
	t = own(d, t)
	if err := d.Save(t); err != nil {
		return nil, kept(err)
	}
	steps, err := p.sender.Send(context.Background(), d, t)
	if err != nil {
		return nil, kept(err)
	}
	p.taken() // the sender's now
	told := make(chan mytickets.Progress, 1)
	go func() {
		defer close(told)
		for s := range steps {
			if s.Stage == compose.Sending { // the outcome is what counts
				continue
			}
			told <- mytickets.Progress{Stage: mytickets.Stage(s.Stage), Reason: s.Reason}
		}
	}()
	return told, nil
}

// wait returns when nothing of what was sent is in this process's hands.
func (p *pending) wait() {
	if err := p.leave(); err != nil {
		p.clerk.log.Warn("leaving a follow-up", "err", err)
	}
	if p.sender != nil {
		p.sender.Wait()
	}
}

// kept says in the window's terms why something could not be kept.
func kept(err error) error {
	var big *drafts.TooBigError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, safefile.ErrNoSpace):
		return fmt.Errorf("%w: %w", mytickets.ErrDiskFull, err)
	case errors.As(err, &big):
		return fmt.Errorf("%w: %w", mytickets.ErrTooBig, err)
	case errors.Is(err, drafts.ErrElsewhere):
		return fmt.Errorf("%w: %w", mytickets.ErrElsewhere, err)
	case errors.Is(err, drafts.ErrOpen):
		return fmt.Errorf("%w: %w", mytickets.ErrOpen, err)
	}
	return err
}
