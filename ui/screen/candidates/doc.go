// Package candidates is the screen of the correlation service's answers: leads with picture pairs and states, ranked with their scores once these may be seen.
//
// It draws and raises callbacks. What it needs to know it asks of Service; it opens no files, knows no database and no
// network. Its methods belong to the user-interface goroutine.
package candidates
