package stage

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// startBus runs a session bus of the stage's own.
func (s *Stage) startBus(ctx context.Context) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	if err := s.noPortal(); err != nil {
		return err
	}
	p, err := s.start(s.Env(), []*os.File{w}, "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=3",
		"--address=unix:path="+filepath.Join(s.runtime(), "bus"))
	_ = w.Close()
	if err != nil {
		return err
	}
	_ = r.SetReadDeadline(time.Now().Add(Patience))
	address, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return fmt.Errorf("says no address: %w: %s", err, p.Output())
	}
	s.busAddr = strings.TrimSpace(address)
	s.bus, err = dbus.Connect(s.busAddr)
	return err
}

// noPortal keeps the bus from starting the desktop's portal where it is
// installed: it would outlive the stage, with a file system mounted in its
// folder. The folder of the session comes before the machine's.
func (s *Stage) noPortal() error {
	dir := filepath.Join(s.runtime(), "dbus-1", "services")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, name := range []string{"org.freedesktop.portal.Desktop", "org.freedesktop.portal.Documents"} {
		text := "[D-BUS Service]\nName=" + name + "\nExec=/bin/false\n"
		if err := os.WriteFile(filepath.Join(dir, name+".service"), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// startWindowManager runs openbox and waits until it manages the screen.
func (s *Stage) startWindowManager(ctx context.Context) error {
	p, err := s.Start(nil, "openbox", "--sm-disable")
	if err != nil {
		return err
	}
	return Until(ctx, "openbox", func() (bool, error) {
		if p.Ended() {
			return false, fmt.Errorf("has ended: %s", p.Output())
		}
		return s.property(s.screen().Root, "_NET_SUPPORTING_WM_CHECK") != nil, nil
	})
}

// startPanel runs a panel at the lower edge with a tray and a clock that
// stands still (a moving one would spoil the pictures).
func (s *Stage) startPanel(ctx context.Context) error {
	if s.opts.NoPanel {
		return nil
	}
	dir := filepath.Join(s.Home, ".config/xfce4/xfconf/xfce-perchannel-xml")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "xfce4-panel.xml"), []byte(panelXML), 0o644); err != nil {
		return err
	}
	// The panel's own words in plain English, whatever the programs speak.
	p, err := s.Start([]string{"LANG=C.UTF-8"}, "xfce4-panel", "--disable-wm-check", "--sm-client-disable")
	if err != nil {
		return err
	}
	if err := Until(ctx, "the panel's tray", func() (bool, error) {
		if p.Ended() {
			return false, fmt.Errorf("the panel has ended: %s", p.Output())
		}
		_, err := s.TrayItems()
		return err == nil && s.PanelArea().Dy() > 0, err
	}); err != nil {
		return err
	}
	if s.strip, err = s.Still(ctx); err != nil {
		return err
	}
	return nil
}

// panelXML: one panel, [empty space][tray][clock], below; 30 pixels high.
const panelXML = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="true"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=10;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="30"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="hide-new-items" type="bool" value="false"/>
    </property>
    <property name="plugin-3" type="string" value="clock">
      <property name="mode" type="uint" value="2"/>
      <property name="digital-layout" type="uint" value="3"/>
      <property name="digital-time-format" type="string" value="09:41"/>
    </property>
  </property>
</channel>
`
