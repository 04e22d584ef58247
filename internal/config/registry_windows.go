package config

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/windows/registry"
)

// maxValues bounds what is read below one key.
const maxValues = 2000

// readRegistry reads the installer's defaults and both policies. Of the two
// the machine's counts more, as Windows' own policies do, and comes last.
func readRegistry() []registrySource {
	var all []registrySource
	for _, r := range []struct {
		layer Layer
		hive  registry.Key
		name  string
		path  string
	}{
		{Installer, registry.LOCAL_MACHINE, `HKLM\`, installerKey},
		{Policy, registry.CURRENT_USER, `HKCU\`, policyKey},
		{Policy, registry.LOCAL_MACHINE, `HKLM\`, policyKey},
	} {
		left := maxValues
		key, err := readKey(r.hive, r.path, 0, &left)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		// A key that cannot be read at all gives what could be read: nothing.
		all = append(all, registrySource{layer: r.layer, root: r.name + r.path, key: key})
	}
	return all
}

// readKey reads a key and those below it, as far as they can be read. It
// looks into the 64-bit view, where policies and the installer write.
func readKey(parent registry.Key, path string, depth int, left *int) (registryKey, error) {
	k, err := registry.OpenKey(parent, path, registry.QUERY_VALUE|registry.ENUMERATE_SUB_KEYS|registry.WOW64_64KEY)
	if err != nil {
		return registryKey{}, err
	}
	defer k.Close()
	var out registryKey
	names, _ := k.ReadValueNames(*left)
	for _, name := range names {
		*left--
		out.values = append(out.values, readValue(k, name))
	}
	if depth > maxDepth || *left <= 0 {
		return out, nil
	}
	keys, _ := k.ReadSubKeyNames(*left)
	for _, name := range keys {
		inner, err := readKey(k, name, depth+1, left)
		if err != nil {
			continue
		}
		inner.name = name
		out.keys = append(out.keys, inner)
	}
	return out, nil
}

// readValue reads one value; a kind that no setting has is told as such.
func readValue(k registry.Key, name string) registryValue {
	v := registryValue{name: name, kind: registryOther}
	_, kind, err := k.GetValue(name, nil)
	if err != nil {
		return v
	}
	switch kind {
	case registry.SZ, registry.EXPAND_SZ:
		if v.text, _, err = k.GetStringValue(name); err == nil {
			v.kind = registryText
		}
		if kind == registry.EXPAND_SZ {
			if text, err := registry.ExpandString(v.text); err == nil {
				v.text = text
			}
		}
	case registry.DWORD, registry.QWORD:
		if v.number, _, err = k.GetIntegerValue(name); err == nil {
			v.kind = registryNumber
		}
	case registry.MULTI_SZ:
		if v.list, _, err = k.GetStringsValue(name); err == nil {
			v.kind = registryList
		}
	}
	return v
}
