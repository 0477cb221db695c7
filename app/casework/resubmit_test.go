package casework_test

import (
	"path/filepath"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// What the service was told of an exhibit is corrected there when it is corrected in the case; it is no reason to refuse
// the exhibit.
func TestAnExhibitCorrectedAfterItsSubmissionIsCorrelatedAgain(t *testing.T) {
	desk, err := casework.Open(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := desk.Close(); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(t.TempDir(), "case")
	if _, err := desk.CreateCaseAt(t.Context(), path, casefile.NewCase{Number: "26-1"}); err != nil {
		t.Fatal(err)
	}
	scans := simulated(t, 2)
	importScan(t, desk, path, scans[0], "Q")
	other := importScan(t, desk, path, scans[1], "T")
	if _, err := desk.Correlate(t.Context(), path, "Q", casefile.CorrelateOptions{}, nil); err != nil {
		t.Fatal(err)
	}
	calibre := casefile.Code{State: casefile.Stated, AsSeen: "9 mm Luger"}
	if _, err := desk.Describe(t.Context(), path, other.ExhibitID, casefile.Class{Calibre: calibre}, "read from the headstamp"); err != nil {
		t.Fatal(err)
	}
	list, err := desk.Correlate(t.Context(), path, "Q", casefile.CorrelateOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Candidates) != 1 || list.Candidates[0].Class.Calibre != calibre {
		t.Errorf("candidates %+v, want T with its calibre", list.Candidates)
	}
}
