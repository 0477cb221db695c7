package screen_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tracemark/imaging/screen"
	"tracemark/imaging/surface"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

type item struct {
	slide string
	scan  *surface.Surface
	face  *screen.Face // nil where too little is measured
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

// curve counts, of queries, how many find a scan of their slide first and how many find all within the first 5 and 10.
type curve struct{ queries, undescribed, first, five, ten, last int }

func (c curve) String() string {
	return fmt.Sprintf("of %d queries (%d more have no descriptor) a scan of the slide is first for %d, all are within 5 for %d, within 10 for %d; the last stands at %d",
		c.queries, c.undescribed, c.first, c.five, c.ten, c.last)
}

// add ranks a gallery for a query; a tie counts against it. Scans of the gallery without a score (NaN) are never left out, so they have no
// place. The scan number skip is left out.
func (c *curve) add(slide string, gallery []item, skip int, score func(i int) float64) {
	type line struct {
		score float64
		same  bool
	}
	var lines []line
	for i, g := range gallery {
		if i == skip {
			continue
		}
		if s := score(i); !math.IsNaN(s) {
			lines = append(lines, line{s, g.slide == slide})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		switch {
		case a.score > b.score, a.score == b.score && !a.same && b.same:
			return -1
		case a.score < b.score, a.score == b.score && a.same && !b.same:
			return 1
		}
		return 0
	})
	first, last := 0, 0
	for i, l := range lines {
		if l.same {
			last = i + 1
			if first == 0 {
				first = last
			}
		}
	}
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	c.queries++
	count(&c.first, first == 1)
	count(&c.five, last <= 5)
	count(&c.ten, last <= 10)
	c.last = max(c.last, last)
}

// byRings ranks the gallery for every query by the rings; with self, query number i is the gallery's number i.
func byRings(t testing.TB, queries, gallery []item, self bool) (c curve) {
	t.Helper()
	described := make([]*screen.Descriptor, len(gallery))
	for i, g := range gallery {
		if g.face == nil {
			continue
		}
		d, err := g.face.Describe()
		if err != nil && !errors.Is(err, screen.ErrNoDescriptor) {
			t.Fatal(err)
		}
		described[i] = d
	}
	for i, it := range queries {
		if it.face == nil {
			c.undescribed++
			continue
		}
		q, err := it.face.Query(t.Context())
		if errors.Is(err, screen.ErrNoDescriptor) {
			c.undescribed++
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		skip := -1
		if self {
			skip = i
		}
		c.add(it.slide, gallery, skip, func(j int) float64 {
			if described[j] == nil {
				return math.NaN()
			}
			return q.Score(described[j]).Score
		})
	}
	return c
}

// bySurface ranks the gallery by S1.
func bySurface(t testing.TB, queries, gallery []item, self bool) (c curve) {
	t.Helper()
	for i, it := range queries {
		if it.face == nil {
			c.undescribed++
			continue
		}
		skip := -1
		if self {
			skip = i
		}
		r := it.face.Relief()
		c.add(it.slide, gallery, skip, func(j int) float64 { return correlate(t, r, gallery[j].face.Relief()).Score })
		r.Forget()
	}
	return c
}

// TestFadul: a seeded sample; of the 12 scans at most 4 share a slide. TestProveFadul takes all.
func TestFadul(t *testing.T) {
	items := fadul(t, 12)
	if c := byRings(t, items, items, true); c.queries != 12 || c.last > 4 {
		t.Error(c)
	}
}

func prove(t *testing.T) {
	t.Helper()
	if os.Getenv("TRACEMARK_PROVE") == "" {
		t.Skip("TRACEMARK_PROVE is not set: this takes minutes")
	}
}

// TestProveFadul is the table of the doc on the scans alone: every scan of the same slide among the first 10 of the 39 others, for the scans
// and for altered copies that can be described. The numbers that alter them were not used in developing.
func TestProveFadul(t *testing.T) {
	prove(t)
	items := fadul(t, 0)
	check := func(name string, c curve) {
		t.Helper()
		t.Logf("%s: %v", name, c)
		if c.ten < c.queries {
			t.Errorf("%s: %d of %d queries have theirs beyond the first 10", name, c.queries-c.ten, c.queries)
		}
	}
	check("scans, rings", byRings(t, items, items, true))
	check("scans, S1", bySurface(t, items, items, true))
	for _, alter := range []alteration{
		{name: "cropped", crop: 0.2, noiseUM: 0.5, resample: true},
		{name: "noisy", noiseUM: 1, missing: 0.05, resample: true},
		{name: "sectors", sectorDeg: 120, resample: true},
	} {
		var one, two []item
		for _, seed := range []uint64{7013, 7019} {
			rng := rand.New(rand.NewPCG(seed, 31))
			var copies []item
			for _, it := range items {
				s := alter.apply(t, it, rng)
				f, err := tryFace(t, s)
				if err != nil && alter.sectorDeg == 0 {
					t.Fatal(err)
				} // of a sector there may be too little to screen at all
				copies = append(copies, item{it.slide, s, f})
			}
			c := byRings(t, copies, items, false)
			t.Logf("%s %d among scans, rings: %v", alter.name, seed, c)
			if alter.sectorDeg > 0 {
				if c.queries > 0 {
					t.Errorf("%d sectors of %g° are described", c.queries, alter.sectorDeg)
				}
			} else if c.ten < c.queries {
				t.Errorf("%s %d: %v", alter.name, seed, c)
			}
			one, two = two, copies
		}
		t.Logf("%s among the others' %s, rings: %v", alter.name, alter.name, byRings(t, one, two, false))
		t.Logf("%s among scans, S1: %v", alter.name, bySurface(t, two, items, false))
	}
}

// TestProveGallery: what 2,000 simulated faces of other firearms, and the scans' mirror images, add to a gallery.
func TestProveGallery(t *testing.T) {
	prove(t)
	items := fadul(t, 0)
	gallery := slices.Clone(items)
	for _, it := range items { // no firearm's, with everything else as in real scans
		s := mirrored(t, it.scan)
		gallery = append(gallery, item{"", s, face(t, s)})
	}
	const simulated = 2000
	var seconds []item
	for g := range simulated {
		rng := rand.New(rand.NewPCG(uint64(g), 17))
		f := synth.NewFirearm(uint64(g)+90000, synth.Params{Width: 300, Height: 300, SpacingUM: 12.5, MaxAngleDeg: 180,
			PrimerUM: 1550 + 300*rng.Float64(), PinUM: 650 + 300*rng.Float64()})
		slide := fmt.Sprint("simulated ", g)
		gallery = append(gallery, item{slide, nil, face(t, f.Fire(0))})
		if g < 100 {
			seconds = append(seconds, item{slide, nil, face(t, f.Fire(1))})
		}
	}
	check := func(name string, c curve) {
		t.Helper()
		t.Logf("%s in a gallery of %d: %v", name, len(gallery), c)
		if c.ten < c.queries {
			t.Errorf("%s: %d queries have theirs beyond the first 10", name, c.queries-c.ten)
		}
	}
	check("scans, rings", byRings(t, items, gallery, true))
	check("simulated, rings", byRings(t, seconds, gallery, false))
	check("scans, S1", bySurface(t, items, gallery, true))
}

func mirrored(t testing.TB, s *surface.Surface) *surface.Surface {
	t.Helper()
	w, h := s.Size()
	dx, dy := s.Spacing()
	z := make([]float64, w*h)
	for i, v := range s.View() {
		z[i/w*w+w-1-i%w] = v
	}
	out, err := surface.New(w, h, dx, dy, z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// alteration is what is done to a scan besides turning and shifting it at random.
type alteration struct {
	name      string
	crop      float64 // share of its points, those that lie farthest in some direction
	sectorDeg float64 // all that is left, about the firing-pin hole
	noiseUM   float64 // standard deviation, per point
	missing   float64 // share of the points, at random
	resample  bool    // to 0.9 to 1.25 of the spacing
}

// apply returns an altered copy.
func (a alteration) apply(t testing.TB, it item, rng *rand.Rand) *surface.Surface {
	t.Helper()
	s := it.scan
	w, h := s.Size()
	dx, dy := s.Spacing()
	sin, cos := math.Sincos(2 * math.Pi * rng.Float64())
	d := dx
	if a.resample {
		d *= 0.9 + 0.35*rng.Float64()
	}
	cx, cy := s.Centre().X+200*(rng.Float64()-0.5), s.Centre().Y+200*(rng.Float64()-0.5)
	towards := 2 * math.Pi * rng.Float64()
	cutY, cutX := math.Sincos(towards)
	hole, ok := it.face.Hole()
	if !ok {
		t.Fatalf("a scan of slide %s has no hole", it.slide)
	}
	var along []float64
	for i, z := range s.View() {
		if !math.IsNaN(z) {
			along = append(along, float64(i%w)*dx*cutX+float64(i/w)*dy*cutY)
		}
	}
	slices.Sort(along)
	limit := along[min(len(along)-1, int(float64(len(along))*(1-a.crop)))]
	gone := func(x, y float64) bool {
		away := math.Abs(math.Remainder(math.Atan2(y-hole.Y, x-hole.X)-towards, 2*math.Pi)) * 180 / math.Pi
		return a.crop > 0 && x*cutX+y*cutY > limit || a.sectorDeg > 0 && away > a.sectorDeg/2 || a.missing > 0 && rng.Float64() < a.missing
	}
	n := int(1.35 * math.Max(float64(w)*dx, float64(h)*dy) / d)
	z := make([]float64, n*n)
	for i := range z {
		u, v := (float64(i%n)-float64(n)/2)*d, (float64(i/n)-float64(n)/2)*d
		x, y := cx+cos*u-sin*v, cy+sin*u+cos*v
		if z[i] = math.NaN(); gone(x, y) {
			continue
		}
		ix, iy := int(math.Floor(x/dx)), int(math.Floor(y/dy))
		fx, fy := x/dx-float64(ix), y/dy-float64(iy)
		at := func(i, j int) float64 { h, _ := s.At(ix+i, iy+j); return h } // NaN where not measured
		z[i] = (1-fy)*((1-fx)*at(0, 0)+fx*at(1, 0)) + fy*((1-fx)*at(0, 1)+fx*at(1, 1)) + a.noiseUM*rng.NormFloat64()
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
	q, d := query(b, p), describe(b, r)
	b.ReportAllocs()
	for b.Loop() {
		q.Score(d)
	}
}

func BenchmarkCorrelate(b *testing.B) {
	p, q := benchmarkFaces(b)
	b.ReportAllocs()
	for b.Loop() {
		correlate(b, p.Relief(), q.Relief())
	}
}

func BenchmarkDescribe(b *testing.B) {
	p, _ := benchmarkFaces(b)
	for b.Loop() {
		describe(b, p)
	}
}

func BenchmarkQuery(b *testing.B) {
	p, _ := benchmarkFaces(b)
	for b.Loop() {
		query(b, p)
	}
}

// BenchmarkGallery: one query against 10,000 descriptors as a gallery keeps them.
func BenchmarkGallery(b *testing.B) {
	const size = 10000
	p, r := benchmarkFaces(b)
	var kept [2][]byte
	for i, f := range []*screen.Face{p, r} {
		code, err := describe(b, f).MarshalBinary()
		if err != nil {
			b.Fatal(err)
		}
		kept[i] = code
	}
	q := query(b, p)
	for b.Loop() {
		for i := range size {
			var d screen.Descriptor
			if err := d.UnmarshalBinary(kept[i%2]); err != nil {
				b.Fatal(err)
			}
			q.Score(&d)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*size), "µs/scan")
}

// BenchmarkKeptCorrelate is BenchmarkCorrelate with a relief as a gallery keeps it.
func BenchmarkKeptCorrelate(b *testing.B) {
	p, r := benchmarkFaces(b)
	code, err := r.Relief().MarshalBinary()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var kept screen.Relief
		if err := kept.UnmarshalBinary(code); err != nil {
			b.Fatal(err)
		}
		correlate(b, p.Relief(), &kept)
	}
}
