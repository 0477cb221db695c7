// Package schematest checks JSON against JSON schemas (draft 2020-12) in tests, and writes the schema of a type. It knows the keywords that the
// schemas of this program use; another one is a problem by itself.
package schematest

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// Check returns where a value is not what a schema says, and nothing where it is.
func Check(schema, value []byte) ([]string, error) {
	var root map[string]any
	if err := json.Unmarshal(schema, &root); err != nil {
		return nil, fmt.Errorf("read the schema: %w", err)
	}
	var v any
	if err := json.Unmarshal(value, &v); err != nil {
		return nil, fmt.Errorf("read the value: %w", err)
	}
	return validator{root}.check("", root, v), nil
}

type validator struct{ root map[string]any }

func (v validator) check(at string, schema map[string]any, value any) (problems []string) {
	bad := func(format string, args ...any) { problems = append(problems, at+": "+fmt.Sprintf(format, args...)) }
	for _, key := range slices.Sorted(maps.Keys(schema)) {
		want := schema[key]
		switch key {
		case "$schema", "$defs", "title", "description", "additionalProperties":
		case "$ref":
			name := strings.TrimPrefix(want.(string), "#/$defs/")
			defs, _ := v.root["$defs"].(map[string]any)
			def, ok := defs[name].(map[string]any)
			if !ok {
				bad("no definition of %s", name)
				continue
			}
			problems = append(problems, v.check(at, def, value)...)
		case "type":
			if !slices.ContainsFunc(list(want), func(k any) bool { return isA(k.(string), value) }) {
				bad("%T is not %v", value, want)
			}
		case "const":
			if value != want {
				bad("is %v, not %v", value, want)
			}
		case "enum":
			if !slices.Contains(want.([]any), value) {
				bad("%v is none of %v", value, want)
			}
		case "minItems":
			if a, ok := value.([]any); ok && float64(len(a)) < want.(float64) {
				bad("%d items", len(a))
			}
		case "items":
			a, _ := value.([]any)
			for i, x := range a {
				problems = append(problems, v.check(fmt.Sprintf("%s[%d]", at, i), want.(map[string]any), x)...)
			}
		case "required":
			m, ok := value.(map[string]any)
			for _, k := range want.([]any) {
				if _, has := m[k.(string)]; ok && !has {
					bad("no %s", k)
				}
			}
		case "properties":
			m, _ := value.(map[string]any)
			for k, x := range m {
				if p, ok := want.(map[string]any)[k].(map[string]any); ok {
					problems = append(problems, v.check(at+"."+k, p, x)...)
				} else if schema["additionalProperties"] == false {
					bad("%s is not in the schema", k)
				}
			}
		default:
			bad("the schema has the keyword %s, which is not checked", key)
		}
	}
	if all, ok := schema["additionalProperties"].(map[string]any); ok {
		m, _ := value.(map[string]any)
		for k, x := range m {
			problems = append(problems, v.check(at+"."+k, all, x)...)
		}
	}
	return problems
}

func list(v any) []any {
	if l, ok := v.([]any); ok {
		return l
	}
	return []any{v}
}

func isA(kind string, v any) bool {
	switch x := v.(type) {
	case nil:
		return kind == "null"
	case bool:
		return kind == "boolean"
	case string:
		return kind == "string"
	case float64:
		return kind == "number" || kind == "integer" && x == math.Trunc(x)
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	}
	return false
}
