package check_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/casefile/store/storetest"
)

// FuzzDamagedDatabase alters one place of a sound database. Whatever it hits, the check ends with a report or an Error,
// and it calls only a case whole that still has the history it had: some bytes of a file carry nothing.
func FuzzDamagedDatabase(f *testing.F) {
	s, by := storetest.New(f)
	storetest.Fill(f, s, by.ID)
	if err := s.Close(); err != nil {
		f.Fatal(err)
	}
	sound, err := os.ReadFile(filepath.Join(s.Dir(), store.DatabaseName))
	if err != nil {
		f.Fatal(err)
	}
	want, err := check.Check(f.Context(), s.Dir(), nil)
	if err != nil || !want.OK {
		f.Fatalf("%+v, %v", want, err)
	}
	// The header's page size, encoding, schema number and application id; the first page's kind and cell count; the schema.
	for _, at := range []uint32{0, 16, 18, 28, 44, 56, 60, 68, 100, 103, 108, 500, 4096, 8192 + 5, 20480 + 3} {
		f.Add(at, []byte{0xff})
		f.Add(at, []byte{0, 0, 0, 1})
	}
	f.Fuzz(func(t *testing.T, at uint32, with []byte) {
		dir := t.TempDir()
		if err := os.CopyFS(filepath.Join(dir, store.OriginalsName), os.DirFS(filepath.Join(s.Dir(), store.OriginalsName))); err != nil {
			t.Fatal(err)
		}
		b := append([]byte(nil), sound...)
		copy(b[int(at)%len(b):], with)
		if err := os.WriteFile(filepath.Join(dir, store.DatabaseName), b, 0o644); err != nil {
			t.Fatal(err)
		}
		r, err := check.Check(t.Context(), dir, nil)
		var e *casefile.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("not a sentence: %v", err)
		}
		if r.OK && (r.RootHash != want.RootHash || r.Records != want.Records || r.Originals != want.Originals) {
			t.Fatalf("got %+v, want %+v", r, want)
		}
	})
}
