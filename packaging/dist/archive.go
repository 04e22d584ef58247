package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// entry is a file of an archive. One with a link is a symbolic link, one with
// neither link nor source holds data.
type entry struct {
	name   string // with slashes, no slash in front
	source string
	data   []byte
	link   string
	mode   int64
}

func (e entry) content() ([]byte, error) {
	if e.source != "" {
		return os.ReadFile(e.source)
	}
	return e.data, nil
}

// writeZip writes the entries in their order, each with one date.
func writeZip(name string, entries []entry, date time.Time) error {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		data, err := e.content()
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: date}
		h.SetMode(os.FileMode(e.mode))
		w, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

// tarball packs the entries below prefix, sorted, with their folders, all
// root's and of one date.
func tarball(prefix string, entries []entry, date time.Time) ([]byte, error) {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	t, folders := tar.NewWriter(z), map[string]bool{}
	head := func(h *tar.Header) error {
		h.ModTime, h.Uname, h.Gname, h.Format = date, "root", "root", tar.FormatGNU
		return t.WriteHeader(h)
	}
	for _, e := range entries {
		name := path.Join(prefix, e.name)
		if strings.HasPrefix(prefix, "./") {
			name = "./" + name
		}
		for _, dir := range foldersOf(name) {
			if folders[dir] {
				continue
			}
			folders[dir] = true
			if err := head(&tar.Header{Name: dir, Typeflag: tar.TypeDir, Mode: 0o755}); err != nil {
				return nil, err
			}
		}
		if e.link != "" {
			if err := head(&tar.Header{Name: name, Typeflag: tar.TypeSymlink, Linkname: e.link, Mode: 0o777}); err != nil {
				return nil, err
			}
			continue
		}
		data, err := e.content()
		if err != nil {
			return nil, err
		}
		if err := head(&tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: e.mode, Size: int64(len(data))}); err != nil {
			return nil, err
		}
		if _, err := t.Write(data); err != nil {
			return nil, err
		}
	}
	if err := t.Close(); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// foldersOf names the folders above a file, from the top.
func foldersOf(name string) []string {
	var all []string
	for i, c := range name {
		if c == '/' {
			all = append(all, name[:i+1])
		}
	}
	return all
}

// zipped is data as gzip, of no date and no name.
func zipped(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(z, bytes.NewReader(data)); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}
