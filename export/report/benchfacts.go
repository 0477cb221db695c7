package report

import "tracemark/casefile"

// Bench is what examination notes hold beside the facts of a comparison: every version of what was marked and committed, what was looked at and
// when, so that another examiner can see without the items what was compared and why (SWGGUN documentation guideline).
type Bench struct {
	// Masks are all versions of the masks of both recordings, the first first.
	Masks [2][]casefile.MaskItem
	// Markups are all versions of what was marked, the first first.
	Markups []casefile.Markup
	// Commitments are the views of everybody who committed one of this comparison, the first first.
	Commitments []casefile.Commitment
	// Conclusions are all that were reached, corrected ones too, the first first.
	Conclusions []casefile.Conclusion
	// Acts are the acts of looking that concern the comparison and its candidate, in the order of time.
	Acts []casefile.Act
	// Snapshots are all that were kept, those that no report shows too.
	Snapshots []casefile.Snapshot
	// Candidate is the line of a list of candidates that the pair came from; nil where it came from none.
	Candidate *BenchCandidate
	// Own is the comparison that all this is about where that is another than Facts.Comparison: the verifier's own.
	Own *casefile.Comparison
	// Names are of the people, by id.
	Names map[string]string
}

// BenchCandidate is the line of a list of candidates that a comparison came from, with the list.
type BenchCandidate struct {
	List casefile.Correlation // Candidates may be left out
	Line casefile.Candidate
}
