package oauth

import (
	"fmt"
	"net"
	"strconv"
)

// listenFunc is net.Listen.
type listenFunc func(network, address string) (net.Listener, error)

// loopback listens for the browser's return on a free port of 127.0.0.1 and,
// where there is IPv6, on the same port of ::1.
//
// The address that the provider sends the browser to is http://localhost:PORT
// without a path: it is the one loopback address that Microsoft's portal lets
// register as it is (there the port does not count) and that Google's desktop
// clients are born with. A browser may take "localhost" for either address,
// so both are ours, or another program could stand at the second one. RFC
// 8252, 8.3 would rather have 127.0.0.1, for resolvers that know localhost as
// something else; Microsoft takes that only after an edit of the manifest.
func loopback(listen listenFunc) (all []net.Listener, redirect string, err error) {
	six, err := listen("tcp6", "[::1]:0")
	hasSix := err == nil
	if hasSix {
		_ = six.Close()
	}
	for range 10 {
		four, err := listen("tcp4", "127.0.0.1:0")
		if err != nil {
			return nil, "", fmt.Errorf("%w: %w", ErrNoPort, err)
		}
		port := strconv.Itoa(four.Addr().(*net.TCPAddr).Port)
		redirect = "http://localhost:" + port
		if !hasSix {
			return []net.Listener{four}, redirect, nil
		}
		six, err := listen("tcp6", "[::1]:"+port)
		if err == nil {
			return []net.Listener{four, six}, redirect, nil
		}
		_ = four.Close() // somebody else has it there: another one
	}
	return nil, "", ErrNoPort
}
