package rooms

// The house's import rules; ARCHITECTURE.md draws the same table. A room is
// named by its folder. A change here is a change of the house: give the
// reason with it.

// room says which of our rooms another may import, and what it must not know.
type room struct {
	may []string // rooms; a folder below a room belongs to it
	why string   // why no more than that
}

// rooms lists every folder of ours that holds Go.
var rooms = map[string]room{
	"assets":              {nil, "plain files"},
	"internal/ticket":     {nil, "plain data: everybody speaks of it, it speaks of nobody"},
	"internal/safefile":   {nil, "crash-safe files, whatever is in them"},
	"internal/capture":    {append([]string{"internal/portal"}, dbus...), "pictures of the screens, not tickets"},
	"internal/instance":   {nil, "messages between processes, not what they mean"},
	"internal/secret":     {nil, "passwords, not what they open"},
	"internal/sessionbus": {nil, "the bus, not who speaks over it"},
	"internal/portal":     {dbus, "questions to the desktop, not what they are for"},
	"internal/logfile":    {nil, "a file of lines, whatever they say"},
	"internal/opener":     {nil, "hands over what it is given"},
	"internal/oauth":      {[]string{"internal/secret"}, "tokens for mail accounts; no mail, windows, settings"},
	"internal/lean":       {nil, "gives memory back; not when"},
	"internal/passon":     {nil, "a command line for another program, whatever it says"},
	"internal/startup":    {nil, "the process before it does anything; not what it does"},
	"internal/eventlog":   {nil, "the system's log for administrators; not what is to be said there"},
	"internal/setup":      {[]string{"internal/instance"}, "ends and starts programs for the installer; not what they do"},
	"internal/markup":     {nil, "pure functions on pictures"},
	"internal/picture":    {nil, "pictures as files, whatever they show"},
	"internal/filedialog": {[]string{"internal/portal"}, "which files were chosen; not what for"},
	"internal/clipboard":  {nil, "the picture that another program copied; not where it goes"},
	"internal/countdown":  {nil, "a number on the screen that takes no focus; not what follows"},
	"internal/shots":      {[]string{"internal/ticket", "internal/markup", "internal/picture"}, "a ticket's pictures as they are sent; no windows, no screens"},
	"internal/kb":         {[]string{"internal/safefile"}, "articles and an index of them; no tickets, no windows"},

	"internal/l10n":        {[]string{"assets"}, "the texts, not who shows them"},
	"internal/notify":      {dbus, "messages, not their reasons"},
	"internal/workstation": {append([]string{"internal/ticket"}, dbus...), "facts about the machine"},
	"internal/tray":        {append([]string{"assets", "internal/l10n"}, dbus...), "icon and menu; what a click does comes in as a callback"},

	"internal/coach":   {[]string{"internal/ticket", "assets", "internal/l10n"}, "reads words; no windows, files, network"},
	"internal/rules":   {[]string{"internal/ticket", "internal/coach", "internal/l10n"}, "what a form asks of a ticket; no windows, pages, files"},
	"internal/config":  {[]string{"internal/ticket", "internal/safefile", "assets"}, "does not know its users"},
	"internal/drafts":  {[]string{"internal/ticket", "internal/safefile"}, "a folder on disk; no mail"},
	"internal/mail":    {[]string{"internal/ticket"}, "bytes and servers; the queue comes in as a reader"},
	"internal/outbox":  {[]string{"internal/safefile"}, "asks for a one-method Sender; knows no mail"},
	"internal/mailbox": {[]string{"internal/ticket"}, "reads answers; no queue"},
	"internal/history": {[]string{"internal/ticket", "internal/safefile"}, "the tickets known; no network"},
	"internal/demo":    {[]string{"internal/l10n"}, "a helpdesk: it knows mail as the world does, not the program that sends it"},

	"internal/window":    {[]string{"internal/l10n", "internal/filedialog", "assets"}, "what every window needs; no tickets"},
	"internal/editor":    {[]string{"internal/markup", "internal/l10n", "internal/window", "assets"}, "draws on a picture; knows no ticket"},
	"internal/compose":   {[]string{"internal/ticket", "internal/coach", "internal/rules", "internal/editor", "internal/markup", "internal/drafts", "internal/l10n", "internal/window", "assets"}, "the form; mail and queue come in as callbacks"},
	"internal/signin":    {[]string{"internal/l10n", "internal/window", "assets"}, "the login's window; what a login is comes in as callbacks"},
	"internal/mytickets": {[]string{"internal/ticket", "internal/history", "internal/coach", "internal/editor", "internal/markup", "internal/l10n", "internal/window", "assets"}, "the list; replies go out as callbacks"},

	"internal/dispatch": {[]string{"internal/ticket", "internal/config", "internal/drafts", "internal/mail", "internal/outbox", "internal/opener", "internal/l10n", "internal/secret", "internal/oauth", "internal/safefile", "internal/history"}, "the one place that knows drafts, mail and queue together"},
	"internal/handover": {[]string{"internal/dispatch", "internal/drafts", "internal/instance", "internal/mail", "internal/opener", "internal/outbox"}, "a form's ticket, followed from the queue to its end; no windows, no pages"},
	"internal/launch":   {[]string{"internal/ticket", "internal/config", "internal/drafts", "internal/capture", "internal/picture", "internal/safefile", "internal/workstation", "internal/l10n"}, "opens one ticket; no queue, no server, no tray"},

	"internal/answers": {[]string{"internal/ticket", "internal/config", "internal/history", "internal/mailbox"}, "the helpdesk's mails become the tickets' states; no queue, no windows, no passwords"},
	"internal/webform": {[]string{"internal/ticket", "internal/coach", "internal/rules", "internal/drafts", "internal/markup", "internal/picture", "internal/shots", "internal/l10n", "assets"}, "the form as a page on loopback; mail and queue come in as callbacks"},
	"internal/browser": {[]string{"internal/ticket", "internal/coach", "internal/config", "internal/drafts", "internal/dispatch", "internal/handover", "internal/launch", "internal/opener", "internal/kb", "internal/rules", "internal/webform"}, "opens one ticket in the user's browser and puts it into the queue; no windows, no tray"},

	"internal/network": {nil, "tells that the network has changed; not what follows"},
	"internal/doctor":  {[]string{"internal/config", "internal/dispatch", "internal/mail", "internal/answers", "internal/mailbox", "internal/tray", "internal/capture", "internal/drafts", "internal/outbox", "internal/safefile", "internal/secret", "internal/l10n"}, "examines every room that has a foot outside; prints nothing, shows nothing"},

	"internal/agent":   {allBut(windowRooms, "internal/cli"), "wires the rooms of the long-running program"},
	"internal/cli":     {allBut(windowRooms, "internal/tray"), "the command line; the tray is the agent's"},
	"internal/uiapp":   {allBut([]string{"internal/tray", "internal/agent", "internal/cli"}), "wires the windows"},
	"cmd/trayapp":      {[]string{"internal/cli", "internal/startup"}, "main only wires"},
	"cmd/trayapp-ui":   {[]string{"internal/uiapp", "internal/startup"}, "main only wires"},
	"cmd/trayapp-com":  {[]string{"internal/passon", "internal/startup"}, "main only wires"},
	"packaging/admx":   {[]string{"internal/config", "internal/l10n"}, "the policy templates are the settings' own description"},
	"assets/icons":     {nil, "draws the icon"},
	"test/clipboard":   {[]string{"internal/clipboard", "test/xserver"}, "what another program copied, on a real X server"},
	"test/workstation": {[]string{"internal/workstation", "test/xserver"}, "the window in front before a real X server"},
	"test/bench":       {[]string{"internal/capture", "internal/mailbox", "internal/markup", "internal/picture", "test"}, "measures from outside, and some rooms by themselves"},
	"test":             {nil, "servers, desktops and buses for tests: they know the programs only from outside"},
	"packaging":        {nil, "packages what is built"},
	"internal/faulty":  {nil, "faults for tests"},
}

