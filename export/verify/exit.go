package verify

import _ "embed"

// The exit codes beside those of casefile.FileVerdict.Exit, which are 0 (valid), 1 (not valid) and 2 (incomplete).
const (
	ExitUnread  = 3   // the file cannot be read, or the command was not understood
	ExitStopped = 130 // as shells count an interrupt
)

// Schema documents a FileReport as JSON: a JSON schema (draft 2020-12).
//
//go:embed report.schema.json
var Schema []byte
