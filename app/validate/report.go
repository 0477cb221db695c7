package validate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"

	"tracemark/app/analysis"
	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/score"
)

// Pair is one comparison of the run.
type Pair struct {
	A, B      string
	Same      bool            // from the same source, by the truth
	Scores    []imaging.Score // every score, in the order of Report.Scores; NaN where a method gave none
	Published float64         // NaN where the published table has no figure, or there is no table
	Pose      *imaging.Pose   // of the default rule's method: lays A on B
	Notes     []string        // of the default rule's method
	MS        float64         // the methods of every comparison: the default rule's and the whole surfaces'
	AllMS     float64         // all methods
	Differs   bool            // two scores would decide it differently, each by its own best threshold

	sources [2]int // by number, for the reference set

	methods []imaging.Result // method and version of each score, without cells
}

// keep takes the scores out of results; cells are dropped, as nobody asks for those of thousands of pairs.
func (p *Pair) keep(results []imaging.Result) {
	for _, r := range results {
		p.Scores = append(p.Scores, r.Scores...)
		p.methods = append(p.methods, imaging.Result{Method: r.Method, Version: r.Version, Scores: r.Scores})
	}
}

// Score returns the pair's score called name, NaN when no method gave it.
func (p Pair) Score(name string) float64 {
	for _, s := range p.Scores {
		if s.Name == name {
			return s.Value
		}
	}
	return math.NaN()
}

// Count is how many pairs each group has.
type Count struct {
	KM  int `json:"km"`
	KNM int `json:"knm"`
}

// ScoreReport says how well one score tells the groups apart.
type ScoreReport struct {
	Name    string
	Method  string // "" for a published score
	Version string // of the method
	score.Figures
	Threshold score.Threshold   // its own best one
	Weight    *score.Evaluation // of its likelihood ratios; nil for a published score
}

// MarshalJSON writes the name in front of the figures.
func (s ScoreReport) MarshalJSON() ([]byte, error) {
	head, err := json.Marshal(struct {
		Name      string            `json:"name"`
		Method    string            `json:"method,omitempty"`
		Version   string            `json:"version,omitempty"`
		Threshold score.Threshold   `json:"best_threshold"`
		Weight    *score.Evaluation `json:"weight_of_evidence,omitempty"`
	}{s.Name, s.Method, s.Version, s.Threshold, s.Weight})
	if err != nil {
		return nil, err
	}
	figures, err := s.Figures.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return append(append(head[:len(head)-1], ','), figures[1:]...), nil
}

// Report is what a validation run found.
type Report struct {
	Scans     int           `json:"scans"`
	Grouping  string        `json:"grouping"` // name of the column that groups the scans
	Pairs     Count         `json:"pairs"`
	Default   string        `json:"default"` // name of the score that the product decides by
	Scores    []ScoreReport `json:"scores"`
	Published *ScoreReport  `json:"published,omitempty"`
	// Disagreements are the pairs that two scores would decide differently, each by its own best threshold.
	Disagreements []Disagreement `json:"disagreements"`
	// MedianMS is the median time of the default rule's method and the whole surfaces' together, per pair, on one core,
	// both scans prepared.
	MedianMS float64 `json:"median_ms_per_pair"`
	// PrepareMS is the median time of making a scan ready, without reading its file.
	PrepareMS float64 `json:"prepare_ms_per_scan"`
	// MedianAllMS is the median time of all the methods that ran.
	MedianAllMS  float64          `json:"median_ms_all_methods"`
	WallS        float64          `json:"wall_s"` // of the whole run, reading and preparing included
	Jobs         int              `json:"jobs"`
	Cores        int              `json:"cores"`
	Software     []string         `json:"software"`
	Params       []casefile.Param `json:"params"`
	ParamsDigest string           `json:"params_sha256"`
	DataDigest   string           `json:"data_sha256"` // of the scans' bytes and sources
	Synthetic    bool             `json:"synthetic"`   // at least one scan is simulated
	Notes        []string         `json:"notes,omitempty"`
	Domain       score.Domain     `json:"domain"` // instruments and spacing, as the scans state them
	List         []Pair           `json:"-"`

	unstated int    // scans that state no instrument
	hashes   []file // of the scans and tables, for the certificate
}

// file is one that went into the run.
type file struct{ name, sha256 string }

func newReport(t *truth, scans []scan, pairs []Pair, table *published) Report {
	r := Report{
		Scans: len(scans), Grouping: t.column, Default: compare.DefaultScore, Cores: runtime.NumCPU(),
		Software: version.Software(), Params: analysis.Params(), Notes: slices.Clone(t.notes), List: pairs,
	}
	r.ParamsDigest = analysis.ParamsDigest(r.Params)
	r.DataDigest = dataDigest(t, scans)
	r.noteScans(t, scans)
	r.measured(t, scans)
	var ms, all []float64
	for i, p := range pairs {
		if p.Same {
			r.Pairs.KM++
		} else {
			r.Pairs.KNM++
		}
		ms, all = append(ms, p.MS), append(all, p.AllMS)
		pairs[i].Published = math.NaN()
		if table != nil {
			pairs[i].Published = table.value(p.A, p.B)
		}
	}
	if r.Pairs.KM == 0 || r.Pairs.KNM == 0 {
		r.Notes = append(r.Notes, "One group has no pair: nothing can be said about telling them apart")
	}
	r.MedianMS, r.MedianAllMS = median(ms), median(all)
	r.notePairs()
	r.addScores()
	if table != nil {
		r.addPublished(table)
	}
	r.addDisagreements()
	return r
}

