// Package checkfile is the screen that takes the file of a report, dropped or chosen, and says what checking it shows: who signed it and
// when, what was added since, whether its attachments agree with it, and, with a folder of originals, whether its scores come out again.
//
// It needs no case: whoever received a report checks it here as a court would. It draws and raises callbacks; all judging is the service's.
package checkfile
