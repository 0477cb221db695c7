// Package packages is the screen where a case leaves and enters: packages given out, opened and taken in, plain exports, lists, and
// this workstation's key.
//
// It draws and raises callbacks. What it needs to know it asks of Service; it opens no files and knows no keys but public ones. Its methods
// belong to the user-interface goroutine.
package packages
