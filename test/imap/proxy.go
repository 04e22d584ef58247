package imap

import (
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
)

// Proxy stands between a client and the server, counts what goes through, and
// can lose the connection.
type Proxy struct {
	listen net.Listener
	target string
	cut    atomic.Int64 // bytes from the server after which a connection is lost; 0: never
	down   atomic.Int64 // bytes that came from the server
	up     atomic.Int64 // bytes that went to it
	mu     sync.Mutex
	open   map[net.Conn]bool
}

// NewProxy stands in front of a port of this computer.
func NewProxy(port int) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{listen: l, target: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), open: map[net.Conn]bool{}}
	go p.serve()
	return p, nil
}

// Port is where it listens.
func (p *Proxy) Port() int { return p.listen.Addr().(*net.TCPAddr).Port }

// Cut loses every connection from now on after so many bytes from the server;
// 0: no more.
func (p *Proxy) Cut(after int64) { p.cut.Store(after) }

// Count returns the bytes that went through since the last call.
func (p *Proxy) Count() (down, up int64) { return p.down.Swap(0), p.up.Swap(0) }

// Lose cuts the connections that are open.
func (p *Proxy) Lose() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		_ = c.Close()
	}
}

// Close ends it.
func (p *Proxy) Close() error {
	err := p.listen.Close()
	p.Lose()
	return err
}

func (p *Proxy) serve() {
	for {
		c, err := p.listen.Accept()
		if err != nil {
			return
		}
		go p.carry(c)
	}
}

func (p *Proxy) carry(client net.Conn) {
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		_ = client.Close()
		return
	}
	p.mu.Lock()
	p.open[client], p.open[server] = true, true
	p.mu.Unlock()
	hang := func() {
		_ = client.Close()
		_ = server.Close()
		p.mu.Lock()
		delete(p.open, client)
		delete(p.open, server)
		p.mu.Unlock()
	}
	go func() {
		_, _ = io.Copy(counter{server, &p.up}, client)
		hang()
	}()
	var from io.Reader = server
	if n := p.cut.Load(); n > 0 {
		from = io.LimitReader(server, n)
	}
	_, _ = io.Copy(counter{client, &p.down}, from)
	hang()
}

type counter struct {
	w io.Writer
	n *atomic.Int64
}

func (c counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n.Add(int64(n))
	return n, err
}
