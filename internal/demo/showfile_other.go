//go:build !windows

package demo

// showFile is a command that prints a file.
func showFile(path string) []string { return []string{"cat", path} }
