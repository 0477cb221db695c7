package casework

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"tracemark/casefile"
	"tracemark/export/bundle"
)

// sealedPair is a workstation that gave out a verification, and the verifier's with the answer still to be written.
type sealedPair struct {
	asker, verifier *Desk
	path, blind     string
	request         string // file
	answer          sealedAnswer
}

func newSealedPair(t *testing.T) sealedPair {
	t.Helper()
	ctx := t.Context()
	desk := func(name string) *Desk {
		d, err := Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		d.Use(func(s *Settings) { s.Examiner, s.Agency = name, "Lab of "+name })
		return d
	}
	x := sealedPair{asker: desk("A. First"), verifier: desk("B. Second")}
	x.path = filepath.Join(t.TempDir(), "case")
	must(t, func() error { _, err := x.asker.MakeDemoCase(ctx, x.path, t.TempDir(), nil); return err })
	s, err := x.asker.caseAt(ctx, x.path)
	if err != nil {
		t.Fatal(err)
	}
	items, err := exhibitItems(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	capture := map[string]string{}
	for _, e := range items {
		capture[e.Exhibit.Label] = e.Captures[0].ID
	}
	k, err := x.asker.Compare(ctx, x.path, capture[DemoQuestioned], capture[DemoMatch], nil)
	if err != nil {
		t.Fatal(err)
	}
	must(t, func() error {
		_, err := x.asker.Commit(ctx, x.path, casefile.Commitment{ComparisonID: k.ID, Value: "identification", Reason: "telling reason"})
		return err
	})
	must(t, func() error {
		_, err := x.asker.Conclude(ctx, x.path, k.ID, "identification", "telling reason")
		return err
	})
	keys, err := x.verifier.PackageKeys(ctx)
	if err != nil {
		t.Fatal(err)
	}
	x.request = filepath.Join(t.TempDir(), "request.tmcase")
	must(t, func() error {
		_, err := x.asker.GiveVerification(ctx, x.path, k.ID, casefile.SealedOrder{File: x.request, Recipients: keys, Note: "breech face"}, nil)
		return err
	})
	ref, err := x.verifier.OpenVerification(ctx, x.request, nil)
	if err != nil {
		t.Fatal(err)
	}
	x.blind = ref.Path
	return x
}

func must(t *testing.T, do func() error) {
	t.Helper()
	if err := do(); err != nil {
		t.Fatal(err)
	}
}

func TestAnAnswerThatDoesNotBelongIsRefusedAndLeavesNothing(t *testing.T) {
	ctx := t.Context()
	x := newSealedPair(t)
	sealed, err := x.verifier.SealedCase(ctx, x.blind)
	if err != nil || sealed.Committed || sealed.Note != "breech face" {
		t.Fatalf("%+v, %v", sealed, err)
	}
	if again, err := x.verifier.OpenVerification(ctx, x.request, nil); err != nil || again.Path != x.blind {
		t.Errorf("opened again it is %s, %v", again.Path, err)
	}
	x.verifier.Use(func(s *Settings) { s.CommitFirst = false }) // the verifier's setting does not count
	item, err := x.verifier.Comparison(ctx, x.blind, sealed.ComparisonID)
	if err != nil || !item.Comparison.Withheld || item.A.Exhibit.Label != "Specimen 1" {
		t.Fatalf("the figures are shown before the view: %+v, %v", item.Comparison.Withheld, err)
	}
	if err := x.verifier.Note(ctx, x.blind, casefile.Act{Kind: casefile.ActRevealed, Subject: sealed.ComparisonID}); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("the figures can be asked for: %v", err)
	}
	must(t, func() error {
		_, err := x.verifier.Commit(ctx, x.blind, casefile.Commitment{ComparisonID: sealed.ComparisonID, Value: "identification", Reason: "seen alike"})
		return err
	})
	s, me, err := x.verifier.acting(ctx, x.blind)
	if err != nil {
		t.Fatal(err)
	}
	k, err := sealedIn(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if x.answer, err = answerOf(ctx, s, me, *k); err != nil {
		t.Fatal(err)
	}
	asked, _, err := x.asker.acting(ctx, x.path)
	if err != nil {
		t.Fatal(err)
	}
	before, err := asked.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	conclusions, err := asked.Conclusions(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	from := func(p casefile.Person) bundle.Sender { return bundle.Sender{ID: p.ID, Name: p.Name, Agency: p.Agency} }
	write := func(by *Desk, kind bundle.Kind, a sealedAnswer, sender bundle.Sender) string {
		t.Helper()
		file := filepath.Join(t.TempDir(), "answer.tmcase")
		if _, _, err := by.writeSealed(ctx, file, kind, sender, answerFile, a, nil, k.Request.ReplyTo, nil, nil); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for name, change := range map[string]func(*sealedAnswer){
		"another request":          func(a *sealedAnswer) { a.Request = "0" },
		"another manifest":         func(a *sealedAnswer) { a.RequestManifest = a.Originals[0] },
		"recordings the other way": func(a *sealedAnswer) { a.Originals[0], a.Originals[1] = a.Originals[1], a.Originals[0] },
		"another mask":             func(a *sealedAnswer) { a.Masks[0] = a.Originals[0] },
		"another scale":            func(a *sealedAnswer) { a.View.Scale = "lr" },
		"a reworded scale":         func(a *sealedAnswer) { c := *a.View.AsOf; c.Name += "!"; a.View.AsOf = &c },
		"no such level":            func(a *sealedAnswer) { a.View.Value = "certain" },
		"skipped":                  func(a *sealedAnswer) { a.View.Skipped = true },
		"not blind":                func(a *sealedAnswer) { a.View.Blind = false },
		"no reason":                func(a *sealedAnswer) { a.View.Reason = " " },
		"somebody else's view":     func(a *sealedAnswer) { a.View.By = "p" },
		"the first's name":         func(a *sealedAnswer) { a.Person.Name, a.Person.Agency = "a. first", "Lab of A. First" },
		"the first's id":           func(a *sealedAnswer) { a.Person.ID, a.View.By = conclusions[0].By, conclusions[0].By },
		"marks of another time":    func(a *sealedAnswer) { a.Markup.Version = 7 },
		"a later version":          func(a *sealedAnswer) { a.Version = 2 },
	} {
		a := x.answer
		change(&a)
		if _, err := x.asker.TakeVerification(ctx, x.path, write(x.verifier, bundle.VerificationAnswer, a, from(a.Person)), nil); err == nil {
			t.Errorf("%s: taken", name)
		} else if c := casefile.CodeOf(err); c != casefile.Refused && c != casefile.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	good := from(x.answer.Person)
	for name, file := range map[string]string{
		"another kind":               write(x.verifier, bundle.VerificationRequest, x.answer, good),
		"signed by whoever takes it": write(x.asker, bundle.VerificationAnswer, x.answer, good),
		"another sender":             write(x.verifier, bundle.VerificationAnswer, x.answer, bundle.Sender{ID: "x", Name: "X", Agency: "Y"}),
		"the request itself":         x.request,
	} {
		if _, err := x.asker.TakeVerification(ctx, x.path, file, nil); casefile.CodeOf(err) != casefile.Refused {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now, err := asked.Head(ctx); err != nil || now != before {
		t.Errorf("what was refused left %d records, %v", now.N-before.N, err)
	}
	item2, err := x.asker.TakeVerification(ctx, x.path, write(x.verifier, bundle.VerificationAnswer, x.answer, good), nil)
	if err != nil || item2.State != casefile.VerificationAgreed || item2.VerifierName != "B. Second" || item2.Verification.View.Sealed == "" {
		t.Fatalf("%+v, %v", item2, err)
	}
	if v, err := x.asker.VerifyCase(ctx, x.path, nil); err != nil || !v.OK {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestASealedRequestNamesNobody(t *testing.T) {
	ctx := t.Context()
	x := newSealedPair(t)
	keys, err := x.verifier.packageKeys()
	if err != nil {
		t.Fatal(err)
	}
	p, err := bundle.Open(ctx, x.request, keys, bundle.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	text, err := p.Read(requestFile, maxSealedText)
	if err != nil {
		t.Fatal(err)
	}
	for _, telling := range []string{`"Q1`, `"T1`, "First", "DEMO-1", "telling", "shooting"} {
		for _, said := range [][]byte{text, p.ManifestText} {
			if bytes.Contains(said, []byte(telling)) {
				t.Errorf("the request says %q", telling)
			}
		}
	}
	changed := filepath.Join(t.TempDir(), "changed.tmcase")
	b, err := os.ReadFile(x.request)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(changed, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := x.verifier.OpenVerification(ctx, changed, nil); casefile.CodeOf(err) != casefile.Damaged {
		t.Errorf("an altered request: %v", err)
	}
	if _, err := x.asker.OpenVerification(ctx, x.request, nil); err == nil {
		t.Error("whoever asked opens the request")
	}
	var r sealedRequest
	if err := decodeSealed(append(text, "{}"...), &r); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("more than the request: %v", err)
	}
}
