package annex

import (
	"embed"
	"strings"
)

//go:embed *.schema.json
var schemas embed.FS

// JSONSchema returns the JSON schema (draft 2020-12) of the annex called name, nil where there is none.
func JSONSchema(name string) []byte {
	b, err := schemas.ReadFile(strings.TrimSuffix(name, ".json") + ".schema.json")
	if err != nil {
		return nil
	}
	return b
}
