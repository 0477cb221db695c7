package compare

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"tracemark/imaging"
	"tracemark/imaging/cmc"
	"tracemark/imaging/internal/exact"
	"tracemark/imaging/register"
)

// Pair compares a with b by the named methods, all four when none is named; results come in the order asked for. Pair(b, a)
// gives the same digits with the two sides exchanged. Its errors are ctx's and an unknown method's.
func Pair(ctx context.Context, a, b *Scan, methods ...string) ([]imaging.Result, error) {
	if len(methods) == 0 {
		for _, m := range Methods() {
			methods = append(methods, m.Name)
		}
	}
	// One order for both calls: sums, and which scan is turned, depend on it.
	swap := bytes.Compare(a.key[:], b.key[:]) > 0
	if swap {
		a, b = b, a
	}
	m := matcher{a: a, b: b, p: a.params}
	results := make([]imaging.Result, len(methods))
	for i, name := range methods {
		r, err := m.run(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("compare by %s: %w", name, err)
		}
		if swap {
			r = exchanged(r)
		}
		results[i] = r
	}
	return results, nil
}

// matcher compares one pair, in canonical order; steps that methods share are done once.
type matcher struct {
	a, b       *Scan
	p          Params
	registered *registration
	tables     *[2]*cmc.Table
}

// registration is the outcome of S1 and S2.
type registration struct {
	ok   bool
	z    float64
	pose imaging.Pose
}

func (m *matcher) run(ctx context.Context, name string) (imaging.Result, error) {
	version := ""
	for _, d := range Methods() {
		if d.Name == name {
			version = d.Version
		}
	}
	r := imaging.Result{Method: name, Version: version}
	r.Notes = imaging.SideNotes(m.a.notes, m.b.notes)
	var err error
	switch name {
	case imaging.MethodSurface:
		err = m.surface(ctx, &r)
	case imaging.MethodRegistered:
		err = m.cells(ctx, &r)
	case imaging.MethodOriginal:
		err = m.original(ctx, &r)
	case imaging.MethodHigh:
		err = m.high(ctx, &r)
	default:
		err = fmt.Errorf("no such method; there are %s, %s, %s and %s",
			imaging.MethodRegistered, imaging.MethodSurface, imaging.MethodOriginal, imaging.MethodHigh)
	}
	return r, err
}

