package verify

import (
	"fmt"
	"io/fs"
	"slices"

	"tracemark/casefile"
	"tracemark/export/annex"
	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/scored"
)

// scores computes every score of the report again.
func (c *check) scores() error {
	if c.evidence == nil {
		return nil
	}
	total := int64(len(c.evidence.Comparisons))
	for i, k := range c.evidence.Comparisons {
		c.tell(int64(i), total, "scores")
		why, results, err := c.again(k)
		if err != nil {
			return err
		}
		c.judge(k.Comparison, results, why)
	}
	return nil
}

// again computes a comparison anew, or says why it cannot be.
func (c *check) again(k annex.Comparison) (why *casefile.Sentence, results []imaging.Result, err error) {
	say := func(format string, args ...any) *casefile.Sentence {
		return &casefile.Sentence{Format: format, Args: args}
	}
	sides := [2]scored.Original{}
	for i, s := range []struct {
		capture string
		mask    *casefile.Mask
	}{{k.Comparison.A, k.MaskA}, {k.Comparison.B, k.MaskB}} {
		o := c.original(s.capture)
		if o.Capture.Kind != casefile.Topography {
			return say("photographs are laid on each other for viewing; there is no score to compute"), nil, nil
		}
		if !current(k.Comparison) {
			return say("it was made by another version of the method or with other parameters; the version of the program that made the report computes it"), nil, nil
		}
		at, ok := c.found[o.Capture.SHA256]
		if !ok {
			return say("the original recording is not at hand"), nil, nil
		}
		if sides[i].X3P, err = fs.ReadFile(c.o.Originals, at); err != nil || digest(sides[i].X3P) != o.Capture.SHA256 {
			return say("the original recording cannot be read, or changed in this moment"), nil, nil
		}
		sides[i].Units = o.Capture.Scale.Units()
		if s.mask == nil {
			continue
		}
		region, err := pipeline.DecodePNG(c.picture(s.mask.SHA256), o.Capture.Width, o.Capture.Height)
		if err != nil {
			return say("the picture of the mask cannot be read"), nil, nil
		}
		sides[i].Mask = &region
	}
	results, err = scored.Pair(c.ctx, sides[0], sides[1])
	if c.ctx.Err() != nil {
		return nil, nil, c.ctx.Err()
	}
	if err != nil {
		return say("computing it failed (%[1]v)", err), nil, nil
	}
	return nil, results, nil
}

// current reports whether a comparison was made by the methods and parameters of this program.
func current(k casefile.Comparison) bool {
	if !slices.Equal(k.Params, annex.Params()) {
		return false
	}
	known := compare.Methods()
	return !slices.ContainsFunc(k.Results, func(r imaging.Result) bool {
		return !slices.ContainsFunc(known, func(m compare.Method) bool { return m.Name == r.Method && m.Version == r.Version })
	})
}

func (c *check) original(capture string) annex.Original {
	for _, o := range c.evidence.Originals {
		if o.Capture.ID == capture {
			return o
		}
	}
	return annex.Original{} // annex.Read refuses such evidence
}

func (c *check) picture(sha256 string) []byte {
	for _, p := range c.evidence.Masks {
		if p.SHA256 == sha256 {
			return p.PNG
		}
	}
	return nil // annex.Read refuses such evidence
}

// judge lays what was computed beside what is stated.
func (c *check) judge(k casefile.Comparison, results []imaging.Result, why *casefile.Sentence) {
	equal, differ := 0, 0
	for _, stated := range k.Results {
		var again imaging.Result
		for _, r := range results {
			if r.Method == stated.Method {
				again = r
			}
		}
		for _, s := range stated.Scores {
			line := casefile.FileScore{Comparison: k.Number, Method: stated.Method, Version: stated.Version, Stated: s, State: casefile.StateUnknown, Why: why}
			if why == nil {
				v := imaging.Score{Name: s.Name, Value: again.Score(s.Name)}
				line.Computed, line.State = &v, casefile.StateAgrees
				if equal++; !sameDigits(s.Value, v.Value) {
					line.State = casefile.StateDiffers
					equal, differ = equal-1, differ+1
					c.problem("score_differs", "Comparison %[1]d: the score “%[2]s” is stated as %[3]s; computed again from the originals it is %[4]s.",
						k.Number, s.Name, digits(s.Value), digits(v.Value))
				}
			}
			c.r.Scores = append(c.r.Scores, line)
		}
	}
	switch {
	case why != nil && isLimit(k):
		c.limit("photographs", "Comparison %[1]d is of photographs, which have no score.", k.Number)
	case why != nil:
		c.open("scores_not_computed", "The scores of comparison %[1]d were not computed again: %[2]s.", k.Number, *why)
	case differ > 0:
	case !sameResults(k.Results, results):
		c.problem("results_differ", "Comparison %[1]d: the scores come out again, and the pose, the cells or the notes do not.", k.Number)
	default:
		c.fact("scores_agree", "Comparison %[1]d: all %[2]d scores come out again from the originals, to the last digit, with every cell.", k.Number, equal)
	}
}

// isLimit reports whether a comparison has no score that could be computed.
func isLimit(k casefile.Comparison) bool {
	return !slices.ContainsFunc(k.Results, func(r imaging.Result) bool { return r.Method != imaging.MethodPhotographs })
}

// sameDigits reports whether two figures are the same, unknown ones among them.
func sameDigits(a, b float64) bool { return a == b || a != a && b != b }

// digits writes a figure so that it is read back as the same one.
func digits(v float64) string {
	if v != v {
		return "–"
	}
	return fmt.Sprintf("%v", v)
}
