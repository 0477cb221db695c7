package x3p

import (
	"math"
	"strings"
)

// pointList collects points written as text, a Datum for each, coordinates separated by semicolons.
type pointList struct {
	g grid
	pointSet
	fields int // numbers in each Datum, 0 until the first that is not empty
	before int // empty ones before that
	blank  int // empty lines behind the last point of a text file
}

func newPointList(g grid) *pointList {
	return &pointList{g: g, pointSet: pointSet{stored: g.z.Data}}
}

// add takes one Datum. An empty one is a point that was not measured.
func (l *pointList) add(text string) error {
	if len(l.z)+l.before >= l.g.n {
		return fail(KindShape, "the file states %s but lists more", l.g)
	}
	if text == "" {
		l.missing()
		return nil
	}
	parts := strings.Split(text, ";")
	if len(parts) > 3 || l.fields != 0 && len(parts) != l.fields {
		return fail(KindIndex, "main.xml: the point %q does not have the numbers its axes need", clip(text, 60))
	}
	if l.fields == 0 {
		l.fields = len(parts)
		for range l.before {
			l.missing()
		}
		l.before = 0
	}
	var v [3]float64
	for i, s := range parts {
		var err error
		if v[i], err = parseNumber(strings.TrimSpace(s)); err != nil {
			return fail(KindIndex, "main.xml: the point %q is not a number", clip(text, 60))
		}
	}
	l.take(v[:len(parts)])
	return nil
}

func (l *pointList) missing() {
	if l.fields == 0 {
		l.before++
		return
	}
	nan := math.NaN()
	l.take([]float64{nan, nan, nan}[:l.fields])
}

func (l *pointList) take(v []float64) {
	g := l.g
	switch {
	case len(v) == 3, len(v) == 2 && g.x.Type == Absolute:
		l.x = append(l.x, g.x.valueOf(v[0], g.x.Data))
		v = v[1:]
	}
	if len(v) == 2 {
		l.y = append(l.y, g.y.valueOf(v[0], g.y.Data))
		v = v[1:]
	}
	l.z = append(l.z, g.z.valueOf(v[0], g.z.Data))
}

func (l *pointList) done() (pointSet, error) {
	if got := len(l.z) + l.before; got != l.g.n {
		return l.pointSet, fail(KindShape, "the file states %s but lists %d", l.g, got)
	}
	if l.fields == 0 {
		return l.pointSet, fail(KindNoData, "no point of the surface was measured")
	}
	return l.pointSet, nil
}