// measured says what the scans were recorded by and how finely, and how long they took to prepare.
func (r *Report) measured(t *truth, scans []scan) {
	var ms []float64
	d := &r.Domain
	for i, s := range scans {
		ms = append(ms, s.ms)
		r.hashes = append(r.hashes, file{t.scans[i].name, s.sha256})
		switch {
		case s.recorder == "":
			r.unstated++
		case !slices.Contains(d.Instruments, s.recorder):
			d.Instruments = append(d.Instruments, s.recorder)
		}
		lo, hi := min(s.spacing[0], s.spacing[1]), max(s.spacing[0], s.spacing[1])
		if i == 0 {
			d.SpacingMinUM, d.SpacingMaxUM = lo, hi
		}
		d.SpacingMinUM, d.SpacingMaxUM = min(d.SpacingMinUM, lo), max(d.SpacingMaxUM, hi)
	}
	slices.Sort(d.Instruments)
	r.PrepareMS = median(ms)
}

// weigh says how well likelihood ratios made from each score hold.
func (r *Report) weigh(ctx context.Context) error {
	for i := range r.Scores {
		s := &r.Scores[i]
		set := r.distribution(s.Name)
		if len(set.KM) == 0 || len(set.KNM) == 0 {
			continue
		}
		e, err := set.Evaluate(ctx)
		if err != nil {
			return err
		}
		s.Weight = &e
	}
	return nil
}

// noteScans says what must be known about the scans themselves.
func (r *Report) noteScans(t *truth, scans []scan) {
	first := map[string]string{}
	for i, s := range scans {
		name := t.scans[i].name
		r.Synthetic = r.Synthetic || s.synthetic
		for _, w := range s.warnings {
			r.Notes = append(r.Notes, name+": "+w)
		}
		if other, twice := first[s.sha256]; twice {
			r.Notes = append(r.Notes, fmt.Sprintf("%s and %s are the same file: their pair is not evidence", other, name))
		} else {
			first[s.sha256] = name
		}
	}
}

// notePairs says how many pairs each note of the default rule's method stands beside.
func (r *Report) notePairs() {
	times := map[string]int{}
	for _, p := range r.List {
		for _, n := range p.Notes {
			times[n]++
		}
	}
	for _, n := range slices.Sorted(maps.Keys(times)) {
		r.Notes = append(r.Notes, fmt.Sprintf("%d of %d pairs: %s", times[n], len(r.List), n))
	}
}

// addScores describes every score that the methods gave, in the order in which package imaging lists them.
func (r *Report) addScores() {
	order := []string{imaging.ScoreOriginal, imaging.ScoreHigh, imaging.ScoreRegistered, imaging.ScoreRegisteredFraction, imaging.ScoreSurface}
	seen := map[string]ScoreReport{}
	for _, p := range r.List {
		for _, m := range p.methods {
			for _, s := range m.Scores {
				if _, known := seen[s.Name]; known {
					continue
				}
				seen[s.Name] = ScoreReport{Name: s.Name, Method: m.Method, Version: m.Version}
				if !slices.Contains(order, s.Name) {
					order = append(order, s.Name)
				}
			}
		}
	}
	for _, name := range order {
		s, ok := seen[name]
		if !ok {
			continue
		}
		km, knm := r.groups(func(p Pair) float64 { return p.Score(name) })
		s.Figures, s.Threshold = score.Compare(km, knm), score.BestThreshold(km, knm)
		r.Scores = append(r.Scores, s)
	}
	for i := range r.List {
		p := &r.List[i]
		scores := make([]imaging.Score, len(r.Scores))
		for k, s := range r.Scores {
			scores[k] = imaging.Score{Name: s.Name, Value: p.Score(s.Name)}
		}
		p.Scores, p.methods = scores, nil
	}
}

// addPublished describes the published figures of the pairs that have one.
func (r *Report) addPublished(table *published) {
	km, knm := r.groups(func(p Pair) float64 { return p.Published })
	known := func(v float64) bool { return !math.IsNaN(v) }
	km, knm = keep(km, known), keep(knm, known)
	if missing := len(r.List) - len(km) - len(knm); missing > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%s has no figure for %d of %d pairs", table.file, missing, len(r.List)))
	}
	if table.others > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d rows of %s are about other scans and were passed over", table.others, table.file))
	}
	r.Published = &ScoreReport{Name: table.column, Figures: score.Compare(km, knm), Threshold: score.BestThreshold(km, knm)}
}

// groups returns a value of every pair, same-source and different-source apart.
func (r *Report) groups(value func(Pair) float64) (km, knm []float64) {
	for _, p := range r.List {
		if p.Same {
			km = append(km, value(p))
		} else {
			knm = append(knm, value(p))
		}
	}
	return km, knm
}

// Score returns the report on the score called name.
func (r Report) Score(name string) (ScoreReport, bool) {
	for _, s := range r.Scores {
		if s.Name == name {
			return s, true
		}
	}
	return ScoreReport{}, false
}

// dataDigest returns the SHA-256 of which bytes come from which source, whatever the files are called and whatever
// order the truth lists them in. Sources count by their names.
func dataDigest(t *truth, scans []scan) string {
	lines := make([]string, len(scans))
	for i, s := range scans {
		lines[i] = fmt.Sprintf("%s %q\n", s.sha256, t.scans[i].group)
	}
	slices.Sort(lines)
	d := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(d[:])
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func keep(values []float64, ok func(float64) bool) []float64 {
	var kept []float64
	for _, v := range values {
		if ok(v) {
			kept = append(kept, v)
		}
	}
	return kept
}
