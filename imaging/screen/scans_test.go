package screen_test

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tracemark/imaging/screen"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

type item struct {
	slide string
	scan  *surface.Surface
	face  *screen.Face
}

// fadul returns the first n of the Fadul scans in a seeded order, all of them for 0, or skips.
func fadul(t testing.TB, n int) []item {
	t.Helper()
	dir := os.Getenv("TRACEMARK_SCANS")
	if dir == "" {
		t.Skip("TRACEMARK_SCANS is not set: it names the folder of the public reference scans")
	}
	f, err := os.Open(filepath.Join(dir, "fadul", "truth.csv"))
	if err != nil {
		t.Skipf("no Fadul set: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = rows[1:]
	rng := rand.New(rand.NewPCG(2011, 5))
	rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	if n > 0 {
		rows = rows[:n]
	}
	var items []item
	for _, r := range rows {
		s := read(t, filepath.Join(dir, "fadul", r[0]))
		items = append(items, item{r[1], s, face(t, s)})
	}
	return items
}

func read(t testing.TB, path string) *surface.Surface {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("no such scan: %v", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	x, err := x3p.Decode(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	return x.Surface
}

// worst returns the last place at which a scan of the query's slide stands in the gallery ranked by score, 0 when it has none. The gallery's
// scan number skip is left out.
func worst(slide string, gallery []item, skip int, score func(i int) float64) int {
	type line struct {
		score float64
		same  bool
	}
	var lines []line
	for i, g := range gallery {
		if i != skip {
			lines = append(lines, line{score(i), g.slide == slide})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		switch { // a tie counts against the query
		case a.score > b.score, a.score == b.score && !a.same && b.same:
			return -1
		case a.score < b.score, a.score == b.score && a.same && !b.same:
			return 1
		}
		return 0
	})
	last := 0
	for i, l := range lines {
		if l.same {
			last = i + 1
		}
	}
	return last
}

// rank ranks the gallery for every query by the rings and returns the queries' worst places, in rising order.
func rank(t *testing.T, queries, gallery []item, self bool) []int {
	t.Helper()
	var described []*screen.Descriptor
	for _, g := range gallery {
		described = append(described, g.face.Describe())
	}
	var places []int
	for i, it := range queries {
		q := query(t, it.face)
		skip := -1
		if self {
			skip = i
		}
		places = append(places, worst(it.slide, gallery, skip, func(j int) float64 { return q.Score(described[j]).Score }))
	}
	slices.Sort(places)
	return places
}

// TestFadul: a seeded sample; of the 12 scans at most 4 share a slide. TestProveFadul takes all.
func TestFadul(t *testing.T) {
	items := fadul(t, 12)
	if last := slices.Max(rank(t, items, items, true)); last == 0 || last > 4 {
		t.Errorf("a scan of the same slide stands at place %d of 11", last)
	}
}

// TestProveFadul: every scan of the same slide among the first 10 of the 39 others, by the rings and by S1. For altered copies nine tenths of the
// queries suffice (38 of 40 were measured): a crop can displace the fitted
// centre of the hole beyond reach.
func TestProveFadul(t *testing.T) {
	if os.Getenv("TRACEMARK_PROVE") == "" {
		t.Skip("TRACEMARK_PROVE is not set: ranking all Fadul scans takes a minute")
	}
	items := fadul(t, 0)
	places := rank(t, items, items, true)
	t.Logf("rings: the last scan of the query's slide stands at places %v of 39", places)
	if last := slices.Max(places); last > 10 {
		t.Errorf("rings: place %d", last)
	}
	rng := rand.New(rand.NewPCG(2026, 11))
	copies := make([]item, len(items))
	for i, it := range items {
		s := altered(t, it.scan, rng)
		copies[i] = item{it.slide, s, face(t, s)}
	}
	places = rank(t, copies, items, false)
	t.Logf("rings, altered copies: at places %v of 40", places)
	if at := places[len(places)*9/10-1]; at > 10 {
		t.Errorf("rings, altered copies: nine tenths of the queries have theirs within the first %d", at)
	}
	last := 0
	for i, it := range items {
		last = max(last, worst(it.slide, items, i, func(j int) float64 {
			m, err := it.face.Correlate(t.Context(), items[j].face)
			if err != nil {
				t.Fatal(err)
			}
			return m.Score
		}))
		it.face.Forget()
	}
	t.Logf("S1: at place %d of 39", last)
	if last > 10 {
		t.Errorf("S1: place %d", last)
	}
}

// altered returns s turned and shifted at random, at 0.9 to 1.25 times its spacing, without the fifth of its points that lies farthest in
// some direction, and with 0.5 µm of noise per point.
func altered(t testing.TB, s *surface.Surface, rng *rand.Rand) *surface.Surface {
	t.Helper()
	w, h := s.Size()
	dx, dy := s.Spacing()
	sin, cos := math.Sincos(2 * math.Pi * rng.Float64())
	d := dx * (0.9 + 0.35*rng.Float64())
	cx, cy := s.Centre().X+200*(rng.Float64()-0.5), s.Centre().Y+200*(rng.Float64()-0.5)
	cutY, cutX := math.Sincos(2 * math.Pi * rng.Float64())
	var along []float64
	for i, z := range s.View() {
		if !math.IsNaN(z) {
			along = append(along, float64(i%w)*dx*cutX+float64(i/w)*dy*cutY)
		}
	}
	slices.Sort(along)
	limit := along[len(along)*4/5]
	n := int(1.35 * math.Max(float64(w)*dx, float64(h)*dy) / d)
	z := make([]float64, n*n)
	for i := range z {
		u, v := (float64(i%n)-float64(n)/2)*d, (float64(i/n)-float64(n)/2)*d
		x, y := cx+cos*u-sin*v, cy+sin*u+cos*v
		z[i] = math.NaN()
		if x*cutX+y*cutY > limit {
			continue
		}
		ix, iy := int(math.Floor(x/dx)), int(math.Floor(y/dy))
		fx, fy := x/dx-float64(ix), y/dy-float64(iy)
		at := func(i, j int) float64 { h, _ := s.At(ix+i, iy+j); return h } // NaN where not measured
		z[i] = (1-fy)*((1-fx)*at(0, 0)+fx*at(1, 0)) + fy*((1-fx)*at(0, 1)+fx*at(1, 1)) + 0.5*rng.NormFloat64()
	}
	out, err := surface.New(n, n, d, d, z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// benchmarkFaces are two scans of one slide, or simulated ones where there is no set.
func benchmarkFaces(b *testing.B) (p, q *screen.Face) {
	if dir := os.Getenv("TRACEMARK_SCANS"); dir != "" {
		return face(b, read(b, filepath.Join(dir, "fadul", "Fadul 1-1.x3p"))), face(b, read(b, filepath.Join(dir, "fadul", "Fadul 1-2.x3p")))
	}
	return face(b, firearm(1).Fire(0)), face(b, firearm(1).Fire(1))
}

func BenchmarkScore(b *testing.B) {
	p, r := benchmarkFaces(b)
	q, d := query(b, p), r.Describe()
	b.ReportAllocs()
	for b.Loop() {
		q.Score(d)
	}
}

func BenchmarkCorrelate(b *testing.B) {
	p, q := benchmarkFaces(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Correlate(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDescribe(b *testing.B) {
	p, _ := benchmarkFaces(b)
	for b.Loop() {
		p.Describe()
	}
}

func BenchmarkQuery(b *testing.B) {
	p, _ := benchmarkFaces(b)
	for b.Loop() {
		query(b, p)
	}
}
