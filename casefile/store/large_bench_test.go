package store_test

import (
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store/storetest"
)

// BenchmarkLarge lists a case with 10,000 exhibits and 50,000 recordings.
func BenchmarkLarge(b *testing.B) {
	s, _ := storetest.Large(b)
	b.Run("exhibits", func(b *testing.B) {
		for b.Loop() {
			if list, err := s.Exhibits(b.Context()); err != nil || len(list) != storetest.LargeExhibits {
				b.Fatal(len(list), err)
			}
		}
	})
	b.Run("captures", func(b *testing.B) {
		for b.Loop() {
			if list, err := s.Captures(b.Context(), ""); err != nil || len(list) != storetest.LargeExhibits*storetest.LargeCaptures {
				b.Fatal(len(list), err)
			}
		}
	})
	for name, q := range map[string]casefile.ExhibitQuery{"first page": {}, "last page": {Offset: storetest.LargeExhibits - 100}, "page of what is said": {Text: "quay"},
		"newest page": {Newest: true}, "page of a kind": {Kind: casefile.KindBullet}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				list, _, err := s.ExhibitPage(b.Context(), q)
				if err != nil {
					b.Fatal(err)
				}
				ids := make([]string, len(list))
				for i, e := range list {
					ids[i] = e.ID
				}
				if _, err := s.CapturesOf(b.Context(), ids); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Counts(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
