package audit

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Row binds one row of a table.
//
// The canonical form that SHA256 is taken over is the JSON object {"row":{…},"table":"…"} with keys in ascending order
// and without white space: every column by name that is not NULL; integers, reals and texts as JSON writes them, and
// bytes that are not UTF-8 text as {"base64":"…"}. NULL is left out so that a later schema can add a column without
// touching what older rows hash to; which columns there are is bound with the schema.
//
// The schema itself is bound in the same way: the table "sqlite_schema" with the keys "table/exhibit" and so on, and the
// table "pragma" with the key "user_version".
type Row struct {
	Table  string `json:"table"`
	ID     string `json:"id"` // the values of the primary key's columns, joined by "/"
	SHA256 string `json:"sha256"`
}

// The pseudo-tables that bind the schema.
const (
	SchemaTable = "sqlite_schema"
	PragmaTable = "pragma"
)

// Rows calls yield for each row of table that satisfies where (an SQL condition; "" for all), with the row's hash.
// The name of the table must come from the program or the schema, never from outside.
func Rows(ctx context.Context, db DB, table, where string, args []any, yield func(Row) error) error {
	key, err := keyColumns(ctx, db, table)
	if err != nil {
		return err
	}
	query := `SELECT * FROM ` + quote(table)
	if where != "" {
		query += ` WHERE ` + where
	}
	return hashRows(ctx, db, table, key, query, args, yield)
}

// Schema calls yield for everything that makes up the schema: tables, indexes and triggers, and the schema's number.
func Schema(ctx context.Context, db DB, yield func(Row) error) error {
	// rootpage is left out: it moves when the file is compacted. Indexes without SQL belong to a table's definition.
	err := hashRows(ctx, db, SchemaTable, []string{"type", "name"},
		`SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name`, nil, yield)
	if err != nil {
		return err
	}
	var version int64
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	r, _, err := hashRow(PragmaTable, []string{"name"}, []string{"name", "value"}, []any{"user_version", version})
	if err != nil {
		return err
	}
	return yield(r)
}

// keyColumns returns the columns of table's primary key, in the key's order.
func keyColumns(ctx context.Context, db DB, table string) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk`, table)
	if err != nil {
		return nil, fmt.Errorf("read key of %s: %w", table, err)
	}
	defer rows.Close()
	var key []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("read key of %s: %w", table, err)
		}
		key = append(key, name)
	}
	return key, rows.Err()
}

// Texts calls yield for each row of table that satisfies where, as Rows does, but in the order in which they were written
// and with the canonical form that the hash is taken over.
func Texts(ctx context.Context, db DB, table, where string, args []any, yield func(r Row, text []byte) error) error {
	key, err := keyColumns(ctx, db, table)
	if err != nil {
		return err
	}
	query := `SELECT * FROM ` + quote(table)
	if where != "" {
		query += ` WHERE ` + where
	}
	return textRows(ctx, db, table, key, query+` ORDER BY rowid`, args, yield)
}

func hashRows(ctx context.Context, db DB, table string, key []string, query string, args []any, yield func(Row) error) error {
	return textRows(ctx, db, table, key, query, args, func(r Row, _ []byte) error { return yield(r) })
}

func textRows(ctx context.Context, db DB, table string, key []string, query string, args []any, yield func(Row, []byte) error) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read %s: %w", table, err)
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return fmt.Errorf("read %s: %w", table, err)
	}
	vals, ptrs := make([]any, len(cols)), make([]any, len(cols))
	for i := range vals {
		ptrs[i] = &vals[i]
	}
	for rows.Next() {
		if err := rows.Scan(ptrs...); err != nil {
			return fmt.Errorf("read %s: %w", table, err)
		}
		r, text, err := hashRow(table, key, cols, vals)
		if err != nil {
			return err
		}
		if err := yield(r, text); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read %s: %w", table, err)
	}
	return nil
}

func hashRow(table string, key, cols []string, vals []any) (Row, []byte, error) {
	row := make(map[string]any, len(cols)) // encoding/json writes maps with their keys in order
	for i, c := range cols {
		if vals[i] != nil {
			row[c] = canonical(vals[i])
		}
	}
	text, err := encode(map[string]any{"table": table, "row": row})
	if err != nil {
		return Row{}, nil, fmt.Errorf("encode row of %s: %w", table, err)
	}
	id := make([]string, len(key))
	for i, k := range key {
		id[i] = fmt.Sprint(row[k])
	}
	sum := sha256.Sum256(text)
	return Row{Table: table, ID: strings.Join(id, "/"), SHA256: hex.EncodeToString(sum[:])}, text, nil
}

// canonical makes sure that different values are written differently: JSON would replace bytes that are not UTF-8.
func canonical(v any) any {
	switch v := v.(type) {
	case []byte:
		return map[string]string{"base64": base64.StdEncoding.EncodeToString(v)}
	case string:
		if !utf8.ValidString(v) {
			return map[string]string{"base64": base64.StdEncoding.EncodeToString([]byte(v))}
		}
	}
	return v
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
