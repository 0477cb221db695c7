package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tracemark/casefile"
)

// lists are the names under which people ask for lists, and the tables that they come from. Every table can also be asked for by
// its own name: then it is given with every version.
var lists = []struct {
	name, table string
	newest      []string // columns that name the thing of which only the newest version is listed
}{
	{"case", "case_version", []string{"id"}},
	{"people", "person", nil},
	{"events", "event", nil},
	{"exhibits", "exhibit_version", []string{"exhibit_id"}},
	{"captures", "capture", nil},
	{"masks", "mask", nil},
	{"comparisons", "comparison", nil},
	{"conclusions", "conclusion", nil},
	{"custody", "custody_event", []string{"exhibit_id", "number"}},
	{"reports", "report", nil},
	{"searches", "correlation", nil},
	{"checkpoints", "checkpoint", nil},
	{"passages", "passage", nil},
	{"acts", "act", nil},
}

// ListNames returns the names of the lists that come from the case's tables, without the tables' own names.
func ListNames() []string {
	var out []string
	for _, l := range lists {
		out = append(out, l.name)
	}
	return out
}

// List returns a list as text: by one of ListNames, or by a table's name with all its versions. Beside each column that names a
// person, an exhibit or a capture there is one more, with _name or _label at its end. found is false where there is no such list.
func (d *Dump) List(ctx context.Context, what string) (header []string, rows [][]string, found bool, err error) {
	name, newest := what, []string(nil)
	for _, l := range lists {
		if l.name == what {
			name, newest = l.table, l.newest
		}
	}
	i := slices.IndexFunc(d.Tables, func(t casefile.Table) bool { return t.Name == name })
	if i < 0 {
		return nil, nil, false, nil
	}
	t := d.Tables[i]
	names, err := d.names(ctx)
	if err != nil {
		return nil, nil, true, err
	}
	var shown []func(map[string]any) string
	for _, c := range t.Columns {
		header = append(header, c.Name)
		shown = append(shown, func(v map[string]any) string { return cell(v[c.Name]) })
		for _, ref := range t.Refs {
			if known, ok := names[ref.Table]; ok && ref.Column == c.Name {
				header = append(header, strings.TrimSuffix(c.Name, "_id")+map[string]string{"person": "_name"}[ref.Table]+map[string]string{"exhibit": "_label", "capture": "_label", "event": "_label"}[ref.Table])
				shown = append(shown, func(v map[string]any) string { return known[cell(v[c.Name])] })
			}
		}
	}
	at := map[string]int{}
	err = d.values(ctx, t, func(v map[string]any) error {
		row := make([]string, len(shown))
		for i, show := range shown {
			row[i] = show(v)
		}
		if len(newest) > 0 {
			var key []string
			for _, c := range newest {
				key = append(key, cell(v[c]))
			}
			if before, ok := at[strings.Join(key, "\x00")]; ok {
				rows[before] = row
				return nil
			}
			at[strings.Join(key, "\x00")] = len(rows)
		}
		rows = append(rows, row)
		return nil
	})
	return header, rows, true, err
}

func (d *Dump) values(ctx context.Context, t casefile.Table, yield func(map[string]any) error) error {
	return d.Rows(ctx, t.Name, func(r casefile.TableRow) error {
		v, err := decodeRow(t, r)
		if err != nil {
			return err
		}
		return yield(v)
	})
}

// names returns what people call the things that rows name by id.
func (d *Dump) names(ctx context.Context) (map[string]map[string]string, error) {
	out := map[string]map[string]string{"person": {}, "exhibit": {}, "capture": {}, "event": {}}
	for _, t := range d.Tables {
		err := error(nil)
		switch t.Name {
		case "person":
			err = d.values(ctx, t, func(v map[string]any) error { out["person"][cell(v["id"])] = cell(v["name"]); return nil })
		case "person_version":
			err = d.values(ctx, t, func(v map[string]any) error { out["person"][cell(v["person_id"])] = cell(v["name"]); return nil })
		case "event":
			err = d.values(ctx, t, func(v map[string]any) error { out["event"][cell(v["id"])] = cell(v["label"]); return nil })
		case "exhibit_version":
			err = d.values(ctx, t, func(v map[string]any) error { out["exhibit"][cell(v["exhibit_id"])] = cell(v["label"]); return nil })
		}
		if err != nil {
			return nil, err
		}
	}
	for _, t := range d.Tables { // after the exhibits
		if t.Name != "capture" {
			continue
		}
		err := d.values(ctx, t, func(v map[string]any) error {
			out["capture"][cell(v["id"])] = fmt.Sprintf("%s %s", out["exhibit"][cell(v["exhibit_id"])], cell(v["mark"]))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// cell writes a value as text; NULL is empty.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	}
	return fmt.Sprint(v)
}
