// Package window is what every window of ours needs around its content: the
// look, the check that OpenGL is there before Fyne is asked, the handshake
// with the agent that started the process, and the event log by which tests
// find a widget. It knows the Fyne toolkit and nothing of tickets.
package window

// AppID names the program to Fyne and to the desktop.
const AppID = "it.projectpp.trayapp"
