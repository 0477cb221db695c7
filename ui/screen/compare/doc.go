// Package compare is the comparison screen: two captures under the virtual comparison microscope with the figures of the comparison.
//
// It draws and raises callbacks. What it needs to know it asks of Service; it opens no files, knows no database and no
// network. Its methods belong to the user-interface goroutine.
package compare
