package compare_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/internal/kernel"
	"tracemark/imaging/screen"
	"tracemark/imaging/surface"
)

func benchmarkScans(b *testing.B) (x, y *surface.Surface) {
	dir := os.Getenv("TRACEMARK_SCANS")
	if dir == "" {
		v := plain()
		v.w, v.h, v.outer, v.pose.TX, v.pose.TY = 545, 545, 1600, 1700, 1700
		x = v.measure(b, newMark(1))
		v.pose.AngleDeg = 20
		return x, v.measure(b, newMark(1))
	}
	return read(b, filepath.Join(dir, "fadul", "Fadul 1-1.x3p")), read(b, filepath.Join(dir, "fadul", "Fadul 1-2.x3p"))
}

// benchmarkPair reports the median and the processor time beside the mean, which other work on the machine moves most.
func benchmarkPair(b *testing.B, methods ...string) {
	x, y := benchmarkScans(b)
	p, q := prepare(b, x), prepare(b, y)
	pair(b, p, q, methods...) // the spectra of the turned scan are made once for all its pairs
	var took []time.Duration
	b.ReportAllocs()
	b.ResetTimer()
	began := cpuTime()
	for b.Loop() {
		t := time.Now()
		pair(b, p, q, methods...)
		took = append(took, time.Since(t))
	}
	b.ReportMetric(median(took), "median-ms")
	b.ReportMetric(float64(cpuTime()-began)/float64(b.N)/float64(time.Millisecond), "cpu-ms")
}

func median(took []time.Duration) float64 {
	slices.Sort(took)
	return float64(took[len(took)/2]) / float64(time.Millisecond)
}

func BenchmarkPair(b *testing.B) {
	benchmarkPair(b, imaging.MethodRegistered, imaging.MethodSurface)
}

func BenchmarkPairPlainGo(b *testing.B) {
	defer kernel.UsePlain(kernel.UsePlain(true))
	benchmarkPair(b, imaging.MethodRegistered, imaging.MethodSurface)
}

func BenchmarkPairSurface(b *testing.B) {
	benchmarkPair(b, imaging.MethodSurface)
}

func BenchmarkPairExhaustive(b *testing.B) {
	benchmarkPair(b, imaging.MethodOriginal, imaging.MethodHigh)
}

// BenchmarkPrepare prepares one scan: every step of the recipe, the pyramid and the cells; reading the file is not in the time.
func BenchmarkPrepare(b *testing.B) {
	x, _ := benchmarkScans(b)
	var took []time.Duration
	b.ReportAllocs()
	b.ResetTimer()
	began := cpuTime()
	for b.Loop() {
		t := time.Now()
		prepare(b, x)
		took = append(took, time.Since(t))
	}
	b.ReportMetric(median(took), "median-ms")
	b.ReportMetric(float64(cpuTime()-began)/float64(b.N)/float64(time.Millisecond), "cpu-ms")
}

// BenchmarkScreening seeks one query in a gallery, by the whole surfaces at 50 µm (package screen, Relief.Correlate, which is S1): the figures are per scan
// of the gallery, on one core. The query's spectra at all rotations are made once for the whole gallery, and so are not in the time; nor are each
// scan's own spectrum and preparation, which are done when it enters the gallery. The gallery is the Fadul set where there is one.
func BenchmarkScreening(b *testing.B) {
	query, gallery := benchmarkGallery(b)
	seek := func(g *screen.Face) {
		if _, err := query.Relief().Correlate(b.Context(), g.Relief(), screen.Default().Search); err != nil {
			b.Fatal(err)
		}
	}
	for _, g := range gallery {
		seek(g)
	}
	var took []time.Duration
	b.ReportAllocs()
	b.ResetTimer()
	began := cpuTime()
	for b.Loop() {
		for _, g := range gallery {
			t := time.Now()
			seek(g)
			took = append(took, time.Since(t))
		}
	}
	b.ReportMetric(median(took), "median-ms/scan")
	b.ReportMetric(float64(cpuTime()-began)/float64(b.N*len(gallery))/float64(time.Millisecond), "cpu-ms/scan")
}

// benchmarkGallery prepares a query and the scans it is sought among for screening.
func benchmarkGallery(b *testing.B) (query *screen.Face, gallery []*screen.Face) {
	b.Helper()
	var surfaces []*surface.Surface
	if dir := os.Getenv("TRACEMARK_SCANS"); dir != "" {
		files, err := filepath.Glob(filepath.Join(dir, "fadul", "*.x3p"))
		if err != nil || len(files) < 2 {
			b.Skip("no Fadul set")
		}
		slices.Sort(files)
		for _, f := range files {
			surfaces = append(surfaces, read(b, f))
		}
	} else {
		for seed := range uint64(8) {
			v := plain()
			v.w, v.h, v.outer, v.pose.TX, v.pose.TY = 545, 545, 1600, 1700, 1700
			v.pose.AngleDeg = 40 * float64(seed)
			surfaces = append(surfaces, v.measure(b, newMark(1+seed)))
		}
	}
	for _, s := range surfaces {
		f, err := screen.Prepare(b.Context(), prepare(b, s).Surface(), screen.Default())
		if err != nil {
			b.Fatal(err)
		}
		gallery = append(gallery, f)
	}
	return gallery[0], gallery[1:]
}

// BenchmarkFadul compares all pairs of the Fadul set, by registered and surface, on two cores; preparation is not in the time, spectra are.
func BenchmarkFadul(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(scansDir(b), "fadul", "*.x3p"))
	if err != nil || len(files) == 0 {
		b.Skip("no Fadul set")
	}
	slices.Sort(files)
	var scans []*compare.Scan
	for _, f := range files {
		if strings.HasSuffix(f, ".x3p") {
			scans = append(scans, prepare(b, read(b, f)))
		}
	}
	b.ResetTimer()
	began := cpuTime()
	for b.Loop() {
		for _, s := range scans {
			s.Compact()
		}
		var wg sync.WaitGroup
		for core := range 2 {
			wg.Go(func() {
				n := 0
				for i, x := range scans {
					for _, y := range scans[:i] {
						if n++; n%2 != core {
							continue
						}
						if _, err := compare.Pair(context.Background(), x, y, imaging.MethodRegistered, imaging.MethodSurface); err != nil {
							b.Error(err)
						}
					}
				}
			})
		}
		wg.Wait()
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/set")
	b.ReportMetric((cpuTime()-began).Seconds()/float64(b.N), "cpu-s/set")
}
