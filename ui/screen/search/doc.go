// Package search shows what a search of a case found, with the words marked, and leads there. The service leaves out what is withheld from
// whoever sits here; the screen loads the page of results that is looked at and no more.
package search
