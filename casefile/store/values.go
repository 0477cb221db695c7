package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"tracemark/casefile"
)

// scanner is a row of either kind.
type scanner interface{ Scan(dest ...any) error }

// stamp writes a time the way it is stored.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// timeOf scans a stored time.
type timeOf struct{ t *time.Time }

func (v timeOf) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("time is a %T", src)
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	*v.t = t.UTC()
	return err
}

// jsonOf scans a stored JSON text into v, a pointer.
type jsonOf struct{ v any }

func (v jsonOf) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("JSON is a %T", src)
	}
	return json.Unmarshal([]byte(s), v.v)
}

// jsonOrNull is jsonOf for a column that may be NULL, which leaves v as it is.
type jsonOrNull struct{ v any }

func (v jsonOrNull) Scan(src any) error {
	if src == nil {
		return nil
	}
	return jsonOf(v).Scan(src)
}

// factsJSON writes facts the way they are stored: NULL where nothing is said.
func factsJSON(f casefile.Facts) (sql.NullString, error) { return jsonUnless(f.Empty(), f) }

// jsonUnless is toJSON for a column that is NULL where there is nothing.
func jsonUnless(empty bool, v any) (sql.NullString, error) {
	if empty {
		return sql.NullString{}, nil
	}
	text, err := toJSON(v)
	return sql.NullString{String: text, Valid: true}, err
}

// toJSON writes v the way it is stored; the error says what cannot be stored.
func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", &casefile.Error{Code: casefile.Invalid, What: "A value of this record cannot be stored", Cause: err}
	}
	return string(b), nil
}

// optional stores an empty reference as NULL.
func optional(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// textOf scans a NULL as "".
type textOf struct{ s *string }

func (v textOf) Scan(src any) error {
	var n sql.NullString
	err := n.Scan(src)
	*v.s = n.String
	return err
}

// countOf scans a NULL as 0.
type countOf struct{ n *int }

func (v countOf) Scan(src any) error {
	var n sql.NullInt64
	err := n.Scan(src)
	*v.n = int(n.Int64)
	return err
}

// known stores a length that is not known as NULL.
func known(um float64) sql.NullFloat64 { return sql.NullFloat64{Float64: um, Valid: um > 0} }

// lengthOf scans a NULL as 0, which is how Scale says that it does not know.
type lengthOf struct{ um *float64 }

func (v lengthOf) Scan(src any) error {
	var n sql.NullFloat64
	err := n.Scan(src)
	*v.um = n.Float64
	return err
}

// collect scans every row with one and closes rows.
func collect[T any](rows *sql.Rows, err error, one func(scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := one(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
