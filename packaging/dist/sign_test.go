//go:build wine

package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// throwAway makes a certificate for signing programs, and its key.
func throwAway(t *testing.T) (cert, key string) {
	t.Helper()
	secret, err := rsa.GenerateKey(rand.Reader, 3072)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Throw-away"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &secret.PublicKey, secret)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(secret)},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// Programs and the installer are signed where the environment holds a
// certificate, and only there.
func TestSigning(t *testing.T) {
	from := filepath.Join(os.Getenv("TRAYAPP_DIST"), "now")
	found, err := filepath.Glob(filepath.Join(from, "*.msi"))
	if err != nil || len(found) != 1 {
		t.Fatalf("run by `make test-windows`: %v in %s", err, from)
	}
	cert, key := throwAway(t)
	d := &dist{product: product{Name: "Ticket++"}, stage: t.TempDir()}
	for _, file := range []string{filepath.Join(from, "stage/windows/trayapp.com"), found[0]} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		copied := filepath.Join(t.TempDir(), filepath.Base(file))
		if err := os.WriteFile(copied, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if verified(t, cert, copied) {
			t.Errorf("%s is signed without being asked", copied)
		}
		t.Setenv("SIGN_CERT", cert)
		t.Setenv("SIGN_KEY", key)
		if err := d.sign(context.Background(), copied); err != nil {
			t.Fatal(err)
		}
		if !verified(t, cert, copied) {
			t.Errorf("%s does not verify", copied)
		}
		t.Setenv("SIGN_CERT", "")
	}
}

func verified(t *testing.T, cert, file string) bool {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "osslsigncode", "verify", "-CAfile", cert, "-in", file).CombinedOutput()
	return err == nil && strings.Contains(string(out), "Succeeded")
}
