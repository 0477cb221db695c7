package cli

import (
	"fmt"
	"strings"
	"testing"

	"tracemark/casefile"
)

// TestStagesAreSaid: a search in stages says what each looked at, lists what was left out with its place, and how to put it back.
func TestStagesAreSaid(t *testing.T) {
	list := casefile.Correlation{GallerySize: 300, Stages: []casefile.SearchStage{
		{Stage: casefile.StageRings, Mark: casefile.BreechFace, Recordings: 2140, Passed: 12, LeftOut: 1128},
		{Stage: casefile.StageSurface, Mark: casefile.BreechFace, Recordings: 1012, LeftOut: 712},
		{Stage: casefile.StageCells, Mark: casefile.BreechFace, Recordings: 300}}}
	for i := range 25 {
		list.LeftOut = append(list.LeftOut, casefile.LeftOut{Agency: "other", ExhibitID: fmt.Sprint("x", i), Label: fmt.Sprint("Item ", i), CaptureID: "c",
			Mark: casefile.BreechFace, Reason: "Others are more alike.", Stage: casefile.StageSurface, Place: 301 + i, Of: 1012})
	}
	var b strings.Builder
	writeCandidates(&b, "Q1", casefile.Class{}, list)
	for _, want := range []string{
		"breech-face: 2140 recordings looked at by rings about the firing-pin hole, 1128 left out, 12 let through without a place\n",
		"1012 recordings looked at by whole surfaces at a low resolution, 712 left out\n",
		"300 recordings looked at by congruent cells\n",
		"Left out (25):\n",
		"Item 19, recording c of its breech-face (other/x19): Others are more alike.\n",
		"and 5 more that the stage \"surface\" put after these",
		"--deep compares them all, --include AGENCY/ID one exhibit of them.\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "Item 20") {
		t.Error("a long list is printed whole")
	}
	b.Reset()
	writeCandidates(&b, "Q1", casefile.Class{}, casefile.Correlation{Stages: list.Stages[2:]})
	if text := b.String(); strings.Contains(text, "looked at") || strings.Contains(text, "--deep") {
		t.Errorf("a search without stages speaks of them:\n%s", text)
	}
}
