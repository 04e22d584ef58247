package instance

import (
	"bufio"
	"io"
	"net"
	"strings"
	"sync"
	"time"
)

// Server is the running agent's side: it holds the place and receives
// messages until Close.
type Server struct {
	messages chan Message
	done     chan struct{}
	once     sync.Once
	wait     sync.WaitGroup
	release  func() error // gives the place back; what the platform holds
}

func newServer() *Server {
	return &Server{messages: make(chan Message, 16), done: make(chan struct{})}
}

// Messages returns the messages as they come. It is closed by Close.
func (s *Server) Messages() <-chan Message { return s.messages }

// Close gives the place back. It may be called twice.
func (s *Server) Close() error {
	var err error
	s.once.Do(func() {
		close(s.done)
		err = s.release()
		s.wait.Wait()
		close(s.messages)
	})
	return err
}

// exchange is how long one side waits for the other's line.
const exchange = 2 * time.Second

// taken is the server's answer to a message that it has passed on.
const taken = "ok\n"

// receive reads one message from c, passes it on and answers. A stranger to
// the protocol gets no answer.
func (s *Server) receive(c io.ReadWriter) {
	line, err := bufio.NewReader(io.LimitReader(c, maxMessage)).ReadString('\n')
	if err != nil {
		return
	}
	m := Message(strings.TrimSuffix(line, "\n"))
	if !known(m) {
		return
	}
	select {
	case s.messages <- m:
	case <-s.done:
		return
	case <-time.After(exchange):
		return // the agent does not read: the sender learns it by the missing answer
	}
	_, _ = io.WriteString(c, taken)
}

// accept serves connections until l is closed; allowed judges who calls.
func (s *Server) accept(l net.Listener, allowed func(net.Conn) bool) {
	defer s.wait.Done()
	for {
		c, err := l.Accept()
		if err != nil {
			select {
			case <-s.done:
				return
			case <-time.After(100 * time.Millisecond): // out of descriptors, say
				continue
			}
		}
		s.wait.Add(1)
		go func() {
			defer s.wait.Done()
			defer c.Close()
			_ = c.SetDeadline(time.Now().Add(exchange))
			if allowed(c) {
				s.receive(c)
			}
		}()
	}
}

// say sends m over c and waits for the answer.
func say(c io.ReadWriter, m Message) error {
	if _, err := io.WriteString(c, string(m)+"\n"); err != nil {
		return err
	}
	answer, err := bufio.NewReader(io.LimitReader(c, maxMessage)).ReadString('\n')
	if err != nil {
		return err
	}
	if answer != taken {
		return io.ErrUnexpectedEOF
	}
	return nil
}
