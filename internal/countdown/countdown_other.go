//go:build !linux && !windows

package countdown

import "context"

func open(context.Context) (plate, error) { return nil, ErrUnavailable }
