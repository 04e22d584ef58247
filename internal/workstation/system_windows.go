package workstation

import (
	"fmt"
	"strings"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// firstWindows11 is the build from which Windows calls itself 11, except in
// the registry, where its product name still says 10.
const firstWindows11 = 22000

// system is the product's name, release and full build, "Windows 11 Pro 24H2
// (10.0.26100.2314)". The kernel is asked for the version: what is told to a
// program without a fitting manifest is an older one.
func system() string {
	v := windows.RtlGetVersion()
	name, release, revision := "Windows", "", uint64(0)
	k, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\Microsoft\Windows NT\CurrentVersion`, registry.QUERY_VALUE)
	if err == nil {
		defer k.Close()
		if s, _, err := k.GetStringValue("ProductName"); err == nil {
			name = s
		}
		release, _, _ = k.GetStringValue("DisplayVersion")
		revision, _, _ = k.GetIntegerValue("UBR")
	}
	return describe(name, release, v.MajorVersion, v.MinorVersion, v.BuildNumber, revision)
}

func describe(name, release string, major, minor, build uint32, revision uint64) string {
	if build >= firstWindows11 {
		name = strings.Replace(name, "Windows 10", "Windows 11", 1)
	}
	full := fmt.Sprintf("(%d.%d.%d.%d)", major, minor, build, revision)
	return strings.Join(strings.Fields(name+" "+release+" "+full), " ")
}
