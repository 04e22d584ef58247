//go:build wine

package wine

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
	"ticketpp/test/wine/pc"
)

// A workstation's life: installed without a click, used, locked by policy,
// upgraded under the user's hands, and cleaned again.
func TestWorkstation(t *testing.T) {
	d := open(t, relay(t), pc.Options{Prefix: t.TempDir()})
	steps := []struct {
		name string
		do   func(*testing.T, *desk)
	}{
		{"installed silently", installed},
		{"command line", commandLine},
		{"icon at logon", iconAtLogon},
		{"form that waits", ahead},
		{"ticket", ticket},
		{"policy", policy},
		{"planted settings", planted},
		{"upgraded while it runs", upgraded},
		{"downgrade refused", downgradeRefused},
		{"uninstalled", uninstalled},
	}
	for _, s := range steps {
		if !t.Run(s.name, func(t *testing.T) { s.do(t, d) }) {
			return // the next step stands on this one
		}
	}
}

func installed(t *testing.T, d *desk) {
	d.settings(t)
	d.install(t, "AUTOSTART=1")
	for _, name := range []string{"trayapp.exe", "trayapp-ui.exe", "trayapp.com"} {
		if _, err := os.Stat(filepath.Join(d.File(`C:\Program Files\Ticket++`), name)); err != nil {
			t.Error(err)
		}
	}
	out := d.run(t, 0, "reg", "query", `HKLM\Software\trayapp`, "/s")
	for _, want := range []string{"projectpp", d.mail.Host(), fmt.Sprint(d.mail.Port()), "starttls"} {
		if !strings.Contains(out, want) {
			t.Errorf("HKLM\\Software\\trayapp lacks %s:\n%s", want, out)
		}
	}
	if !d.has(t, `HKLM\Software\Microsoft\Windows\CurrentVersion\Run`, "/v", "trayapp") {
		t.Error("no autostart")
	}
}

// Output and exit status reach whoever calls, by trayapp.com and by the name
// alone in cmd.
func commandLine(t *testing.T, d *desk) {
	if out := d.run(t, 0, program, "version"); !strings.HasPrefix(out, "trayapp ") {
		t.Errorf("version said %q", out)
	}
	if out := d.run(t, 2, program, "nonsense"); !strings.Contains(out, "nonsense") {
		t.Errorf("said %q", out)
	}
	if out := d.run(t, 2, "cmd", "/c", "trayapp nonsense"); !strings.Contains(out, "nonsense") {
		t.Errorf("by cmd and the PATH: %q", out)
	}
	show := d.run(t, 0, program, "config", "show")
	for _, want := range []string{`smtp.host`, d.mail.Host(), `HKLM\Software\trayapp\smtp\host`, office.Helpdesk} {
		if !strings.Contains(show, want) {
			t.Errorf("config show lacks %s:\n%s", want, show)
		}
	}
}

// most memory that the agent may take while nothing happens; Wine's own share
// of it is several times the program's.
const (
	mostMemory  = 64 << 20
	mostStartUp = 15 * time.Second
)

func iconAtLogon(t *testing.T, d *desk) {
	must(t, d.LogOff(t.Context())) // the installer has started it already
	began := time.Now()
	must(t, d.LogOn())
	must(t, d.AwaitIcon(t.Context()))
	took := time.Since(began)
	if len(d.Pids("trayapp.exe")) != 1 {
		t.Fatalf("%d agents run", len(d.Pids("trayapp.exe")))
	}
	d.shot(t, "icon")
	pss, private := memory(t, d.Pids("trayapp.exe")[0])
	t.Logf("from logon to the icon: %d ms; the agent's memory under Wine: PSS %.1f MB, its own %.1f MB", took.Milliseconds(), pss/1e6, private/1e6)
	if took > mostStartUp || pss > mostMemory {
		t.Error("that is too much")
	}
}

// memory reads a process's proportional and private share, in bytes.
func memory(t *testing.T, pid int) (pss, private float64) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	must(t, err)
	for line := range strings.Lines(string(text)) {
		var name string
		var kb float64
		if _, err := fmt.Sscan(line, &name, &kb); err != nil {
			continue
		}
		switch name {
		case "Pss:":
			pss = kb * 1024
		case "Private_Dirty:":
			private = kb * 1024
		}
	}
	return pss, private
}

// ahead: the menu starts the form's program, which goes when nobody wants it.
// What is chosen then is opened by the program that waits already.
func ahead(t *testing.T, d *desk) {
	ctx := t.Context()
	d.away(t)
	const window = "trayapp-ui.exe"
	var pid int
	for _, wanted := range []bool{false, true} {
		_, err := d.OpenMenu(ctx)
		must(t, err)
		must(t, stage.Until(ctx, "a form that waits", func() (bool, error) { return len(d.Pids(window)) > 0, nil }))
		pid = d.Pids(window)[0]
		must(t, d.CloseMenu(ctx))
		if !wanted {
			must(t, stage.Until(ctx, "the form that waits is gone", func() (bool, error) { return len(d.Pids(window)) == 0, nil }))
		}
	}
	form := d.openForm(t)
	if all := d.Pids(window); len(all) != 1 || all[0] != pid {
		t.Errorf("%d waited, and the form is shown by %d", pid, all)
	}
	must(t, form.Shown(ctx, "subject"))
	must(t, d.Press(ctx, "Escape"))
	must(t, d.Gone(ctx, title))
}

