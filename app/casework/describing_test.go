package casework_test

import (
	"os"
	"path/filepath"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func TestAChangeOfKindTakesAwayWhatDoesNotFit(t *testing.T) {
	ctx := t.Context()
	d, err := casework.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	dir := filepath.Join(t.TempDir(), "k")
	if _, err := d.CreateCaseAt(ctx, dir, casefile.NewCase{Number: "1", Title: "t"}); err != nil {
		t.Fatal(err)
	}
	e := casefile.Exhibit{Label: "B1", Kind: casefile.KindBullet}
	for path, text := range map[string]string{"lands": "6", "weight": "7.4"} {
		field, _ := casefile.FieldAt(casefile.Fields(e.Kind), path)
		v, err := field.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		e.Set(path, v)
		e.Facts.SetProvenance(path, casefile.Provenance{Kind: casefile.SourceExamination})
	}
	if e, err = d.AddExhibit(ctx, dir, e); err != nil {
		t.Fatal(err)
	}
	e.Kind = casefile.KindCartridge
	if e, err = d.EditExhibit(ctx, dir, e, "it was never fired"); err != nil {
		t.Fatal(err)
	}
	if e.Value("lands") != (casefile.Value{}) || e.Value("weight").Number != 7.4 || len(e.Facts.Provenance) != 1 {
		t.Errorf("%+v", e.Facts)
	}
	h, err := d.History(ctx, dir, "B1")
	if err != nil || len(h) != 2 || len(h[1].Changes) != 3 {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestADocumentIsCheckedBeforeItIsShown(t *testing.T) {
	ctx := t.Context()
	d, err := casework.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	dir := filepath.Join(t.TempDir(), "k")
	if _, err := d.CreateCaseAt(ctx, dir, casefile.NewCase{Number: "1", Title: "t"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "order.txt")
	write(t, file, "granted")
	doc, err := d.AttachDocument(ctx, dir, file, casefile.Document{})
	if err != nil || doc.Title != "order" || doc.MediaType != "text/plain" || doc.Number != 1 {
		t.Fatalf("%+v, %v", doc, err)
	}
	shown, err := d.DocumentFile(ctx, dir, doc.ID)
	if err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(shown); err != nil || string(b) != "granted" {
		t.Errorf("%q, %v", b, err)
	}
	original := filepath.Join(dir, "originals", doc.SHA256[:2], doc.SHA256)
	if found, _ := filepath.Glob(original + "*"); len(found) == 1 {
		original = found[0]
	}
	if err := os.Chmod(original, 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, original, "refused")
	if _, err := d.DocumentFile(ctx, dir, doc.ID); casefile.CodeOf(err) != casefile.Damaged {
		t.Errorf("an altered document is shown: %v", err)
	}
}
