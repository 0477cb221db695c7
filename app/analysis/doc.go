// Package analysis runs imaging on case items: it reads an original's bytes into a recording, compares two recordings
// by the product's methods, and says with what parameters and software, so that a stored comparison can be recomputed
// to the digit.
package analysis
