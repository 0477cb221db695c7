package validate

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"tracemark/imaging/score"
)

// WriteText writes the report as a table for a terminal.
func (r Report) WriteText(w io.Writer) error {
	out := &lastError{w: w}
	if r.Synthetic {
		fmt.Fprintln(out, "SYNTHETIC DATA: simulated scans, no experience with real ones.")
	}
	fmt.Fprintf(out, "%d scans grouped by %s: %d same-source pairs (KM), %d different-source pairs (KNM)\n\n", r.Scans, r.Grouping, r.Pairs.KM, r.Pairs.KNM)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "score\tKM min\tmean\tmax\tKNM min\tmean\tmax\tAUC\tseparates\tvariance ratio\t")
	for _, s := range r.Scores {
		mark := ""
		if s.Name == r.Default {
			mark = "*"
		}
		writeRow(t, s.Name+mark, s)
	}
	if r.Published != nil {
		writeRow(t, "published "+r.Published.Name, *r.Published)
	}
	_ = t.Flush() // out keeps its error
	fmt.Fprintf(out, "\n* the score the product decides by: with the whole surfaces %.1f ms per pair on one core (median); all methods %.1f ms; preparing %.1f ms per scan\n",
		r.MedianMS, r.MedianAllMS, r.PrepareMS)
	fmt.Fprintf(out, "%d pairs in %.1f s with %d jobs on %d cores\n", r.Pairs.KM+r.Pairs.KNM, r.WallS, r.Jobs, r.Cores)
	r.writeWeights(out)
	r.writeDisagreements(out)
	if len(r.Notes) > 0 {
		fmt.Fprintln(out)
	}
	for _, n := range r.Notes {
		fmt.Fprintln(out, "note: "+n)
	}
	return out.err
}

// writeWeights writes how well likelihood ratios made from the scores hold, each pair's without its sources' pairs.
func (r Report) writeWeights(w io.Writer) {
	var rows []string
	why := ""
	for _, s := range r.Scores {
		switch e := s.Weight; {
		case e == nil:
		case e.Why != "":
			why = e.Why
		default:
			rows = append(rows, fmt.Sprintf("  %s\t%s\t%s\t%s\t%s\t%.0f of %d\t%.0f of %d\t", s.Name, fixed(e.Cllr, 3), fixed(e.CllrMin, 3),
				rate(e.MisleadingKM, len(e.KM)), rate(e.MisleadingKNM, len(e.KNM)), e.EffectiveKM, len(e.KM), e.EffectiveKNM, len(e.KNM)))
		}
	}
	if why != "" {
		fmt.Fprintln(w, "\nNo likelihood ratios: "+why)
	}
	if len(rows) == 0 {
		return
	}
	fmt.Fprintln(w, "\nLikelihood ratios (cross-validated by source):")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  score\tCllr\tCllr min\tKM with LR < 1\tKNM with LR > 1\teffective KM\teffective KNM\t")
	for _, row := range rows {
		fmt.Fprintln(t, row)
	}
	_ = t.Flush() // the writer below keeps its error
}

// rate writes k of n with its exact one-sided bound: none of a few is not 0.
func rate(k, n int) string {
	return fmt.Sprintf("%d of %d (≤ %.2g %%)", k, n, 100*score.AtMost(k, n))
}

func writeRow(w io.Writer, name string, s ScoreReport) {
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", name,
		number(s.KM.Min), number(s.KM.Mean), number(s.KM.Max), number(s.KNM.Min), number(s.KNM.Mean), number(s.KNM.Max),
		fixed(s.AUC, 4), yesNo(s.Separates), fixed(s.VarianceRatio, 1))
}

// number prints whole numbers as such and others to three decimals.
func number(v float64) string {
	if v == math.Trunc(v) {
		return fixed(v, 0)
	}
	return fixed(v, 3)
}

func fixed(v float64, decimals int) string {
	if math.IsNaN(v) {
		return "-"
	}
	return strconv.FormatFloat(v, 'f', decimals, 64)
}

// WriteCSV writes one row per pair: the scans, whether they match, every score, the published figure if there is a
// table, what each score says by its own best threshold and whether two of them differ, the times, the pose that lays A on B and the method's notes. A number that is not known is an empty field.
func (r Report) WriteCSV(w io.Writer) error {
	header := []string{"scan_a", "scan_b", "same"}
	for _, s := range r.Scores {
		header = append(header, s.Name)
	}
	if r.Published != nil {
		header = append(header, "published_"+r.Published.Name)
	}
	for _, s := range r.Scores {
		header = append(header, "same_by_"+s.Name)
	}
	header = append(header, "methods_differ", "ms", "ms_all_methods", "angle_deg", "tx_um", "ty_um", "notes")
	out := csv.NewWriter(w)
	_ = out.Write(header) // csv.Writer keeps its first error for Error
	for _, p := range r.List {
		row := []string{p.A, p.B, yesNo(p.Same)}
		for _, s := range p.Scores {
			row = append(row, plain(s.Value))
		}
		if r.Published != nil {
			row = append(row, plain(p.Published))
		}
		for i, s := range r.Scores {
			says, known := s.Threshold.Says(p.Scores[i].Value)
			if row = append(row, ""); known {
				row[len(row)-1] = yesNo(says)
			}
		}
		row = append(row, yesNo(p.Differs), strconv.FormatFloat(p.MS, 'f', 3, 64), strconv.FormatFloat(p.AllMS, 'f', 3, 64))
		if p.Pose != nil {
			row = append(row, plain(p.Pose.AngleDeg), plain(p.Pose.TX), plain(p.Pose.TY))
		} else {
			row = append(row, "", "", "")
		}
		row = append(row, strings.Join(p.Notes, "; "))
		_ = out.Write(row)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write pairs: %w", err)
	}
	return nil
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}

// plain writes a number so that it reads back as the same one.
func plain(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// lastError is a writer that remembers its first error, so that a page of prints needs one check.
type lastError struct {
	w   io.Writer
	err error
}

// Write writes unless an earlier write went wrong.
func (l *lastError) Write(b []byte) (int, error) {
	if l.err == nil {
		_, l.err = l.w.Write(b)
	}
	return len(b), l.err
}
