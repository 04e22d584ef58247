package instance

import "golang.org/x/sys/windows"

// brokenOff are the system's errors for a pipe whose other end has gone.
var brokenOff = [...]error{windows.ERROR_BROKEN_PIPE, windows.ERROR_NO_DATA, windows.ERROR_PIPE_NOT_CONNECTED}
