package report

import (
	"strconv"
	"time"

	"tracemark/casefile"
)

// The record of a verification: what was asked, under which conditions, what the verifier came to before anything was shown, and what followed.

// SubjectVerification is one verification of a comparison's conclusion: Facts.Verifications holds it alone, Facts.Bench, where there is one, what the
// verifier did on a comparison of their own.
const SubjectVerification Subject = "verification"

// checkVerification refuses facts that do not belong together.
func (f Facts) checkVerification() error {
	bad := func(format string, args ...any) error {
		return &casefile.Error{Code: casefile.Invalid, What: "The record of the verification cannot be made: %[1]s", Do: "Choose the verification again", Args: []any{casefile.Sentence{Format: format, Args: args}}}
	}
	if err := f.check(); err != nil {
		return err
	}
	if len(f.Verifications) != 1 {
		return bad("it is of %[1]d verifications", len(f.Verifications))
	}
	v := f.Verifications[0]
	switch {
	case v.Request.ConclusionID != f.Conclusion.ID:
		return bad("the verification is of another conclusion")
	case v.View != nil && v.Commitment == nil:
		return bad("the verifier's view is missing")
	case f.Bench != nil && f.Bench.Own != nil && f.Bench.Own.ID != v.Request.ComparisonID:
		return bad("the verifier worked on another comparison")
	}
	return nil
}

// verificationParts are the parts of the record of a verification.
func verificationParts() map[string]part {
	of := []Subject{SubjectVerification}
	return map[string]part{"verification-head": {verificationHead, of}, "verification-request": {verificationRequest, of}, "verification-view": {verificationView, of},
		"verification-outcome": {verificationOutcome, of}}
}

// theVerification is the one that the record is about.
func (b *builder) theVerification() Verification { return b.f.Verifications[0] }

func verificationHead(b *builder) Section {
	v := b.theVerification()
	performed := [2]time.Time{v.Request.Created, v.Request.Created}
	said := b.fixed(outcomes[v.State()])
	if v.View != nil {
		performed[1] = v.View.Created
	}
	blocks := []Block{{Pairs: b.administrative(v.Verifier, performed)},
		{Paragraph: b.Say("This is the record of verification %[1]d of this case: of the conclusion from comparison %[2]d, of item %[3]s and item %[4]s.", v.Request.Number, b.f.Comparison.Number,
			b.stated(b.f.A.Exhibit.Label), b.stated(b.f.B.Exhibit.Label))}}
	if c := v.Commitment; c != nil {
		level, _ := v.Scale.Level(c.Value)
		return Section{Blocks: append(blocks, Block{Kind: Opinion, Notice: &Notice{Kind: NoticeOpinion, Title: b.Say("The verifier's view: %s", b.stated(b.Recorded(level.Name), c.Value)), Text: []string{b.Recorded(level.Meaning), said}}})}
	}
	return Section{Blocks: append(blocks, Block{Kind: Limit, Notice: &Notice{Kind: NoticeWarning, Title: b.Say("There is no verifier's view"), Text: []string{said}}})}
}

