package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"time"
)

var (
	errCAFile    = errors.New("the extra CA file cannot be used")
	errPlaintext = errors.New("an unencrypted way beyond this computer is not allowed")
)

// tlsConfigs returns what the server's name is verified against, in the order
// in which to try: the authorities of the extra file, then the system's. Those
// come second because the standard library, once it has read them, keeps them
// for good, over a megabyte; an office with an authority of its own needs no
// other.
func tlsConfigs(s Server) ([]*tls.Config, error) {
	system := &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}
	if s.CAFile == "" || s.Security == None {
		return []*tls.Config{system}, nil
	}
	pem, err := os.ReadFile(s.CAFile)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCAFile, err)
	}
	extra := system.Clone()
	extra.RootCAs = x509.NewCertPool()
	if !extra.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%w: %s holds no certificate", errCAFile, s.CAFile)
	}
	return []*tls.Config{extra, system}, nil
}

// dialTCP connects. Where the way is not encrypted and plain text is not
// allowed, an address beyond loopback is refused before a byte leaves.
func dialTCP(ctx context.Context, s Server, timeout time.Duration) (net.Conn, error) {
	d := net.Dialer{Timeout: min(timeout, 30*time.Second)}
	if s.Security == None && !s.AllowPlaintext {
		d.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
			host, _, err := net.SplitHostPort(address)
			if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
				return errPlaintext
			}
			return nil
		}
	}
	return d.DialContext(ctx, "tcp", s.Addr())
}
