// Package annextest makes evidence for tests: a comparison of two simulated cartridge cases that was really computed, with their X3P files, a
// mask, and a log of its own.
package annextest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"testing/fstest"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/export/annex"
	"tracemark/export/report"
	"tracemark/export/report/reporttest"
	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// Evidence returns evidence and the folder with the originals that it names.
func Evidence(t testing.TB) (annex.Evidence, fstest.MapFS) {
	t.Helper()
	f := reporttest.Facts()
	originals := fstest.MapFS{}
	var scans []*compare.Scan
	var masks []pipeline.Mask
	for i, item := range []*report.Item{&f.A, &f.B} {
		s := scan(t, 7, uint64(i))
		data := encode(t, s)
		c := &item.Capture
		c.SHA256, c.Size = digest(data), int64(len(data))
		c.Width, c.Height = s.Size()
		originals["scans/"+c.FileName] = &fstest.MapFile{Data: data}
		back, err := x3p.DecodeBytes(data)
		if err != nil {
			t.Fatal(err)
		}
		var sc *compare.Scan
		if i == 0 {
			m := pipeline.Mask{Mask: disc(s.Size()), Version: 2, Origin: string(casefile.MaskPainted), Parent: "m1"}
			masks = append(masks, m)
			sc, err = compare.PrepareMasked(t.Context(), back.Surface, m, compare.Default())
		} else {
			sc, err = compare.Prepare(t.Context(), back.Surface, compare.Default())
		}
		if err != nil {
			t.Fatal(err)
		}
		scans = append(scans, sc)
	}
	picture, err := pipeline.EncodePNG(masks[0].Mask)
	if err != nil {
		t.Fatal(err)
	}
	k := &f.Comparison
	if k.Results, err = compare.PairChecked(t.Context(), scans[0], scans[1]); err != nil {
		t.Fatal(err)
	}
	k.Default, k.Params = compare.DefaultScore, annex.Params()
	k.A, k.B, k.HashA, k.HashB = f.A.Capture.ID, f.B.Capture.ID, f.A.Capture.SHA256, f.B.Capture.SHA256
	mask := casefile.Mask{ID: "m2", CaptureID: k.A, Version: 2, Parent: "m1", Origin: casefile.MaskPainted, SHA256: digest(picture),
		Points: masks[0].Count(), Reason: "The breech face without its rim", By: "p1", Created: reporttest.Clock}
	k.MaskA = mask.ID
	f.A.Mask = &casefile.MaskItem{Mask: mask, ByName: f.Examiner.Name}
	e := annex.Evidence{
		Subjects: annex.Subjects{CaseID: f.Case.ID, CaseNumber: f.Case.Number,
			Exhibits: []annex.Exhibit{{ID: f.A.Exhibit.ID, Label: f.A.Exhibit.Label, Kind: f.A.Exhibit.Kind}, {ID: f.B.Exhibit.ID, Label: f.B.Exhibit.Label, Kind: f.B.Exhibit.Kind}},
			Conclusions: []annex.Conclusion{{ID: f.Conclusion.ID, ComparisonID: k.ID, Scale: f.Conclusion.Scale, Value: f.Conclusion.Value,
				Level: f.Scale.Levels[0].Name, By: f.Examiner.Name}},
			Supersedes: &annex.Earlier{ReportID: "TM-EARLIER", SHA256: digest([]byte("an earlier report"))}},
		Originals:   []annex.Original{{Exhibit: f.A.Exhibit.Label, Capture: f.A.Capture}, {Exhibit: f.B.Exhibit.Label, Capture: f.B.Capture}},
		Comparisons: []annex.Comparison{{Comparison: *k, MaskA: &mask}},
		Masks:       []annex.Picture{{SHA256: mask.SHA256, PNG: picture}},
	}
	log := Log(t, f.Case.ID, *k, f.Conclusion)
	e.Log = &log
	f.Log = report.LogState{Size: log.Checkpoint.Size, Root: log.Checkpoint.Root}
	if e.Document, err = report.Build(f); err != nil {
		t.Fatal(err)
	}
	return e, originals
}

