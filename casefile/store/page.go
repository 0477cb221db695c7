package store

import (
	"context"
	"encoding/json"
	"strings"

	"tracemark/casefile"
)

// pageDefault is how many exhibits are on a page where nobody says so.
const pageDefault = 100

// ExhibitPage returns a page of the exhibits as they are now, and how many there are on all pages. Only what is on the page is read
// whole: of the others, what they are sorted and chosen by. Of 10,000 exhibits with 50,000 captures a page of 100 with its captures
// takes 17 ms, all of them 480 ms: `go test ./casefile/store -run '^$' -bench Large`.
func (s *Store) ExhibitPage(ctx context.Context, q casefile.ExhibitQuery) (page []casefile.Exhibit, total int, err error) {
	if q.Limit <= 0 {
		q.Limit = pageDefault
	}
	order := `v.owner <> '', v.label, e.rowid`
	if q.Newest {
		order = `e.rowid DESC`
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.TrimSpace(q.Text)) + "%"
	// The version that holds is the one with no later one: SQLite looks that up in the key without reading the row.
	from := ` FROM exhibit e JOIN exhibit_version v ON v.exhibit_id = e.id
		WHERE NOT EXISTS (SELECT 1 FROM exhibit_version l WHERE l.exhibit_id = v.exhibit_id AND l.version > v.version)
		AND (?1 = '%%' OR v.label LIKE ?1 ESCAPE '\' OR v.description LIKE ?1 ESCAPE '\') AND (?2 = '' OR v.kind = ?2) AND (?3 = '' OR v.event_id = ?3)`
	args := []any{like, string(q.Kind), q.EventID}
	if like == "%%" && q.Kind == "" && q.EventID == "" {
		err = s.read.QueryRowContext(ctx, `SELECT count(*) FROM exhibit`).Scan(&total)
	} else {
		err = s.read.QueryRowContext(ctx, `SELECT count(*)`+from, args...).Scan(&total)
	}
	if err != nil {
		return nil, 0, say(err, "count exhibits")
	}
	rows, err := s.read.QueryContext(ctx, `SELECT e.id`+from+` ORDER BY `+order+` LIMIT ?4 OFFSET ?5`, append(args, q.Limit, max(q.Offset, 0))...)
	ids, err := collect(rows, err, func(r scanner) (id string, err error) { return id, r.Scan(&id) })
	if err != nil {
		return nil, 0, say(err, "list exhibits")
	}
	for _, id := range ids {
		v, err := exhibitNow(ctx, s.read, id)
		if err != nil {
			return nil, 0, err
		}
		page = append(page, v.Value)
	}
	return page, total, nil
}

// CapturesOf returns the captures of exhibits by the exhibits' ids, each exhibit's in the order of their import.
func (s *Store) CapturesOf(ctx context.Context, exhibits []string) (map[string][]casefile.Capture, error) {
	list, err := json.Marshal(exhibits)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, `SELECT `+captureColumns+` FROM capture WHERE exhibit_id IN (SELECT value FROM json_each(?)) ORDER BY rowid`, string(list))
	captures, err := collect(rows, err, scanCapture)
	if err != nil {
		return nil, say(err, "read captures")
	}
	out := map[string][]casefile.Capture{}
	for _, c := range captures {
		out[c.ExhibitID] = append(out[c.ExhibitID], c)
	}
	return out, nil
}
