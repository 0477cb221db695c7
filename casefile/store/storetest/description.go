package storetest

import (
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// describe puts descriptions, documents and a hit into the case: a second version of the case, the event and the second
// exhibit, one document of each kind of subject, and a hit that was withdrawn.
func (f *Full) describe(t testing.TB, s *store.Store, by string) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	c, err := s.Case(ctx)
	must(err)
	c.ReviewOn, c.Related = "2027-01-31", []casefile.RelatedCase{{Agency: "Other", Number: "88", Reason: "same suspect"}}
	c.Facts.Set("investigator", casefile.Value{State: casefile.Stated, AsSeen: "B. Officer"})
	must(s.UpdateCase(ctx, by, c, "details learned"))

	second := casefile.Event{Label: "Scene 2", Kind: "seized", Date: "2026-02"}
	second.Facts.Set("amnesty", casefile.ValueOf(casefile.YesNo.Encode("no")))
	f.Second, err = s.AddEvent(ctx, by, second)
	must(err)
	f.Second.Facts.SetProvenance("amnesty", casefile.Provenance{Kind: casefile.SourceWitness, Source: "C. Clerk", Use: casefile.UseAsk})
	f.Second, err = s.UpdateEvent(ctx, by, f.Second, "who says so")
	must(err)

	e := f.Exhibits[1]
	e.EventID, e.Quantity = f.Second.ID, 3
	e.Facts.Set("headstamp/1/text", casefile.Value{State: casefile.Stated, AsSeen: "ТПЗ"})
	e.Facts.Set("length", casefile.Value{State: casefile.Stated, Number: 19.1, Unit: "mm", AsSeen: "19,1"})
	f.Exhibits[1], err = s.UpdateExhibit(ctx, by, e, "described")
	must(err)

	sha, size, err := s.Originals().Put(ctx, strings.NewReader("warrant"))
	must(err)
	for i, d := range []casefile.Document{{Subject: casefile.AboutCase}, {Subject: casefile.AboutExhibit, SubjectID: f.Exhibits[0].ID},
		{Subject: casefile.AboutEvent, SubjectID: f.Event.ID}} {
		d.Kind, d.Title, d.SHA256, d.Size, d.FileName, d.MediaType = casefile.DocumentWarrant, "Warrant", sha, size, "w.pdf", "application/pdf"
		d.Provenance = casefile.Provenance{HandlingCode: "RESTRICTED", Use: casefile.UseNo}
		f.Documents[i], err = s.AddDocument(ctx, by, d)
		must(err)
	}
	f.Documents[2].Withdrawn = true
	f.Documents[2], err = s.UpdateDocument(ctx, by, f.Documents[2], "of another event")
	must(err)

	f.Hit, err = s.AddHit(ctx, by, casefile.Hit{ComparisonID: f.Comparison.ID, ConclusionID: f.Conclusions[1].ID, Verification: "checked by B"}, "all agree")
	must(err)
	f.Hit, err = s.WithdrawHit(ctx, by, f.Hit.ID, "the event was another")
	must(err)
}
