package analysis

import (
	"context"
	"fmt"

	"tracemark/app/hub/server"
	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/x3p"
)

// Engine compares for the correlation service by the product's own method: the number of congruent cells ranks; their share of the
// comparable ones, then the score of the whole surfaces, decide between equal ones.
type Engine struct{ method server.Method }

var _ server.Engine = (*Engine)(nil)

// NewEngine returns the engine with the validated parameters.
func NewEngine() *Engine {
	e := &Engine{server.Method{Name: imaging.MethodRegistered, Params: ParamsDigest(Params())}}
	for _, m := range compare.Methods() {
		// The list states both versions, because a change of either moves the order.
		switch m.Name {
		case imaging.MethodRegistered:
			e.method.Version = m.Version + e.method.Version
		case imaging.MethodSurface:
			e.method.Version += fmt.Sprintf(" (%s %s)", m.Name, m.Version)
		}
	}
	return e
}

// Method names what the scores come from.
func (e *Engine) Method() server.Method { return e.method }

// engineScan is a prepared scan with what must be said of its file.
type engineScan struct {
	scan  *compare.Scan
	notes []string
}

// Prepare reads the bytes of an X3P file and makes its surface ready for comparison.
func (e *Engine) Prepare(ctx context.Context, data []byte) (server.Scan, error) {
	f, err := x3p.DecodeBytes(data)
	if err != nil {
		return nil, refuseX3P("The original", err)
	}
	s, err := Prepare(ctx, f.Surface)
	if err != nil {
		return nil, err
	}
	s.Compact() // a service views nothing, and keeps many scans
	scan := engineScan{scan: s}
	if f.Header.ChecksumWrong {
		scan.notes = append(scan.notes, "the file's own checksum does not fit its content")
	}
	if f.Header.UnitsAssumed {
		scan.notes = append(scan.notes, "the unit of the file's lengths was assumed")
	}
	return scan, nil
}

// Compare compares two prepared scans. The score that ranks comes first.
func (e *Engine) Compare(ctx context.Context, a, b server.Scan) ([]imaging.Score, []string, error) {
	x, okX := a.(engineScan)
	y, okY := b.(engineScan)
	if !okX || !okY {
		return nil, nil, fmt.Errorf("compare scans of another engine: %T, %T", a, b)
	}
	results, err := Pair(ctx, x.scan, y.scan, imaging.MethodRegistered, imaging.MethodSurface)
	if err != nil {
		return nil, nil, err
	}
	var scores []imaging.Score
	for _, name := range compare.RankScores() {
		for _, r := range results {
			if v := r.Score(name); v == v {
				scores = append(scores, imaging.Score{Name: name, Value: v})
			}
		}
	}
	if len(scores) == 0 || scores[0].Name != DefaultScore {
		return nil, nil, fmt.Errorf("compare scans: no score %s", DefaultScore)
	}
	var notes []string
	said := map[string]bool{}
	for _, list := range [][]string{results[0].Notes, results[1].Notes, imaging.SideNotes(x.notes, y.notes)} {
		for _, n := range list {
			if !said[n] {
				said[n] = true
				notes = append(notes, n)
			}
		}
	}
	return scores, notes, nil
}
