package store

import (
	"context"

	"tracemark/casefile"
)

// ExhibitLines returns what a list says of the exhibits as they are now, by label, other agencies' last.
func (s *Store) ExhibitLines(ctx context.Context) ([]casefile.ExhibitLine, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT v.exhibit_id, v.label, v.kind, v.origin, ifnull(v.parent_id, ''), v.owner, ifnull(v.event_id, ''),
			ifnull(n.n, 0), ifnull(n.made, 0)
		FROM exhibit_version v JOIN exhibit e ON e.id = v.exhibit_id
		LEFT JOIN (SELECT exhibit_id, count(*) AS n, max(synthetic) AS made FROM capture GROUP BY exhibit_id) n ON n.exhibit_id = v.exhibit_id
		WHERE NOT EXISTS (SELECT 1 FROM exhibit_version l WHERE l.exhibit_id = v.exhibit_id AND l.version > v.version)
		ORDER BY v.owner <> '', v.label, e.rowid`)
	out, err := collect(rows, err, func(r scanner) (l casefile.ExhibitLine, err error) {
		return l, r.Scan(&l.ID, &l.Label, &l.Kind, &l.Origin, &l.ParentID, &l.Owner, &l.Event, &l.Captures, &l.Synthetic)
	})
	if err != nil {
		return nil, say(err, "list exhibits")
	}
	events, err := s.Events(ctx)
	called := map[string]string{}
	for _, e := range events {
		called[e.ID] = e.Label
	}
	for i := range out {
		out[i].Event = called[out[i].Event]
	}
	return out, err
}

// ComparisonLines returns what a list says of the comparisons, by number: the comparison's numbers and persons without its results,
// and of its sides what names them.
func (s *Store) ComparisonLines(ctx context.Context) ([]casefile.ComparisonItem, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT k.id, k.number, k.hash_a, k.hash_b, k.by, k.created, a.id, a.kind, a.mark, x.exhibit_id, x.label, ifnull(x.event_id, ''),
			b.id, b.kind, b.mark, y.exhibit_id, y.label, ifnull(y.event_id, '')
		FROM comparison k JOIN capture a ON a.id = k.a JOIN capture b ON b.id = k.b
		JOIN exhibit_version x ON x.exhibit_id = a.exhibit_id JOIN exhibit_version y ON y.exhibit_id = b.exhibit_id
		WHERE NOT EXISTS (SELECT 1 FROM exhibit_version l WHERE l.exhibit_id = x.exhibit_id AND l.version > x.version)
		AND NOT EXISTS (SELECT 1 FROM exhibit_version l WHERE l.exhibit_id = y.exhibit_id AND l.version > y.version) ORDER BY k.number`)
	out, err := collect(rows, err, func(r scanner) (i casefile.ComparisonItem, err error) {
		err = r.Scan(&i.Comparison.ID, &i.Comparison.Number, &i.Comparison.HashA, &i.Comparison.HashB, &i.Comparison.By, timeOf{&i.Comparison.Created},
			&i.A.Capture.ID, &i.A.Capture.Kind, &i.A.Capture.Mark, &i.A.Exhibit.ID, &i.A.Exhibit.Label, &i.A.Exhibit.EventID,
			&i.B.Capture.ID, &i.B.Capture.Kind, &i.B.Capture.Mark, &i.B.Exhibit.ID, &i.B.Exhibit.Label, &i.B.Exhibit.EventID)
		i.Comparison.A, i.Comparison.B = i.A.Capture.ID, i.B.Capture.ID
		i.A.Capture.ExhibitID, i.B.Capture.ExhibitID = i.A.Exhibit.ID, i.B.Exhibit.ID
		return i, err
	})
	if err != nil {
		return nil, say(err, "list comparisons")
	}
	conclusions, err := s.Conclusions(ctx, "")
	if err != nil {
		return nil, err
	}
	holds, replaced := map[string]*casefile.Conclusion{}, map[string]bool{}
	for _, c := range conclusions {
		replaced[c.Supersedes] = true
	}
	for i := range conclusions {
		if c := &conclusions[i]; !replaced[c.ID] && holds[c.ComparisonID] == nil {
			holds[c.ComparisonID] = c
		}
	}
	reports, err := s.IssuedReports(ctx, "")
	if err != nil {
		return nil, err
	}
	latest := map[string]*casefile.IssuedReport{}
	for i := range reports {
		if reports[i].Kind == casefile.ReportOnComparison { // notes and records lock no conclusion
			latest[reports[i].ComparisonID] = &reports[i]
		}
	}
	for i := range out {
		out[i].Conclusion, out[i].Report = holds[out[i].Comparison.ID], latest[out[i].Comparison.ID]
	}
	return out, nil
}

// CustodiesOf returns the chains of custody of the exhibits with the ids and of those that they came from.
func (s *Store) CustodiesOf(ctx context.Context, ids ...string) (*casefile.Custodies, error) {
	c, err := custodiesOf(ctx, s.read, ids...)
	if err != nil {
		return nil, say(err, "read custody")
	}
	return c, nil
}

func custodiesOf(ctx context.Context, db querier, ids ...string) (*casefile.Custodies, error) {
	var line []casefile.Exhibit
	var events []casefile.CustodyEvent
	seen := map[string]bool{}
	for _, id := range ids {
		for id != "" && !seen[id] {
			seen[id] = true
			x, err := exhibitNow(ctx, db, id)
			if err != nil {
				return nil, err
			}
			own, err := custodyEvents(ctx, db, id)
			if err != nil {
				return nil, err
			}
			line, events = append(line, x.Value), append(events, own...)
			id = x.Value.ParentID
		}
	}
	return casefile.NewCustodies(line, events), nil
}
