package filedialog

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf16"
	"unsafe"

	"golang.org/x/sys/windows"
)

// openFileName is OPENFILENAMEW (commdlg.h).
type openFileName struct {
	size            uint32
	owner           windows.HWND
	instance        windows.Handle
	filter          *uint16
	customFilter    *uint16
	maxCustomFilter uint32
	filterIndex     uint32
	file            *uint16
	maxFile         uint32
	fileTitle       *uint16
	maxFileTitle    uint32
	initialDir      *uint16
	title           *uint16
	flags           uint32
	fileOffset      uint16
	fileExtension   uint16
	defExt          *uint16
	custData        uintptr
	hook            uintptr
	templateName    *uint16
	reserved        uintptr
	reservedSize    uint32
	flagsEx         uint32
}

// Flags of a dialog (commdlg.h), and the room for what is chosen.
const (
	hideReadOnly    = 0x4
	noChangeDir     = 0x8
	allowMulti      = 0x200
	pathMustExist   = 0x800
	fileMustExist   = 0x1000
	explorer        = 0x80000
	roomForChosen   = 1 << 20 // letters; a path is 260 of them at most, as a rule
	oleWithoutTrace = windows.COINIT_APARTMENTTHREADED | windows.COINIT_DISABLE_OLE1DDE
)

// Open shows the dialog and returns the files that were chosen, none when the
// user cancelled. The error is ErrNone. The window that the dialog is shown
// over takes no input meanwhile, and the dialog goes with it: ctx is not
// heeded.
func Open(_ context.Context, q Question) ([]string, error) {
	// The dialog shows what other programs have put into Explorer, which wants a
	// thread of its own.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := windows.CoInitializeEx(0, oleWithoutTrace); err == nil {
		defer windows.CoUninitialize()
	}
	dialogs := windows.NewLazySystemDLL("comdlg32.dll")
	if err := dialogs.NewProc("GetOpenFileNameW").Find(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNone, err)
	}
	title, err := windows.UTF16PtrFromString(q.Title)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNone, err)
	}
	// Where nobody has chosen before, it would begin in the folder in which the
	// program was started.
	var begin *uint16
	if documents, err := windows.KnownFolderPath(windows.FOLDERID_Documents, 0); err == nil {
		begin, _ = windows.UTF16PtrFromString(documents)
	}
	chosen := make([]uint16, roomForChosen)
	o := openFileName{
		owner: windows.HWND(q.Over), filter: doubleEnded(q.filters()), filterIndex: 1, title: title, initialDir: begin,
		file: &chosen[0], maxFile: uint32(len(chosen)),
		flags: explorer | allowMulti | pathMustExist | fileMustExist | hideReadOnly | noChangeDir,
	}
	o.size = uint32(unsafe.Sizeof(o))
	if ok, _, _ := dialogs.NewProc("GetOpenFileNameW").Call(uintptr(unsafe.Pointer(&o))); ok != 0 {
		return paths(chosen), nil
	}
	switch code, _, _ := dialogs.NewProc("CommDlgExtendedError").Call(); code {
	case 0: // cancelled
		return nil, nil
	default:
		return nil, fmt.Errorf("%w: CommDlgExtendedError %#x", ErrNone, code)
	}
}

// filters are pairs of a name and a pattern.
func (q Question) filters() []string {
	if len(q.Ends) == 0 {
		return []string{q.All, "*.*"}
	}
	return []string{q.Kind, "*" + strings.Join(q.Ends, ";*"), q.All, "*.*"}
}

// doubleEnded is a list as Windows takes it: each text with a zero behind it,
// and one more at the end.
func doubleEnded(list []string) *uint16 {
	var units []uint16
	for _, s := range list {
		units = append(append(units, utf16.Encode([]rune(strings.ReplaceAll(s, "\x00", "")))...), 0)
	}
	units = append(units, 0)
	return &units[0]
}

// paths reads what was chosen: one path; or a folder and the names of files in
// it, each with a zero behind it.
func paths(chosen []uint16) []string {
	var list []string
	for begin := 0; begin < len(chosen) && chosen[begin] != 0; {
		end := begin
		for end < len(chosen) && chosen[end] != 0 {
			end++
		}
		list = append(list, windows.UTF16ToString(chosen[begin:end]))
		begin = end + 1
	}
	if len(list) < 2 {
		return list
	}
	files := make([]string, 0, len(list)-1)
	for _, name := range list[1:] {
		files = append(files, filepath.Join(list[0], name))
	}
	return files
}
