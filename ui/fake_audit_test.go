package ui_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tracemark/casefile"
)

// logged is the log of the fake's case: 1,200 records, newest first.
func logged() (list []casefile.LogEntry) {
	for n := 1199; n >= 0; n-- {
		e := casefile.LogEntry{N: int64(n), Time: time.Date(2026, 1, 1, 0, n, 0, 0, time.UTC), Actor: "A. Examiner", Action: "exhibit added", Detail: fmt.Sprintf("L%d", n),
			Rows: []string{fmt.Sprintf("exhibit id-%d", n)}}
		if n%100 == 0 {
			e.Action, e.Detail = "checkpoint signed", "on demand"
		}
		list = append(list, e)
	}
	return list
}

func (f *fake) LogPage(_ context.Context, _ string, q casefile.LogQuery) (casefile.LogPage, error) {
	all := logged()
	page := casefile.LogPage{Total: len(all)}
	for _, e := range all {
		if !strings.Contains(e.Action+" "+e.Detail, q.Text) {
			continue
		}
		if page.Found++; page.Found > q.Offset && len(page.Entries) < q.Limit {
			page.Entries = append(page.Entries, e)
		}
	}
	return page, nil
}

func (f *fake) Checkpoints(context.Context, string) ([]casefile.Checkpoint, error) {
	return f.signed, nil
}

func (f *fake) SignCheckpoint(_ context.Context, _, reason string) (casefile.Checkpoint, error) {
	k := casefile.Checkpoint{ID: "k", Size: 1200, Root: "tQe1hwMDqCbIw0uVfYtu2HbZ9UhKyIUUvHk3cXjUe5c=", Reason: reason, Created: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}
	f.signed = append(f.signed, k)
	return k, nil
}

func (f *fake) ExportCheckpoint(_ context.Context, _, _, file string) (string, error) {
	return file, nil
}

func (f *fake) VerifyCaseKept(context.Context, string, []string, casefile.Progress) (casefile.Verdict, error) {
	return casefile.Verdict{OK: true}, nil
}
