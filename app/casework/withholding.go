package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging"
)

// Commit, then reveal: while the agency's setting asks for it, whatever this package hands out about a pair leaves the figures
// away until the person at the desk has committed a view of the pair, or expressly skipped one. It is done here and not in the
// screens, so that no screen and no verb can show them by mistake. It is a discipline and no lock: whoever reads the case's
// file with another program finds everything in it.
//
//	what                                  handed out before the view               after it, or where the setting is off
//	list of candidates                    the first k, in an order of their own     all, by rank
//	candidate: label, owner, class, state yes                                       yes
//	candidate: rank, scores, notes        no                                        yes
//	comparison: originals, method, pose   yes                                       yes
//	comparison: scores, cells, notes      no                                        yes
//	conclusions of somebody else          no                                        yes
//	explanation, best fit, score context  refused                                   yes
//
// What was handed out is noted as an act, once for each person, so that a report can say what had been visible.

// looking is how far the person at the desk has got with the comparisons of a case.
type looking struct {
	s      *store.Store
	me     string
	caseID string
	first  bool // the setting: commit, then reveal; not where no view can be recorded
	silent bool // nothing is written for me, not even that I looked
	k      int  // candidates shown first

	acts  []casefile.Act                 // mine
	views map[string]casefile.Commitment // mine, by comparison
	done  map[string]bool                // comparisons that I concluded from
	pairs []casefile.Comparison          // all that were made, without results

	own      map[string]casefile.Verification // by the comparison that was made for each
	duties   []casefile.Verification          // see duty.go
	answered []casefile.Verification          // by me
	sealed   *sealedCase                      // where the case is nothing but a verification that another workstation asks for
}

