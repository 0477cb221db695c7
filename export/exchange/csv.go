package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WriteCSV writes a list with its header as RFC 4180: UTF-8 without a byte-order mark, commas, lines that end in CR LF, quotes
// where they are needed.
//
// A spreadsheet takes a cell that begins with = + - @ (or their wide forms), tab or CR for a formula and carries it out. Such a
// cell gets an apostrophe in front, unless it is a plain number, and so does a cell that begins with an apostrophe itself;
// nothing else is changed. Whoever reads the list by program takes one apostrophe away where a cell begins with one, and has
// the value to the letter. guarded is how many cells got one, for people to be told.
func WriteCSV(w io.Writer, header []string, rows [][]string) (guarded int, err error) {
	b := bufio.NewWriter(w)
	for _, row := range append([][]string{header}, rows...) {
		for i, cell := range row {
			out := guard(cell)
			if out != cell {
				guarded++
			}
			if i > 0 {
				b.WriteByte(',')
			}
			if strings.ContainsAny(out, ",\"\r\n") {
				out = `"` + strings.ReplaceAll(out, `"`, `""`) + `"`
			}
			b.WriteString(out)
		}
		b.WriteString("\r\n")
	}
	if err := b.Flush(); err != nil {
		return guarded, fmt.Errorf("write list: %w", err)
	}
	return guarded, nil
}

// guard puts an apostrophe before what could be taken for a formula.
func guard(cell string) string {
	first, _ := utf8.DecodeRuneInString(cell)
	if cell == "" || !strings.ContainsRune("=+-@＝＋－＠\t\r\n'", first) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil && strings.Trim(cell, "+-.0123456789eE") == "" {
		return cell
	}
	return "'" + cell
}
