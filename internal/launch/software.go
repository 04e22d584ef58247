package launch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ticketpp/internal/config"
)

// softwareFolder, beside the window program, is where an administrator of
// machines without a graphics card may put the same program once more, together
// with an OpenGL that computes (Mesa's opengl32.dll): Windows takes libraries
// from the program's own folder first.
const softwareFolder = "sw"

// inSoftware is the window drawn by computing, if the administrator has put
// that there. It is used only as it should be: nobody but an administrator can
// have written it, and the program is the one that it stands in for, for a
// forgotten copy of an older version would not understand its drafts.
func (w Window) inSoftware() (Window, error) {
	program := filepath.Join(filepath.Dir(w.Program), softwareFolder, filepath.Base(w.Program))
	if _, err := os.Stat(program); err != nil {
		return w, err
	}
	if err := config.TrustedFolder(filepath.Dir(program)); err != nil {
		return w, err
	}
	same, err := sameFile(program, w.Program)
	if err == nil && !same {
		err = fmt.Errorf("%s is not the window program of this version: copy it there again", program)
	}
	w.Program = program
	return w, err
}

// software shows the form in software, after the graphics have failed with
// cause.
func (w Window) software(ctx context.Context, draft, noPicture string, cause error) (Result, error) {
	s, err := w.inSoftware()
	if errors.Is(err, os.ErrNotExist) {
		return NoWindow, cause
	}
	if err != nil {
		return NoWindow, errors.Join(cause, err)
	}
	p, err := s.start(ctx, draft)
	if err != nil {
		return NoWindow, errors.Join(cause, err)
	}
	r, err := p.show(ctx, noPicture)
	if r != NoWindow && w.Software != nil {
		w.Software.Store(true)
	}
	return r, err
}

// sameFile reports whether two files hold the same bytes.
func sameFile(a, b string) (bool, error) {
	f, err := os.Open(a)
	if err != nil {
		return false, err
	}
	defer f.Close()
	g, err := os.Open(b)
	if err != nil {
		return false, err
	}
	defer g.Close()
	const piece = 1 << 20
	p, q := make([]byte, piece), make([]byte, piece)
	for {
		n, errF := io.ReadFull(f, p)
		m, errG := io.ReadFull(g, q)
		if !bytes.Equal(p[:n], q[:m]) {
			return false, nil
		}
		if errF != nil || errG != nil {
			return errors.Is(errF, errG) || ended(errF) && ended(errG), nil
		}
	}
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
