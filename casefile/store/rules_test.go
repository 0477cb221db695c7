package store_test

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"math"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store/storetest"
	"tracemark/imaging"
)

func TestConclusionsAreReplacedExpresslyOrNotAtAll(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID) // has two conclusions, and a report on the second
	first, current := f.Conclusions[0].ID, f.Conclusions[1].ID
	for _, c := range []struct {
		name, supersedes, reason, comparison string
		code                                 casefile.ErrorCode
		words                                string
	}{
		{"without naming the one a report rests on", "", "why", f.Comparison.ID, casefile.Refused, "report has been issued"},
		{"naming one that was replaced", first, "why", f.Comparison.ID, casefile.Conflict, "another conclusion by now"},
		{"naming one that does not exist", "none", "why", f.Comparison.ID, casefile.Conflict, "another conclusion by now"},
		{"without a reason", current, " ", f.Comparison.ID, casefile.Refused, "without a reason"},
		{"on another comparison", current, "why", "none", casefile.NotFound, "no such comparison"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := s.AddConclusion(ctx, by.ID, casefile.Conclusion{ComparisonID: c.comparison, Scale: "afte-1992",
				Value: "elimination", Reason: c.reason, Supersedes: c.supersedes})
			wantError(t, err, c.code, c.words)
		})
	}
	next, err := s.AddConclusion(ctx, by.ID, casefile.Conclusion{ComparisonID: f.Comparison.ID, Scale: "afte-1992",
		Value: "elimination", Reason: "the other firearm was found", Supersedes: current})
	if err != nil {
		t.Fatal(err)
	}
	if got, ok, err := s.CurrentConclusion(ctx, f.Comparison.ID); err != nil || !ok || got.ID != next.ID {
		t.Errorf("%+v, %v, %v", got, ok, err)
	}
	// The report on the conclusion that was replaced stays, and no other begins on it.
	_, err = s.AddReport(ctx, by.ID, casefile.Report{Kind: casefile.ReportOnComparison, ComparisonID: f.Comparison.ID, ConclusionID: current}, casefile.ReportContent{})
	wantError(t, err, casefile.Refused, "conclusion that holds")
	_, err = storetest.Issue(ctx, s, by.ID, f.Comparison.ID, next.ID, strings.Repeat("0", 64), nil)
	wantError(t, err, casefile.NotFound, "is missing")
}

func TestTheFirstConclusionReplacesNothing(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	second, err := s.AddComparison(ctx, by.ID, casefile.Comparison{A: f.Captures[1].ID, B: f.Captures[0].ID})
	if err != nil || second.Number != 3 {
		t.Fatalf("%+v, %v", second, err)
	}
	_, err = s.AddConclusion(ctx, by.ID, casefile.Conclusion{ComparisonID: second.ID, Scale: "afte-1992", Value: "unsuitable",
		Reason: "why", Supersedes: f.Conclusions[1].ID})
	wantError(t, err, casefile.Conflict, "not one of this comparison")
	if _, ok, err := s.CurrentConclusion(ctx, second.ID); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
}

func TestNothingIsRecordedInSomebodyElsesName(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	_, err := s.AddEvent(ctx, "stranger", casefile.Event{Label: "E"})
	wantError(t, err, casefile.Refused, "person of this case")
	_, err = s.AddConclusion(ctx, by.ID, casefile.Conclusion{ComparisonID: f.Comparison.ID, Scale: "s", Value: "v", By: "other"})
	wantError(t, err, casefile.Refused, "another person's name")

	self := casefile.Person{ID: "me", Name: "B. Verifier", Role: "verifier"}
	if self, err = s.AddPerson(ctx, "me", self); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddPerson(ctx, "me", self)
	wantError(t, err, casefile.Conflict, "already a person")
	_, err = s.AddPerson(ctx, "stranger", casefile.Person{Name: "C"})
	wantError(t, err, casefile.Refused, "person of this case")
	if people, err := s.People(ctx); err != nil || len(people) < 2 || !reflect.DeepEqual([]casefile.Person{people[0], people[len(people)-1]}, []casefile.Person{by, self}) {
		t.Errorf("%+v, %v", people, err)
	}
}