// verificationRequest says what was asked, and what kept the verifier from knowing the first conclusion.
func verificationRequest(b *builder) Section {
	v := b.theVerification()
	asked := b.Say("anybody who may")
	if v.Request.Verifier != "" {
		asked = b.stated(v.Names[v.Request.Verifier])
	}
	pairs := []Pair{b.pair(b.Say("Asked on"), b.When(v.Request.Created)), b.pair(b.Say("Asked by"), b.stated(v.Names[v.Request.By])), b.pair(b.Say("Whom"), asked),
		b.pair(b.Say("Note to the verifier"), b.none(oneLine(v.Request.Note))), {Name: b.Say("Verification id"), Value: v.Request.ID, Mono: true},
		{Name: b.Say("Verifier's own comparison"), Value: v.Request.ComparisonID, Mono: true}}
	if v.Request.Sealed != "" {
		pairs = append(pairs, b.pair(b.Say("Done at another workstation"), b.Say("sealed package %s", v.Request.Sealed)))
	}
	items := []string{
		b.Say("The verifier worked on a comparison of the same two recordings made for the purpose. What the first examiner marked is not on it."),
		b.Say("Until the view was committed the program showed the verifier neither the labels of the items nor scores, cells and candidates, neither the first conclusion nor who had reached it."),
		b.Say("A committed view is never changed, and it cannot be skipped."),
	}
	if own := b.ownComparison(); own != nil {
		pairs = append(pairs, b.pair(b.Say("Its number in this case"), strconv.Itoa(own.Number)))
		order := b.Say("Chance decided which recording the verifier saw first: here it was that of item %s.", b.stated(b.f.A.Exhibit.Label))
		if own.HashA == b.f.Comparison.HashB && own.HashA != b.f.Comparison.HashA {
			order = b.Say("Chance decided which recording the verifier saw first: here it was that of item %s.", b.stated(b.f.B.Exhibit.Label))
		}
		items = append(items, order)
	}
	return Section{Heading: b.Say("What was asked, and how the verifier was kept from knowing"), Blocks: []Block{{Pairs: pairs}, {Meets: []Obligation{"f"}, Items: items}}}
}

// ownComparison is the verifier's, nil where it is not among the facts.
func (b *builder) ownComparison() *casefile.Comparison {
	if b.f.Bench == nil {
		return nil
	}
	return b.f.Bench.Own
}

// verificationView is the verifier's opinion with its propositions and reasons.
func verificationView(b *builder) Section {
	v := b.theVerification()
	c := v.Commitment
	if c == nil {
		return Section{}
	}
	level, _ := v.Scale.Level(c.Value)
	s := Section{Heading: b.Say("The verifier's view (opinion)"), Blocks: b.propositionsOf(v.Scale)}
	s.Blocks = append(s.Blocks, Block{Kind: Opinion, Meets: []Obligation{"m"}, Notice: &Notice{Kind: NoticeOpinion, Title: b.stated(b.Recorded(level.Name), c.Value), Text: []string{b.Recorded(level.Meaning)}}},
		Block{Kind: Opinion, Pairs: []Pair{b.must(Basis, b.Say("Reasons"), oneLine(c.Reason)), b.pair(b.Say("Verifier"), b.Person(v.Verifier)), b.pair(b.Say("View committed"), b.When(c.Created)),
			b.pair(b.Say("Visible before"), b.Visible(c.Exposed)), b.pair(b.Say("Scale"), b.scaleName(v.Scale)), {Name: b.Say("SHA-256 of the scale"), Value: v.Scale.Digest(), Mono: true},
			{Name: b.Say("Id of the view"), Value: c.ID, Mono: true}}})
	return s
}

// verificationOutcome sets both views against each other and says what followed.
func verificationOutcome(b *builder) Section {
	v := b.theVerification()
	level, _ := b.f.Scale.Level(b.f.Conclusion.Value)
	s := Section{Heading: b.Say("Outcome"), Blocks: []Block{{Paragraph: b.fixed(outcomes[v.State()])},
		{Kind: Opinion, Pairs: []Pair{b.pair(b.Say("First conclusion"), b.stated(b.Recorded(level.Name), b.f.Conclusion.Value)), b.pair(b.Say("Concluded by"), b.stated(v.Names[b.f.Conclusion.By])),
			b.pair(b.Say("Concluded"), b.When(b.f.Conclusion.Created)), {Name: b.Say("Conclusion id"), Value: b.f.Conclusion.ID, Mono: true}}}}}
	if v.Commitment != nil && v.Scale.ID != b.f.Scale.ID {
		s.Blocks = append(s.Blocks, Block{Kind: Limit, Paragraph: b.Say("The view is on the scale %[1]s, the conclusion on the scale %[2]s.", b.Recorded(v.Scale.Name), b.Recorded(b.f.Scale.Name))})
	}
	for _, x := range v.Steps {
		s.Blocks = append(s.Blocks, Block{Paragraph: b.afterVerification(v, x)})
	}
	if len(v.Steps) == 0 {
		s.Blocks = append(s.Blocks, Block{Paragraph: b.Say("Nothing followed: no consultation, no resolution.")})
	}
	return s
}
