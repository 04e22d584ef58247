package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// rawConn is what a dialler's control function gets.
type rawConn = syscall.RawConn

var errCAFile = errors.New("the extra CA file cannot be used")

// tlsConfig verifies the server's name against the system's authorities and
// those of the extra file.
func tlsConfig(server Server) (*tls.Config, error) {
	config := &tls.Config{ServerName: server.Host, MinVersion: tls.VersionTLS12}
	if server.CAFile == "" || server.Security == None {
		return config, nil
	}
	pem, err := os.ReadFile(server.CAFile)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errCAFile, err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool() // the extra file alone
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%w: %s holds no certificate", errCAFile, server.CAFile)
	}
	config.RootCAs = pool
	return config, nil
}

// tlsReason tells what is wrong with the encryption, or "".
func tlsReason(err error) Reason {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var verify *tls.CertificateVerificationError
	var alert tls.AlertError
	switch {
	case errors.Is(err, errCAFile):
		return ReasonCAFile
	case errors.As(err, &name):
		return ReasonTLSName
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return ReasonTLSExpired
	case errors.As(err, &unknown):
		return ReasonTLSCA
	case errors.Is(err, errNoStartTLS), errors.As(err, &invalid), errors.As(err, &record),
		errors.As(err, &verify), errors.As(err, &alert):
		return ReasonTLS
	}
	return ReasonNone
}
