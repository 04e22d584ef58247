//go:build !linux && !windows

package clipboard

import (
	"context"
	"fmt"

	"golang.design/x/clipboard"
)

// Picture returns the copied picture as a file of one of the usual formats. It
// fails with ErrNoPicture, ErrTooLarge, with ctx's error when the program that
// copied it does not answer before, or with what keeps us from the clipboard.
func Picture(ctx context.Context) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() { // the library cannot be called back: the goroutine ends when it does
		if err := clipboard.Init(); err != nil {
			done <- result{err: fmt.Errorf("clipboard: %w", err)}
			return
		}
		done <- result{data: clipboard.Read(clipboard.FmtImage)}
	}()
	select {
	case r := <-done:
		switch {
		case r.err != nil:
			return nil, r.err
		case len(r.data) == 0:
			return nil, ErrNoPicture
		case len(r.data) > maxBytes:
			return nil, ErrTooLarge
		}
		return r.data, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
