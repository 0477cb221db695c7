// Package exhibit is the view of one case: its exhibits with their captures, its comparisons and its reports, and the import of files.
//
// It draws and raises callbacks. What it needs to know it asks of Service; it opens no files, knows no database and no
// network. Its methods belong to the user-interface goroutine.
package exhibit
