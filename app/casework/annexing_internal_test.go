package casework

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"tracemark/casefile"
	"tracemark/export/annex"
	"tracemark/export/report"
	"tracemark/imaging"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/scored"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

// What travels inside a report is enough to compute its scores again from the originals, to the digit: with a painted mask on one side, the
// automatic one on the other, and units that a person stated.
func TestTheAnnexesOfAReportGiveItsScoresAgain(t *testing.T) {
	ctx := t.Context()
	d, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	d.Use(func(s *Settings) { s.CommitFirst = false })
	path := filepath.Join(t.TempDir(), "case")
	if _, err := d.CreateCaseAt(ctx, path, casefile.NewCase{Number: "7/26", Title: "annexes"}); err != nil {
		t.Fatal(err)
	}
	originals := map[string][]byte{}
	var captures []casefile.Capture
	for i, units := range []string{casefile.UnitsMetres, ""} {
		var b bytes.Buffer
		label := string(rune('A' + i))
		if err := x3p.Encode(&b, synth.File(synth.NewFirearm(7, synth.Params{}).Fire(uint64(i+1)), label)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), label+".x3p")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := d.Import(ctx, path, []string{file}, casefile.ImportOptions{ExhibitLabel: label, Mark: casefile.BreechFace, Kind: casefile.KindCartridgeCase,
			Origin: casefile.Questioned, Units: units}, nil)
		if err != nil || out[0].Err != nil {
			t.Fatal(err, out)
		}
		captures = append(captures, out[0].Capture)
		originals[out[0].Capture.SHA256] = b.Bytes()
	}
	region, err := d.MaskRegion(ctx, path, captures[0].ID, "")
	if err != nil {
		t.Fatal(err)
	}
	clear(region.On[:len(region.On)/3])
	if _, err := d.SaveMask(ctx, path, captures[0].ID, "", region, "the upper third left out"); err != nil {
		t.Fatal(err)
	}
	k, err := d.Compare(ctx, path, captures[0].ID, captures[1].ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Conclude(ctx, path, k.ID, casefile.AFTE.Levels[0].ID, "they agree")
	if err != nil {
		t.Fatal(err)
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	head, err := d.signCheckpoint(ctx, s, me, "report")
	if err != nil {
		t.Fatal(err)
	}
	files, code, err := annexes(ctx, s, report.Document{ReportID: "TM-1"}, annexed{comparisons: []string{k.ID}, conclusions: []string{c.ID}, checkpoint: head})
	if err != nil {
		t.Fatal(err)
	}
	if id, _, ok := annex.ParseCode(code); !ok || id != "TM-1" {
		t.Errorf("the code is %q", code)
	}
	e, err := annex.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Originals) != 2 || len(e.Comparisons) != 1 || len(e.Masks) != 1 || len(e.Log.Records) != 2 || len(e.Comparisons[0].Recipe) == 0 {
		t.Fatalf("%d originals, %d comparisons, %d masks, %d records", len(e.Originals), len(e.Comparisons), len(e.Masks), len(e.Log.Records))
	}
	var sides []scored.Original
	for _, o := range e.Originals {
		side := scored.Original{X3P: originals[o.Capture.SHA256], Units: o.Capture.Scale.Units()}
		if m := e.Comparisons[0].MaskA; m != nil && m.CaptureID == o.Capture.ID {
			region, err := pipeline.DecodePNG(e.Masks[0].PNG, o.Capture.Width, o.Capture.Height)
			if err != nil {
				t.Fatal(err)
			}
			side.Mask = &region
		}
		sides = append(sides, side)
	}
	again, err := scored.Pair(ctx, sides[0], sides[1])
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(digits(again), digits(e.Comparisons[0].Comparison.Results)) {
		t.Errorf("computed again:\n%+v\nstated:\n%+v", digits(again), digits(e.Comparisons[0].Comparison.Results))
	}
	sides[0].Mask = nil
	if other, err := scored.Pair(ctx, sides[0], sides[1]); err != nil || reflect.DeepEqual(digits(again), digits(other)) {
		t.Errorf("the mask makes no difference: %v", err)
	}
}

// digits are the figures of results.
func digits(list []imaging.Result) (out []any) {
	for _, r := range list {
		out = append(out, r.Method, r.Version, r.Scores, *r.Pose)
	}
	return out
}