func (d *Desk) looking(ctx context.Context, s *store.Store, me string) (*looking, error) {
	set := d.Settings().Examining()
	l := &looking{s: s, me: me, first: set.CommitFirst && !s.Unwritable() && !s.OnlyToBeLookedAt(), k: set.FirstCandidates, views: map[string]casefile.Commitment{}, done: map[string]bool{}}
	if p, err := d.presence(ctx); err != nil {
		return nil, err
	} else if p.accounts && p.account.ID == me {
		// Withheld from whoever may come to a view of their own; whoever only reads or reviews what others concluded sees it all.
		l.first = l.first && (p.account.May(casefile.ExamineMarks) || p.account.May(casefile.VerifyConclusion))
		l.silent = p.reader()
	}
	k, err := s.Case(ctx)
	if err != nil {
		return nil, err
	}
	l.caseID = k.ID
	if l.acts, err = s.Acts(ctx, me); err != nil {
		return nil, err
	}
	views, err := s.Commitments(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, v := range views {
		if v.By == me {
			l.views[v.ComparisonID] = v
		}
	}
	conclusions, err := s.Conclusions(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, c := range conclusions {
		if c.By == me {
			l.done[c.ComparisonID] = true
		}
	}
	if l.pairs, err = s.ComparedPairs(ctx); err != nil {
		return nil, err
	}
	return l, l.verifications(ctx, d.allow(ctx, casefile.VerifyConclusion) == nil)
}

// decided reports whether I have committed, skipped or concluded on a comparison.
func (l *looking) decided(comparison string) bool {
	if _, committed := l.views[comparison]; committed || l.done[comparison] {
		return true
	}
	return slices.ContainsFunc(l.answered, func(v casefile.Verification) bool { return l.sameRecordings(v.Request.ComparisonID, comparison) })
}

// noted reports whether an act of mine on subject made e visible.
func (l *looking) noted(subject string, e casefile.Exposure) bool {
	return slices.ContainsFunc(l.acts, func(a casefile.Act) bool { return a.Subject == subject && slices.Contains(a.Exposed, e) })
}

// shown reports whether the figures of a comparison may be handed out.
func (l *looking) shown(comparison string) bool {
	if _, _, duty := l.duty(comparison); duty {
		return false
	}
	return !l.first || l.decided(comparison) || l.noted(comparison, casefile.ExposedCells)
}

// listShown reports whether a whole list of candidates may be handed out by rank.
func (l *looking) listShown(correlation string) bool {
	return !l.first || l.noted(correlation, casefile.ExposedRank)
}

// note records once that something was made visible to me.
func (l *looking) note(ctx context.Context, a casefile.Act) error {
	if l.silent {
		return nil
	}
	for _, before := range l.acts {
		if before.Kind == a.Kind && before.Subject == a.Subject && !slices.ContainsFunc(a.Exposed, func(e casefile.Exposure) bool { return !slices.Contains(before.Exposed, e) }) {
			return nil
		}
	}
	return l.add(ctx, a)
}

// add records an act. In a case that can only be read there is nowhere to: see HoldCase.
func (l *looking) add(ctx context.Context, a casefile.Act) error {
	recorded, err := l.s.AddAct(ctx, l.me, a)
	switch {
	case errors.Is(err, store.ErrReadOnly):
		return nil
	case err != nil:
		return err
	}
	l.acts = append(l.acts, recorded)
	return nil
}

// figuresOf are what a whole comparison makes visible.
var figuresOf = []casefile.Exposure{casefile.ExposedScore, casefile.ExposedPose, casefile.ExposedCells}

// comparison returns what may be handed out of a comparison, and notes that it was.
func (l *looking) comparison(ctx context.Context, k casefile.Comparison) (casefile.Comparison, error) {
	a := casefile.Act{Kind: casefile.ActViewedComparison, Subject: k.ID}
	if l.shown(k.ID) {
		if l.decided(k.ID) {
			return k, nil
		}
		a.Kind, a.Exposed = casefile.ActRevealed, figuresOf
		if !l.first {
			a.Detail = "commit-then-reveal is off"
		}
		return k, l.note(ctx, a)
	}
	k = withheld(k)
	if len(k.Results) > 0 {
		a.Exposed = []casefile.Exposure{casefile.ExposedPose}
	}
	return k, l.note(ctx, a)
}

// noteAll notes that the figures of all comparisons were handed out in a list, where the setting is off and that is not yet on
// record of the newest one that nothing was decided on.
func (l *looking) noteAll(ctx context.Context) error {
	if l.first || l.silent {
		return nil
	}
	open := slices.ContainsFunc(l.pairs, func(k casefile.Comparison) bool {
		return !l.decided(k.ID) && !l.noted(k.ID, casefile.ExposedCells) &&
			!slices.ContainsFunc(l.acts, func(a casefile.Act) bool { return a.Subject == l.caseID && a.Created.After(k.Created) })
	})
	if !open {
		return nil
	}
	return l.add(ctx, casefile.Act{Kind: casefile.ActRevealed, Subject: l.caseID, Exposed: figuresOf, Detail: "list of comparisons; commit-then-reveal is off"})
}

// withheld returns a comparison without its figures: which originals were compared, how, and the pose that they are shown in.
// It is built up and not cut down, so that what is added to a comparison later stays away until somebody decides otherwise.
func withheld(k casefile.Comparison) casefile.Comparison {
	out := casefile.Comparison{
		ID: k.ID, Number: k.Number, A: k.A, B: k.B, HashA: k.HashA, HashB: k.HashB, MaskA: k.MaskA, MaskB: k.MaskB, Default: k.Default,
		Results: []imaging.Result{}, Params: k.Params, Software: k.Software, By: k.By, Created: k.Created, Withheld: true,
	}
	if r, ok := openingResult(k); ok {
		out.Results = append(out.Results, imaging.Result{Method: r.Method, Version: r.Version, Scores: []imaging.Score{}, Pose: r.Pose, PhotoPose: r.PhotoPose})
	}
	return out
}

// openingResult returns the result whose pose a pair opens in: the one that the product decides by, else the registered one; ok
// is false where no method found a pose.
func openingResult(k casefile.Comparison) (imaging.Result, bool) {
	for _, r := range k.Results {
		if v := r.Score(k.Default); v == v && r.Pose != nil {
			return r, true
		}
	}
	pose := analysis.RegisteredPose(k.Results)
	for _, r := range k.Results {
		if pose != nil && r.Pose == pose || r.PhotoPose != nil {
			return r, true
		}
	}
	return imaging.Result{}, false
}

// item returns what may be handed out of a comparison with what belongs to it; whoever is still to commit a view does not see
// what somebody else concluded.
func (l *looking) item(item casefile.ComparisonItem) casefile.ComparisonItem {
	if l.shown(item.Comparison.ID) {
		return item
	}
	if _, _, duty := l.duty(item.Comparison.ID); duty {
		return masked(item)
	}
	item.Comparison = withheld(item.Comparison)
	if item.Conclusion != nil && item.Conclusion.By != l.me {
		item.Conclusion = nil
	}
	return item
}

// refuse says that something about a comparison is not handed out yet, nil where it may be.
func (l *looking) refuse(comparison string) error {
	if l.shown(comparison) {
		return nil
	}
	return &casefile.Error{Code: casefile.Refused, What: "The figures of this comparison are shown once a view of it is committed",
		Do: "Commit your view, or skip it expressly"}
}

// mayReveal refuses what would show figures of a comparison before the person at the desk has committed a view of it.
func (d *Desk) mayReveal(ctx context.Context, path, comparison string) error {
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return err
	}
	k, err := s.Comparison(ctx, comparison)
	if err != nil {
		return err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return err
	}
	return l.refuse(k.ID)
}

// keyOf names a candidate within its list without saying its rank.
func keyOf(correlation string, c casefile.Candidate) string {
	return digest(correlation, c.Agency, c.ExhibitID)[:keyLength]
}

// keyLength is the length of a candidate's key in hexadecimal digits; with 16 two of a list of a million are alike once in some
// thirty million lists.
const keyLength = 16

// digest hashes words so that no two lists of words are taken for each other.
func digest(words ...string) string {
	h := sha256.New()
	for _, w := range words {
		fmt.Fprintf(h, "%q ", w) // a hash does not fail
	}
	return hex.EncodeToString(h.Sum(nil))
}

// correlation returns what may be handed out of a list of candidates, and notes that it was.
func (l *looking) correlation(ctx context.Context, list casefile.Correlation) (casefile.Correlation, error) {
	list.Candidates = slices.Clone(list.Candidates)
	for i := range list.Candidates {
		c := &list.Candidates[i]
		c.Key = keyOf(list.ID, *c)
		c.Seen = l.seen(casefile.CandidateSubject(list.ID, c.Key))
	}
	duty := slices.ContainsFunc(list.Candidates, l.dutyCandidate)
	if l.listShown(list.ID) && !duty {
		a := casefile.Act{Kind: casefile.ActRevealed, Subject: list.ID, Exposed: []casefile.Exposure{casefile.ExposedRank, casefile.ExposedScore}}
		if !l.first {
			a.Detail = "commit-then-reveal is off"
		}
		return list, l.note(ctx, a)
	}
	list.Withheld = true
	// Whoever is to verify a pair of the list is not shown that it is in it, nor, by a gap, where.
	list.Candidates = slices.DeleteFunc(list.Candidates, l.dutyCandidate)
	slices.SortStableFunc(list.Candidates, func(a, b casefile.Candidate) int { return cmp.Compare(a.Rank, b.Rank) })
	if len(list.Candidates) > l.k && !l.listShown(list.ID) {
		list.Hidden, list.Candidates = len(list.Candidates)-l.k, list.Candidates[:l.k]
	}
	order := func(c casefile.Candidate) string { return digest(list.ID, l.me, c.Key) } // the same whenever this person looks
	slices.SortFunc(list.Candidates, func(a, b casefile.Candidate) int { return cmp.Compare(order(a), order(b)) })
	for i, c := range list.Candidates {
		if duty || !l.decidedCandidate(c) {
			list.Candidates[i] = withheldCandidate(c)
		}
	}
	return list, nil
}

// decidedCandidate reports whether I have decided on a comparison of a candidate's pair.
func (l *looking) decidedCandidate(c casefile.Candidate) bool {
	for _, m := range c.Marks {
		for _, k := range l.pairs {
			if samePair(k, m.OwnCaptureSHA256, m.CaptureSHA256) && l.decided(k.ID) {
				return true
			}
		}
	}
	return false
}

// dutyCandidate reports whether a candidate's pair is one that I am still to verify.
func (l *looking) dutyCandidate(c casefile.Candidate) bool {
	for _, m := range c.Marks {
		for _, k := range l.pairs {
			if _, _, duty := l.duty(k.ID); duty && samePair(k, m.OwnCaptureSHA256, m.CaptureSHA256) {
				return true
			}
		}
	}
	return false
}

// samePair reports whether a comparison is of two originals, in either order.
func samePair(k casefile.Comparison, a, b string) bool {
	return k.HashA == a && k.HashB == b || k.HashA == b && k.HashB == a
}

// withheldCandidate returns a candidate without what tells its place in the list, its marks in the order of their names.
func withheldCandidate(c casefile.Candidate) casefile.Candidate {
	out := casefile.Candidate{
		Key: c.Key, Agency: c.Agency, AgencyName: c.AgencyName, ExhibitID: c.ExhibitID, Label: c.Label, CaseRef: c.CaseRef,
		Class: c.Class, State: c.State, Synthetic: c.Synthetic, Seen: c.Seen, Scores: []imaging.Score{},
	}
	for _, m := range c.Marks {
		out.Marks = append(out.Marks, casefile.CandidateMark{Mark: m.Mark, CaptureID: m.CaptureID, CaptureSHA256: m.CaptureSHA256,
			OwnCaptureID: m.OwnCaptureID, OwnCaptureSHA256: m.OwnCaptureSHA256, Scores: []imaging.Score{}})
	}
	slices.SortFunc(out.Marks, func(a, b casefile.CandidateMark) int { return cmp.Compare(a.Mark, b.Mark) })
	return out
}

// seen adds up how long I have looked at something, in seconds.
func (l *looking) seen(subject string) float64 {
	var sum float64
	for _, a := range l.acts {
		if a.Subject == subject {
			sum += a.Seconds
		}
	}
	return sum
}
