// Package settings is the screen of who works here, which service is asked, and what this program is.
//
// It draws and raises callbacks. What it needs to know it asks of Service; it opens no files, knows no database and no
// network. Its methods belong to the user-interface goroutine.
package settings
