package store_test

import (
	"fmt"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store/storetest"
)

// BenchmarkCommit is how long an acknowledged change takes: the transaction, its log record, and the disk.
func BenchmarkCommit(b *testing.B) {
	s, by := storetest.New(b)
	n := 0 // originals; over all runs, since labels are given once
	b.Run("setting", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if err := s.SetSetting(b.Context(), by.ID, "remark", fmt.Sprint(i)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("import of three captures", func(b *testing.B) {
		for b.Loop() {
			var cs []casefile.Capture
			for range 3 {
				n++
				cs = append(cs, storetest.Put(b, s, fmt.Sprint("surface ", n)))
			}
			if _, _, err := s.Import(b.Context(), by.ID, casefile.Exhibit{Label: fmt.Sprint("B", n), Kind: casefile.KindCartridgeCase}, cs); err != nil {
				b.Fatal(err)
			}
		}
	})
}
