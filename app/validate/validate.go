package validate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/compare"
)

// Options say what to validate on. Names of files are looked up in Dir first, then as paths.
type Options struct {
	Dir       string
	Truth     string   // CSV of the scans and their sources
	Published string   // CSV of published figures for the same pairs; "" when there are none
	Jobs      int      // pairs compared at the same time; 0 means one per core
	Methods   []string // by package imaging's names; none means all. The default rule's and the whole surfaces' always run
	Progress  casefile.Progress
}

// Run compares every unordered pair of the scans that the truth lists. The result does not depend on Jobs, times aside.
func Run(ctx context.Context, o Options) (Report, error) {
	start := time.Now()
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.Progress == nil {
		o.Progress = func(int64, int64, string) {}
	}
	plan, err := planOf(o.Methods)
	if err != nil {
		return Report{}, err
	}
	t, err := readTruth(o.Dir, o.Truth)
	if err != nil {
		return Report{}, err
	}
	var table *published
	if o.Published != "" {
		if table, err = readPublished(o.Dir, o.Published, t); err != nil {
			return Report{}, err
		}
	}
	scans, err := prepare(ctx, o, t)
	if err != nil {
		return Report{}, err
	}
	pairs, err := comparePairs(ctx, o, plan, t, scans)
	if err != nil {
		return Report{}, err
	}
	r := newReport(t, scans, pairs, table)
	if err := r.weigh(ctx); err != nil {
		return Report{}, err
	}
	if r.hashes, err = tableHashes(o, r.hashes); err != nil {
		return Report{}, err
	}
	r.Jobs = o.Jobs
	r.WallS = time.Since(start).Seconds()
	return r, nil
}

// tableHashes adds the hashes of the tables in front of the scans'.
func tableHashes(o Options, scans []file) ([]file, error) {
	var out []file
	for _, name := range []string{o.Truth, o.Published} {
		if name == "" {
			continue
		}
		path, _ := lookUp(o.Dir, name) // it was found before
		data, err := analysis.ReadFile(path)
		if err != nil {
			return nil, err
		}
		d := sha256.Sum256(data)
		out = append(out, file{filepath.Base(name), hex.EncodeToString(d[:])})
	}
	return append(out, scans...), nil
}

// plan is which methods to run: those of every comparison in one go, because they are timed, then the others.
type plan struct {
	first  []string
	others []string
}

func planOf(names []string) (plan, error) {
	p := plan{first: []string{methodOf(compare.DefaultScore), imaging.MethodSurface}}
	if err := analysis.CheckMethods(names); err != nil {
		return plan{}, err
	}
	for _, m := range compare.Methods() {
		if (len(names) == 0 || slices.Contains(names, m.Name)) && !slices.Contains(p.first, m.Name) {
			p.others = append(p.others, m.Name)
		}
	}
	return p, nil
}

// scan is one scan of the collection, ready to be compared.
type scan struct {
	sha256    string
	synthetic bool
	warnings  []string
	prepared  *compare.Scan
	ms        float64 // that preparing it took, without reading the file
	recorder  string  // maker and model of the instrument, as the file states them
	spacing   [2]float64
}

// prepare reads every scan and makes it ready for comparison.
func prepare(ctx context.Context, o Options, t *truth) ([]scan, error) {
	scans := make([]scan, len(t.scans))
	err := each(ctx, o, len(scans), "preparing scans", func(ctx context.Context, i int) error {
		data, err := analysis.ReadFile(t.scans[i].path)
		if err != nil {
			return err
		}
		r, err := analysis.Read(ctx, t.scans[i].name, data)
		if err != nil {
			return err
		}
		if r.Surface == nil {
			return &casefile.Error{Code: casefile.Invalid, What: "%[1]s is a photograph, not a topography",
				Do: "Take it out of the truth table; only topographies are compared by score", Args: []any{t.scans[i].name}}
		}
		start := time.Now()
		prepared, err := analysis.Prepare(ctx, r.Surface)
		if err != nil {
			return analysis.About(t.scans[i].name, err)
		}
		scans[i] = scan{sha256: r.SHA256, synthetic: r.Synthetic, warnings: r.Warnings, prepared: prepared,
			ms: millis(time.Since(start)), recorder: analysis.InstrumentName(r.Instrument), spacing: [2]float64{r.Scale.X, r.Scale.Y}}
		return nil
	})
	return scans, err
}

// comparePairs compares every scan with every later one.
func comparePairs(ctx context.Context, o Options, p plan, t *truth, scans []scan) ([]Pair, error) {
	var pairs []Pair
	var index [][2]int
	sources := t.sources()
	for i, a := range t.scans {
		for j, b := range t.scans[i+1:] {
			pairs = append(pairs, Pair{A: a.name, B: b.name, Same: a.group == b.group, sources: [2]int{sources[a.group], sources[b.group]}})
			index = append(index, [2]int{i, i + 1 + j})
		}
	}
	err := each(ctx, o, len(pairs), "comparing pairs", func(ctx context.Context, i int) error {
		a, b := scans[index[i][0]].prepared, scans[index[i][1]].prepared
		start := time.Now()
		results, err := analysis.Pair(ctx, a, b, p.first...)
		if err != nil {
			return analysis.About(pairs[i].A+" and "+pairs[i].B, err)
		}
		pairs[i].MS = millis(time.Since(start))
		pairs[i].Pose, pairs[i].Notes = results[0].Pose, results[0].Notes
		if len(p.others) > 0 {
			more, err := analysis.Pair(ctx, a, b, p.others...)
			if err != nil {
				return analysis.About(pairs[i].A+" and "+pairs[i].B, err)
			}
			results = append(results, more...)
		}
		pairs[i].AllMS = millis(time.Since(start))
		pairs[i].keep(results)
		return nil
	})
	return pairs, err
}

// each runs do for 0 to n−1, o.Jobs at a time, and stops at the first error or when ctx ends. Progress is called from
// the calling goroutine only.
func each(ctx context.Context, o Options, n int, label string, do func(context.Context, int) error) error {
	g, ctx := errgroup.WithContext(ctx)
	todo := make(chan int)
	done := make(chan struct{}, o.Jobs)
	g.Go(func() error {
		defer close(todo)
		for i := range n {
			select {
			case todo <- i:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range o.Jobs {
		g.Go(func() error {
			for i := range todo {
				if err := do(ctx, i); err != nil {
					return err
				}
				select {
				case done <- struct{}{}:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	}
	o.Progress(0, int64(n), label)
	for finished := 0; finished < n; {
		select {
		case <-done:
			finished++
			o.Progress(int64(finished), int64(n), label)
		case <-ctx.Done(): // by the caller, or because a worker met an error
			return g.Wait()
		}
	}
	return g.Wait()
}

// methodOf returns the method that gives the score called name.
func methodOf(name string) string {
	for _, m := range compare.Methods() {
		if slices.Contains(m.Scores, name) {
			return m.Name
		}
	}
	return ""
}

func millis(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }
