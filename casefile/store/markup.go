package store

import (
	"context"
	"fmt"
	"slices"

	"tracemark/casefile"
)

// AddMarkup records all that is annotated on a comparison as its next version. A missing id of an annotation is filled in.
// Once a signed report states the conclusion that holds, nothing more is marked.
func (s *Store) AddMarkup(ctx context.Context, actor, comparisonID string, list []casefile.Annotation) (casefile.Markup, error) {
	m := casefile.Markup{ComparisonID: comparisonID, Annotations: slices.Clone(list)}
	if m.Annotations == nil {
		m.Annotations = []casefile.Annotation{}
	}
	err := s.change(ctx, actor, "markup saved", func(t *change) (string, error) {
		if locked, err := isLocked(ctx, t, comparisonID); err != nil {
			return "", err
		} else if locked {
			return "", &casefile.Error{Code: casefile.Refused, What: "A signed report states the conclusion of this comparison: its annotations are locked",
				Do: "Replace the conclusion with a reason first, or compare the pair again"}
		}
		m.By, m.Created = t.actor.ID, t.at
		return t.addMarkup(ctx, &m)
	})
	if err != nil {
		return casefile.Markup{}, err
	}
	return m, nil
}

// addMarkup writes the next version of what is annotated; who it is by, and when, is settled.
func (t *change) addMarkup(ctx context.Context, m *casefile.Markup) (detail string, err error) {
	number, err := comparisonNumber(ctx, t, m.ComparisonID)
	if err != nil {
		return "", err
	}
	if err := casefile.CheckAnnotations(m.Annotations); err != nil {
		return "", err
	}
	for i := range m.Annotations {
		if m.Annotations[i].ID == "" {
			m.Annotations[i].ID = t.s.opts.NewID()
		}
	}
	text, err := toJSON(m.Annotations)
	if err != nil {
		return "", err
	}
	err = t.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) + 1 FROM markup WHERE comparison_id = ?`, m.ComparisonID).Scan(&m.Version)
	if err != nil {
		return "", fmt.Errorf("count markups: %w", err)
	}
	t.subject = m.ComparisonID
	return fmt.Sprintf("comparison %d: version %d, %d annotations", number, m.Version, len(m.Annotations)),
		t.insert(ctx, "markup", col{"comparison_id", m.ComparisonID}, col{"version", m.Version}, col{"annotations_json", text},
			col{"by", m.By}, col{"created", stamp(m.Created)})
}

// isLocked reports whether a report was issued on the conclusion that holds for a comparison.
func isLocked(ctx context.Context, db querier, comparisonID string) (bool, error) {
	current, ok, err := currentConclusion(ctx, db, comparisonID)
	if err != nil || !ok {
		return false, err
	}
	n, err := countReports(ctx, db, current.ID)
	return n > 0, err
}

// Locked reports whether a signed report states the conclusion that holds for the comparison with the id.
func (s *Store) Locked(ctx context.Context, comparisonID string) (bool, error) {
	locked, err := isLocked(ctx, s.read, comparisonID)
	if err != nil {
		return false, say(err, "read reports")
	}
	return locked, nil
}

const markupColumns = `comparison_id, version, annotations_json, by, created`

func scanMarkup(r scanner) (m casefile.Markup, err error) {
	err = r.Scan(&m.ComparisonID, &m.Version, jsonOf{&m.Annotations}, &m.By, timeOf{&m.Created})
	return m, err
}

// Markup returns a version of what is annotated on the comparison with the id, the newest where version is 0. Where nothing was
// ever marked, the newest is version 0 without annotations.
func (s *Store) Markup(ctx context.Context, comparisonID string, version int) (casefile.Markup, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+markupColumns+` FROM markup WHERE comparison_id = ?1 AND (?2 = 0 OR version = ?2)
		ORDER BY version DESC LIMIT 1`, comparisonID, version)
	found, err := collect(rows, err, scanMarkup)
	switch {
	case err != nil:
		return casefile.Markup{}, say(err, "read markup")
	case len(found) > 0:
		return found[0], nil
	case version == 0:
		return casefile.Markup{ComparisonID: comparisonID}, nil
	}
	return casefile.Markup{}, &casefile.Error{Code: casefile.NotFound, What: "The comparison has no annotations of version %[1]d", Args: []any{version}}
}
