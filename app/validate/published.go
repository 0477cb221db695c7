package validate

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

// published is a table of somebody else's figures for pairs of the same scans.
type published struct {
	file   string
	column string // the figure's name
	values map[[2]string]float64
	others int // rows about scans that the truth does not list
}

// readPublished reads a published table and checks it against the truth.
func readPublished(dir, name string, t *truth) (*published, error) {
	rows, err := readTable(dir, name)
	if err != nil {
		return nil, err
	}
	header := rows[0]
	if len(header) < 3 {
		return nil, invalid("%[1]s has fewer than three columns", "Give the columns reference, compare and the published figure", name)
	}
	a, b := column(header, "reference", "scan_a", "a"), column(header, "compare", "scan_b", "b")
	if a < 0 || b < 0 || a == b {
		a, b = 0, 1
	}
	value := column(header, "cmcs", "cmc", "score")
	if value < 0 {
		value = len(header) - 1
	}
	same := -1
	for i, h := range header {
		if strings.HasPrefix(strings.ToLower(h), "same") {
			same = i
			break
		}
	}
	p := &published{file: name, column: header[value], values: map[[2]string]float64{}}
	var stranger error
	for i, row := range rows[1:] {
		if err := p.stranger(row, i+2, t, a, b); err != nil {
			p.others++
			stranger = cmp.Or(stranger, err)
			continue
		}
		if err := p.add(row, i+2, t, a, b, value, same); err != nil {
			return nil, err
		}
	}
	if len(p.values) == 0 {
		return nil, stranger
	}
	return p, nil
}

// stranger says that a row is about a scan that the truth does not list. Some such rows are no fault: the truth may list
// a part of the collection only.
func (p *published) stranger(row []string, line int, t *truth, a, b int) error {
	for _, scan := range []string{row[a], row[b]} {
		if _, known := t.groups[scan]; !known {
			return invalid("%[1]s has a pair with %[2]s in row %[3]d, which %[4]s does not list, and none that it does",
				"Use tables of the same collection", p.file, scan, line, t.file)
		}
	}
	return nil
}

// add takes one row in: columns a and b name the pair, value holds the figure, same (if not −1) whether they match.
func (p *published) add(row []string, line int, t *truth, a, b, value, same int) error {
	if row[a] == row[b] {
		return invalid("%[1]s compares %[2]s with itself in row %[3]d", "Take the row out", p.file, row[a], line)
	}
	v, err := strconv.ParseFloat(row[value], 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return invalid("%[1]s has %[2]q as %[3]s in row %[4]d, which is not a number", "Correct it, or take the row out", p.file, row[value], p.column, line)
	}
	if same >= 0 {
		match := t.groups[row[a]] == t.groups[row[b]]
		if says, known := yes(row[same]); known && says != match {
			return invalid("%[1]s and %[2]s disagree on whether %[3]s and %[4]s come from the same source (row %[5]d)",
				"Find out which is right before validating on them", p.file, t.file, row[a], row[b], line)
		}
	}
	key := pairKey(row[a], row[b])
	if _, twice := p.values[key]; twice {
		return invalid("%[1]s has the pair %[2]s and %[3]s twice (again in row %[4]d)", "Keep one of them", p.file, row[a], row[b], line)
	}
	p.values[key] = v
	return nil
}

// value returns the published figure of a pair, NaN where there is none.
func (p *published) value(a, b string) float64 {
	if v, ok := p.values[pairKey(a, b)]; ok {
		return v
	}
	return math.NaN()
}

func pairKey(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

func yes(s string) (value, known bool) {
	switch strings.ToLower(s) {
	case "yes", "true", "y", "1", "km":
		return true, true
	case "no", "false", "n", "0", "knm":
		return false, true
	}
	return false, false
}
