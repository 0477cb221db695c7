package casework

import (
	"context"
	"errors"
	"fmt"
	"math"

	"tracemark/casefile"
	"tracemark/imaging/score"
)

// ScoreContext returns what stands beside a comparison's score when somebody concludes: its place in the agency's reference set,
// the best known non-match, and the likelihood ratio or the reason for which none is given. While a view is still to be committed
// it says only that.
func (d *Desk) ScoreContext(ctx context.Context, path, comparison string) (casefile.ScoreContext, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.ScoreContext{}, err
	}
	s, l, k, err := d.examining(ctx, path, comparison)
	if err != nil {
		return casefile.ScoreContext{}, err
	}
	c := casefile.ScoreContext{ComparisonID: k.ID}
	if !l.shown(k.ID) {
		c.Withheld = true
		return c, nil
	}
	c.Score = k.Default
	if v := k.Score(k.Default); !math.IsNaN(v) {
		c.Value, c.HasValue = v, true
	} else {
		c.Missing = "No method gave this pair a score that decides."
		return c, nil
	}
	file := d.Settings().ReferenceSet
	if file == "" {
		c.Missing = "No reference set is chosen: how pairs of known origin score is not known here."
		return c, nil
	}
	item, err := comparisonItem(ctx, s, k)
	if err != nil {
		return c, err
	}
	set, err := openReference(file)
	if err == nil {
		err = placeScore(ctx, &c, file, set, item)
	}
	var said *casefile.Error
	if errors.As(err, &said) { // a set that cannot speak is no reason to keep the score from the examiner
		c.Missing = said.Error()
		return c, nil
	}
	return c, err
}

func placeScore(ctx context.Context, c *casefile.ScoreContext, file string, set score.ReferenceSet, item casefile.ComparisonItem) error {
	k := item.Comparison
	r, err := Place(ctx, file, k, item.A.Capture, item.B.Capture, [2]*casefile.MaskItem{item.A.Mask, item.B.Mask})
	if err != nil {
		return err
	}
	c.ReferenceSet, c.Source = r.Name, r.Source
	c.Domain = &casefile.ScoreDomain{Mark: casefile.MarkKind(r.Domain.Mark), Instruments: r.Domain.Instruments, Makes: r.Domain.Makes, Ammunition: r.Domain.Ammunition}
	if s := r.Domain.Spacing(); s != "" {
		c.Domain.Spacing = s + " µm"
	}
	for _, st := range r.Standings {
		if st.Score != k.Default {
			continue
		}
		c.KM, c.KNM, c.BestKNM, c.LowestKM, c.KNMAbove, c.KMBelow = st.KM, st.KNM, st.BestKNM, st.LowestKM, st.KNMAtOrAbove, st.KMAtOrBelow
		c.KMQuantiles, c.KNMQuantiles = quantiles(set.KM), quantiles(set.KNM)
		c.Headline, c.Sentences = st.Headline(), st.Sentences(r.Domain)
		if w := st.Weight; w != nil && len(w.Declined) == 0 {
			c.HasLR, c.LR, c.Low, c.High, c.AtLimit = true, w.LR, w.Low, w.High, w.AtLimit
		}
		return nil
	}
	c.Missing = fmt.Sprintf("The reference set %s is of another score (%s).", r.Name, set.Score)
	return nil
}

// quantileSteps is how many equal parts the quantiles of a plot divide the scores into.
const quantileSteps = 20

// quantiles returns the quantiles of ascending scores, each a score that there is; nil where there are none.
func quantiles(ascending []float64) []float64 {
	if len(ascending) == 0 {
		return nil
	}
	out := make([]float64, quantileSteps+1)
	for i := range out {
		out[i] = ascending[i*(len(ascending)-1)/quantileSteps]
	}
	return out
}
