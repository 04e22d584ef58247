package config

import "os"

// Trusted makes sure that nobody but an administrator can have written the
// file at path or put it in the place of another, as the machine's settings
// must be: what is started for a user on an administrator's word obeys the
// same rule. The error names the path at fault.
func Trusted(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return checkTrust(path, f)
}
