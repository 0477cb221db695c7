package store

import (
	"context"
	"fmt"
	"slices"

	"tracemark/casefile"
)

// travel says how the rows of a table travel where only chosen exhibits do, and into another case.
type travel struct {
	chosen chosen
	stays  string // why rows are not taken into another case; empty where they are
}

// chosen is when a row goes with chosen exhibits.
type chosen int

const (
	owned   chosen = iota // when everything goes that its references name, and it has one that counts: the rule where no other is stated
	named                 // when a row that goes names it
	follows               // when the named row goes that it belongs to
	always
	never
	subject // when its column subject is the id of a row that goes
)

// travels holds the tables that are not owned. Every table without a reference that counts must be here: a test fails
// otherwise, so that nobody adds a table and forgets it.
var travels = map[string]travel{
	"exhibit":          {chosen: named}, // and those that were chosen
	"person":           {chosen: named},
	"person_version":   {chosen: follows},
	"event":            {chosen: named},
	"event_version":    {chosen: follows},
	"document":         {chosen: named},
	"case_version":     {chosen: always, stays: "The description of the other case stays with the other case."},
	"setting":          {chosen: never, stays: "The settings of the other case stay with the other case."},
	"checkpoint":       {chosen: never, stays: "Signed checkpoints belong to the log of the other case."},
	"countersignature": {chosen: never, stays: "Signed checkpoints belong to the log of the other case."},
	"checkpoint_stamp": {chosen: never, stays: "Signed checkpoints belong to the log of the other case."},
	"passage":          {chosen: never, stays: "What left and entered the other case is on its own log."},
	"passage_file":     {chosen: never, stays: "What left and entered the other case is on its own log."},
	"act":              {chosen: subject},
	"report_secret":    {chosen: never, stays: withheldStays},
	"report_withheld":  {chosen: never, stays: withheldStays},
}

const withheldStays = "What was withheld from reports of the other case stays with the other case."

// pulls are references that bring the named row along rather than depend on it.
var pulls = map[string]bool{"exhibit_version.parent_id": true}

// ofTheLog are tables that say something about the log and make no sense beside another one.
var ofTheLog = map[string]bool{"checkpoint": true, "countersignature": true, "checkpoint_stamp": true}

// originalColumns are the columns that name an original, and whether they do: every column that ends in sha256 must be here, or
// in hash_a and hash_b, which repeat what a capture names.
var originalColumns = map[string]bool{
	"capture.sha256":          true,
	"document.sha256":         true,
	"mask.sha256":             true,
	"snapshot.sha256":         true,
	"issued_report.sha256":    true,
	"report_step.file_sha256": true,
	"report_copy.sha256":      true,
	"report_withheld.sha256":  true,
	"report.amends_sha256":    false, // of the amended report, whose own rows name it
	"passage_file.sha256":     true,
	"passage.file_sha256":     false, // of a file that went elsewhere
	"passage.manifest_sha256": false,
}

// counts reports whether a row depends on what ref names.
func counts(table string, ref casefile.Ref) bool {
	return ref.Table != table && !pulls[table+"."+ref.Column] && (ref.Table == "exhibit" || travels[ref.Table].chosen != named)
}

// Selection is which rows go, by table and id.
type Selection map[string]map[string]bool

// Has reports whether the row goes; a nil Selection is everything.
func (s Selection) Has(r casefile.TableRow) bool { return s == nil || s[r.Table][r.ID] }

func (s Selection) add(table, id string) bool {
	if s[table] == nil {
		s[table] = map[string]bool{}
	}
	was := s[table][id]
	s[table][id] = true
	return !was
}

// linked is a row with what it names.
type linked struct {
	id      string
	refs    []string // in the order of its table's Refs; empty where it names nothing
	subject string
}

// Select returns what goes with the exhibits of these ids: their versions, captures, masks, comparisons among them with all
// that belongs to those, custody and whatever else depends on nothing but them; and what these rows name: people, events, the
// exhibits that they came from (described, without their captures).
func (d *Dump) Select(ctx context.Context, exhibits []string) (Selection, error) {
	return Select(ctx, d.Tables, d.Rows, exhibits)
}

