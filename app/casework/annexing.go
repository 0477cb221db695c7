package casework

import (
	"context"
	"fmt"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/store"
	"tracemark/export/annex"
	"tracemark/export/report"
)

// annexed is what the annexes of a report are about, by id.
type annexed struct {
	comparisons []string
	conclusions []string // each on one of the comparisons
	exhibits    []string // beside those of the comparisons
	supersedes  *annex.Earlier
	checkpoint  casefile.Checkpoint // over the log as the report prints it
	// Of a redacted report: how it calls the exhibits, by id, and what was taken out of it. What the log recorded is then left out too, because
	// records cannot be redacted without breaking their proofs.
	labels   map[string]string
	withheld []report.Withheld
}

// annexes returns the files that travel inside a report, and the code that is printed on its first page.
func annexes(ctx context.Context, s *store.Store, doc report.Document, about annexed) (files []report.Attachment, code string, err error) {
	e, err := evidence(ctx, s, doc, about)
	if err != nil {
		return nil, "", err
	}
	if files, err = annex.Files(e); err != nil {
		return nil, "", failedReport("drawn", err)
	}
	for _, f := range files { // an annex must not say what the document does not
		text := report.Document{Sections: []report.Section{{Blocks: []report.Block{{Paragraph: string(f.Data)}}}}}
		if err := report.CheckWithheld(text, about.withheld); err != nil {
			return nil, "", err
		}
	}
	return files, annex.Code(doc.ReportID, files), nil
}

// evidence gathers what the annexes hold.
func evidence(ctx context.Context, s *store.Store, doc report.Document, about annexed) (annex.Evidence, error) {
	g := gatherer{s: s, about: about, exhibits: map[string]bool{}, captures: map[string]bool{}, pictures: map[string]bool{}}
	g.e = annex.Evidence{Document: doc, Subjects: annex.Subjects{Supersedes: about.supersedes}}
	c, err := s.Case(ctx)
	if err != nil {
		return g.e, err
	}
	g.e.Subjects.CaseID, g.e.Subjects.CaseNumber = c.ID, c.Number
	for _, id := range about.comparisons {
		if err := g.comparison(ctx, id); err != nil {
			return g.e, err
		}
	}
	for _, id := range about.exhibits {
		if _, err := g.exhibit(ctx, id); err != nil {
			return g.e, err
		}
	}
	if err := g.conclusions(ctx); err != nil {
		return g.e, err
	}
	return g.e, g.log(ctx, c.ID)
}

// gatherer collects evidence, each thing once.
type gatherer struct {
	s                            *store.Store
	about                        annexed
	e                            annex.Evidence
	exhibits, captures, pictures map[string]bool
}

func (g *gatherer) exhibit(ctx context.Context, id string) (casefile.Exhibit, error) {
	x, err := g.s.Exhibit(ctx, id)
	if label, ok := g.about.labels[x.ID]; ok {
		x.Label = label
	}
	if err == nil && !g.exhibits[x.ID] {
		g.exhibits[x.ID] = true
		g.e.Subjects.Exhibits = append(g.e.Subjects.Exhibits, annex.Exhibit{ID: x.ID, Label: x.Label, Kind: x.Kind})
	}
	return x, err
}

func (g *gatherer) comparison(ctx context.Context, id string) error {
	k, err := g.s.Comparison(ctx, id)
	if err != nil {
		return err
	}
	out := annex.Comparison{Comparison: k}
	for _, side := range []struct {
		capture, mask string
		to            **casefile.Mask
	}{{k.A, k.MaskA, &out.MaskA}, {k.B, k.MaskB, &out.MaskB}} {
		c, err := g.s.Capture(ctx, side.capture)
		if err != nil {
			return err
		}
		x, err := g.exhibit(ctx, c.ExhibitID)
		if err != nil {
			return err
		}
		if !g.captures[c.ID] {
			g.captures[c.ID] = true
			g.e.Originals = append(g.e.Originals, annex.Original{Exhibit: x.Label, Capture: c})
		}
		if side.mask == "" {
			continue
		}
		m, err := g.s.Mask(ctx, side.mask)
		if err != nil {
			return err
		}
		*side.to = &m
		if g.pictures[m.SHA256] {
			continue
		}
		g.pictures[m.SHA256] = true
		picture, err := g.s.Originals().Read(ctx, m.SHA256)
		if err != nil {
			return err
		}
		g.e.Masks = append(g.e.Masks, annex.Picture{SHA256: m.SHA256, PNG: picture})
	}
	g.e.Comparisons = append(g.e.Comparisons, out)
	return nil
}

func (g *gatherer) conclusions(ctx context.Context) error {
	for _, id := range g.about.conclusions {
		found := false
		for _, k := range g.e.Comparisons {
			list, err := g.s.Conclusions(ctx, k.Comparison.ID)
			if err != nil {
				return err
			}
			for _, c := range list {
				if c.ID != id {
					continue
				}
				found = true
				scale, err := scaleOn(c.On())
				if err != nil {
					return err
				}
				level, _ := scale.Level(c.Value)
				by, err := g.s.Person(ctx, c.By)
				if err != nil {
					return err
				}
				g.e.Subjects.Conclusions = append(g.e.Subjects.Conclusions,
					annex.Conclusion{ID: c.ID, ComparisonID: c.ComparisonID, Scale: c.Scale, Value: c.Value, Level: level.Name, By: by.Name})
			}
		}
		if !found {
			return fmt.Errorf("annexes: conclusion %s is on none of the comparisons", id)
		}
	}
	return nil
}

// log shows that the comparisons and the conclusions were in the case when the report says how its log stood.
func (g *gatherer) log(ctx context.Context, caseID string) error {
	k := g.about.checkpoint
	if k.Size == 0 {
		return nil
	}
	l := annex.Log{Origin: audit.Origin(caseID), Records: []annex.Record{},
		Checkpoint: annex.Checkpoint{Size: k.Size, Root: k.Root, Note: k.Note, PublicKey: k.PublicKey, Created: k.Created}}
	add := func(table, id string) error {
		b, err := g.s.Bound(ctx, k.Size, table, id)
		if err != nil {
			return err
		}
		r := annex.Record{N: b.Proof.N, Text: b.Proof.Record, Inclusion: []string{}, Rows: []annex.Row{{Table: b.Table, ID: b.ID, Text: b.Text}}}
		for _, h := range b.Proof.Inclusion {
			r.Inclusion = append(r.Inclusion, h.String())
		}
		l.Records = append(l.Records, r)
		return nil
	}
	g.e.Log = &l
	if len(g.about.withheld) > 0 {
		return nil
	}
	for _, c := range g.e.Comparisons {
		if err := add("comparison", c.Comparison.ID); err != nil {
			return err
		}
	}
	for _, c := range g.e.Subjects.Conclusions {
		if err := add("conclusion", c.ID); err != nil {
			return err
		}
	}
	return nil
}