// ticket does the main job: icon, menu, form, accents, mail.
func ticket(t *testing.T, d *desk) {
	ctx := t.Context()
	d.away(t)
	before, err := d.Still(ctx)
	must(t, err)
	form := d.openForm(t)
	d.shot(t, "form")
	chosen := []string{"nota 1.txt", "elenco++.csv"}
	chooseFiles(t, d, form, chosen)
	d.send(t, form, office.Mandate)
	mails, err := d.mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	m := mails[0]
	if m.Subject != office.Mandate.Subject {
		t.Errorf("subject %q", m.Subject)
	}
	for _, want := range []string{office.Mandate.Doing, office.Mandate.Data, office.Mandate.Happened, "Anna Bianchi", "0731 538419"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, m.Text)
		}
	}
	if len(m.Attachments) != 3 || m.Attachments[0].Name != "schermata-1.png" {
		t.Fatalf("%d attachments", len(m.Attachments))
	}
	for i, a := range m.Attachments[1:] {
		if a.Name != chosen[i] || string(a.Data) != chosen[i] {
			t.Errorf("%q arrived as %q: %q", chosen[i], a.Name, a.Data)
		}
	}
	picture, err := stage.FromPNG(m.Attachments[0].Data)
	must(t, err)
	if diff := picture.Diff(before); !diff.Empty() {
		must(t, picture.Save(filepath.Join(pictures, "FAILED-delivered.png")))
		must(t, before.Save(filepath.Join(pictures, "FAILED-before.png")))
		t.Errorf("the delivered picture differs from the desktop in %v", diff)
	}
}

// chooseFiles attaches files in Windows' own dialog, which begins in the user's
// documents, several at once. Each says its name.
func chooseFiles(t *testing.T, d *desk, form *pc.Form, names []string) {
	ctx := t.Context()
	const dialog = "Scegli i file da allegare"
	for _, name := range names {
		must(t, os.WriteFile(filepath.Join(d.Home, name), []byte(name), 0o600))
	}
	must(t, form.Click(ctx, "attachments"))
	must(t, d.Dialog(ctx, dialog))
	_, err := d.Still(ctx)
	must(t, err)
	must(t, d.Type(ctx, `"`+strings.Join(names, `" "`)+`"`))
	d.shot(t, "choose")
	must(t, d.Press(ctx, "Return"))
	must(t, d.Gone(ctx, dialog))
	must(t, form.Shown(ctx, "file.2.remove"))
	_, err = d.Still(ctx)
	must(t, err)
	d.shot(t, "chosen")
}

// policy locks a setting: the machine's wins over the user's, the running
// agent obeys it with the next ticket, and says so.
func policy(t *testing.T, d *desk) {
	ctx := t.Context()
	d.run(t, 0, "reg", "add", `HKCU\Software\Policies\trayapp\user`, "/v", "phone", "/d", "0731 000000", "/f")
	d.run(t, 0, "reg", "add", policyKey+`\user`, "/v", "phone", "/d", "0731 999111", "/f")
	d.run(t, 0, "reg", "add", policyKey+`\organisation\bodies`, "/v", "1", "/d", "Comune di Esempio", "/f")
	d.run(t, 0, "reg", "add", policyKey+`\smtp`, "/v", "allow_plaintext", "/t", "REG_DWORD", "/d", "0", "/f")
	show := d.run(t, 0, program, "config", "show")
	for line := range strings.Lines(show) {
		words := strings.Join(strings.Fields(line), " ")
		for key, want := range map[string]string{
			"user.phone =":          `user.phone = "0731 999111" # criterio (bloccato) HKLM`,
			"organisation.bodies =": `organisation.bodies = ["Comune di Esempio"] # criterio (bloccato) HKLM`,
		} {
			if strings.HasPrefix(words, key) && !strings.HasPrefix(words, want) {
				t.Errorf("config show says %q, not %q", words, want)
			}
		}
	}
	form := d.openForm(t)
	must(t, form.Click(ctx, "person.edit"))
	must(t, form.Shown(ctx, "phone.managed"))
	_, err := d.Still(ctx)
	must(t, err)
	d.shot(t, "policy")
	d.send(t, form, office.Ticket{
		Subject: "Stampa del registro IVA di novembre vuota", Doing: "Stampavo il registro IVA.", Data: "Novembre 2026, sezionale 1.",
		Happened: `La stampa esce vuota: "Nessun movimento", però ce ne sono 41.`,
	})
	mails, err := d.mail.WaitFor(ctx, office.Helpdesk, 2)
	must(t, err)
	if text := mails[1].Text; !strings.Contains(text, "0731 999111") {
		t.Errorf("the mail does not obey policy:\n%s", text)
	}
}

