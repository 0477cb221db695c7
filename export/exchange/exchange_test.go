package exchange_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/exchange"
)

func text(name string, key int) casefile.Column {
	return casefile.Column{Name: name, Type: "TEXT", Required: true, Key: key}
}

var (
	person   = casefile.Table{Name: "person", Columns: []casefile.Column{text("id", 1), text("name", 0)}}
	event    = casefile.Table{Name: "event", Columns: []casefile.Column{text("id", 1), text("place", 0), {Name: "facts_json", Type: "TEXT"}}}
	document = casefile.Table{Name: "document", Columns: []casefile.Column{text("id", 1), text("sha256", 0)}}
	version  = casefile.Table{Name: "document_version", Columns: []casefile.Column{text("document_id", 1), text("title", 0), text("provenance_json", 0)},
		Refs: []casefile.Ref{{Column: "document_id", Table: "document", To: "id"}}}
)

func row(t casefile.Table, id, text string) casefile.TableRow {
	return casefile.TableRow{Table: t.Name, ID: id, Text: []byte(text)}
}

// written exports rows under rules and returns the files.
func written(t *testing.T, rules exchange.Rules, salt []byte, rows []casefile.TableRow) map[string]string {
	t.Helper()
	dir := t.TempDir()
	w, err := exchange.NewWriter(dir, exchange.Head{Withheld: &rules, Schema: 1, Case: exchange.Case{ID: "c"}}, salt)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Table != "event" {
			if err := w.Learn(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tbl := range []casefile.Table{document, event, person, version} {
		if err := w.Table(tbl); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Table == tbl.Name {
				if _, err := w.Row(r); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if _, err := w.Close(); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, tbl := range []string{"document", "event", "person", "document_version"} {
		b, err := os.ReadFile(filepath.Join(dir, "tables", tbl+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		out[tbl] = string(b)
	}
	return out
}

func TestWhatIsWithheldLeavesAHashThatNobodyCanGuess(t *testing.T) {
	salt := bytes.Repeat([]byte{7}, sha256.Size)
	const facts = `"{\"values\":{\"weapon\":{\"as_seen\":\"Colt\"},\"wound\":{\"as_seen\":\"none\"}},\"provenance\":{\"weapon\":{\"source\":\"informer\",\"handling_code\":\"H3\"},\"wound\":{\"use\":\"no\"}}}"`
	rows := []casefile.TableRow{
		row(person, "p1", `{"row":{"id":"p1","name":"Ida Rumor"},"table":"person"}`),
		row(event, "e1", `{"row":{"facts_json":`+facts+`,"id":"e1","place":"Quay"},"table":"event"}`),
		row(event, "e2", `{"row":{"id":"e2","place":"Quay"},"table":"event"}`),
		row(event, "e3", `{"row":{"id":"e3","place":"seen by IDA RUMOR there"},"table":"event"}`),
		row(document, "d1", `{"row":{"id":"d1","sha256":"00"},"table":"document"}`),
		row(version, "d1", `{"row":{"document_id":"d1","provenance_json":"{\"handling_code\":\"H3\"}","title":"Letter"},"table":"document_version"}`),
	}
	out := written(t, exchange.Rules{Columns: []string{"event.place"}, People: []string{"p1"}, HandlingCodes: []string{"H3"}, ProceedingsOnly: true}, salt, rows)
	all := out["person"] + out["event"] + out["document"] + out["document_version"]
	for _, word := range []string{"Rumor", "RUMOR", "Quay", "Colt", "informer", "none", "Letter", `"id":"d1"`} {
		if strings.Contains(all, word) {
			t.Errorf("%q is still there:\n%s", word, all)
		}
	}
	lines := strings.Split(out["event"], "\n")
	mark := func(line string) string { _, m, _ := strings.Cut(line, `"place":"`); return m }
	if mark(lines[0]) == mark(lines[1]) {
		t.Error("two places that are the same have the same hash")
	}
	if again := written(t, exchange.Rules{Columns: []string{"event.place"}, People: []string{"p1"}, HandlingCodes: []string{"H3"}, ProceedingsOnly: true}, salt, rows); again["event"] != out["event"] {
		t.Error("whoever has the key cannot make the hashes again")
	}
	if !strings.Contains(out["document"], `"withheld"`) || !strings.Contains(out["document_version"], `"withheld"`) {
		t.Errorf("%s%s", out["document"], out["document_version"])
	}
	kept := written(t, exchange.Rules{HandlingCodes: []string{"H9"}}, salt, rows)
	if kept["event"] != string(rows[1].Text)+"\n"+string(rows[2].Text)+"\n"+string(rows[3].Text)+"\n" {
		t.Errorf("nothing was to be withheld:\n%s", kept["event"])
	}
	if _, err := exchange.NewWriter(t.TempDir(), exchange.Head{Withheld: &exchange.Rules{}}, []byte("short")); err == nil {
		t.Error("a short key is taken")
	}
}

func TestCSVHoldsEveryValueAndNoFormula(t *testing.T) {
	values := []string{"", "plain", "with, comma", `with "quotes"`, "two\nlines", "two\r\nlines", "=1+1", "+49 30", "-2.5", "-2+3", "1e5", "@x", "\tx", "\rx", "'x", "＝1", "ünï", " =1", "-"}
	var rows [][]string
	for _, v := range values {
		rows = append(rows, []string{v, "x"})
	}
	var b bytes.Buffer
	guarded, err := exchange.WriteCSV(&b, []string{"value", "x"}, rows)
	if err != nil || guarded != 9 {
		t.Errorf("%d guarded, %v", guarded, err)
	}
	// The reader of the standard library makes \n of \r\n within a cell, as its documentation says.
	got, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(got) != len(values)+1 {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	for i, want := range values {
		cell := got[i+1][0]
		if strings.ContainsAny(cell[:min(1, len(cell))], "=+@\t\r") || cell == "-2+3" {
			t.Errorf("%q could be taken for a formula", cell)
		}
		if value := strings.TrimPrefix(cell, "'"); value != strings.ReplaceAll(want, "\r\n", "\n") {
			t.Errorf("got %q, want %q", value, want)
		}
	}
}

func FuzzOpenExport(f *testing.F) {
	f.Add([]byte(`{"format":"tracemark case export","version":1,"case":{"id":"c"},"schema":1}`), []byte(`{"row":{"id":"e"},"table":"event"}`+"\n"))
	f.Add([]byte(`{"tables":[{"name":"event","file":"tables/event.jsonl"}]}`), []byte("{}"))
	f.Fuzz(func(t *testing.T, head, rows []byte) {
		r, err := exchange.Open(memory{exchange.HeadFile: head, "tables/event.jsonl": rows, exchange.LogFile: rows, exchange.ProofsFile: rows})
		if err != nil {
			return
		}
		if err := r.Check(t.Context(), nil); err == nil && len(r.Head.Tables) > 0 && r.Head.Whole && r.Head.Log.Size == 0 && r.Head.Tables[0].Rows > 0 {
			t.Error("rows were believed that no log tells of")
		}
	})
}

// memory is an export in memory.
type memory map[string][]byte

func (m memory) Has(name string) bool { _, ok := m[name]; return ok }

func (m memory) Entry(name string) (io.Reader, error) {
	b, ok := m[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return bytes.NewReader(b), nil
}
