// Package guide is the screen of the user guide: two pages in the language of the interface, with pictures of the program
// itself, offline.
//
// A text is lines: "# " begins the guide's title, "## " a section, "1. " and so on a numbered step, "![caption](file.png)" is
// a picture, and everything else is a paragraph; an empty line ends each of them. Within them **two stars** make bold text,
// and braces put in what the program itself says, so that the guide cannot go stale:
//
//	{key compare.align}    the keys of a command, as they are on keyboards of the language
//	{name compare.align}   the command's title
//	{text Commit my view}  a text of the interface, given in English, as the interface says it in its language
//
// The pictures show the program in English for every language: in three languages they would be three times as large.
package guide
