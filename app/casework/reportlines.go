package casework

import (
	"context"
	"slices"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/report"
)

// reportLines makes lines of reports: what they have in common is read once.
type reportLines struct {
	d        *Desk
	s        *store.Store
	me       string
	presence presence
	names    map[string]string
	pairs    map[string]casefile.ComparisonItem
}

func (d *Desk) newLines(ctx context.Context, s *store.Store, me string) (*reportLines, error) {
	p, err := d.presence(ctx)
	if err != nil {
		return nil, err
	}
	names, err := peopleNames(ctx, s)
	if err != nil {
		return nil, err
	}
	pairs, err := s.ComparisonLines(ctx)
	if err != nil {
		return nil, err
	}
	l := &reportLines{d: d, s: s, me: me, presence: p, names: names, pairs: map[string]casefile.ComparisonItem{}}
	for _, k := range pairs {
		l.pairs[k.Comparison.ID] = k
	}
	return l, nil
}

func (l *reportLines) of(ctx context.Context, r casefile.Report, all []casefile.Report) (casefile.ReportLine, error) {
	line := casefile.ReportLine{Report: r, State: r.State(), AuthorName: l.names[r.By]}
	if k, ok := l.pairs[r.ComparisonID]; ok {
		line.ComparisonNumber, line.LabelA, line.LabelB = k.Comparison.Number, k.A.Exhibit.Label, k.B.Exhibit.Label
	}
	if r.ExhibitID != "" {
		x, err := l.s.Exhibit(ctx, r.ExhibitID)
		if err != nil {
			return line, err
		}
		line.LabelA = x.Label
	}
	for _, o := range all {
		if _, issued := o.Issued(); issued && o.Amends == r.ID {
			line.SupersededBy = o.ID
		}
	}
	p, err := reportParties(ctx, l.s, r)
	if err != nil {
		return line, err
	}
	for _, k := range casefile.ReportStepKinds() {
		if l.may(r, p, k) == nil {
			line.Mine = append(line.Mine, k)
		}
	}
	return line, nil
}

// may returns why the person at the desk may not take a step now, by the rules of reports or by their role.
func (l *reportLines) may(r casefile.Report, p casefile.ReportParties, kind casefile.ReportStepKind) error {
	if err := casefile.MayStep(r, p, kind, l.me); err != nil {
		return err
	}
	capacity := casefile.Capacity("")
	if kind == casefile.ReportSigned {
		capacity, _ = casefile.SigningAs(r, p, l.me)
	}
	return l.presence.oneOf(casefile.StepAction(kind, capacity))
}

// oneOf returns nil where the person at the desk may do one of the actions.
func (p presence) oneOf(actions []casefile.Action) (err error) {
	for _, a := range actions {
		if err = p.refusal(a); err == nil {
			return nil
		}
	}
	return err
}

// reportDetail gathers what is to be known of a report before the next step. That its document cannot be made is part of it, not an error.
func (d *Desk) reportDetail(ctx context.Context, s *store.Store, me string, r casefile.Report) (casefile.ReportDetail, error) {
	if r.State().Ended() {
		return d.reportDetailOf(ctx, s, me, r, nil)
	}
	made, err := d.reportDocument(ctx, s, r, nil)
	said := asSaid(err)
	if err != nil && said == "" {
		return casefile.ReportDetail{}, err
	}
	out, err := d.reportDetailOf(ctx, s, me, r, &made)
	if said != "" {
		out.Refused = said
	}
	return out, err
}

// reportDetailOf does so for a report whose document was just made; nil where it ended.
func (d *Desk) reportDetailOf(ctx context.Context, s *store.Store, me string, r casefile.Report, made *reportMade) (casefile.ReportDetail, error) {
	out := casefile.ReportDetail{}
	lines, err := d.newLines(ctx, s, me)
	if err != nil {
		return out, err
	}
	all, err := s.Reports(ctx)
	if err != nil {
		return out, err
	}
	if out.ReportLine, err = lines.of(ctx, r, all); err != nil {
		return out, err
	}
	p, err := reportParties(ctx, s, r)
	if err != nil {
		return out, err
	}
	out.Names, out.Authenticated = map[string]string{}, lines.presence.accounts
	people := append(r.Authors(), p.Examiner)
	for _, x := range r.Steps {
		people = append(people, x.By)
	}
	for _, id := range append(people, p.Others...) {
		out.Names[id] = lines.names[id]
	}
	for _, k := range casefile.ReportStepKinds() {
		c := casefile.ReportChoice{Kind: k, May: slices.Contains(out.Mine, k)}
		if err := lines.may(r, p, k); err != nil {
			c.Why = err.Error()
		}
		out.Choices = append(out.Choices, c)
	}
	out.SignsAs, _ = casefile.SigningAs(r, p, me)
	why := casefile.MayChange(r, p, me)
	if why == nil {
		why = lines.presence.refusal(casefile.IssueReport)
	}
	if out.MayChange = why == nil; why != nil {
		out.WhyNot = why.Error()
	}
	if made == nil {
		return out, nil
	}
	for _, x := range made.restricted {
		out.Restricted = append(out.Restricted, casefile.ReportRestriction{Fact: x.Name, Field: x.Field.String(), Provenance: x.Provenance})
	}
	if made.content == "" {
		return out, nil
	}
	out.Content, out.Title = made.content, made.doc.Title
	out.Changed = r.Reviewed() != "" && r.Reviewed() != made.content
	for _, section := range made.doc.Sections {
		if section.Heading != "" {
			out.Sections = append(out.Sections, section.Heading)
		}
	}
	out.Gaps = gapsOf(made.gaps)
	for _, f := range made.phrases {
		out.Phrases = append(out.Phrases, casefile.ReportPhrase{Where: f.Field.String(), Found: f.Found, Why: f.Why, Instead: f.Instead})
	}
	return out, nil
}

// asSaid returns what an error says to a person about the case; "" where something else went wrong.
func asSaid(err error) string {
	switch casefile.CodeOf(err) {
	case casefile.Refused, casefile.Conflict, casefile.Invalid, casefile.NotFound:
		if err != nil {
			return err.Error()
		}
	}
	return ""
}

func gapsOf(list []report.Gap) []casefile.ReportGap {
	var out []casefile.ReportGap
	for _, g := range list {
		out = append(out, casefile.ReportGap{Obligation: string(g.Obligation), Asks: g.Text, Lacking: g.Lacking, Reason: g.Waived})
	}
	return out
}
