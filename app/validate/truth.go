package validate

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tracemark/casefile"
)

// maxTable is the largest table that is read, in bytes: some hundred thousand pairs.
const maxTable = 32 << 20

// scanColumn is the column of the truth that names the scans.
const scanColumn = "scan"

// truth says which scans there are and which of them come from the same source.
type truth struct {
	file   string // as it was named
	column string // the grouping column's name
	scans  []truthScan
	groups map[string]string // scan → group
	notes  []string
}

type truthScan struct{ name, path, group string }

// readTruth reads the truth and finds every scan that it names.
func readTruth(dir, name string) (*truth, error) {
	if name == "" {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "No truth table is named",
			Do: "Name a CSV with the columns scan and one that says where each scan comes from"}
	}
	rows, err := readTable(dir, name)
	if err != nil {
		return nil, err
	}
	header := rows[0]
	scanAt := column(header, scanColumn)
	if scanAt < 0 {
		return nil, invalid("%[1]s has no column called %[2]q (it has %[3]s)",
			"Call the column that names the scans \"scan\"", name, scanColumn, sentenceList(header))
	}
	groupAt := 0
	for groupAt == scanAt {
		groupAt++
	}
	if groupAt >= len(header) {
		return nil, invalid("%[1]s has no column that says where each scan comes from", "Add one after the column \"scan\"", name)
	}
	t := &truth{file: name, column: header[groupAt], groups: map[string]string{}}
	if len(header) > 2 {
		t.notes = append(t.notes, fmt.Sprintf("%s: scans are grouped by %q; its other columns are not used", name, t.column))
	}
	for i, row := range rows[1:] {
		s := truthScan{name: row[scanAt], group: row[groupAt]}
		line := i + 2
		if s.name == "" || s.group == "" {
			return nil, invalid("%[1]s has an empty field in row %[2]d", "Fill it in, or take the row out", name, line)
		}
		if _, twice := t.groups[s.name]; twice {
			return nil, invalid("%[1]s names the scan %[2]s twice (again in row %[3]d)", "Take one of them out", name, s.name, line)
		}
		path, found := lookUp(dir, s.name)
		if !found {
			return nil, &casefile.Error{Code: casefile.NotFound, What: "The scan %[1]s of %[2]s is not in %[3]s",
				Do: "Copy it there, or take it out of the table", Args: []any{s.name, name, dir}}
		}
		s.path = path
		t.groups[s.name] = s.group
		t.scans = append(t.scans, s)
	}
	if len(t.scans) < 2 {
		return nil, invalid("%[1]s names fewer than two scans", "Name at least two, so that there is a pair to compare", name)
	}
	return t, nil
}

// sources numbers the groups in the order of their names.
func (t *truth) sources() map[string]int {
	number := map[string]int{}
	for _, g := range slices.Sorted(maps.Values(t.groups)) {
		if _, known := number[g]; !known {
			number[g] = len(number)
		}
	}
	return number
}

// lookUp finds a file by its name in dir, else by its path.
func lookUp(dir, name string) (path string, found bool) {
	for _, path := range []string{filepath.Join(dir, name), name} {
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path, true
		}
	}
	return "", false
}

// readTable reads a CSV with a header and at least one row; fields come trimmed.
func readTable(dir, name string) ([][]string, error) {
	path, found := lookUp(dir, name)
	if !found {
		return nil, &casefile.Error{Code: casefile.NotFound, What: "The table %[1]s is neither in %[2]s nor a file by itself",
			Do: "Check the name", Args: []any{name, dir}}
	}
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxTable {
		return nil, invalid("%[1]s is larger than %[2]d MiB", "Give the table itself", name, maxTable>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be read",
			Do: "Check that the disk is there and that you may read it", Args: []any{name}, Cause: err}
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))) // spreadsheets put a byte order mark in front
	rows, err := r.ReadAll()
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not a table of comma-separated values (%[2]v)",
			Do: "Save it as CSV with commas", Args: []any{name, err}, Cause: err}
	}
	if len(rows) < 2 {
		return nil, invalid("%[1]s has no rows", "Give a table with a header and a row for each entry", name)
	}
	for _, row := range rows {
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
	}
	return rows, nil
}

// column returns where the first of names stands in header, whatever its case; −1 if nowhere.
func column(header []string, names ...string) int {
	for _, name := range names {
		for i, h := range header {
			if strings.EqualFold(h, name) {
				return i
			}
		}
	}
	return -1
}

func invalid(what, do string, args ...any) error {
	return &casefile.Error{Code: casefile.Invalid, What: what, Do: do, Args: args}
}

// sentenceList writes words as a sentence does: "a, b and c".
func sentenceList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
