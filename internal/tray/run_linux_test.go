package tray

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/internal/l10n"
	"ticketpp/test/bus"
)

// patience is how long the test waits for something that must come.
const patience = 10 * time.Second

func await[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("waited in vain for %s", what)
		panic("unreachable")
	}
}

func eventually(t *testing.T, want string, get func() string) {
	t.Helper()
	got := ""
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(10 * time.Millisecond) {
		if got = get(); got == want {
			return
		}
	}
	t.Fatalf("got\n%s\nwant\n%s", got, want)
}

// childEnv makes the test program an agent with a tray: the library can run
// once in a process only, and has races of its own (menuVersion, in v1.12.3)
// that the race detector would lay at our door.
const childEnv = "TRAYAPP_TEST_TRAY"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		child()
		return
	}
	os.Exit(m.Run())
}

// order is what the child is to show, and in which language from now on; "":
// as before.
type order struct {
	State State
	Speak string
}

// child shows the states that it reads and prints what it is called back for.
func child() {
	texts, err := l10n.New("it")
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	states := make(chan State)
	go func() {
		for d := json.NewDecoder(os.Stdin); ; {
			var s order
			if d.Decode(&s) != nil {
				cancel()
				return
			}
			if s.Speak != "" {
				if err := texts.Speak(s.Speak); err != nil {
					panic(err)
				}
			}
			states <- s.State
		}
	}()
	err = Run(ctx, texts, Callbacks{
		OnMenu:   func() { fmt.Println("menu") },
		OnNew:    func() { fmt.Println("new") },
		OnResume: func() { fmt.Println("resume") },
		OnRetry:  func() { fmt.Println("retry") },
		OnOpen:   func(target string) { fmt.Println(target) },
		OnQuit:   func() { fmt.Println("quit") },
		OnHost:   func(err error) { fmt.Println("host:", err) },
	}, states)
	fmt.Println("ended:", err)
}

// agent is the child as its parent sees it.
type agent struct {
	states *json.Encoder
	stdin  io.Closer
	said   chan string
}

func startAgent(t *testing.T) agent {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childEnv+"=1", "GORACE=exitcode=0")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	a := agent{states: json.NewEncoder(in), stdin: in, said: make(chan string, 16)}
	read := make(chan struct{})
	go func() {
		defer close(read)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			a.said <- lines.Text()
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-read
		_ = cmd.Wait()
		checkRaces(t, log.String())
	})
	return a
}

// checkRaces fails for a race of which an access is in our code.
func checkRaces(t *testing.T, log string) {
	t.Helper()
	lines := strings.Split(log, "\n")
	for i, l := range lines {
		if strings.Contains(l, " at 0x") && strings.Contains(l, " by ") && i+1 < len(lines) && strings.Contains(lines[i+1], "ticketpp/") {
			t.Errorf("a race of ours:\n%s", log)
		}
	}
	if strings.Contains(log, "panic:") {
		t.Error(log)
	}
}

func (a agent) show(t *testing.T, s State) {
	t.Helper()
	a.order(t, order{State: s})
}

func (a agent) order(t *testing.T, o order) {
	t.Helper()
	if err := a.states.Encode(o); err != nil {
		t.Fatal(err)
	}
}

// quiet takes what is still on its way.
func (a agent) quiet() {
	for {
		select {
		case <-a.said:
		case <-time.After(200 * time.Millisecond):
			return
		}
	}
}

func (a agent) says(t *testing.T, want string) {
	t.Helper()
	if got := await(t, a.said, want); got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}

// TestTrayOnABus plays a user's morning: no tray yet, then a panel, a click on
// the icon, states that come and go, two helpdesks, a panel that starts again,
// and the end.
func TestTrayOnABus(t *testing.T) {
	address := bus.Start(t)
	a := startAgent(t)
	a.says(t, "host: "+ErrNoHost.Error())
	h := startHost(t, address)
	a.says(t, "host: <nil>")
	item := await(t, h.registered, "the icon's registration")

	quiet := `Apri un ticket con la schermata
[I miei ticket]
[Ticket recenti]
---
[Tutto inviato]
---
Esci
`
	eventually(t, quiet, func() string { return seen(h.menuOf(t, item)) })
	idle := pixmap(t, h, item)

	if err := h.conn.Object(item, "/StatusNotifierItem").Call("org.kde.StatusNotifierItem.Activate", 0, int32(0), int32(0)).Err; err != nil {
		t.Fatalf("left click: %v", err)
	}
	a.says(t, "new")
	h.click(t, item, "Apri un ticket con la schermata")
	a.says(t, "new")

	a.show(t, State{Waiting: 2, Left: 1})
	eventually(t, `Apri un ticket con la schermata
Riprendi il ticket lasciato a metà
[I miei ticket]
[Ticket recenti]
---
[2 ticket in attesa di rete]
Invia adesso
---
Esci
`, func() string { return seen(h.menuOf(t, item)) })
	if pixmap(t, h, item) == idle {
		t.Error("the icon does not show that tickets wait")
	}
	for text, want := range map[string]string{"Riprendi il ticket lasciato a metà": "resume", "Invia adesso": "retry", "Esci": "quit"} {
		h.click(t, item, text)
		a.says(t, want)
	}

	a.show(t, State{Helpdesks: []Helpdesk{
		{Name: "Project++", Phone: "0881 000000", Fax: "0881 000001", Portal: "https://helpdesk.projectpp.example/"},
		{Name: "Un_altro", Phone: "+39 06 1234"},
		{Name: "Senza niente"},
	}})
	eventually(t, `Apri un ticket con la schermata
[I miei ticket]
[Ticket recenti]
---
[Tutto inviato]
---
Project++
  Telefono: 0881 000000
  [Fax: 0881 000001]
  Portale di Project++
Un__altro
  Telefono: +39 06 1234
---
Esci
`, func() string { return seen(h.menuOf(t, item)) })
	if pixmap(t, h, item) != idle {
		t.Error("the icon still shows that tickets wait")
	}
	h.click(t, item, "Portale di Project++")
	a.says(t, "https://helpdesk.projectpp.example/")
	h.click(t, item, "Telefono: +39 06 1234")
	a.says(t, "tel:+39061234")

	h.conn.Close() // the panel crashes and comes back
	a.says(t, "host: "+ErrNoHost.Error())
	h = startHost(t, address)
	await(t, h.registered, "the icon's registration with the new panel")
	a.says(t, "host: <nil>")

	a.stdin.Close()
	a.says(t, "ended: <nil>")
}

