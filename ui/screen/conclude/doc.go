// Package conclude is the screen where an examiner concludes from a comparison and goes on to its report.
//
// It draws and raises callbacks. What it needs to know it asks of Service; it opens no files, knows no database and no
// network. Its methods belong to the user-interface goroutine.
package conclude
