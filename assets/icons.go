package assets

import "embed"

// Icons holds icons/NAME-SIZE.png (16, 22, 24, 32, 44, 48, 64, 128 and 256
// pixels) and icons/NAME.ico, where NAME is trayapp, trayapp-waiting or
// trayapp-failed. icons/gen draws them.
//
//go:embed icons/*.png icons/*.ico
var Icons embed.FS
