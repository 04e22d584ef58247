package config

// appFolder names our folder inside the system's folders.
const appFolder = "trayapp"

// Locations are the places of the settings and of the data.
type Locations struct {
	Machine string `json:"machine"` // the machine's file; "" where --config stands for it
	User    string `json:"user"`    // the user's file, or the one given with --config
	Policy  string `json:"policy"`  // the policy's file or registry key
	Data    string `json:"data"`    // the data folder
}

// Paths tells where the settings and the data lie. Nothing need exist there.
func Paths(o Options) Locations {
	l := o.sys().paths()
	if o.ConfigFile != "" {
		l.Machine, l.User = "", o.ConfigFile
	}
	if o.DataDir != "" {
		l.Data = o.DataDir
	}
	return l
}
