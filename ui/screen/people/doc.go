// Package people is the log-in and lock screen of the window, and the screen on which an administrator manages the accounts of a
// workstation.
//
// It draws and raises callbacks. Who may do what is decided by Service, which refuses in a sentence; nothing here is a protection.
// Passphrases go from the entry to the service and are kept nowhere: an entry is emptied as soon as it was read. The methods of
// this package belong to the user-interface goroutine.
package people