// TestTheMenuChangesItsLanguage with the next state, where the texts have.
func TestTheMenuChangesItsLanguage(t *testing.T) {
	address := bus.Start(t)
	h := startHost(t, address)
	a := startAgent(t)
	a.says(t, "host: <nil>")
	item := await(t, h.registered, "the icon's registration")
	a.show(t, State{Waiting: 1})
	eventually(t, `Apri un ticket con la schermata
[I miei ticket]
[Ticket recenti]
---
[1 ticket in attesa di rete]
Invia adesso
---
Esci
`, func() string { return seen(h.menuOf(t, item)) })
	a.order(t, order{State: State{Waiting: 1}, Speak: "en"})
	eventually(t, `Open a ticket with the screenshot
[My tickets]
[Recent tickets]
---
[1 ticket waiting for the network]
Send now
---
Quit
`, func() string { return seen(h.menuOf(t, item)) })
}

// TestTheOpeningMenuIsTold in whatever way the desktop says it, and not when
// somebody else's menu opens.
func TestTheOpeningMenuIsTold(t *testing.T) {
	address := bus.Start(t)
	h := startHost(t, address)
	a := startAgent(t)
	a.says(t, "host: <nil>")
	item := await(t, h.registered, "the icon's registration")
	other := bus.Connect(t, address)
	if err := other.ExportMethodTable(map[string]any{
		"AboutToShow": func(int32) (bool, *dbus.Error) { return false, nil },
	}, menuPath, menuName); err != nil {
		t.Fatal(err)
	}
	opened := func(where, method string, args ...any) {
		if err := h.conn.Object(where, menuPath).Call(menuName+"."+method, 0, args...).Err; err != nil {
			t.Fatalf("%s: %v", method, err)
		}
	}
	told := false
	for until := time.Now().Add(patience); !told && time.Now().Before(until); { // from when on the bus gives copies is not told
		opened(item, "AboutToShow", int32(0))
		select {
		case word := <-a.said:
			told = word == "menu"
		case <-time.After(100 * time.Millisecond):
		}
	}
	if !told {
		t.Fatal("nobody was told")
	}
	a.quiet()
	opened(item, "AboutToShowGroup", []int32{0})
	a.says(t, "menu")
	opened(item, "Event", int32(0), "opened", dbus.MakeVariant(""), uint32(0))
	a.says(t, "menu")
	a.quiet() // of the first questions, on a slow machine
	opened(other.Names()[0], "AboutToShow", int32(0))
	h.click(t, item, "Apri un ticket con la schermata")
	a.says(t, "new") // and nothing before it
}

// TestBusThatDies: the session ends around the agent, which must not fall.
func TestBusThatDies(t *testing.T) {
	for range 10 { // whatever is under way when it dies, it is told once
		t.Run("", busThatDies)
	}
}

func busThatDies(t *testing.T) {
	address, kill := bus.StartKillable(t)
	a := startAgent(t)
	a.says(t, "host: "+ErrNoHost.Error())
	h := startHost(t, address)
	a.says(t, "host: <nil>")
	await(t, h.registered, "the icon's registration")
	kill()
	a.says(t, "host: "+ErrNoBus.Error())
	a.show(t, State{Failed: 1})
	a.show(t, State{Waiting: 1})
	a.stdin.Close()
	a.says(t, "ended: <nil>")
}

// pixmap is the icon as the panel reads it.
func pixmap(t *testing.T, h *fakeHost, item string) string {
	t.Helper()
	v, err := h.conn.Object(item, "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem.IconPixmap")
	if err != nil {
		t.Fatal(err)
	}
	var maps []struct {
		W, H int32
		Pix  []byte
	}
	if err := v.Store(&maps); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range maps {
		b.Write(m.Pix)
	}
	return b.String()
}

func TestNoSessionBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	ctx, cancel := context.WithCancel(context.Background())
	told, ended := make(chan error, 1), make(chan bool, 1)
	go func() { ended <- newHost(func(err error) { told <- err }).wait(ctx) }()
	if err := await(t, told, "word of the missing bus"); !errors.Is(err, ErrNoBus) {
		t.Errorf("got %v, want ErrNoBus", err)
	}
	if err := Host(ctx); !errors.Is(err, ErrNoBus) {
		t.Errorf("Host: got %v, want ErrNoBus", err)
	}
	cancel()
	if await(t, ended, "the end") {
		t.Error("wait says that there may be an icon")
	}
}

func TestHost(t *testing.T) {
	address := bus.Start(t)
	if err := Host(context.Background()); !errors.Is(err, ErrNoHost) {
		t.Errorf("got %v, want ErrNoHost", err)
	}
	startHost(t, address)
	if err := Host(context.Background()); err != nil {
		t.Errorf("with a tray: %v", err)
	}
}