// register lays a on b (S1, S2), once.
func (m *matcher) register(ctx context.Context) (*registration, error) {
	if m.registered != nil {
		return m.registered, nil
	}
	places, err := m.p.Search.Places(ctx, m.a.turned, m.b.turned)
	if err != nil {
		return nil, err
	}
	reg := &registration{}
	s := m.p.Refine
	ca, cb := m.a.turned.Centre(), m.b.turned.Centre()
	coarse := register.NewPair(m.a.even[2], m.b.even[2], ca, cb)
	middle := register.NewPair(m.a.even[1], m.b.even[1], ca, cb)
	for i := range places {
		if places[i], err = coarse.Climb(ctx, places[i], s.StepDeg, s.StepUM, s.StepDeg/2, s.StepUM/2); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(places, func(p, q register.Place) int { return cmp.Compare(q.Z, p.Z) })
	var best register.Place
	for _, q := range places[:min(len(places), s.Keep)] {
		if q, err = middle.Climb(ctx, q, s.StepDeg/2, s.StepUM/2, s.EndDeg, s.EndUM); err != nil {
			return nil, err
		}
		if !reg.ok || q.Z > best.Z {
			reg.ok, best = true, q
		}
	}
	if reg.ok {
		reg.z = math.Max(0, best.Z)
		fine := register.NewPair(m.a.even[0], m.b.even[0], ca, cb).EveryOtherRow()
		if best, err = fine.Polish(ctx, best, s.PolishDeg, s.PolishUM); err != nil {
			return nil, err
		}
		reg.pose = best.Pose(ca, cb)
	}
	m.registered = reg
	return reg, nil
}

const noRelief = "one of the scans has no relief in common wavelengths: there is nothing to compare, and the score is 0"

func (m *matcher) surface(ctx context.Context, r *imaging.Result) error {
	reg, err := m.register(ctx)
	if err != nil {
		return err
	}
	r.Scores = []imaging.Score{{Name: imaging.ScoreSurface, Value: reg.z}}
	if !reg.ok {
		r.Notes = append(r.Notes, noRelief)
		return nil
	}
	pose := reg.pose
	r.Pose = &pose
	return nil
}

func (m *matcher) cells(ctx context.Context, r *imaging.Result) error {
	reg, err := m.register(ctx)
	if err != nil {
		return err
	}
	count, fraction := 0.0, 0.0
	if !reg.ok {
		r.Notes = append(r.Notes, noRelief)
	} else {
		pose := reg.pose
		r.Pose = &pose
		if r.CellsAB, err = m.p.Registered.Compare(ctx, m.a.grid, m.b.even[0], pose); err != nil {
			return err
		}
		if r.CellsBA, err = m.p.Registered.Compare(ctx, m.b.grid, m.a.even[0], inverse(pose)); err != nil {
			return err
		}
		congruent := imaging.Congruent(r.CellsAB) + imaging.Congruent(r.CellsBA)
		comparable := imaging.Comparable(r.CellsAB) + imaging.Comparable(r.CellsBA)
		count = float64(congruent) / 2
		if comparable > 0 {
			fraction = float64(congruent) / float64(comparable)
		}
		m.noteFew(r)
	}
	r.Scores = []imaging.Score{{Name: imaging.ScoreRegistered, Value: count}, {Name: imaging.ScoreRegisteredFraction, Value: fraction}}
	return nil
}

// noteFew says when a score stands on few cells.
func (m *matcher) noteFew(r *imaging.Result) {
	n := min(imaging.Comparable(r.CellsAB), imaging.Comparable(r.CellsBA))
	switch {
	case n == 0:
		r.Notes = append(r.Notes, "no comparable cells: the scans hardly overlap, and the score says nothing")
	case n < m.p.FewestCells:
		r.Notes = append(r.Notes, fmt.Sprintf("only %d comparable cells, fewer than the %d that the method was validated with", n, m.p.FewestCells))
	}
}

// place seeks the cells of both directions exhaustively, once.
func (m *matcher) place(ctx context.Context) (*[2]*cmc.Table, error) {
	if m.tables != nil {
		return m.tables, nil
	}
	ab, err := m.p.Published.Placements(ctx, m.a.published(), m.b.published())
	if err != nil {
		return nil, err
	}
	ba, err := m.p.Published.Placements(ctx, m.b.published(), m.a.published())
	if err != nil {
		return nil, err
	}
	m.tables = &[2]*cmc.Table{ab, ba}
	return m.tables, nil
}

// published returns the cells that the published rules compare.
func (sc *Scan) published() *cmc.Grid {
	if sc.params.PlainHeights {
		return sc.bare
	}
	return sc.grid
}

func (m *matcher) original(ctx context.Context, r *imaging.Result) error {
	t, err := m.place(ctx)
	if err != nil {
		return err
	}
	r.CellsAB, r.CellsBA = m.p.Published.Original(t[0]), m.p.Published.Original(t[1])
	n := min(imaging.Congruent(r.CellsAB), imaging.Congruent(r.CellsBA))
	r.Scores = []imaging.Score{{Name: imaging.ScoreOriginal, Value: float64(n)}}
	return m.finishPublished(ctx, r)
}

func (m *matcher) high(ctx context.Context, r *imaging.Result) error {
	t, err := m.place(ctx)
	if err != nil {
		return err
	}
	ab, okAB := m.p.Published.High(t[0])
	ba, okBA := m.p.Published.High(t[1])
	r.CellsAB, r.CellsBA = ab, ba
	n := cmc.Union(ab, ba)
	if !okAB || !okBA {
		ab, ba := m.p.Published.Original(t[0]), m.p.Published.Original(t[1])
		r.CellsAB, r.CellsBA = ab, ba
		n = min(imaging.Congruent(ab), imaging.Congruent(ba))
		r.Notes = append(r.Notes, "the rotations with many cells do not agree in both directions: the count is that of the rule \"original\"")
	}
	r.Scores = []imaging.Score{{Name: imaging.ScoreHigh, Value: float64(n)}}
	return m.finishPublished(ctx, r)
}

// finishPublished adds the pose and what limits the count.
func (m *matcher) finishPublished(ctx context.Context, r *imaging.Result) error {
	if pose, ok := cmc.Fit(r.CellsAB, r.CellsBA); ok {
		r.Pose = &pose
	}
	m.noteFew(r)
	e := m.p.Published
	r.Notes = append(r.Notes, fmt.Sprintf("rotations from %g° to %g° were searched, as published; scans turned further against each other get no cells", e.FromDeg, e.ToDeg))
	reg, err := m.register(ctx)
	if err != nil {
		return err
	}
	if turn := math.Abs(reg.pose.AngleDeg); reg.ok && turn > math.Max(math.Abs(e.FromDeg), math.Abs(e.ToDeg)) && reg.z >= m.p.Refine.NotableZ {
		r.Notes = append(r.Notes, fmt.Sprintf("the whole surfaces agree best at a turn of %.0f°, outside that range: use the registered method", turn))
	}
	return nil
}

// exchanged gives the result of the pair the other way round.
func exchanged(r imaging.Result) imaging.Result {
	r.CellsAB, r.CellsBA = r.CellsBA, r.CellsAB
	r.Notes = imaging.ExchangeNotes(r.Notes)
	if r.Pose != nil {
		q := inverse(*r.Pose)
		r.Pose = &q
	}
	return r
}

// inverse is Pose.Inverse with the same digits on every machine.
func inverse(q imaging.Pose) imaging.Pose {
	s, c := exact.SincosDeg(q.AngleDeg)
	return imaging.Pose{
		AngleDeg: exact.WrapDeg(-q.AngleDeg),
		TX:       -(float64(c*q.TX) + float64(s*q.TY)),
		TY:       -(float64(c*q.TY) - float64(s*q.TX)),
	}
}
