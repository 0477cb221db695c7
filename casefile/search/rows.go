package search

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tracemark/casefile"
)

// form says how the rows of a table are found. A table that has none is found as "other", by all its texts.
type form struct {
	kind    string
	thing   string   // column that names the thing of which the row is a version; empty: each row is a thing of its own
	subject string   // column of the id of what to open
	title   []string // columns
	skip    bool     // it says nothing that anybody would search for
}

var forms = map[string]form{
	"case_version":         {kind: "case", thing: "id", subject: "id", title: []string{"number", "title"}},
	"exhibit_version":      {kind: "exhibit", thing: "exhibit_id", subject: "exhibit_id", title: []string{"label"}},
	"capture":              {kind: "recording", subject: "exhibit_id", title: []string{"file_name"}},
	"mask":                 {kind: "recording", subject: "capture_id", title: []string{"version"}},
	"event":                {kind: "event", thing: "id", subject: "id", title: []string{"label"}},
	"event_version":        {kind: "event", thing: "event_id", subject: "event_id", title: []string{"label"}},
	"comparison":           {kind: "comparison", subject: "id", title: []string{"number"}},
	"conclusion":           {kind: "conclusion", thing: "comparison_id", subject: "comparison_id", title: []string{"value"}},
	"commitment":           {kind: "conclusion", subject: "comparison_id", title: []string{"value"}},
	"markup":               {kind: "annotation", thing: "comparison_id", subject: "comparison_id", title: []string{"version"}},
	"snapshot_choice":      {kind: "annotation", thing: "snapshot_id", subject: "snapshot_id", title: []string{"caption"}},
	"verification_request": {kind: "verification", subject: "comparison_id", title: []string{"number"}},
	"verification_step":    {kind: "verification", subject: "request_id", title: []string{"kind"}},
	"custody_event":        {kind: "custody", thing: "exhibit_id,number", subject: "exhibit_id", title: []string{"kind", "place"}},
	"document_version":     {kind: "document", thing: "document_id", subject: "document_id", title: []string{"title"}},
	"document":             {kind: "document", subject: "id", title: []string{"file_name"}},
	"hit_version":          {kind: "hit", thing: "hit_id", subject: "hit_id", title: []string{"state"}},
	"issued_report":        {kind: "report", subject: "comparison_id", title: []string{"id"}},
	"report":               {kind: "report", subject: "id", title: []string{"number", "kind"}},
	"report_version":       {kind: "report", thing: "report_id", subject: "report_id", title: []string{"version"}},
	"report_step":          {kind: "report", subject: "report_id", title: []string{"kind"}},
	"correlation":          {kind: "candidate list", subject: "id", title: []string{"service"}},
	"person":               {kind: "person", subject: "id", title: []string{"name"}},
	"person_version":       {kind: "person", thing: "person_id", subject: "person_id", title: []string{"name"}},

	"exhibit": {skip: true}, "hit": {skip: true}, "snapshot": {skip: true}, "candidate_state": {skip: true}, "act": {skip: true},
	"verification_view": {skip: true}, "checkpoint": {skip: true}, "countersignature": {skip: true}, "checkpoint_stamp": {skip: true}, "setting": {skip: true}, "passage_file": {skip: true}, "report_copy": {skip: true},
	"report_secret": {skip: true}, "report_withheld": {skip: true},
}

// noise is what nobody searches for: ids, hashes, times, names of code lists and states of fields.
var noise = regexp.MustCompile(`^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT.*|tracemark-[a-z-]+|stated)$`)

// silent are columns whose text is not for reading: figures, forms of a scale, states of the microscope.
var silent = map[string]bool{"results_json": true, "params_json": true, "software_json": true, "scale_json": true, "scene_json": true,
	"exposed_json": true, "candidates_json": true, "left_out_json": true}

type writer struct {
	tx   *sql.Tx
	rows int
}

