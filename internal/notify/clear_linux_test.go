package notify

import (
	"slices"
	"testing"
	"time"

	"ticketpp/test/bus"
)

// show sends so many messages.
func show(t *testing.T, b *Board, n int) {
	t.Helper()
	for range n {
		if err := b.Send(t.Context(), "Ticket inviato", "Mandato 1532"); err != nil {
			t.Fatal(err)
		}
	}
}

// known are how many messages b takes for being up.
func known(b *Board) int {
	b.desk.mu.Lock()
	defer b.desk.mu.Unlock()
	return len(b.desk.up)
}

// clearing clears b and returns how long it took.
func clearing(t *testing.T, b *Board) time.Duration {
	t.Helper()
	start := time.Now()
	b.Clear(t.Context())
	return time.Since(start)
}

func TestWhatIsUpIsTakenAwayOnce(t *testing.T) {
	s, b := &server{}, new(Board)
	serve(t, s)
	show(t, b, 3)
	s.expire(t, 2)
	for end := time.Now().Add(5 * time.Second); known(b) != 2; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the end of a message was not heard")
		}
	}
	if took := clearing(t, b); took < fading {
		t.Errorf("it returned after %v, while the messages were going", took)
	}
	if got := s.asked(); !slices.Equal(got, []uint32{1, 3}) {
		t.Errorf("taken away: %v", got)
	}
	if took := clearing(t, b); took > fading/2 || len(s.asked()) != 2 {
		t.Errorf("once more: %v in %v", s.asked(), took)
	}
}

func TestWhereNothingIsUpNobodyIsAsked(t *testing.T) {
	b := new(Board)
	if took := clearing(t, b); took > fading/2 || b.desk.connection() != nil {
		t.Errorf("before the first message: %v", took)
	}
	s := &server{can: []string{"body", "persistence"}}
	serve(t, s)
	show(t, b, 1)
	b.desk.mu.Lock()
	for m := range b.desk.up { // it was shown long ago, and lies in the desktop's list
		b.desk.up[m] = time.Now().Add(-time.Second)
	}
	b.desk.mu.Unlock()
	if took := clearing(t, b); took > fading/2 || len(s.asked()) != 0 {
		t.Errorf("long after: %v in %v", s.asked(), took)
	}
}

func TestWhatComesDuringTheCaptureWaits(t *testing.T) {
	s, b := &server{}, new(Board)
	serve(t, s)
	start := time.Now()
	b.Clear(t.Context())
	show(t, b, 1)
	if took := time.Since(start); took < silence {
		t.Errorf("it was shown after %v", took)
	}
	start = time.Now()
	show(t, b, 1)
	if took := time.Since(start); took > silence/2 {
		t.Errorf("the next one took %v", took)
	}
}

func TestAMessageThatWasGoneAlreadyIsNotWaitedFor(t *testing.T) {
	s, b := &server{}, new(Board)
	serve(t, s)
	show(t, b, 1)
	s.Lock()
	s.up = nil // and nobody was told
	s.Unlock()
	if took := clearing(t, b); took > fading/2 {
		t.Errorf("it took %v", took)
	}
}

// A number means something only to the server that gave it.
func TestTheNextServersMessagesAreLeftAlone(t *testing.T) {
	first, next, b := &server{}, &server{}, new(Board)
	address := bus.Start(t)
	join(t, first, address)
	show(t, b, 1)
	first.conn.Close()
	for end := time.Now().Add(5 * time.Second); b.desk.connection().Object(busName, objectPath).Call("org.freedesktop.DBus.Peer.Ping", 0).Err == nil; {
		if time.Now().After(end) {
			t.Fatal("the first server is still there")
		}
	}
	join(t, next, address)
	clearing(t, b)
	if got := next.asked(); len(got) != 0 {
		t.Errorf("taken away: %v", got)
	}
}

func TestAServerThatHangsCostsLittle(t *testing.T) {
	s, b := &server{}, new(Board)
	serve(t, s)
	show(t, b, 1)
	s.Lock() // and answers no more
	defer s.Unlock()
	if took := clearing(t, b); took > 10*goPatience {
		t.Errorf("it took %v", took)
	}
}

func TestABusThatDiedIsJoinedAnew(t *testing.T) {
	b := new(Board)
	address, kill := bus.StartKillable(t)
	join(t, &server{}, address)
	show(t, b, 1)
	kill()
	for end := time.Now().Add(5 * time.Second); b.desk.connection().Connected(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the end of the bus was not seen")
		}
	}
	clearing(t, b)
	s := &server{}
	serve(t, s)
	show(t, b, 1)
	clearing(t, b)
	if got := s.asked(); !slices.Equal(got, []uint32{1}) {
		t.Errorf("taken away: %v", got)
	}
}
