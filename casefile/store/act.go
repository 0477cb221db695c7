package store

import (
	"context"
	"math"
	"slices"
	"unicode/utf8"

	"tracemark/casefile"
)

var actKinds = []casefile.ActKind{casefile.ActViewedCandidate, casefile.ActViewedComparison, casefile.ActFlipped, casefile.ActRevealed,
	casefile.ActPrintedLabel, casefile.ActSearched}

// The bounds of what an act says of itself: nobody looks at one pair for more than a working week.
const (
	maxActText    = 500
	maxActSeconds = 7 * 24 * 3600
)

// AddAct records one act of looking.
func (s *Store) AddAct(ctx context.Context, actor string, a casefile.Act) (casefile.Act, error) {
	if a.Exposed == nil {
		a.Exposed = []casefile.Exposure{}
	}
	err := s.change(ctx, actor, string(a.Kind), func(t *change) (string, error) {
		t.identify(&a.ID, &a.Created)
		if err := t.author(&a.By); err != nil {
			return "", err
		}
		if err := checkAct(a); err != nil {
			return "", err
		}
		exposed, err := toJSON(a.Exposed)
		if err != nil {
			return "", err
		}
		t.subject = a.Subject
		return a.Detail, t.insert(ctx, "act", col{"id", a.ID}, col{"kind", string(a.Kind)}, col{"subject", a.Subject}, col{"detail", a.Detail},
			col{"seconds", a.Seconds}, col{"exposed_json", exposed}, col{"by", a.By}, col{"created", stamp(a.Created)})
	})
	if err != nil {
		return casefile.Act{}, err
	}
	return a, nil
}

func checkAct(a casefile.Act) error {
	switch {
	case !slices.Contains(actKinds, a.Kind):
		return &casefile.Error{Code: casefile.Invalid, What: "There is no act of looking called %[1]q", Args: []any{a.Kind}}
	case a.Subject == "" || len(a.Subject) > maxActText:
		return &casefile.Error{Code: casefile.Invalid, What: "An act of looking needs what was looked at", Do: "Name it by its id"}
	case utf8.RuneCountInString(a.Detail) > maxActText || !utf8.ValidString(a.Detail):
		return &casefile.Error{Code: casefile.Invalid, What: "The note on an act of looking is too long", Do: "Give a shorter one"}
	case math.IsNaN(a.Seconds) || a.Seconds < 0 || a.Seconds > maxActSeconds:
		return &casefile.Error{Code: casefile.Invalid, What: "Nobody looks at something for %[1]g seconds", Args: []any{a.Seconds}}
	}
	return nil
}

const actColumns = `id, kind, subject, detail, seconds, exposed_json, by, created`

func scanAct(r scanner) (a casefile.Act, err error) {
	err = r.Scan(&a.ID, &a.Kind, &a.Subject, &a.Detail, &a.Seconds, jsonOf{&a.Exposed}, &a.By, timeOf{&a.Created})
	return a, err
}

// Acts returns the acts of looking of the person with the id, of everybody when it is "", the first one first.
func (s *Store) Acts(ctx context.Context, by string) ([]casefile.Act, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+actColumns+` FROM act WHERE ?1 = '' OR by = ?1 ORDER BY rowid`, by)
	out, err := collect(rows, err, scanAct)
	if err != nil {
		return nil, say(err, "read acts")
	}
	return out, nil
}
