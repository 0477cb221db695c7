package server

import (
	"cmp"
	"math"
	"slices"

	"tracemark/app/hub/api"
	"tracemark/app/hub/store"
	"tracemark/casefile"
)

// rank reduces the pairs to one line per exhibit, best first, and adds what failed to what was left out. Of each mark the
// best pair stands for it, the best mark ranks the exhibit. Equal scores are ordered by exhibit id and owner.
func rank(gallery []store.GalleryExhibit, p *plan) ([]store.Ranked, []api.LeftOut) {
	type name struct{ agency, id string }
	marks := map[name]map[casefile.MarkKind]api.CandidateMark{}
	tried := map[name]bool{}
	for _, q := range p.pairs {
		x := name{q.other.Agency, q.other.ExhibitID}
		tried[x] = true
		if q.failed != nil {
			p.leaveOut(q.failed.capture, q.failed.reason)
			continue
		}
		if marks[x] == nil {
			marks[x] = map[casefile.MarkKind]api.CandidateMark{}
		}
		m := markOf(q)
		if best, ok := marks[x][m.Mark]; !ok || better(m, best) < 0 {
			marks[x][m.Mark] = m
		}
	}
	var list []store.Ranked
	for _, g := range gallery {
		x := name{g.Agency, g.ID}
		if len(marks[x]) == 0 {
			if tried[x] {
				p.left = append(p.left, api.LeftOut{Agency: g.Agency, ExhibitID: g.ID, Reason: reasonNone})
			}
			continue
		}
		r := store.Ranked{Agency: g.Agency, ExhibitID: g.ID}
		for _, m := range marks[x] {
			r.Marks = append(r.Marks, m)
		}
		slices.SortFunc(r.Marks, better)
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b store.Ranked) int {
		return cmp.Or(byScores(a.Marks[0].Scores, b.Marks[0].Scores), cmp.Compare(a.ExhibitID, b.ExhibitID), cmp.Compare(a.Agency, b.Agency))
	})
	return list, p.left
}

func markOf(q *pair) api.CandidateMark {
	return api.CandidateMark{Mark: q.other.Mark, CaptureID: q.other.ID, CaptureSHA256: q.other.SHA256,
		OwnCaptureID: q.own.ID, OwnCaptureSHA256: q.own.SHA256, Scores: q.score.Scores, Notes: q.score.Notes}
}

// better orders pairs, the better one first.
func better(a, b api.CandidateMark) int {
	return cmp.Or(byScores(a.Scores, b.Scores), cmp.Compare(a.Mark, b.Mark),
		cmp.Compare(a.OwnCaptureID, b.OwnCaptureID), cmp.Compare(a.CaptureID, b.CaptureID))
}

// byScores orders by the first score that differs, the higher one first; an unknown score comes last.
func byScores(a, b []api.Score) int {
	for i := range max(len(a), len(b)) {
		if c := cmp.Compare(valueAt(b, i), valueAt(a, i)); c != 0 {
			return c
		}
	}
	return 0
}

func valueAt(s []api.Score, i int) float64 {
	if i >= len(s) || s[i].Value == nil {
		return math.Inf(-1)
	}
	return *s[i].Value
}
