// Package reports holds what reports are made by as data: the templates that say of which sections a document consists, and the
// texts of reports in French and Spanish. An agency overrides any of it with files of the same names in its own folder.
package reports

import "embed"

// Files holds templates/*.json (report.Template), and fr.json and es.json: English text to text.
//
//go:embed *.json templates opinions
var Files embed.FS