// planted: a machine's file that belongs to an ordinary user, as anybody may
// put one below %ProgramData%, says nothing, and that is said.
func planted(t *testing.T, d *desk) {
	file := d.File(`C:\ProgramData\trayapp\config.toml`)
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	t.Cleanup(func() { must(t, os.RemoveAll(filepath.Dir(file))) })
	must(t, os.WriteFile(file, []byte("keep_sent = \"1d\"\n"), 0o644))
	show := d.run(t, 0, program, "config", "show")
	if !strings.Contains(show, `C:\ProgramData\trayapp\config.toml: non letto`) || strings.Contains(show, `"1d"`) {
		t.Errorf("config show says\n%s", show)
	}
}

// version is what the installed program says of itself.
func (d *desk) version(t *testing.T) string {
	t.Helper()
	fields := strings.Fields(d.run(t, 0, program, "version"))
	if len(fields) < 2 {
		t.Fatalf("version said %q", fields)
	}
	return fields[1]
}

// upgraded: the user is writing when the new version comes. The programs of
// the old one end, the agent is back, and the words are not lost.
func upgraded(t *testing.T, d *desk) {
	const words = "Fattura 118 non stampata"
	form := d.openForm(t)
	must(t, form.Fill(t.Context(), "subject", words))
	must(t, d.kept(t, words))
	old, was := d.Pids("trayapp.exe"), d.version(t)
	d.run(t, 0, "msiexec", "/i", d.next, "/qn")
	if now := d.version(t); now == was {
		t.Errorf("it is %s still", now)
	}
	must(t, stage.Until(t.Context(), "the new agent", func() (bool, error) {
		now := d.Pids("trayapp.exe")
		return len(now) == 1 && now[0] != old[0], nil
	}))
	if left := d.Pids("trayapp-ui.exe"); len(left) > 0 {
		t.Errorf("the old window is still there")
	}
	must(t, d.kept(t, words))
	log, err := os.ReadFile(d.log())
	must(t, err)
	if !bytes.Contains(log, []byte("agent ended")) {
		t.Error("the old agent was not asked to end")
	}
	out := d.run(t, 0, "reg", "query", `HKLM\Software\trayapp`, "/s")
	if !strings.Contains(out, d.mail.Host()) || !strings.Contains(out, "projectpp") {
		t.Errorf("the upgrade has forgotten the settings:\n%s", out)
	}
}

// kept waits until a draft holds the words.
func (d *desk) kept(t *testing.T, words string) error {
	return stage.Until(t.Context(), "the draft", func() (bool, error) {
		drafts, err := office.Drafts(d.data())
		return slices.ContainsFunc(drafts, func(d string) bool { return strings.Contains(d, words) }), err
	})
}

func downgradeRefused(t *testing.T, d *desk) {
	was := d.version(t)
	if _, code, err := d.Run(t.Context(), "msiexec", "/i", d.now, "/qn"); err != nil || code == 0 {
		t.Errorf("status %d, %v", code, err)
	}
	if now := d.version(t); now != was {
		t.Errorf("it is %s now", now)
	}
}

// uninstalled leaves the user's tickets and nothing else, although the
// programs run.
func uninstalled(t *testing.T, d *desk) {
	d.run(t, 0, "msiexec", "/x", d.next, "/qn")
	if left := append(d.Pids("trayapp.exe"), d.Pids("trayapp-ui.exe")...); len(left) > 0 {
		t.Errorf("%d programs still run", len(left))
	}
	for _, path := range []string{`C:\Program Files\Ticket++`, `C:\ProgramData\trayapp`} {
		if _, err := os.Stat(d.File(path)); !os.IsNotExist(err) {
			t.Errorf("%s is left", path)
		}
	}
	for _, key := range []string{
		`HKLM\Software\trayapp`, `HKLM\Software\trayapp-setup`, `HKLM\System\CurrentControlSet\Services\EventLog\Application\trayapp`,
		`HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\trayapp.exe`,
	} {
		if d.has(t, key) {
			t.Errorf("%s is left", key)
		}
	}
	if d.has(t, `HKLM\Software\Microsoft\Windows\CurrentVersion\Run`, "/v", "trayapp") {
		t.Error("the autostart is left")
	}
	if path := d.run(t, 0, "reg", "query", `HKLM\System\CurrentControlSet\Control\Session Manager\Environment`, "/v", "PATH"); strings.Contains(path, "Ticket++") {
		t.Errorf("the PATH is left: %s", path)
	}
	sent, err := os.ReadDir(filepath.Join(d.data(), "sent"))
	if err != nil || len(sent) != 2 {
		t.Errorf("the user has %d tickets left: %v", len(sent), err)
	}
	must(t, d.kept(t, "Fattura 118"))
}
