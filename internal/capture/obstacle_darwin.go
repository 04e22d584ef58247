//go:build cgo

package capture

/*
#cgo LDFLAGS: -framework CoreGraphics
#include <stdbool.h>

// macOS 10.15 and later; on older ones there is nothing to be allowed.
extern bool CGPreflightScreenCaptureAccess(void) __attribute__((weak_import));
extern bool CGRequestScreenCaptureAccess(void) __attribute__((weak_import));

static bool allowed(void) {
	return CGPreflightScreenCaptureAccess == 0 || CGPreflightScreenCaptureAccess();
}

static void ask(void) {
	if (CGRequestScreenCaptureAccess != 0) CGRequestScreenCaptureAccess();
}
*/
import "C"

import "context"

// obstacle asks macOS for the permission to record the screen. Without it a
// picture would hold the wallpaper alone. The first time macOS shows the user
// where to allow it.
func obstacle(context.Context) error {
	if C.allowed() {
		return nil
	}
	C.ask()
	return ErrNoPermission
}

// mayAsk: macOS may, once.
func mayAsk() bool { return true }

// remote is not told on macOS.
func remote() bool { return false }
