//go:build !linux && !windows

package filedialog

import "context"

// Open fails with ErrNone: the toolkit's dialog serves here.
func Open(context.Context, Question) ([]string, error) { return nil, ErrNone }
