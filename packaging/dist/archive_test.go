package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var day = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// things are an archive's entries, in an order that must not matter to a
// tarball.
func things(t *testing.T) []entry {
	t.Helper()
	source := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(source, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return []entry{
		{name: "usr/lib/trayapp/trayapp", source: source, mode: 0o755},
		{name: "etc/xdg/autostart/trayapp.desktop", data: []byte("[Desktop Entry]\n"), mode: 0o644},
		{name: "usr/bin/trayapp", link: "../lib/trayapp/trayapp"},
	}
}

// names reads a tarball back.
func names(t *testing.T, data []byte) []string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Uid != 0 || h.Gid != 0 || !h.ModTime.Equal(day) {
			t.Errorf("%s belongs to %d:%d, of %v", h.Name, h.Uid, h.Gid, h.ModTime)
		}
		all = append(all, strings.TrimSuffix(h.FileInfo().Mode().String()+" "+h.Name+" "+h.Linkname, " "))
	}
}

func TestTarball(t *testing.T) {
	list := things(t)
	data, err := tarball("./", list, day)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"drwxr-xr-x ./", "drwxr-xr-x ./etc/", "drwxr-xr-x ./etc/xdg/", "drwxr-xr-x ./etc/xdg/autostart/",
		"-rw-r--r-- ./etc/xdg/autostart/trayapp.desktop", "drwxr-xr-x ./usr/", "drwxr-xr-x ./usr/bin/",
		"Lrwxrwxrwx ./usr/bin/trayapp ../lib/trayapp/trayapp", "drwxr-xr-x ./usr/lib/", "drwxr-xr-x ./usr/lib/trayapp/",
		"-rwxr-xr-x ./usr/lib/trayapp/trayapp",
	}
	if got := names(t, data); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	slices.Reverse(list)
	again, err := tarball("./", list, day)
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("not the same bytes in another order: %v", err)
	}
}

func TestDebTwice(t *testing.T) {
	d := &dist{product: product{Date: day}}
	var made [2][]byte
	for i := range made {
		name := filepath.Join(t.TempDir(), "x.deb")
		err := d.writeDeb(name, things(t), map[string]string{"control": "Package: trayapp\nInstalled-Size: @SIZE@\n", "prerm": "#!/bin/sh\n"})
		if err != nil {
			t.Fatal(err)
		}
		if made[i], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(made[0], made[1]) {
		t.Error("not the same bytes")
	}
	// ar(5): eight bytes, then members with a head of sixty, on even places.
	at := 8
	var members []string
	for at < len(made[0]) {
		head := string(made[0][at : at+60])
		members = append(members, strings.TrimSpace(head[:16]))
		var size int
		for _, c := range strings.TrimSpace(head[48:58]) {
			size = size*10 + int(c-'0')
		}
		if members[len(members)-1] == "control.tar.gz" {
			want := []string{
				"drwxr-xr-x ./", "-rw-r--r-- ./conffiles", "-rw-r--r-- ./control", "-rw-r--r-- ./md5sums", "-rwxr-xr-x ./prerm",
			}
			if got := names(t, made[0][at+60:at+60+size]); !slices.Equal(got, want) {
				t.Errorf("control holds %q", got)
			}
		}
		at += 60 + size + size%2
	}
	if want := []string{"debian-binary", "control.tar.gz", "data.tar.gz"}; !slices.Equal(members, want) {
		t.Errorf("members %q", members)
	}
}

func TestZipTwice(t *testing.T) {
	var made [2][]byte
	for i := range made {
		name := filepath.Join(t.TempDir(), "x.zip")
		err := writeZip(name, []entry{{name: "a/b.txt", data: []byte("è\r\n"), mode: 0o644}}, day)
		if err == nil {
			made[i], err = os.ReadFile(name)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(made[0]) == 0 || !bytes.Equal(made[0], made[1]) {
		t.Error("not the same bytes")
	}
}

func TestProduct(t *testing.T) {
	p, err := readProduct(t.Context(), "../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(p.source(p.Icon)); err != nil || p.Name == "" || p.ID == "" {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := readProduct(t.Context(), t.TempDir()); err == nil {
		t.Error("a folder of something else is taken for the project's")
	}
}
