package workstation

import (
	"context"
	"image"

	"golang.org/x/sys/unix"
)

func system() string {
	version, err := unix.Sysctl("kern.osproductversion")
	if err != nil {
		return "macOS"
	}
	return "macOS " + version
}

// foreground: macOS tells other programs' titles only with a permission that
// is not worth asking for.
func foreground(context.Context) (string, image.Rectangle) { return "", image.Rectangle{} }
