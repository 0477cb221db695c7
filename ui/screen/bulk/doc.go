// Package bulk is where a folder or a list of recordings is imported: what each row will do is shown before anything is done.
package bulk
