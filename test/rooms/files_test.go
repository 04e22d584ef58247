package rooms

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// longest is the most lines that a file of ours has; a longer one holds two
// things.
const longest = 400

// machines' own paths, put together so that this file does not hold them.
var machinePaths = []string{"/wo" + "rk/", "/ro" + "ot/", ".libr" + "ary", "bash_" + "jobs", "../sha" + "red"}

// walk calls visit with every file of the project, its path from the root.
func walk(t *testing.T, visit func(path string, text []byte)) {
	t.Helper()
	top := root(t)
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(top, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch rel {
			case ".git", "build", "bin", "dist":
				return filepath.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(path)
		if err == nil {
			visit(filepath.ToSlash(rel), text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What is committed works on any machine: it names no place on one.
func TestNoMachinePaths(t *testing.T) {
	walk(t, func(path string, text []byte) {
		if bytes.IndexByte(text, 0) >= 0 {
			return // not a text
		}
		for _, p := range machinePaths {
			if i := bytes.Index(text, []byte(p)); i >= 0 {
				t.Errorf("%s:%d names %q", path, 1+bytes.Count(text[:i], []byte("\n")), p)
			}
		}
	})
}

// Every package says what it is for, once; every exported thing says what it
// is; no file holds two things (a test's tables may be long).
func TestSource(t *testing.T) {
	comments := make(map[string]int) // folder → files with a package comment
	walk(t, func(path string, text []byte) {
		if !strings.HasSuffix(path, ".go") {
			return
		}
		if lines := bytes.Count(text, []byte("\n")); lines > longest && !strings.HasSuffix(path, "_test.go") {
			t.Errorf("%s has %d lines", path, lines)
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments)
		if err != nil {
			t.Error(err)
			return
		}
		dir := filepath.Dir(path)
		comments[dir] += 0
		if file.Doc != nil && !strings.HasPrefix(file.Doc.Text(), "Code generated") {
			comments[dir]++
		}
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		for _, d := range file.Decls {
			if name := undocumented(d); name != "" {
				t.Errorf("%s: %s is exported and says nothing of itself", path, name)
			}
		}
	})
	for dir, n := range comments {
		if n != 1 {
			t.Errorf("%s has %d package comments, not one", dir, n)
		}
	}
}

// undocumented returns the name of an exported function, method or type that
// has no doc comment, or "".
func undocumented(d ast.Decl) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && !wellKnown[d.Name.Name] {
			return d.Name.Name
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
				return ts.Name.Name
			}
		}
	}
	return ""
}

// wellKnown methods of the standard interfaces need no words.
var wellKnown = map[string]bool{"Error": true, "String": true, "Unwrap": true, "Len": true, "Less": true, "Swap": true, "Write": true, "Read": true, "Close": true, "Is": true}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return true
	}
	kind := d.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	name, ok := kind.(*ast.Ident)
	return ok && name.IsExported()
}
