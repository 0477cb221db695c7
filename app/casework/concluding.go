package casework

import (
	"context"
	"strings"

	"tracemark/casefile"
)

// ConclusionScale returns the scale that the agency concludes on.
func (d *Desk) ConclusionScale(_ context.Context, _ string) (casefile.ConclusionScale, error) {
	return casefile.AFTE, nil
}

// Conclude records what the examiner concludes from a comparison: the id of a level of the scale, with reasons. It
// supersedes the conclusion that stands. comparison is a number, an id or the beginning of one.
func (d *Desk) Conclude(ctx context.Context, path, comparison, level, reason string) (casefile.Conclusion, error) {
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Conclusion{}, err
	}
	k, err := s.Comparison(ctx, comparison)
	if err != nil {
		return casefile.Conclusion{}, err
	}
	scale := casefile.AFTE
	if _, ok := scale.Level(level); !ok {
		var ids []string
		for _, l := range scale.Levels {
			ids = append(ids, l.ID)
		}
		return casefile.Conclusion{}, &casefile.Error{Code: casefile.Invalid, What: "The " + scale.Name + " has no conclusion called " + level,
			Do: "Use one of " + strings.Join(ids, ", ")}
	}
	if strings.TrimSpace(reason) == "" {
		return casefile.Conclusion{}, &casefile.Error{Code: casefile.Invalid, What: "A conclusion needs its reasons", Do: "Say what agrees or disagrees"}
	}
	c := casefile.Conclusion{ComparisonID: k.ID, Scale: scale.ID, Value: level, Reason: reason}
	if standing, ok, err := s.CurrentConclusion(ctx, k.ID); err != nil {
		return casefile.Conclusion{}, err
	} else if ok {
		c.Supersedes = standing.ID
	}
	return s.AddConclusion(ctx, me, c)
}

// Conclusions returns what was concluded from a comparison, newest first.
func (d *Desk) Conclusions(ctx context.Context, path, comparison string) ([]casefile.ConclusionItem, error) {
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	k, err := s.Comparison(ctx, comparison)
	if err != nil {
		return nil, err
	}
	list, err := s.Conclusions(ctx, k.ID)
	if err != nil {
		return nil, err
	}
	names, err := peopleNames(ctx, s)
	if err != nil {
		return nil, err
	}
	items := make([]casefile.ConclusionItem, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		items = append(items, casefile.ConclusionItem{Conclusion: list[i], ByName: names[list[i].By]})
	}
	return items, nil
}
