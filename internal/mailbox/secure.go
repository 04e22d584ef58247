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

// tlsConfig verifies the server's name against the system's authorities and
// those of the extra file.
func tlsConfig(s Server) (*tls.Config, error) {
	config := &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12}
	if s.CAFile == "" || s.Security == None {
		return config, nil
	}
	pem, err := os.ReadFile(s.CAFile)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCAFile, err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // the extra file alone
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%w: %s holds no certificate", errCAFile, s.CAFile)
	}
	config.RootCAs = pool
	return config, nil
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
