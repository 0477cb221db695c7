// Package cases is the screen that lists the cases: the demonstration case first, new cases, and cases opened from a folder.
//
// It draws and raises callbacks. What it needs to know it asks of Service; it opens no files, knows no database and no
// network. Its methods belong to the user-interface goroutine.
package cases
