package exchange

import (
	_ "embed" // the schema of export.json
	"encoding/json"
	"fmt"
	"time"

	"tracemark/casefile"
)

// Format is what export.json says in its field of that name.
const Format = "tracemark case export"

// Version is the version of the layout that is written and read.
const Version = 1

// The names of an export's files.
const (
	HeadFile         = "export.json"
	LogFile          = "log.jsonl"
	ProofsFile       = "proofs.jsonl"
	ReadmeFile       = "README.txt"
	HeadSchemaFile   = "export.schema.json"
	RowsSchemaFile   = "rows.schema.json"
	SaltFile         = "salt.key" // of a full package alone, see Rules
	tablesFolder     = "tables/"
	originalsFolder  = "originals/"
	maxHead          = 64 << 20 // bytes of export.json
	maxLine          = 64 << 20 // bytes of a row: the results of a comparison have some 100 kB
	maxPrintedInText = 80
)

// HeadSchema is the JSON Schema of export.json.
//
//go:embed export.schema.json
var HeadSchema []byte

// Head is export.json.
type Head struct {
	Format    string     `json:"format"`
	Version   int        `json:"version"`
	Software  string     `json:"software"`
	Created   time.Time  `json:"created"`
	By        string     `json:"by"`
	Case      Case       `json:"case"`
	Schema    int        `json:"schema"` // number of the case's schema
	Whole     bool       `json:"whole"`  // the whole case, with its log
	Log       Log        `json:"log"`
	Withheld  *Rules     `json:"withheld,omitempty"`
	Tables    []Table    `json:"tables"` // each after those that it names
	Originals []Original `json:"originals"`
}

// Case says which case an export is of.
type Case struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Agency string `json:"agency"`
}

// Log is the head of the case's log at that moment, and the file with it.
type Log struct {
	Origin string `json:"origin"`
	Size   int64  `json:"size"`
	Root   string `json:"root"`             // base64
	SHA256 string `json:"sha256,omitempty"` // of log.jsonl or proofs.jsonl
}

// Table is one table's form and file.
type Table struct {
	casefile.Table
	File     string `json:"file"`
	Rows     int    `json:"rows"`
	Withheld int    `json:"withheld,omitempty"` // rows of which only a hash is there
	SHA256   string `json:"sha256"`
}

// Original is a file that rows name.
type Original struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// OriginalFile is the name of an original in an export.
func OriginalFile(sha string) string { return originalsFolder + sha }

// rowsSchema writes the JSON Schema of the rows of these tables.
func rowsSchema(tables []Table) ([]byte, error) {
	type m = map[string]any
	bytes := m{"type": "object", "properties": m{"base64": m{"type": "string", "contentEncoding": "base64"}}, "required": []string{"base64"}, "additionalProperties": false}
	var kinds []m
	for _, t := range tables {
		props, required := m{}, []string{}
		for _, c := range t.Columns {
			props[c.Name] = map[string]m{"TEXT": {"anyOf": []m{{"type": "string"}, bytes}}, "INTEGER": {"type": "integer"}, "REAL": {"type": "number"}, "BLOB": bytes}[c.Type]
			if c.Required {
				required = append(required, c.Name)
			}
		}
		table := m{"const": t.Name}
		kinds = append(kinds,
			m{"type": "object", "properties": m{"table": table, "row": m{"type": "object", "properties": props, "required": required, "additionalProperties": false}},
				"required": []string{"table", "row"}, "additionalProperties": false},
			m{"type": "object", "properties": m{"table": table, "withheld": m{"type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"}},
				"required": []string{"table", "withheld"}, "additionalProperties": false})
	}
	b, err := json.MarshalIndent(m{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "One line of tables/*.jsonl", "oneOf": kinds}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write schema of rows: %w", err)
	}
	return append(b, '\n'), nil
}
