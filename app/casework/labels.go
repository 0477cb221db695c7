package casework

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/pdf"
)

// PrintLabels draws labels of exhibits, by label or id, as a PDF and returns its file. That they were printed is recorded in the case
// before the file is there: one act an exhibit.
func (d *Desk) PrintLabels(ctx context.Context, path string, exhibits []string, o casefile.LabelOptions) (file string, err error) {
	if err := d.allow(ctx, casefile.PrintLabel); err != nil {
		return "", err
	}
	sheet, err := casefile.LabelSheetCalled(o.Sheet)
	if err != nil {
		return "", err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return "", err
	}
	labels, ids, err := d.labels(ctx, s, exhibits, o)
	if err != nil {
		return "", err
	}
	start := max(o.Start, 1)
	b, err := pdf.Labels(ctx, labels, sheet, start, d.now())
	if err != nil {
		return "", err
	}
	if file, err = d.labelFile(labels, o.Target); err != nil {
		return "", err
	}
	for i, id := range ids {
		detail := fmt.Sprintf("%s, place %d", sheet.ID, (start-1+i)%sheet.PerPage()+1)
		if _, err := s.AddAct(ctx, me, casefile.Act{Kind: casefile.ActPrintedLabel, Subject: id, Detail: detail}); err != nil {
			return "", err
		}
	}
	if err := writeFile(file, b, 0o600); err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "The labels cannot be written to %[1]s", Do: "Check the disk and the folder's permissions, and print them again",
			Args: []any{file}, Cause: err}
	}
	return file, nil
}

// labels returns what is printed, and the exhibits' ids.
func (d *Desk) labels(ctx context.Context, s *store.Store, exhibits []string, o casefile.LabelOptions) (out []casefile.Label, ids []string, err error) {
	c, err := s.Case(ctx)
	if err != nil {
		return nil, nil, err
	}
	_, demo, err := s.Setting(ctx, demoSetting)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range exhibits {
		x, err := s.Exhibit(ctx, name)
		if err != nil {
			return nil, nil, err
		}
		if x.Owner != "" {
			return nil, nil, &casefile.Error{Code: casefile.Refused, What: "Exhibit %[1]s belongs to %[2]s, and is not here", Do: "Print labels for exhibits of this case", Args: []any{x.Label, x.Owner}}
		}
		l := casefile.Label{Agency: c.Agency, CaseNumber: c.Number, Exhibit: x.Label, Kind: string(x.Kind), Description: x.Description, HandlingCode: c.HandlingCode,
			ID: x.ID, Code: casefile.LabelCode(c.ID, x.ID)}
		if word := o.Kinds[x.Kind]; word != "" {
			l.Kind = word
		}
		if l.Description == "" {
			l.Description = x.Class.Calibre.Text()
		}
		if demo {
			l.Notice = "DEMONSTRATION"
		}
		out, ids = append(out, l), append(ids, x.ID)
	}
	if len(out) == 0 {
		return nil, nil, &casefile.Error{Code: casefile.Invalid, What: "No exhibit is chosen", Do: "Choose those that need a label"}
	}
	return out, ids, nil
}

// labelFile returns where labels are written: target, or a new file in the data folder.
func (d *Desk) labelFile(labels []casefile.Label, target string) (string, error) {
	if target != "" {
		return filepath.Abs(target)
	}
	dir := filepath.Join(d.home, "labels")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "The folder %[1]s cannot be made", Do: "Check the disk and the folder's permissions", Args: []any{dir}, Cause: err}
	}
	return filepath.Join(dir, folderName(labels[0].CaseNumber)+"-"+d.now().Format("20060102-150405.000")+".pdf"), nil
}

// FindLabel returns the exhibit that a label's code means, as a scanner or a person typed it: of the case that the label was printed in
// where this workstation knows it, else of a case that took the exhibit over.
func (d *Desk) FindLabel(ctx context.Context, text string) (casefile.LabelTarget, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.LabelTarget{}, err
	}
	code, err := casefile.ParseLabelCode(text)
	if err != nil {
		return casefile.LabelTarget{}, err
	}
	paths, err := d.known()
	if err != nil {
		return casefile.LabelTarget{}, err
	}
	var own, other []casefile.LabelTarget
	closed := 0
	for _, path := range paths {
		found, err := d.labelsIn(ctx, path, code)
		if ctx.Err() != nil {
			return casefile.LabelTarget{}, ctx.Err()
		}
		if err != nil {
			closed++
			continue
		}
		for _, f := range found {
			if f.OtherCase {
				other = append(other, f)
			} else {
				own = append(own, f)
			}
		}
	}
	if len(own) == 0 {
		own = other
	}
	switch {
	case len(own) == 1:
		return own[0], nil
	case len(own) > 1:
		return casefile.LabelTarget{}, &casefile.Error{Code: casefile.Conflict, What: "%[1]d exhibits may have the code %[2]s", Do: "Open the case, and find the exhibit by the label's text",
			Args: []any{len(own), code}}
	case closed > 0:
		return casefile.LabelTarget{}, &casefile.Error{Code: casefile.NotFound, What: "No exhibit of the cases that can be opened here has the code %[1]s, and %[2]d cannot",
			Do: "Look at the list of cases for what is wrong with these", Args: []any{code, closed}}
	}
	return casefile.LabelTarget{}, &casefile.Error{Code: casefile.NotFound, What: "No exhibit of a case known here has the code %[1]s", Do: "Open the folder of its case first",
		Args: []any{code}}
}

// labelsIn returns the exhibits of a case that may have the code.
func (d *Desk) labelsIn(ctx context.Context, path, code string) ([]casefile.LabelTarget, error) {
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	c, err := s.Case(ctx)
	if err != nil {
		return nil, err
	}
	exhibits, err := s.Exhibits(ctx)
	if err != nil {
		return nil, err
	}
	var out []casefile.LabelTarget
	for _, x := range exhibits {
		if casefile.OfExhibit(code, x.ID) {
			out = append(out, casefile.LabelTarget{CasePath: path, CaseNumber: c.Number, Exhibit: x, OtherCase: !casefile.SameCase(code, c.ID)})
		}
	}
	return out, nil
}
