package casework_test

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
	"tracemark/imaging"
)

// largeComparisons is how many comparisons the large case has.
const largeComparisons = 5000

// largeCase returns a desk with a case of 10,000 exhibits, 50,000 recordings and 5,000 comparisons, and one custody event of each
// exhibit. It is made in some minutes, in the folder that TRACEMARK_LARGE names, where it is found again the next time.
func largeCase(b *testing.B) (*casework.Desk, string) {
	b.Helper()
	home := cmp.Or(os.Getenv("TRACEMARK_LARGE"), b.TempDir())
	path := filepath.Join(home, "cases", "large")
	if _, err := os.Stat(path); err != nil {
		growLarge(b, path)
	}
	d, err := casework.Open(home)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { d.Close() })
	if _, err := d.OpenCase(b.Context(), path); err != nil {
		b.Fatal(err)
	}
	return d, path
}

func growLarge(b *testing.B, path string) {
	b.Helper()
	half := path + ".half"
	if err := os.RemoveAll(half); err != nil {
		b.Fatal(err)
	}
	s, err := store.Create(b.Context(), half, casefile.Case{Number: "2026-L", Title: "Large", Agency: "Laboratory"},
		casefile.Person{Name: "A. Examiner", Role: "examiner", Agency: "Laboratory"}, store.Options{Now: storetest.Clock()})
	if err != nil {
		b.Fatal(err)
	}
	people, err := s.People(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	storetest.Grow(b, s, people[0])
	exhibits, err := s.Exhibits(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range exhibits {
		storetest.BookIn(b, s, people[0], e.ID)
	}
	captures, err := s.Captures(b.Context(), "")
	if err != nil {
		b.Fatal(err)
	}
	for i := range largeComparisons {
		k := casefile.Comparison{A: captures[5*i].ID, B: captures[5*i+5].ID, Default: imaging.ScoreHigh, Results: []imaging.Result{{Method: imaging.MethodHigh,
			Version: "1", Scores: []imaging.Score{{Name: imaging.ScoreHigh, Value: float64(i % 40)}}}}, Software: []string{"test 1"}, Millis: 12}
		if _, err := s.AddComparison(b.Context(), people[0].ID, k); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(half, path); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkLarge asks for what the screens of a large case show. Each is to be there within 100 ms.
func BenchmarkLarge(b *testing.B) {
	d, path := largeCase(b)
	ctx := b.Context()
	for name, ask := range map[string]func() error{
		"case":          func() error { _, err := d.Case(ctx, path); return err },
		"cases":         func() error { _, err := d.Cases(ctx); return err },
		"exhibit page":  func() error { _, err := d.ExhibitPage(ctx, path, casefile.ExhibitQuery{}); return err },
		"exhibits":      func() error { _, err := d.ExhibitLines(ctx, path); return err },
		"comparisons":   func() error { _, err := d.ComparisonLines(ctx, path); return err },
		"verifications": func() error { _, err := d.Verifications(ctx, path); return err },
		"documents":     func() error { _, err := d.Documents(ctx, path); return err },
		"reports":       func() error { _, err := d.Reports(ctx, path); return err },
		"log page":      func() error { _, _, err := d.Log(ctx, path, 0, 200); return err },
		"search":        func() error { _, err := d.Search(ctx, path, casefile.Query{Text: "quay", Limit: 100}); return err },
		"search rare":   func() error { _, err := d.Search(ctx, path, casefile.Query{Text: "L04711", Limit: 100}); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
