// Package audit is the screen of a case's log: who did what and when, the newest first; the signed checkpoints; and the check of the
// case against checkpoints that were kept elsewhere.
package audit
