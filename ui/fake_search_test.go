package ui_test

import (
	"context"
	"fmt"
	"strings"

	"tracemark/casefile"
)

// searching is what the fake was asked to find.
type searching struct{ queries []casefile.Query }

func (f *fake) Search(_ context.Context, _ string, q casefile.Query) (casefile.FoundList, error) {
	f.queries = append(f.queries, q)
	switch {
	case q.From == "soon":
		return casefile.FoundList{}, q.Check()
	case strings.Contains(q.Text, "nothing"):
		return casefile.FoundList{}, nil
	case q.Text == "many":
		l := casefile.FoundList{Total: 250, More: true}
		for i := q.Offset; i < min(q.Offset+q.Limit, l.Total); i++ {
			l.Found = append(l.Found, casefile.Found{Kind: "event", Title: fmt.Sprintf("event %d", i)})
		}
		return l, nil
	}
	return casefile.FoundList{Total: 2, Found: []casefile.Found{
		{Kind: "conclusion", Title: "identification", Of: "Q1 – T1", Number: 1, ComparisonID: "k1", Excerpt: "three " + casefile.FoundStart + "ridges" + casefile.FoundEnd + " in sequence", ByName: "R. Marsh"},
		{Kind: "exhibit", Title: "Q1", ExhibitID: "q1", Earlier: true, Excerpt: "from the quay"}}}, nil
}

func (f *fake) ReadyToSearch(context.Context, string, casefile.Progress) error { return nil }

func (f *fake) Writers(context.Context, string) ([]casefile.Person, error) {
	return []casefile.Person{{ID: "p1", Name: "R. Marsh"}}, nil
}
