package faults

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
)

// Options say where a proxy stands.
type Options struct {
	Server   string // "host:port" of the real server, which offers STARTTLS
	ServerCA string // PEM file of its authority
	Dir      string // where the proxy writes its own authority's file
	Door     State  // "": open
	Login    bool   // the proxy asks for a login, and takes any
}

// Proxy is a server for one client and a client of one server.
type Proxy struct {
	o      Options
	ca     *authority
	server *tls.Config
	door   *door

	mu       sync.Mutex
	listener net.Listener
	fault    Fault
	cert     tls.Certificate
	lifted   chan struct{} // closed when the fault is
	reached  chan struct{} // closed when it happens
	talks    sync.WaitGroup
	done     chan struct{}
}

// NewProxy starts a proxy with a fault, which may be none.
func NewProxy(o Options, f Fault) (*Proxy, error) {
	p := &Proxy{o: o, done: make(chan struct{})}
	if err := p.prepare(f); err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	return p, nil
}

func (p *Proxy) prepare(f Fault) error {
	pem, err := os.ReadFile(p.o.ServerCA)
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	host, _, err := net.SplitHostPort(p.o.Server)
	if err != nil {
		return err
	}
	p.server = &tls.Config{RootCAs: pool, ServerName: host}
	if p.ca, err = newAuthority(); err != nil {
		return err
	}
	if err := p.ca.write(p.CAFile()); err != nil {
		return err
	}
	if err := p.Set(f); err != nil {
		return err
	}
	if p.door, err = newDoor(); err != nil {
		return err
	}
	switch p.o.Door {
	case Shut:
		return nil
	case Hole:
		return p.door.dig()
	default:
		return p.listen()
	}
}

// CAFile is the PEM file of the authority that signs the proxy's certificates.
func (p *Proxy) CAFile() string { return filepath.Join(p.o.Dir, "proxy-ca.pem") }

// Port is the proxy's port on 127.0.0.1.
func (p *Proxy) Port() int { return p.door.port }

// Set lets something else go wrong from now on.
func (p *Proxy) Set(f Fault) error {
	cert, err := p.ca.issue(f.Cert)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lifted != nil {
		close(p.lifted)
	}
	p.fault, p.cert = f, cert
	p.lifted, p.reached = make(chan struct{}), make(chan struct{})
	return nil
}

// Lift ends the fault: what it held is dropped, and from now on all goes well.
func (p *Proxy) Lift() error {
	if err := p.Set(Fault{}); err != nil {
		return err
	}
	return p.listen()
}

// Reached waits until the fault happens, in the second group of deeds behind
// what the server did.
func (p *Proxy) Reached(ctx context.Context) error {
	p.mu.Lock()
	reached, at := p.reached, p.fault.At
	p.mu.Unlock()
	select {
	case <-reached:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("proxy: never came to step %s: %w", at, ctx.Err())
	}
}

// Close ends the proxy and all its conversations.
func (p *Proxy) Close() error {
	close(p.done)
	p.mu.Lock()
	l := p.listener
	p.mu.Unlock()
	var err error
	if l != nil {
		err = l.Close()
	} else {
		p.door.close()
	}
	p.talks.Wait()
	return err
}

func (p *Proxy) listen() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.listener != nil {
		return nil
	}
	l, err := p.door.open()
	if err != nil {
		return err
	}
	p.listener = l
	p.talks.Go(func() { p.serve(l) })
	return nil
}

func (p *Proxy) serve(l net.Listener) {
	for {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			p.talks.Go(func() { p.talk(c.(*net.TCPConn)) })
		}
	}
}

// at returns the fault, if it is one of this step, with the channel that ends
// it.
func (p *Proxy) at(s Step) (Fault, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.fault
	if f.At != s && f.At != Every {
		return Fault{}, p.lifted
	}
	return f, p.lifted
}

// note says that the fault happens now.
func (p *Proxy) note() {
	p.mu.Lock()
	defer p.mu.Unlock()
	select {
	case <-p.reached:
	default:
		close(p.reached)
	}
}

// certificate is the one to show now.
func (p *Proxy) certificate() tls.Certificate {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cert
}
