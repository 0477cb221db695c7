package validate

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// Decision is what one score says of a pair by its own best threshold.
type Decision struct {
	Score string
	Value float64
	Same  bool // at or above the threshold
	Known bool // the pair has the score
}

// MarshalJSON writes what is not known as null.
func (d Decision) MarshalJSON() ([]byte, error) {
	w := struct {
		Score string   `json:"score"`
		Value *float64 `json:"value"`
		Same  *bool    `json:"same"`
	}{Score: d.Score}
	if d.Known {
		w.Value, w.Same = &d.Value, &d.Same
	}
	return json.Marshal(w)
}

// Disagreement is a pair that two scores would decide differently.
type Disagreement struct {
	A         string     `json:"scan_a"`
	B         string     `json:"scan_b"`
	Same      bool       `json:"same"` // by the truth
	Decisions []Decision `json:"decisions"`
}

// addDisagreements finds the pairs that two scores, the published one among them, would decide differently.
func (r *Report) addDisagreements() {
	r.Disagreements = []Disagreement{}
	for i := range r.List {
		p := &r.List[i]
		d := Disagreement{A: p.A, B: p.B, Same: p.Same}
		yes, no := false, false
		for _, s := range r.decided() {
			c := Decision{Score: s.Name, Value: p.Score(s.Name)}
			if s.Method == "" {
				c.Score, c.Value = "published_"+s.Name, p.Published
			}
			c.Same, c.Known = s.Threshold.Says(c.Value)
			yes, no = yes || c.Known && c.Same, no || c.Known && !c.Same
			d.Decisions = append(d.Decisions, c)
		}
		if p.Differs = yes && no; p.Differs {
			r.Disagreements = append(r.Disagreements, d)
		}
	}
}

// decided lists the scores that decide pairs, the published one last.
func (r *Report) decided() []ScoreReport {
	if r.Published == nil {
		return r.Scores
	}
	return append(r.Scores[:len(r.Scores):len(r.Scores)], *r.Published)
}

// writeDisagreements writes each score's threshold with its errors, and the pairs that scores decide differently.
func (r Report) writeDisagreements(w io.Writer) {
	fmt.Fprintln(w, "\nEach score by its own best threshold on these scans (errors with exact one-sided 95 % bounds, pairs taken as independent):")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range r.decided() {
		name, c := s.Name, s.Threshold
		if s.Method == "" {
			name = "published " + name
		}
		if math.IsNaN(c.Value) {
			continue
		}
		fmt.Fprintf(t, "  %s\tat %s\tKM below %s\tKNM at or above %s\n", name, number(c.Value), rate(c.KMBelow, c.KM), rate(c.KNMAtOrAbove, c.KNM))
	}
	_ = t.Flush() // the writer below keeps its error
	if len(r.Disagreements) == 0 {
		fmt.Fprintln(w, "By these no pair is decided differently by two scores.")
		return
	}
	fmt.Fprintf(w, "Pairs that two of them decide differently (%d; + is taken for one source):\n", len(r.Disagreements))
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "  scan\tscan\ttruth")
	for _, d := range r.Disagreements[0].Decisions {
		fmt.Fprintf(t, "\t%s", d.Score)
	}
	fmt.Fprintln(t)
	for _, d := range r.Disagreements {
		fmt.Fprintf(t, "  %s\t%s\t%s", d.A, d.B, map[bool]string{true: "KM", false: "KNM"}[d.Same])
		for _, c := range d.Decisions {
			fmt.Fprintf(t, "\t%s", c)
		}
		fmt.Fprintln(t)
	}
	_ = t.Flush()
}

// String writes the score and what it says.
func (d Decision) String() string {
	switch {
	case !d.Known:
		return "-"
	case d.Same:
		return number(d.Value) + " +"
	}
	return number(d.Value)
}
