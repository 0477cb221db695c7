package store

import (
	"database/sql"
	"encoding/json"

	"tracemark/casefile"
)

// scaleAsOf returns a scale the way it is stored beside what was concluded on it; NULL for none. One that does not have the
// level that was chosen, or is another one, explains nothing and is refused.
func scaleAsOf(s *casefile.ConclusionScale, id, level string) (sql.NullString, error) {
	if s == nil {
		return sql.NullString{}, nil
	}
	if _, ok := s.Level(level); !ok || s.ID != id {
		return sql.NullString{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]q is no conclusion of the scale %[2]q",
			Do: "Choose one of the scale", Args: []any{level, s.ID}}
	}
	text, err := toJSON(s)
	return optional(text), err
}

// scaleOf scans a stored scale; NULL is nil.
type scaleOf struct{ s **casefile.ConclusionScale }

func (v scaleOf) Scan(src any) error {
	var text sql.NullString
	if err := text.Scan(src); err != nil || !text.Valid {
		return err
	}
	*v.s = new(casefile.ConclusionScale)
	return json.Unmarshal([]byte(text.String), *v.s)
}