// row indexes one row of the case, in place of the version before it.
func (w *writer) row(ctx context.Context, r casefile.TableRow) error {
	w.rows++
	f, known := forms[r.Table]
	if f.skip {
		return nil
	}
	if !known {
		f = form{kind: "other"}
	}
	var text struct {
		Row map[string]any `json:"row"`
	}
	if err := json.Unmarshal(r.Text, &text); err != nil {
		return fmt.Errorf("index row %s of %s: %w", r.ID, r.Table, err)
	}
	thing := r.Table + " " + r.ID
	if f.thing != "" {
		var of []string
		for _, c := range strings.Split(f.thing, ",") {
			of = append(of, str(text.Row[c]))
		}
		thing = f.kind + " " + strings.Join(of, "/")
		if _, err := w.tx.ExecContext(ctx, `UPDATE doc SET earlier = 1 WHERE thing = ? AND earlier = 0`, thing); err != nil {
			return fmt.Errorf("index row %s of %s: %w", r.ID, r.Table, err)
		}
	}
	subject := str(text.Row[f.subject])
	if subject == "" {
		subject = r.ID
	}
	var title []string
	for _, c := range f.title {
		title = append(title, str(text.Row[c]))
	}
	at := str(text.Row["at"])
	if at == "" {
		at = str(text.Row["created"])
	}
	body := body(text.Row, f.title)
	res, err := w.tx.ExecContext(ctx, `INSERT INTO doc (kind, thing, subject, row, by, at, earlier) VALUES (?, ?, ?, ?, ?, ?, 0)`,
		f.kind, thing, subject, r.Table+" "+r.ID, str(text.Row["by"]), at)
	if err != nil {
		return fmt.Errorf("index row %s of %s: %w", r.ID, r.Table, err)
	}
	id, err := res.LastInsertId()
	if err == nil {
		_, err = w.tx.ExecContext(ctx, `INSERT INTO said (id, title, body) VALUES (?, ?, ?)`, id, strings.Join(title, " "), body)
	}
	if err == nil {
		_, err = w.tx.ExecContext(ctx, `INSERT INTO word (rowid, title, body) VALUES (?, ?, ?)`, id, strings.Join(title, " "), body)
	}
	if err != nil {
		return fmt.Errorf("index row %s of %s: %w", r.ID, r.Table, err)
	}
	return nil
}

// body gathers the texts of a row but its title, column by column in the order of their names.
func body(row map[string]any, title []string) string {
	names := make([]string, 0, len(row))
	for name := range row {
		if !silent[name] && !slices.Contains(title, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var parts []string
	for _, name := range names {
		value := row[name]
		if s, ok := value.(string); ok && strings.HasSuffix(name, "_json") {
			var inner any
			if json.Unmarshal([]byte(s), &inner) == nil {
				value = inner
			}
		}
		parts = gather(parts, value)
	}
	return strings.Join(parts, " · ")
}

// gather appends the texts in a value, however deep they lie.
func gather(parts []string, v any) []string {
	switch v := v.(type) {
	case string:
		v = strings.Map(func(r rune) rune {
			if r == 2 || r == 3 { // casefile.FoundStart and FoundEnd
				return -1
			}
			return r
		}, v)
		if v != "" && !noise.MatchString(v) {
			parts = append(parts, v)
		}
	case []any:
		for _, x := range v {
			parts = gather(parts, x)
		}
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			parts = gather(parts, v[name])
		}
		if name := codeName(v); name != "" {
			parts = append(parts, name)
		}
	}
	return parts
}

// codeName returns the name of a coded value by its list, where it is known and is not what was seen.
func codeName(v map[string]any) string {
	list, code := str(v["list"]), str(v["code"])
	if list == "" || code == "" {
		return ""
	}
	for _, l := range casefile.Lists() {
		if l.ID != list {
			continue
		}
		for _, c := range l.Codes {
			if c.Code == code && c.Name != str(v["as_seen"]) {
				return c.Name
			}
		}
	}
	return ""
}

func str(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	return fmt.Sprint(v)
}
