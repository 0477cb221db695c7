// Package custody is the screen of an exhibit's custody: who has it, where it is and with which seals, everything that happened to it,
// a form for what happened now with the passphrases of those who are there, and the printing of its label.
package custody
