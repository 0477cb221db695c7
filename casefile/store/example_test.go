package store_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	s, err := store.Create(ctx, filepath.Join(dir, "2026-17"), casefile.Case{Number: "2026-17"},
		casefile.Person{Name: "A. Examiner", Role: "examiner"}, store.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer s.Close()
	people, err := s.People(ctx)
	if err != nil {
		log.Fatal(err)
	}
	me := people[0].ID

	// The bytes first, then the record of them: a kill in between leaves a case without the import.
	sha, size, err := s.Originals().Put(ctx, strings.NewReader("the bytes of a scan"))
	if err != nil {
		log.Fatal(err)
	}
	exhibit := casefile.Exhibit{Label: "A1", Kind: casefile.KindCartridgeCase}
	capture := casefile.Capture{Mark: casefile.BreechFace, Kind: casefile.Topography, SHA256: sha, Size: size}
	exhibit, captures, err := s.Import(ctx, me, exhibit, []casefile.Capture{capture})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(exhibit.Label, exhibit.Origin, len(captures))

	r, err := check.Check(ctx, s.Dir(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.OK, r.Originals, "original")
	// Output:
	// A1 questioned 1
	// true 1 original
}
