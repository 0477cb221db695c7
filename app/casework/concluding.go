package casework

import (
	"context"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// ConclusionScale returns the scale that the agency concludes on.
// In a case that is a verification for another workstation it is the scale of whoever asks.
func (d *Desk) ConclusionScale(ctx context.Context, path string) (casefile.ConclusionScale, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.ConclusionScale{}, err
	}
	if path == "" {
		return d.scale()
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.ConclusionScale{}, err
	}
	return d.scaleIn(ctx, s)
}

// scaleIn returns the scale that is concluded on in a case.
func (d *Desk) scaleIn(ctx context.Context, s *store.Store) (casefile.ConclusionScale, error) {
	if sealed, err := sealedIn(ctx, s); err != nil || sealed != nil {
		if err != nil {
			return casefile.ConclusionScale{}, err
		}
		return sealed.Request.Scale, nil
	}
	return d.scale()
}

func (d *Desk) scale() (casefile.ConclusionScale, error) {
	return d.scaleCalled(d.Settings().Examining().Scale)
}

// scaleOn returns the scale that something was concluded on, as it stood.
func scaleOn(on casefile.ConclusionScale, ok bool) (casefile.ConclusionScale, error) {
	if !ok {
		return on, &casefile.Error{Code: casefile.Damaged, What: "The case does not say on which scale this was concluded, and this program knows none of that name",
			Do: "Open the case in the version that recorded it, or record the conclusion again"}
	}
	return on, nil
}

// levelOf makes sure that level is one of the scale that is concluded on in a case, and that whoever says so means that scale.
func (d *Desk) levelOf(ctx context.Context, s *store.Store, scaleID, level string) (casefile.ConclusionScale, error) {
	scale, err := d.scaleIn(ctx, s)
	if err != nil {
		return scale, err
	}
	if scaleID != "" && scaleID != scale.ID {
		return scale, &casefile.Error{Code: casefile.Conflict, What: "The agency concludes on the %[1]s by now", Do: "Choose again, on that scale", Args: []any{casefile.Word(scale.Name)}}
	}
	if _, ok := scale.Level(level); !ok {
		var ids []string
		for _, l := range scale.Levels {
			ids = append(ids, l.ID)
		}
		return scale, &casefile.Error{Code: casefile.Invalid, What: "The %[1]s has no conclusion called %[2]s",
			Do: "Use one of %[3]s", Args: []any{casefile.Word(scale.Name), level, strings.Join(ids, ", ")}}
	}
	return scale, nil
}

// Conclude records what the examiner concludes from a comparison: the id of a level of the scale, with reasons. It
// supersedes the conclusion that stands. comparison is a number, an id or the beginning of one. Where the agency commits first,
// the examiner's view must be committed, or expressly skipped, before.
func (d *Desk) Conclude(ctx context.Context, path, comparison, level, reason string) (casefile.Conclusion, error) {
	if err := d.allow(ctx, casefile.ConcludeMarks); err != nil {
		return casefile.Conclusion{}, err
	}
	s, l, k, err := d.examining(ctx, path, comparison)
	if err != nil {
		return casefile.Conclusion{}, err
	}
	if v, ok := l.own[k.ID]; ok {
		return casefile.Conclusion{}, &casefile.Error{Code: casefile.Refused, What: "This comparison was made for verification %[1]d: its view is committed and not concluded",
			Do: "Conclude from the comparison that the verification is about", Args: []any{v.Request.Number}}
	}
	scale, err := d.levelOf(ctx, s, "", level)
	if err != nil {
		return casefile.Conclusion{}, err
	}
	if strings.TrimSpace(reason) == "" {
		return casefile.Conclusion{}, &casefile.Error{Code: casefile.Invalid, What: "A conclusion needs its reasons", Do: "Say what agrees or disagrees"}
	}
	if l.first && !l.decided(k.ID) {
		return casefile.Conclusion{}, &casefile.Error{Code: casefile.Refused, What: "A view of this comparison is to be committed before it is concluded",
			Do: "Commit your view, or skip it expressly; then the figures are shown and you can conclude"}
	}
	if !l.decided(k.ID) { // the setting is off: all that there is could be seen, looked at or not
		if err := l.note(ctx, casefile.Act{Kind: casefile.ActRevealed, Subject: k.ID, Exposed: figuresOf, Detail: "commit-then-reveal is off"}); err != nil {
			return casefile.Conclusion{}, err
		}
	}
	c := casefile.Conclusion{ComparisonID: k.ID, Scale: scale.ID, Value: level, Reason: reason, AsOf: &scale}
	if standing, ok, err := s.CurrentConclusion(ctx, k.ID); err != nil {
		return casefile.Conclusion{}, err
	} else if ok {
		c.Supersedes = standing.ID
	}
	return s.AddConclusion(ctx, l.me, c)
}

// Conclusions returns what was concluded from a comparison, newest first. Whoever is still to commit a view does not see what
// somebody else concluded.
func (d *Desk) Conclusions(ctx context.Context, path, comparison string) ([]casefile.ConclusionItem, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, l, k, err := d.examining(ctx, path, comparison)
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
		if l.shown(k.ID) || list[i].By == l.me {
			items = append(items, casefile.ConclusionItem{Conclusion: list[i], ByName: names[list[i].By]})
		}
	}
	return items, nil
}
