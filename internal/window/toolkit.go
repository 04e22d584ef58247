package window

import (
	"encoding/json"

	"fyne.io/fyne/v2/lang"

	"ticketpp/internal/l10n"
)

// toolkitWords are what the toolkit itself says in our windows: the menu of a
// field, the dialog that asks for a file. Each is named as the toolkit names
// it; ours is "toolkit." and the text beside it.
var toolkitWords = map[string]string{
	"Advanced":          "advanced",
	"Cancel":            "cancel",
	"Confirm":           "confirm",
	"Copy":              "copy",
	"Create Folder":     "create-folder",
	"Cut":               "cut",
	"Enter filename":    "enter-filename",
	"Error":             "error",
	"Favourites":        "favourites",
	"File":              "file",
	"Folder":            "folder",
	"New Folder":        "new-folder",
	"No":                "no",
	"OK":                "ok",
	"Open":              "open",
	"Paste":             "paste",
	"Quit":              "quit",
	"Redo":              "redo",
	"Save":              "save",
	"Select all":        "select-all",
	"Show Hidden Files": "show-hidden-files",
	"Undo":              "undo",
	"Yes":               "yes",
	"file.name":         "file-name",
	"file.parent":       "file-parent",
}

// Speak makes the toolkit speak the language of texts. By itself it speaks the
// system's, which need not be the one of the settings, and no Italian at all.
func Speak(texts *l10n.Texts) error {
	words := map[string]string{}
	for name, key := range toolkitWords {
		words[name] = texts.Get("toolkit." + key)
	}
	data, err := json.Marshal(words)
	if err != nil {
		return err
	}
	// Under the system's language, whichever that is: the toolkit asks for no
	// other.
	return lang.AddTranslationsForLocale(data, lang.SystemLocale())
}
