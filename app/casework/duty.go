package casework

import (
	"context"
	"slices"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// A verifier is blind whatever the agency's setting says. As long as a verification that the person at the desk may answer is open,
// the pair of recordings that it is about is shown to them as the verification's own comparison alone: without figures, labels,
// names and conclusions. Whatever else there is about the pair (other comparisons, annotations, reports, candidates' scores, the
// details of the log) is not handed out. Asking for it all the same is refused: whoever knows the answer cannot verify it. As with
// everything here, it is a discipline: the case's file has it all.
//
// The two exhibits themselves are listed as the specimens, without what is said of them and without the hashes of their originals, by
// which the specimens could be told; lists and the records of custody are not handed out at all until then. Ids stay, because the
// screens find exhibits and recordings by them: whoever knows an exhibit's id from before knows it still. Their pictures stay, too.
//
// In this file a duty is such an open verification.

// verifications reads the case's verifications into l: duties are those that may is true of and nobody has answered.
func (l *looking) verifications(ctx context.Context, may bool) error {
	list, err := l.s.Verifications(ctx)
	if err != nil {
		return err
	}
	conclusions, err := l.s.Conclusions(ctx, "")
	if err != nil {
		return err
	}
	l.own = map[string]casefile.Verification{}
	if err := l.sealedDuty(ctx); err != nil {
		return err
	}
	for _, v := range list {
		l.own[v.Request.ComparisonID] = v
		if v.View != nil && v.View.By == l.me {
			l.answered = append(l.answered, v)
		}
		i := slices.IndexFunc(conclusions, func(c casefile.Conclusion) bool { return c.ID == v.Request.ConclusionID })
		if may && i >= 0 && v.State() == casefile.VerificationOpen && v.Request.Sealed == "" && casefile.MayVerify(conclusions[i], l.me) == nil &&
			(v.Request.Verifier == "" || v.Request.Verifier == l.me) {
			l.duties = append(l.duties, v)
		}
	}
	return nil
}

// pair returns a comparison, without its results, by its id.
func (l *looking) pair(comparison string) (casefile.Comparison, bool) {
	i := slices.IndexFunc(l.pairs, func(k casefile.Comparison) bool { return k.ID == comparison })
	if i < 0 {
		return casefile.Comparison{}, false
	}
	return l.pairs[i], true
}

// sameRecordings reports whether two comparisons are of the same originals.
func (l *looking) sameRecordings(a, b string) bool {
	ka, okA := l.pair(a)
	kb, okB := l.pair(b)
	return okA && okB && samePair(ka, kb.HashA, kb.HashB)
}

// duty returns the duty that a comparison falls under; mine is true where it is the one that was made for it.
func (l *looking) duty(comparison string) (v casefile.Verification, mine, ok bool) {
	for _, d := range l.duties {
		if d.Request.ComparisonID == comparison {
			return d, true, true
		}
	}
	for _, d := range l.duties {
		if l.sameRecordings(d.Request.ComparisonID, comparison) {
			return d, false, true
		}
	}
	return casefile.Verification{}, false, false
}

// blind reports whether the figures of a comparison wait for a view of the person at the desk.
func (l *looking) blind(comparison string) bool {
	_, _, duty := l.duty(comparison)
	return l.first || duty
}

// bystander refuses what is about the pair of a duty but its own comparison.
func (l *looking) bystander(comparison string) error {
	if v, mine, ok := l.duty(comparison); ok && !mine {
		return &casefile.Error{Code: casefile.Refused, What: "You are asked to verify what was concluded from these recordings: verification %[1]d",
			Do: "Open the verification and commit your view; then everything is shown", Args: []any{v.Request.Number}}
	}
	return nil
}

// onlyVerifier refuses to write to the comparison of a verification for anybody but whoever is to answer it.
func (l *looking) onlyVerifier(comparison string) error {
	v, ok := l.own[comparison]
	if !ok || l.sealed != nil || v.View != nil && v.View.By == l.me {
		return nil
	}
	if _, mine, _ := l.duty(comparison); mine {
		return nil
	}
	return &casefile.Error{Code: casefile.Refused, What: "This comparison was made for verification %[1]d, which is not yours to answer",
		Do: "Work on the comparison that was concluded from", Args: []any{v.Request.Number}}
}

// Masked names of the two specimens of a verification.
var maskedLabels = [2]string{"Specimen 1", "Specimen 2"}

// masked returns a comparison as somebody on duty is shown it.
func masked(item casefile.ComparisonItem) casefile.ComparisonItem {
	out := casefile.ComparisonItem{Comparison: withheld(item.Comparison), A: maskedSide(item.A, 0), B: maskedSide(item.B, 1)}
	out.Comparison.By = ""
	return out
}

// maskedSide is built up and not cut down, like withheld.
func maskedSide(s casefile.Side, i int) casefile.Side {
	c := s.Capture
	return casefile.Side{
		Exhibit: casefile.Exhibit{ID: s.Exhibit.ID, Label: maskedLabels[i], Kind: s.Exhibit.Kind, Origin: s.Exhibit.Origin, Class: s.Exhibit.Class},
		Capture: casefile.Capture{ID: c.ID, ExhibitID: c.ExhibitID, Mark: c.Mark, Kind: c.Kind, SHA256: c.SHA256, Size: c.Size, FileName: maskedLabels[i],
			MediaType: c.MediaType, Width: c.Width, Height: c.Height, Scale: c.Scale, Instrument: c.Instrument, Synthetic: c.Synthetic, Warnings: c.Warnings},
		Mask: s.Mask,
	}
}

// onDuty is looking for what is not about comparisons; where no verification is open in the case it is nobody's and costs nothing.
func (d *Desk) onDuty(ctx context.Context, s *store.Store) (*looking, error) {
	list, err := s.Verifications(ctx)
	if err != nil || !slices.ContainsFunc(list, func(v casefile.Verification) bool { return v.State() == casefile.VerificationOpen }) {
		return &looking{}, err
	}
	_, me, err := d.acting(ctx, s.Dir())
	if err != nil {
		return nil, err
	}
	return d.looking(ctx, s, me)
}

// specimens returns the place in its pair, 0 or 1, of each recording that is in a duty.
func (l *looking) specimens() map[string]int {
	out := map[string]int{}
	for _, v := range l.duties {
		if k, ok := l.pair(v.Request.ComparisonID); ok {
			out[k.A], out[k.B] = 0, 1
		}
	}
	return out
}

// exhibits returns what may be handed out of exhibits: those of a duty as specimens.
func (l *looking) exhibits(items []casefile.ExhibitItem) []casefile.ExhibitItem {
	if len(l.duties) == 0 {
		return items
	}
	of := l.specimens()
	for n, item := range items {
		i, in := 0, false
		for _, c := range item.Captures {
			if place, ok := of[c.ID]; ok {
				i, in = place, true
			}
		}
		if !in {
			continue
		}
		out := casefile.ExhibitItem{Exhibit: maskedSide(casefile.Side{Exhibit: item.Exhibit}, i).Exhibit}
		for _, c := range item.Captures {
			c = maskedSide(casefile.Side{Capture: c}, i).Capture
			c.SHA256, c.Instrument = "", casefile.Capture{}.Instrument
			out.Captures = append(out.Captures, c)
		}
		items[n] = out
	}
	return items
}