// Select does so for rows that come from elsewhere. The tables come each after those that they name.
func Select(ctx context.Context, tables []casefile.Table, rows func(ctx context.Context, table string, yield func(casefile.TableRow) error) error, exhibits []string) (Selection, error) {
	d := selecting(tables)
	all := map[string][]linked{}
	for _, t := range tables {
		err := rows(ctx, t.Name, func(r casefile.TableRow) error {
			l, err := link(t, r)
			all[t.Name] = append(all[t.Name], l)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	sel := Selection{}
	for _, id := range exhibits {
		if !slices.ContainsFunc(all["exhibit"], func(l linked) bool { return l.id == id }) {
			return nil, &casefile.Error{Code: casefile.NotFound, What: "There is no such exhibit in this case"}
		}
		sel.add("exhibit", id)
	}
	chosen := Selection{"exhibit": {}}
	for id := range sel["exhibit"] {
		chosen.add("exhibit", id)
	}
	for _, t := range tables { // each after those that it depends on
		for _, l := range all[t.Name] {
			if goes(t, l, chosen) {
				chosen.add(t.Name, l.id)
				sel.add(t.Name, l.id)
			}
		}
	}
	for d.pull(all, sel) {
	}
	d.subjects(all, sel)
	for d.pull(all, sel) { // those who looked
	}
	return sel, nil
}

// selecting are the tables that a selection goes through.
type selecting []casefile.Table

// OnlyWithCase reports whether the rows of a table go with a whole case alone.
func OnlyWithCase(table string) bool { return travels[table].chosen == never }

// goes reports whether the row l depends on chosen rows alone, or always goes.
func goes(t casefile.Table, l linked, sel Selection) bool {
	switch travels[t.Name].chosen {
	case always:
		return true
	case owned:
	default:
		return false
	}
	any := false
	for i, ref := range t.Refs {
		if l.refs[i] == "" || !counts(t.Name, ref) {
			continue
		}
		if !sel[ref.Table][l.refs[i]] {
			return false
		}
		any = true
	}
	return any
}

// pull adds the rows that selected rows name, and those that follow them; it reports whether it added any.
func (d selecting) pull(all map[string][]linked, sel Selection) bool {
	added := false
	for _, t := range d {
		for _, l := range all[t.Name] {
			if sel[t.Name][l.id] {
				for i, ref := range t.Refs {
					if l.refs[i] != "" {
						added = sel.add(ref.Table, l.refs[i]) || added
					}
				}
				continue
			}
			// An exhibit that is only named is described too: it would have no label otherwise.
			if travels[t.Name].chosen == follows || t.Name == "exhibit_version" {
				for i, ref := range t.Refs {
					if l.refs[i] != "" && inKey(t, ref.Column) && sel[ref.Table][l.refs[i]] { // not who wrote it
						added = sel.add(t.Name, l.id) || added
					}
				}
			}
		}
	}
	return added
}

// inKey reports whether column is part of t's key, as a version's is of what it is a version.
func inKey(t casefile.Table, column string) bool {
	return slices.ContainsFunc(t.Columns, func(c casefile.Column) bool { return c.Name == column && c.Key > 0 })
}

// subjects adds the rows about something that goes.
func (d selecting) subjects(all map[string][]linked, sel Selection) {
	ids := map[string]bool{}
	for table, list := range sel {
		if travels[table].chosen == named && table != "exhibit" || travels[table].chosen == always {
			continue
		}
		for id := range list {
			ids[id] = true
		}
	}
	for _, t := range d {
		if travels[t.Name].chosen != subject {
			continue
		}
		for _, l := range all[t.Name] {
			if ids[l.subject] {
				sel.add(t.Name, l.id)
			}
		}
	}
}

func link(t casefile.Table, r casefile.TableRow) (linked, error) {
	values, err := decodeRow(t, r)
	if err != nil {
		return linked{}, err
	}
	l := linked{id: r.ID, refs: make([]string, len(t.Refs))}
	for i, ref := range t.Refs {
		if v, ok := values[ref.Column]; ok {
			l.refs[i] = fmt.Sprint(v)
		}
	}
	l.subject, _ = values["subject"].(string)
	return l, nil
}

// Originals returns the hashes of the originals that the row names.
func Originals(t casefile.Table, r casefile.TableRow) ([]string, error) {
	var out []string
	for _, c := range t.Columns {
		if !originalColumns[t.Name+"."+c.Name] {
			continue
		}
		values, err := decodeRow(t, r)
		if err != nil {
			return nil, err
		}
		if sha, ok := values[c.Name].(string); ok && sha != "" {
			out = append(out, sha)
		}
	}
	return out, nil
}
