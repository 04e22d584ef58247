package main

import (
	"bytes"
	"crypto/md5"
	"debug/elf"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// writeDeb packs a Debian package (deb(5)): an ar archive of a version, the
// control files and the files.
func (d *dist) writeDeb(name string, entries []entry, control map[string]string) error {
	data, err := tarball("./", entries, d.Date)
	if err != nil {
		return err
	}
	var sums, conf strings.Builder
	size := 0
	for _, e := range entries {
		content, err := e.content()
		if err != nil {
			return err
		}
		size += (len(content) + 1023) / 1024
		if e.link == "" {
			fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(content), e.name) // what dpkg looks at: a check against decay, not against malice
		}
		if strings.HasPrefix(e.name, "etc/") {
			fmt.Fprintf(&conf, "/%s\n", e.name)
		}
	}
	files := []entry{
		{name: "control", data: []byte(strings.ReplaceAll(control["control"], "@SIZE@", strconv.Itoa(size))), mode: 0o644},
		{name: "md5sums", data: []byte(sums.String()), mode: 0o644},
		{name: "conffiles", data: []byte(conf.String()), mode: 0o644},
	}
	for _, script := range []string{"postinst", "prerm", "postrm"} {
		if text, ok := control[script]; ok {
			files = append(files, entry{name: script, data: []byte(text), mode: 0o755})
		}
	}
	meta, err := tarball("./", files, d.Date)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("!<arch>\n")
	for _, m := range []struct {
		name string
		data []byte
	}{{"debian-binary", []byte("2.0\n")}, {"control.tar.gz", meta}, {"data.tar.gz", data}} {
		fmt.Fprintf(&b, "%-16s%-12d%-6d%-6d%-8s%-10d`\n", m.name, d.Date.Unix(), 0, 0, "100644", len(m.data))
		b.Write(m.data)
		if len(m.data)%2 == 1 {
			b.WriteByte('\n')
		}
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

// libcNeeded is the oldest C library with which the programs start, as the
// versions of the symbols say that they ask for.
func libcNeeded(programs ...string) (string, error) {
	newest := []int{2, 17}
	for _, p := range programs {
		f, err := elf.Open(p)
		if err != nil {
			return "", err
		}
		symbols, err := f.ImportedSymbols()
		_ = f.Close()
		if err != nil && !strings.Contains(err.Error(), "no symbol") {
			return "", err
		}
		for _, s := range symbols {
			text, ok := strings.CutPrefix(s.Version, "GLIBC_")
			if !ok {
				continue
			}
			var v []int
			for _, part := range strings.Split(text, ".") {
				n, err := strconv.Atoi(part)
				if err != nil {
					break
				}
				v = append(v, n)
			}
			if slices.Compare(v, newest) > 0 {
				newest = v
			}
		}
	}
	return fmt.Sprintf("%d.%d", newest[0], newest[1]), nil
}
