//go:build !windows

package config

// readRegistry finds nothing: only Windows has a registry.
func readRegistry() []registrySource { return nil }
