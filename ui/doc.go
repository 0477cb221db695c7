// Package ui is the workstation's window: screens, navigation, menus and shortcuts, and the strip that shows long work.
//
// It runs on any fyne.App, the software test driver included, so that every screen can be drawn without a display. It
// knows no database, no network and no report format: what the screens need they ask of Services, one part of which is
// declared by each screen. Every service call is made on a goroutine of its own; results come back by fyne.Do.
package ui
