package instance

import "testing"

// ownRuntimeDir has nothing to do: the data folder's key keeps the test away
// from the real agent.
func ownRuntimeDir(*testing.T) {}
