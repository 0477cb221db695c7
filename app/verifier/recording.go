package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"tracemark/casefile"
	"tracemark/export/verify"
	"tracemark/imaging/x3p"
)

// recording is what is said of an X3P file.
type recording struct {
	Format   string   `json:"format"`
	Name     string   `json:"name"`
	SHA256   string   `json:"sha256"`
	Size     int64    `json:"size"`
	Columns  int      `json:"columns"`
	Rows     int      `json:"rows"`
	Whole    bool     `json:"whole"` // the file's own checksum fits its content, where it has one
	Warnings []string `json:"warnings"`
}

// recording says what is needed to find a recording in a report.
func (a asked) recording(name string, data []byte, l verify.Language, stdout io.Writer) (int, error) {
	f, err := x3p.DecodeBytes(data)
	if err != nil {
		return verify.ExitUnread, &casefile.Error{Code: casefile.Invalid, What: "%[1]s cannot be read as X3P", Do: "Export it again from the instrument and try the new file",
			Args: []any{name}, Cause: err}
	}
	sum := sha256.Sum256(data)
	r := recording{Format: "tracemark-recording/1", Name: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)), Whole: !f.Header.ChecksumWrong,
		Warnings: append([]string{}, f.Warnings...)}
	r.Columns, r.Rows = f.Surface.Size()
	code := casefile.FileValid.Exit()
	if !r.Whole {
		code = casefile.FileNotValid.Exit()
	}
	if a.json {
		return code, printJSON(stdout, r)
	}
	fmt.Fprintf(stdout, "%s\n  SHA-256  %s\n  %d × %d, %d bytes\n", r.Name, r.SHA256, r.Columns, r.Rows, r.Size)
	for _, w := range r.Warnings {
		fmt.Fprintln(stdout, "  - "+l.Recorded(w))
	}
	return code, nil
}
