package storetest

import (
	"fmt"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// The size of a large case.
const (
	LargeExhibits = 10_000
	LargeCaptures = 5 // of each exhibit
)

// Large makes a case with 10,000 exhibits and 50,000 recordings, whose bytes are few and shared: records are what it is about. It
// takes some minutes.
func Large(t testing.TB) (*store.Store, casefile.Person) {
	t.Helper()
	s, by := New(t)
	Grow(t, s, by)
	return s, by
}

// Grow puts the exhibits and the recordings of a large case into a case.
func Grow(t testing.TB, s *store.Store, by casefile.Person) {
	t.Helper()
	marks := []casefile.MarkKind{casefile.BreechFace, casefile.FiringPin, casefile.EjectorMark, casefile.ExtractorMark, casefile.ApertureShear}
	scan := Put(t, s, "shared")
	for i := range LargeExhibits {
		e := casefile.Exhibit{Label: fmt.Sprintf("L%05d", i), Kind: casefile.KindCartridgeCase,
			Description: []string{"found on the quay", "from the boot of the car", "under the stairs", "in the river"}[i%4],
			Class:       casefile.Class{Calibre: casefile.Code{State: casefile.Stated, Code: "9luger", AsSeen: "9 mm Luger"}}}
		captures := make([]casefile.Capture, LargeCaptures)
		for k := range captures {
			captures[k] = scan
			captures[k].ID, captures[k].Mark, captures[k].FileName = "", marks[k], fmt.Sprintf("scan %05d %s.x3p", i, marks[k])
		}
		if _, _, err := s.Import(t.Context(), by.ID, e, captures); err != nil {
			t.Fatal(err)
		}
	}
}
