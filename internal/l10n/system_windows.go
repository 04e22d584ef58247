package l10n

import "golang.org/x/sys/windows"

// systemLanguage asks Windows for the language of the user's interface.
func systemLanguage() string {
	langs, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(langs) == 0 {
		return ""
	}
	return langs[0]
}
