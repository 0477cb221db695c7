package verify

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"tracemark/export/annex"
	"tracemark/imaging"
)

// log checks where the log of the case stood, and that what the report rests on was in it then.
func (c *check) log() error {
	if c.evidence == nil {
		return nil
	}
	l := c.evidence.Log
	if l == nil {
		if len(c.evidence.Comparisons) > 0 {
			c.open("no_log", "The file does not say where the log of the case stood.")
		}
		return nil
	}
	head, err := openNote(*l)
	if err != nil {
		c.problem("checkpoint", "The checkpoint of the case's log is not what was signed (%[1]v).", err)
		return nil
	}
	if !printed(c.evidence.Document, head) {
		c.problem("log_not_printed", "The report does not state the log's head that its annex has.")
	}
	rows := map[string]string{}
	for _, r := range l.Records {
		if err := inLog(r, head, rows); err != nil {
			c.problem("log_record", "Record %[1]d is not shown to be in the log of the case (%[2]v).", r.N, err)
			return nil
		}
	}
	if c.bound(rows) {
		c.fact("log_holds", "The comparison and the conclusion were on record in the case's log of %[1]d records before the report was made, as the report states them.", head.N)
	}
	return nil
}

// openNote checks the signature of the checkpoint and returns its head.
func openNote(l annex.Log) (tlog.Tree, error) {
	key, err := base64.StdEncoding.DecodeString(l.Checkpoint.PublicKey)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return tlog.Tree{}, errors.New("its public key cannot be read")
	}
	vkey, err := note.NewEd25519VerifierKey(l.Origin, key)
	if err != nil {
		return tlog.Tree{}, err
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	n, err := note.Open([]byte(l.Checkpoint.Note), note.VerifierList(v))
	if err != nil {
		return tlog.Tree{}, err
	}
	k := l.Checkpoint
	if want := fmt.Sprintf("%s\n%d\n%s\n", l.Origin, k.Size, k.Root); n.Text != want {
		return tlog.Tree{}, errors.New("it says something else than the annex")
	}
	root, err := tlog.ParseHash(k.Root)
	if err != nil || root.String() != k.Root || k.Size < 1 {
		return tlog.Tree{}, errors.New("its root hash cannot be read")
	}
	return tlog.Tree{N: k.Size, Hash: root}, nil
}

// printed reports whether the document states the head of the log.
func printed(document any, head tlog.Tree) bool {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	return e.Encode(document) == nil && strings.Contains(b.String(), head.Hash.String())
}

// inLog checks the proof of a record and that it binds its rows, which it adds to rows by table and id.
func inLog(r annex.Record, head tlog.Tree, rows map[string]string) error {
	var proof tlog.RecordProof
	for _, text := range r.Inclusion {
		h, err := tlog.ParseHash(text)
		if err != nil {
			return err
		}
		proof = append(proof, h)
	}
	if r.N < 0 || r.N >= head.N {
		return errors.New("the log has no such record")
	}
	if err := tlog.CheckRecord(proof, head.N, head.Hash, r.N, tlog.RecordHash([]byte(r.Text))); err != nil {
		return err
	}
	var record struct {
		N    int64 `json:"n"`
		Rows []struct{ Table, ID, SHA256 string }
	}
	if err := json.Unmarshal([]byte(r.Text), &record); err != nil {
		return err
	}
	if record.N != r.N {
		return fmt.Errorf("its text is of record %d", record.N)
	}
	for _, w := range r.Rows {
		bound := false
		for _, x := range record.Rows {
			bound = bound || x.Table == w.Table && x.ID == w.ID && x.SHA256 == digest([]byte(w.Text))
		}
		if !bound {
			return fmt.Errorf("it does not bind the row %s %s", w.Table, w.ID)
		}
		rows[w.Table+" "+w.ID] = w.Text
	}
	return nil
}

// bound reports whether every comparison and conclusion of the report is among the rows, as the report states it.
func (c *check) bound(rows map[string]string) bool {
	good := true
	for _, k := range c.evidence.Comparisons {
		var w struct {
			Row struct {
				A       string `json:"a"`
				B       string `json:"b"`
				HashA   string `json:"hash_a"`
				HashB   string `json:"hash_b"`
				MaskA   string `json:"mask_a"`
				MaskB   string `json:"mask_b"`
				Results string `json:"results_json"`
			} `json:"row"`
		}
		text, ok := rows["comparison "+k.Comparison.ID]
		if !ok {
			c.open("log_without_comparison", "The annex of the log does not show comparison %[1]d.", k.Comparison.Number)
			good = false
			continue
		}
		var results []imaging.Result
		err := json.Unmarshal([]byte(text), &w)
		if err == nil {
			err = json.Unmarshal([]byte(w.Row.Results), &results)
		}
		m := k.Comparison
		if err != nil || w.Row.A != m.A || w.Row.B != m.B || w.Row.HashA != m.HashA || w.Row.HashB != m.HashB ||
			w.Row.MaskA != m.MaskA || w.Row.MaskB != m.MaskB || !sameResults(results, m.Results) {
			c.problem("log_comparison", "The log of the case has comparison %[1]d with other figures than the report.", m.Number)
			good = false
		}
	}
	for _, k := range c.evidence.Subjects.Conclusions {
		var w struct {
			Row struct {
				Comparison string `json:"comparison_id"`
				Scale      string `json:"scale"`
				Value      string `json:"value"`
			} `json:"row"`
		}
		text, ok := rows["conclusion "+k.ID]
		if !ok {
			c.open("log_without_conclusion", "The annex of the log does not show the conclusion “%[1]s”.", k.Level)
			good = false
			continue
		}
		if json.Unmarshal([]byte(text), &w) != nil || w.Row.Comparison != k.ComparisonID || w.Row.Scale != k.Scale || w.Row.Value != k.Value {
			c.problem("log_conclusion", "The log of the case has another conclusion than “%[1]s”.", k.Level)
			good = false
		}
	}
	return good
}

// sameResults reports whether two lists of results are the same in every digit, cell and word.
func sameResults(a, b []imaging.Result) bool {
	x, err := json.Marshal(a)
	if err != nil {
		return false
	}
	y, err := json.Marshal(b)
	return err == nil && bytes.Equal(x, y)
}
