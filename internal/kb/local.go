package kb

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// What is read of a folder and of one file, so that a folder named by mistake
// does not keep the computer busy.
const (
	maxFiles = 200_000
	maxFile  = 4 << 20   // bytes of one page
	maxJSON  = 512 << 20 // bytes of a ready-made file
)

// readFolder calls each with the Markdown, HTML and text files of a folder and
// the folders below it. Hidden ones and links are left alone.
func readFolder(dir string, each func(Article)) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	n := 0
	return filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			if path == dir {
				return err
			}
			return nil // one folder that may not be read does not cost the others
		}
		if strings.HasPrefix(e.Name(), ".") && path != dir {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !e.Type().IsRegular() || !isPage(path) {
			return nil
		}
		if n++; n > maxFiles {
			return fs.SkipAll
		}
		if a, err := readPage(path); err == nil {
			each(a)
		}
		return nil
	})
}

// isPage reports whether a file is one that a folder may suggest. No other is
// ever opened, whatever an index says.
func isPage(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".md", ".markdown", ".html", ".htm", ".txt":
		return true
	}
	return false
}

func readPage(path string) (Article, error) {
	f, err := os.Open(path)
	if err != nil {
		return Article{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return Article{}, err
	}
	address, name := fileURL(path), strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if strings.HasPrefix(strings.ToLower(filepath.Ext(path)), ".htm") {
		a, err := readHTML(strings.NewReader(string(data)), "text/html", address)
		if a.Title == "" {
			a.Title = name
		}
		return a, err
	}
	return readMarkdown(strings.ToValidUTF8(string(data), string(utf8.RuneError)), name, address), nil
}

// fileURL returns a path as a file address, a share's as file://server/share
// with the server's name in the path, as browsers take it.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// readJSON calls each with the articles of a ready-made file: one array of
// {"title", "url", "text", "headings"}, the last two optional. An article
// whose address is no web page is left out.
func readJSON(r io.Reader, each func(Article)) error {
	d := json.NewDecoder(io.LimitReader(r, maxJSON))
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(fmt.Errorf("want one array of articles: %w", ErrFormat), err)
	}
	for d.More() {
		var a Article
		if err := d.Decode(&a); err != nil {
			return errors.Join(ErrFormat, err)
		}
		if isWeb(a.URL) {
			each(a)
		}
	}
	_, err := d.Token()
	return err
}

// isWeb reports whether an address is a web page's.
func isWeb(address string) bool {
	return Openable(address) && strings.HasPrefix(strings.ToLower(address), "http")
}