// Log returns a log of ten records, the fifth of which is of the comparison and the seventh of the conclusion, signed by a key of its own.
func Log(t testing.TB, caseID string, k casefile.Comparison, c casefile.Conclusion) annex.Log {
	t.Helper()
	rows := map[int64]annex.Row{
		5: {Table: "comparison", ID: k.ID, Text: row(t, "comparison", map[string]any{"id": k.ID, "a": k.A, "b": k.B, "hash_a": k.HashA, "hash_b": k.HashB, "mask_a": k.MaskA,
			"results_json": text(t, k.Results), "params_json": text(t, k.Params)})},
		7: {Table: "conclusion", ID: c.ID, Text: row(t, "conclusion", map[string]any{"id": c.ID, "comparison_id": c.ComparisonID, "scale": c.Scale, "value": c.Value})},
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, n := range indexes {
			out[i] = stored[n]
		}
		return out, nil
	})
	const size = 10
	texts := make([]string, size)
	for n := range int64(size) {
		r := map[string]any{"n": n, "time": reporttest.Clock, "actor": "A. Beispiel", "action": "something done"}
		if w, ok := rows[n]; ok {
			r["rows"] = []any{map[string]string{"table": w.Table, "id": w.ID, "sha256": digest([]byte(w.Text))}}
		}
		texts[n] = text(t, r)
		hashes, err := tlog.StoredHashes(n, []byte(texts[n]), reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(size, reader)
	if err != nil {
		t.Fatal(err)
	}
	origin := "tracemark/case/" + caseID
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	l := annex.Log{Origin: origin, Checkpoint: annex.Checkpoint{Size: size, Root: root.String(), Note: sign(t, origin, size, root, key),
		PublicKey: base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey)), Created: reporttest.Clock}}
	for _, n := range []int64{5, 7} {
		proof, err := tlog.ProveRecord(size, n, reader)
		if err != nil {
			t.Fatal(err)
		}
		r := annex.Record{N: n, Text: texts[n], Rows: []annex.Row{rows[n]}}
		for _, h := range proof {
			r.Inclusion = append(r.Inclusion, h.String())
		}
		l.Records = append(l.Records, r)
	}
	return l
}

func sign(t testing.TB, origin string, size int64, root tlog.Hash, key ed25519.PrivateKey) string {
	t.Helper()
	vkey, err := note.NewEd25519VerifierKey(origin, key.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	msg, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)}, signer{v, key})
	if err != nil {
		t.Fatal(err)
	}
	return string(msg)
}

type signer struct {
	note.Verifier
	key ed25519.PrivateKey
}

func (s signer) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

// scan makes the scan of a face whose marks seed draws, with a noise of its own.
func scan(t testing.TB, seed, own uint64) *surface.Surface {
	t.Helper()
	const n, spacing = 200, 12.5
	rnd, noise := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(own, 2))
	z := make([]float64, n*n)
	for range 50 {
		s, c := math.Sincos(rnd.Float64() * 2 * math.Pi)
		k, phase := 2*math.Pi/(60+140*rnd.Float64()), rnd.Float64()*2*math.Pi
		for i := range z {
			z[i] += 0.3 * math.Sin(k*spacing*(c*float64(i%n)+s*float64(i/n))+phase)
		}
	}
	for i := range z {
		z[i] += 0.2 * noise.NormFloat64()
		if r := math.Hypot(float64(i%n-n/2), float64(i/n-n/2)); r < 20 || r > 98 {
			z[i] = math.NaN()
		}
	}
	s, err := surface.New(n, n, spacing, spacing, z)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func encode(t testing.TB, s *surface.Surface) []byte {
	t.Helper()
	var b bytes.Buffer
	f := &x3p.File{Surface: s, Header: x3p.Header{Comment: x3p.SyntheticComment,
		Instrument: x3p.Instrument{Manufacturer: x3p.SyntheticManufacturer, Model: x3p.SyntheticModel}}}
	if err := x3p.Encode(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func disc(w, h int) imaging.Mask {
	m := imaging.NewMask(w, h)
	for i := range m.On {
		m.On[i] = math.Hypot(float64(i%w-w/2), float64(i/w-h/2)) < 0.45*float64(min(w, h))
	}
	return m
}

func row(t testing.TB, table string, columns map[string]any) string {
	t.Helper()
	return text(t, map[string]any{"table": table, "row": columns})
}

// text writes v as casefile/audit does.
func text(t testing.TB, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
