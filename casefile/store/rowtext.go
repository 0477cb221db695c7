package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/audit"
)

// decodeRow reads a row's canonical text into the values of its columns: string, int64, float64 or []byte. Columns that are NULL
// are not in the map. Nothing but what t describes is taken.
func decodeRow(t casefile.Table, r casefile.TableRow) (map[string]any, error) {
	var in struct {
		Row   map[string]json.RawMessage `json:"row"`
		Table string                     `json:"table"`
	}
	d := json.NewDecoder(bytes.NewReader(r.Text))
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		return nil, fmt.Errorf("read row of %s: %w", t.Name, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read row of %s: something follows it", t.Name)
	}
	if in.Table != t.Name {
		return nil, fmt.Errorf("read row of %s: it says that it is of %q", t.Name, in.Table)
	}
	out := make(map[string]any, len(in.Row))
	for name, raw := range in.Row {
		i := slices.IndexFunc(t.Columns, func(c casefile.Column) bool { return c.Name == name })
		if i < 0 {
			return nil, &casefile.Error{Code: casefile.Refused, What: "A row of %[1]s has a column %[2]q that this version does not know",
				Do: "install the newer version", Args: []any{t.Name, name}}
		}
		v, err := decodeValue(t.Columns[i], raw)
		if err != nil {
			return nil, fmt.Errorf("read column %s of %s: %w", name, t.Name, err)
		}
		out[name] = v
	}
	return out, nil
}

func decodeValue(c casefile.Column, raw json.RawMessage) (any, error) {
	switch raw[0] {
	case '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return nil, err
		}
		if c.Type != "TEXT" {
			return nil, fmt.Errorf("a text in a column of type %s", c.Type)
		}
		return s, nil
	case '{':
		var b struct {
			Base64 *[]byte `json:"base64"`
		}
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&b); err != nil || b.Base64 == nil {
			return nil, errors.Join(err, errors.New("not bytes in base64"))
		}
		switch c.Type {
		case "TEXT":
			return string(*b.Base64), nil
		case "BLOB":
			return *b.Base64, nil
		}
		return nil, fmt.Errorf("bytes in a column of type %s", c.Type)
	}
	var n json.Number
	if err := json.Unmarshal(raw, &n); err != nil || n == "" {
		return nil, errors.Join(err, errors.New("neither text, number nor bytes"))
	}
	switch c.Type {
	case "INTEGER":
		return n.Int64()
	case "REAL":
		return n.Float64()
	}
	return nil, fmt.Errorf("a number in a column of type %s", c.Type)
}

// encodeRow is the inverse of decodeRow.
func encodeRow(table string, values map[string]any) ([]byte, error) {
	row := make(map[string]any, len(values))
	for name, v := range values {
		if b, ok := v.([]byte); ok {
			v = map[string]string{"base64": base64.StdEncoding.EncodeToString(b)}
		}
		row[name] = v
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(map[string]any{"table": table, "row": row}); err != nil {
		return nil, fmt.Errorf("write row of %s: %w", table, err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// insertRow writes a row that came from elsewhere. It must be there afterwards word for word.
func (t *change) insertRow(ctx context.Context, tbl casefile.Table, values map[string]any) error {
	var cols []col
	for _, c := range tbl.Columns {
		if v, ok := values[c.Name]; ok {
			cols = append(cols, col{c.Name, v})
		}
	}
	return t.insert(ctx, tbl.Name, cols...)
}

// there returns the canonical text of the row with the same key as values; ok is false where there is none.
func (t *change) there(ctx context.Context, tbl casefile.Table, values map[string]any) (text []byte, ok bool, err error) {
	var where []string
	var args []any
	for _, c := range tbl.Columns {
		if c.Key > 0 {
			where, args = append(where, c.Name+" = ?"), append(args, values[c.Name])
		}
	}
	err = audit.Texts(ctx, t, tbl.Name, strings.Join(where, " AND "), args, func(_ audit.Row, b []byte) error {
		text, ok = b, true
		return nil
	})
	return text, ok, err
}

// hashText is the hash of a row's canonical text, as the log holds it.
func hashText(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
