// Package report is the screen of a case's reports: which there are, where each stands between draft and issue, what it still lacks, and
// the steps that the person at the desk may take with it.
//
// It shows why a step cannot be taken beside the step, so that nobody has to guess who is waited for. It draws and raises callbacks; what a
// report says, and who may do what, is the service's.
package report
