package casework

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// BatchRecords begins a record of each exhibit, or of those named, where none is under way, and draws the draft of each into the folder where one is named.
func (d *Desk) BatchRecords(ctx context.Context, path string, b casefile.ReportBatch, progress casefile.Progress) ([]casefile.ReportLine, error) {
	ctx, err := d.allowTask(ctx, casefile.IssueReport)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if b.Kind != casefile.ReportOfCustody {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "Only custody records are made of many exhibits at once", Do: "Begin other reports one by one"}
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	exhibits, err := batchExhibits(ctx, s, b.Exhibits)
	if err != nil {
		return nil, err
	}
	if b.Folder != "" {
		if err := os.MkdirAll(b.Folder, 0o755); err != nil {
			return nil, &casefile.Error{Code: casefile.Failed, What: "The folder %[1]s cannot be made", Do: "Name another one", Args: []any{b.Folder}, Cause: err}
		}
	}
	all, err := s.Reports(ctx)
	if err != nil {
		return nil, err
	}
	under := map[string]casefile.Report{}
	for _, r := range all {
		if r.Kind == b.Kind && !r.State().Ended() {
			under[r.ExhibitID] = r
		}
	}
	lines, err := d.newLines(ctx, s, me)
	if err != nil {
		return nil, err
	}
	var out []casefile.ReportLine
	for i, x := range exhibits {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		tell(progress, i, len(exhibits), x.Label)
		r, ok := under[x.ID]
		if !ok {
			if r, err = s.AddReport(ctx, me, casefile.Report{Kind: b.Kind, ExhibitID: x.ID}, b.Content); err != nil {
				return out, err
			}
		}
		if b.Folder != "" {
			if err := d.draftInto(ctx, s, r, b.Folder, x); err != nil {
				return out, err
			}
		}
		line, err := lines.of(ctx, r, all)
		if err != nil {
			return out, err
		}
		out = append(out, line)
	}
	tell(progress, len(exhibits), len(exhibits), "")
	return out, nil
}

// draftInto draws the draft of a record into a folder. An earlier draft of it is replaced.
func (d *Desk) draftInto(ctx context.Context, s *store.Store, r casefile.Report, folder string, x casefile.Exhibit) error {
	file, err := d.draftPDF(ctx, s, r, nil)
	if err != nil {
		return err
	}
	name := filepath.Join(folder, fmt.Sprintf("draft-%d-%s.pdf", r.Number, plainName(x.Label)))
	if err := writeFile(name, file, 0o644); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The draft %[1]s cannot be written", Do: "Check the disk and the folder's permissions", Args: []any{name}, Cause: err}
	}
	return nil
}

// plainName returns a label as part of a file's name.
func plainName(label string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>| `, r) {
			return '-'
		}
		return r
	}, label)
}

// batchExhibits returns the exhibits that are named, all of the case where none is.
func batchExhibits(ctx context.Context, s *store.Store, named []string) ([]casefile.Exhibit, error) {
	if len(named) == 0 {
		return s.Exhibits(ctx)
	}
	var out []casefile.Exhibit
	for _, ref := range named {
		x, err := s.Exhibit(ctx, ref)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}
