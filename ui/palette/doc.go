// Package palette is the list of everything that can be done: commands with their keys, a palette to search them by a few
// letters, and a sheet that lists them all. Menu, palette, sheet and keys come from the same list, so none of them can say
// something that the others do not do.
//
// The search takes letters in their order, with gaps, wherever they stand in a command's name; accents and case do not
// matter. What begins words or stands together comes first; with nothing typed yet, what was used last does.
package palette