// windowRooms need Fyne's toolkit and with it OpenGL.
var windowRooms = []string{"internal/window", "internal/editor", "internal/clipboard", "internal/compose", "internal/signin", "internal/mytickets", "internal/uiapp"}

// dbus: the desktop's bus, for the rooms that speak to the desktop.
var dbus = []string{"internal/sessionbus"}

// libraries that only some rooms may import directly.
var libraries = []struct {
	path  string // and all below it
	rooms []string
	why   string
}{
	{"fyne.io/fyne/v2", append([]string{"cmd/trayapp-ui"}, windowRooms...), "the agent must not depend on a graphics driver"},
	{"github.com/go-gl", []string{"internal/window"}, "the agent must not depend on a graphics driver"},
	{"fyne.io/systray", []string{"internal/tray"}, "one room knows the tray's library"},
	{"github.com/kbinani/screenshot", []string{"internal/capture", "test/bench"}, "behind our own interface; measured beside it"},
	{"github.com/wneessen/go-mail", []string{"internal/mail"}, "behind our own interface"},
	{"github.com/emersion/go-smtp", []string{"internal/demo"}, "the helpdesk in the box, and tests"},
	{"github.com/emersion/go-imap/v2/imapclient", []string{"internal/mailbox"}, "behind our own interface"},
	{"github.com/emersion/go-imap", []string{"internal/mailbox", "internal/demo"}, "behind our own interface; the demo is a server"},
	{"golang.design/x/clipboard", []string{"internal/clipboard"}, "behind our own interface"},
	{"golang.org/x/oauth2", []string{"internal/oauth"}, "behind our own interface"},
	{"github.com/spf13/cobra", []string{"internal/cli", "internal/uiapp"}, "commands are the command line's business"},
	{"github.com/nyaruka/phonenumbers", nil, "6 MB just by being linked: in tests alone, as the oracle of our small parser"},
}

// never linked into the agent, however far down: a few megabytes and no
// graphics driver are its whole point.
var neverInAgent = []string{
	"fyne.io/fyne", "github.com/go-gl", "github.com/nyaruka/phonenumbers", "golang.design/x/clipboard",
}

// allBut returns every room but some.
func allBut(some []string, more ...string) []string {
	return append([]string{"!"}, append(some, more...)...)
}
