package store

import (
	"context"
	"strings"

	"tracemark/casefile"
)

// minPrefix is how much of an id must be given at least, so that a slip of the finger is not taken for a choice.
const minPrefix = 4

// byRef finds the one row of table whose id is ref or begins with it. noun is what people call such a row.
func byRef[T any](ctx context.Context, db querier, table, columns, noun, ref string, scan func(scanner) (T, error)) (T, error) {
	var none T
	ref = strings.ToLower(strings.TrimSpace(ref))
	rows, err := db.QueryContext(ctx, `SELECT `+columns+` FROM `+table+` WHERE id = ?`, ref)
	found, err := collect(rows, err, scan)
	if err == nil && len(found) == 0 && len(ref) >= minPrefix {
		rows, err = db.QueryContext(ctx, `SELECT `+columns+` FROM `+table+` WHERE substr(id, 1, ?) = ? LIMIT 2`, len(ref), ref)
		found, err = collect(rows, err, scan)
	}
	switch {
	case err != nil:
		return none, say(err, "read "+noun)
	case len(found) == 0:
		return none, &casefile.Error{Code: casefile.NotFound, What: "There is no %[1]s %[2]q in this case", Args: []any{casefile.Word(noun), ref}}
	case len(found) > 1:
		return none, &casefile.Error{Code: casefile.Invalid, What: "More than one %[1]s begins with %[2]q",
			Do: "Give more of its id", Args: []any{casefile.Word(noun), ref}}
	}
	return found[0], nil
}
