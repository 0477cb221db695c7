package store_test

import (
	"testing"

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
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.Counts(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
