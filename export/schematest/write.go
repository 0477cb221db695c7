package schematest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Types are the types that a schema is written of, and how those are written that encode themselves.
type Types struct {
	Title, Description string
	Of                 reflect.Type
	// Instead are the schemas of fields that are not what their type is, by the type's name and the field's JSON name: "Score.value".
	Instead map[string]any
	defs    map[string]any
}

// Write returns the schema. Every struct has a definition of its own; fields that are not always there are not required; lists may be null.
func (t Types) Write() ([]byte, error) {
	t.defs = map[string]any{}
	root, err := t.of(t.Of)
	if err != nil {
		return nil, err
	}
	out := map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": t.Title, "description": t.Description, "$defs": t.defs}
	maps.Copy(out, root)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err = e.Encode(out)
	return b.Bytes(), err
}

func (t Types) of(r reflect.Type) (map[string]any, error) {
	switch r {
	case reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string"}, nil
	case reflect.TypeFor[json.RawMessage]():
		return map[string]any{}, nil
	}
	switch r.Kind() {
	case reflect.Pointer:
		return t.of(r.Elem())
	case reflect.String:
		return map[string]any{"type": "string"}, nil
	case reflect.Bool:
		return map[string]any{"type": "boolean"}, nil
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}, nil
	case reflect.Float64:
		return map[string]any{"type": "number"}, nil
	case reflect.Slice:
		if r.Elem().Kind() == reflect.Uint8 {
			return map[string]any{"type": []any{"string", "null"}}, nil
		}
		items, err := t.of(r.Elem())
		return map[string]any{"type": []any{"array", "null"}, "items": items}, err
	case reflect.Map:
		values, err := t.of(r.Elem())
		return map[string]any{"type": "object", "additionalProperties": values}, err
	case reflect.Struct:
		return t.object(r)
	}
	return nil, fmt.Errorf("no schema of %s", r)
}

func (t Types) object(r reflect.Type) (map[string]any, error) {
	name := definition(r)
	ref := map[string]any{"$ref": "#/$defs/" + name}
	if _, ok := t.defs[name]; ok {
		return ref, nil
	}
	properties, required := map[string]any{}, []string{}
	t.defs[name] = properties // it may contain itself
	for _, f := range reflect.VisibleFields(r) {
		tag := f.Tag.Get("json")
		field, options, _ := strings.Cut(tag, ",")
		if f.Anonymous && tag == "" || field == "-" && options == "" || !f.IsExported() || len(f.Index) > 1 && !promoted(r, f) {
			continue
		}
		if field == "" {
			field = f.Name
		}
		if !strings.Contains(options, "omit") {
			required = append(required, field)
		}
		if s, ok := t.Instead[r.Name()+"."+field]; ok {
			properties[field] = s
			continue
		}
		s, err := t.of(f.Type)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", r, f.Name, err)
		}
		properties[field] = s
	}
	for key, s := range t.Instead { // fields that only the encoding has
		owner, field, _ := strings.Cut(key, ".")
		if _, ok := properties[field]; owner == r.Name() && !ok {
			properties[field] = s
		}
	}
	slices.Sort(required)
	t.defs[name] = map[string]any{"type": "object", "additionalProperties": false, "required": required, "properties": properties}
	return ref, nil
}

// promoted reports whether a field of an embedded struct is encoded as one of r.
func promoted(r reflect.Type, f reflect.StructField) bool {
	for i := range len(f.Index) - 1 {
		if outer := r.FieldByIndex(f.Index[:i+1]); !outer.Anonymous || outer.Tag.Get("json") != "" {
			return false
		}
	}
	return true
}

// definition is what a type is called in a schema: with its package, because two have types of one name.
func definition(r reflect.Type) string {
	pkg := r.PkgPath()[strings.LastIndex(r.PkgPath(), "/")+1:]
	runes := []rune(r.Name())
	runes[0] = unicode.ToUpper(runes[0])
	return pkg + string(runes)
}