func TestExhibitsKeepTheirHistory(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	e := f.Exhibits[0]
	e.Label, e.Class.BreechFace = "A1 bis", casefile.Code{State: casefile.NotVisible}
	_, err := s.UpdateExhibit(ctx, by.ID, e, "")
	wantError(t, err, casefile.Invalid, "needs a reason")
	got, err := s.UpdateExhibit(ctx, by.ID, e, "label misread")
	if err != nil || !reflect.DeepEqual(got, e) {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err := s.Exhibit(ctx, "A1 bis"); err != nil || !reflect.DeepEqual(got, e) {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = s.Exhibit(ctx, "A1")
	wantError(t, err, casefile.NotFound, "no exhibit \"A1\"")
	h, err := s.ExhibitHistory(ctx, e.ID)
	if err != nil || len(h) != 2 || h[0].Value.Label != "A1" || h[1].Reason != "label misread" || h[1].By != by.ID || h[1].N != 2 {
		t.Errorf("%+v, %v", h, err)
	}
	if h[0].Value.Created != h[1].Value.Created {
		t.Error("the exhibit's creation moved")
	}
}

func TestExhibitsThatMakeNoSenseAreRefused(t *testing.T) {
	s, by := storetest.New(t)
	storetest.Fill(t, s, by.ID)
	for _, c := range []struct {
		name  string
		e     casefile.Exhibit
		code  casefile.ErrorCode
		words string
	}{
		{"no label", casefile.Exhibit{Kind: casefile.KindBullet, Label: " "}, casefile.Invalid, "no label"},
		{"a label that is used", casefile.Exhibit{Kind: casefile.KindBullet, Label: "a1"}, casefile.Conflict, "already an exhibit labelled"},
		{"a label of two lines", casefile.Exhibit{Kind: casefile.KindBullet, Label: "B\nknown"}, casefile.Invalid, "line breaks"},
		{"a label that drives the terminal", casefile.Exhibit{Kind: casefile.KindBullet, Label: "B\x1b[31m"}, casefile.Invalid, "invisible"},
		{"a label that reads backwards", casefile.Exhibit{Kind: casefile.KindBullet, Label: "B\u202e1"}, casefile.Invalid, "invisible"},
		{"a label as long as a page", casefile.Exhibit{Kind: casefile.KindBullet, Label: strings.Repeat("é", 201)}, casefile.Invalid, "201 characters"},
		{"no kind", casefile.Exhibit{Label: "B"}, casefile.Invalid, "no kind"},
		{"an origin nobody knows", casefile.Exhibit{Label: "B", Kind: casefile.KindBullet, Origin: "maybe"}, casefile.Invalid, "questioned or known"},
		{"its own parent", casefile.Exhibit{ID: "b", ParentID: "b", Label: "B", Kind: casefile.KindBullet}, casefile.Invalid, "from itself"},
		{"a parent elsewhere", casefile.Exhibit{ParentID: "x", Label: "B", Kind: casefile.KindBullet}, casefile.NotFound, "came from"},
		{"an event elsewhere", casefile.Exhibit{EventID: "x", Label: "B", Kind: casefile.KindBullet}, casefile.NotFound, "event"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := s.AddExhibit(t.Context(), by.ID, c.e)
			wantError(t, err, c.code, c.words)
		})
	}
}

func TestAnImportIsWholeOrNotAtAll(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	good := storetest.Put(t, s, "good")
	missing := good
	missing.SHA256 = strings.Repeat("0", 64)
	wrongSize := good
	wrongSize.Size++
	e := casefile.Exhibit{Label: "A1", Kind: casefile.KindBullet}
	before, err := s.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		captures []casefile.Capture
		code     casefile.ErrorCode
		words    string
	}{
		{"nothing", nil, casefile.Invalid, "nothing to import"},
		{"an original that is not there", []casefile.Capture{good, missing}, casefile.NotFound, "is missing"},
		{"a size that is wrong", []casefile.Capture{good, wrongSize}, casefile.Invalid, "size"},
		{"the same twice", []casefile.Capture{good, good}, casefile.Conflict, "already has the recording"},
		{"no mark", []casefile.Capture{{SHA256: good.SHA256, Size: good.Size}}, casefile.Invalid, "which mark"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := s.Import(ctx, by.ID, e, c.captures)
			wantError(t, err, c.code, c.words)
			if n, err := s.Counts(ctx); err != nil || n.Exhibits != 0 || n.Captures != 0 {
				t.Errorf("%+v, %v", n, err)
			}
			if head, err := s.Head(ctx); err != nil || head != before {
				t.Errorf("the log went on: %+v, %v", head, err)
			}
		})
	}
	e, _, err = s.Import(ctx, by.ID, e, []casefile.Capture{good})
	if err != nil {
		t.Fatal(err)
	}
	good.Mark = casefile.FiringPin // another mark of the same recording
	again, cs, err := s.Import(ctx, by.ID, casefile.Exhibit{ID: e.ID}, []casefile.Capture{good})
	if err != nil || again.Label != "A1" || cs[0].ExhibitID != e.ID || cs[0].ID == "" {
		t.Errorf("%+v, %+v, %v", again, cs, err)
	}
	fetched := casefile.Exhibit{ID: "theirs", Label: "Z9", Kind: casefile.KindBullet, Owner: "Other", OwnerExhibitID: "theirs"}
	got, _, err := s.Import(ctx, by.ID, fetched, []casefile.Capture{storetest.Put(t, s, "fetched")})
	if err != nil || got.ID != "theirs" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestComparisonsRestOnTheOriginals(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	a, b := f.Captures[0], f.Captures[1]
	_, err := s.AddComparison(ctx, by.ID, casefile.Comparison{A: a.ID, B: b.ID, HashA: b.SHA256})
	wantError(t, err, casefile.Conflict, "not the capture's original")
	_, err = s.AddComparison(ctx, by.ID, casefile.Comparison{A: a.ID, B: "none"})
	wantError(t, err, casefile.NotFound, "capture of this comparison")
	_, err = s.AddComparison(ctx, by.ID, casefile.Comparison{A: a.ID, B: a.ID})
	wantError(t, err, casefile.Invalid, "with itself")
	if f.Comparison.HashA != a.SHA256 || f.Comparison.HashB != b.SHA256 {
		t.Error("the hashes were not filled in")
	}
	c, err := s.AddComparison(ctx, by.ID, casefile.Comparison{A: a.ID, B: b.ID, Default: "x",
		Results: []imaging.Result{{Method: "m", Scores: []imaging.Score{{Name: "x", Value: math.NaN()}}}}})
	if err != nil {
		t.Fatalf("a score that is not known: %v", err)
	}
	got, err := s.Comparison(ctx, "3")
	if err != nil || got.ID != c.ID || !math.IsNaN(got.Score("x")) {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = s.AddComparison(ctx, by.ID, casefile.Comparison{A: a.ID, B: b.ID,
		Results: []imaging.Result{{Pose: &imaging.Pose{TX: math.Inf(1)}}}})
	wantError(t, err, casefile.Invalid, "cannot be stored")
	_, err = s.Comparison(ctx, "99")
	wantError(t, err, casefile.NotFound, "no comparison")
	_, err = s.Comparison(ctx, c.ID[:4]) // both were made within the same hours
	wantError(t, err, casefile.Invalid, "More than one")
}

func TestCandidatesHaveStates(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	err := s.SetCandidateState(ctx, by.ID, f.Correlation.ID, 3, casefile.Viewed)
	wantError(t, err, casefile.NotFound, "no candidate of rank 3")
	err = s.SetCandidateState(ctx, by.ID, f.Correlation.ID, 1, "liked")
	wantError(t, err, casefile.Invalid, "no state")
	_, err = s.AddCorrelation(ctx, by.ID, casefile.Correlation{ExhibitID: f.Exhibits[0].ID,
		Candidates: []casefile.Candidate{{Rank: 1}, {Rank: 1}}})
	wantError(t, err, casefile.Invalid, "ranks")
	_, err = s.AddCorrelation(ctx, by.ID, casefile.Correlation{ExhibitID: "none"})
	wantError(t, err, casefile.NotFound, "exhibit")
}

func TestTheCaseKeepsItsHistory(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	c, err := s.Case(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c.Status = casefile.CaseClosed
	wantError(t, s.UpdateCase(ctx, by.ID, c, ""), casefile.Invalid, "reason")
	if err := s.UpdateCase(ctx, by.ID, c, "tried"); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Case(ctx); err != nil || !reflect.DeepEqual(got, c) {
		t.Errorf("%+v, %v", got, err)
	}
	h, err := s.CaseHistory(ctx)
	if err != nil || len(h) != 2 || h[0].Value.Status != casefile.CaseOpen || h[1].Reason != "tried" {
		t.Errorf("%+v, %v", h, err)
	}
	for _, number := range []string{"", "26-1\r\n26-2", "26\x00"} {
		bad := c
		bad.Number = number
		if err := s.UpdateCase(ctx, by.ID, bad, "why"); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("number %q: %v", number, err)
		}
	}
	c.Status = "lost"
	wantError(t, s.UpdateCase(ctx, by.ID, c, "why"), casefile.Invalid, "open, suspended, closed or archived")
}

func TestTheLogTellsWhoDidWhat(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	f := storetest.Fill(t, s, by.ID)
	records, err := s.Records(ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	people, err := s.People(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	var got []string
	for i, r := range records {
		schema := r.Action == "schema applied" // which comes before the person
		if r.Actor != names[cmp.Or(r.ActorID, by.ID)] || r.ActorID == "" && !schema {
			t.Errorf("record %d is by %q (%s)", i, r.Actor, r.ActorID)
		}
		if schema {
			continue
		}
		got = append(got, strings.TrimSpace(r.Action+" "+r.Detail))
	}
	want := []string{"case created 2026-17", "person changed A. Examiner: examiner", "event added Scene 1", "captures imported A1: 1",
		"captures imported A2: 1", "mask added scan.x3p: version 1, proposed", "mask added scan.x3p: version 2, painted", "comparison added 1",
		"markup saved comparison 1: version 1, 1 annotations", "snapshot taken comparison 1: snapshot 1", "snapshot chosen snapshot 1: for the report",
		"view committed comparison 1: inconclusive-a", "viewed comparison", "conclusion recorded comparison 1: inconclusive-a",
		"conclusion recorded comparison 1: identification", "person added R. Reviewer", "person added L. Leader", "report begun report 1: comparison",
		"report submitted report 1, version 1", "report technical review passed report 1, version 1", "report administrative review passed report 1, version 1",
		"report authorised report 1, version 1", "report signed report 1, version 1", "report signed report 1, version 1", "report issued report 1, version 1",
		"report redacted report 1, version 1", "report time-stamped report 1: B-LTA",
		"correlation received A1: 2 candidates of 40", "candidate viewed B2", "candidate dismissed B2", "custody recorded A2: booked in, 2026-01-01 03:04",
		"person added V. Second", "person added R. Third", "comparison added 2",
		"verification asked verification 1 of comparison 1", "view committed comparison 2: inconclusive-a",
		"verification committed verification 1: disagrees", "consultation recorded verification 1", "resolution recorded verification 1",
		"case changed details learned", "event added Scene 2", "event changed Scene 2: who says so", "exhibit changed A2: described",
		"document attached document 1: Warrant", "document attached document 2: Warrant", "document attached document 3: Warrant",
		"document changed document 3: of another event", "hit confirmed hit 1: all agree", "hit withdrawn hit 1: the event was another",
		"checkpoint signed on demand", "checkpoint countersigned on demand: by CN=A. Examiner",
		"checkpoint time-stamped on demand: 2026-01-02T03:04:05Z by CN=Clock",
		"package given out P-1, SHA-256 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
		"setting changed language = en", "comparison viewed"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
	if last := records[len(records)-1]; last.Subject != f.Comparison.ID {
		t.Errorf("viewed: %+v", last)
	}
}

func TestACheckpointBindsTheCase(t *testing.T) {
	ctx := t.Context()
	s, by := storetest.New(t)
	public, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := s.Checkpoint(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Checkpoint(ctx, key[:3])
	wantError(t, err, casefile.Invalid, "signed")
	storetest.Fill(t, s, by.ID)
	c, err := s.Case(ctx)
	if err != nil {
		t.Fatal(err)
	}
	old, err := audit.ParseCheckpoint(audit.Origin(c.ID), text, public)
	if err != nil {
		t.Fatal(err)
	}
	head, growth, err := s.GrowthProof(ctx, old.N)
	if err != nil {
		t.Fatal(err)
	}
	if err := tlog.CheckTree(growth, head.N, head.Hash, old.N, old.Hash); err != nil {
		t.Error(err)
	}
	p, err := s.Proof(ctx, 3)
	if err != nil {
		t.Fatal(err)
	}
	if err := tlog.CheckRecord(p.Inclusion, head.N, head.Hash, 3, tlog.RecordHash([]byte(p.Record))); err != nil {
		t.Error(err)
	}
	if r, err := check.Against(ctx, s.Dir(), []tlog.Tree{old, head}, nil); err != nil || !r.OK || r.RootHash != head.Hash.String() {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestACancelledChangeChangesNothing(t *testing.T) {
	s, by := storetest.New(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.SetSetting(ctx, by.ID, "a", "b"); err == nil || ctx.Err() == nil {
		t.Error("it was done")
	}
	if _, ok, err := s.Setting(t.Context(), "a"); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
	if r, err := check.Check(t.Context(), s.Dir(), nil); err != nil || !r.OK {
		t.Errorf("%+v, %v", r, err)
	}
}
