package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tracemark/app/analysis"
	"tracemark/app/casework"
	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/explain"
)

func (p *program) compare() *cobra.Command {
	var casePath, reference, mark string
	var methods []string
	var robustness, schema, reveal bool
	cmd := &cobra.Command{
		Use:   "compare [CASE] A B",
		Short: "Compare two topographies (or register two photographs): cells, congruent cells by each rule, pose, time",
		Long: "A and B are two X3P files, or two captures of a case, named by exhibit label, capture id or the beginning of one;\n" +
			"the comparison of captures is stored and its id printed. Without CASE, captures are looked up by their id in the\n" +
			"cases that this workstation knows. Two photographs (PNG, TIFF, JPEG, BMP) are registered for viewing: how one lies on\n" +
			"the other and how trustworthy that is, which is no score. A topography and a photograph of a case are only laid beside\n" +
			"each other. The figures are a lead, never a conclusion. Of captures of a case they are shown once the examiner has\n" +
			"committed a view (see commit and settings); --reveal shows them before, which the case's log and the report say.",
		Args: func(cmd *cobra.Command, args []string) error {
			if schema {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.RangeArgs(2, 3)(cmd, args)
		},
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			if schema {
				_, err := p.Stdout.Write(comparedSchema)
				return err
			}
			if len(args) == 3 {
				casePath, args = args[0], args[1:]
			}
			if casePath == "" && !isFile(args[0]) && !isFile(args[1]) {
				known, err := desk.CaseOfCapture(ctx, args[0])
				if err != nil {
					return err
				}
				casePath = known
			}
			if casePath == "" && photographs(args) {
				if err := p.onlyTopographies(methods, reference); err != nil {
					return err
				}
				return p.comparePhotographs(ctx, args)
			}
			var c compared
			var err error
			if casePath != "" && len(methods) > 0 {
				return p.usage("Captures of a case are compared by every method", "Leave --methods out, or name two files")
			}
			if casePath != "" {
				c, err = compareCaptures(ctx, desk, casePath, args, reveal, p.progress())
				if err == nil && (p.json || robustness) && !c.Withheld {
					err = c.explainStored(ctx, desk, casePath, robustness, p.progress())
				}
			} else {
				c, err = p.compareFiles(ctx, args, casefile.MarkKind(mark), methods, robustness)
			}
			if err != nil {
				return err
			}
			if kind := casefile.PairOf(c.captures[0], c.captures[1]); kind != casefile.TwoTopographies && (reference != "" || robustness) {
				return p.usage("The comparison is stored, but --reference and --robustness are for two topographies, and this is a pair of another kind", "Leave them out")
			}
			if reference != "" && !c.Withheld {
				if c.Reference, err = casework.Place(ctx, reference, c.made, c.captures[0], c.captures[1], c.masks); err != nil {
					return err
				}
			}
			return p.print(c, func(w io.Writer) { writeCompared(w, c) })
		}),
	}
	cmd.Flags().StringVar(&casePath, "case", "", "folder of the case that A and B are captures of")
	cmd.Flags().StringSliceVar(&methods, "methods", nil, "compare files by these methods only (default: all)")
	cmd.Flags().BoolVar(&robustness, "robustness", false, "compare anew with other filters, and print the count under other thresholds")
	cmd.Flags().BoolVar(&reveal, "reveal", false, "show the figures of a case's captures before a view is committed; this is logged, and a report says so")
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON schema of what --json prints, and compare nothing")
	cmd.Flags().StringVar(&reference, "reference", "", "weigh the score against this reference set, a `file` made by tracemark validate --reference")
	cmd.Flags().StringVar(&mark, "mark", string(casefile.BreechFace), "the mark that the files show; captures of a case have theirs recorded")
	return p.jsonFlag(cmd)
}

func isFile(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (p *program) compareFiles(ctx context.Context, args []string, mark casefile.MarkKind, methods []string, robustness bool) (compared, error) {
	if err := analysis.CheckMethods(methods); err != nil {
		return compared{}, err
	}
	var files [2]analysis.Recording
	var err error
	for i := range files {
		if files[i], err = analysis.ReadTopography(ctx, args[i]); err != nil {
			return compared{}, err
		}
	}
	start := time.Now()
	var scans [2]*compare.Scan
	for i := range scans {
		if scans[i], err = analysis.Prepare(ctx, files[i].Surface); err != nil {
			return compared{}, analysis.About(args[i], err)
		}
	}
	results, err := analysis.PairChecked(ctx, scans[0], scans[1], methods...)
	if err != nil {
		return compared{}, err
	}
	c := compared{
		Format: comparedFormat, A: args[0], B: args[1], Default: analysis.DefaultScore, Results: results, Params: analysis.Params(),
		Software: version.Software(), Millis: millis(time.Since(start)),
	}
	c.made = casefile.Comparison{Default: c.Default, Results: c.Results, Params: c.Params}
	for i, r := range files {
		c.captures[i] = casefile.Capture{SHA256: r.SHA256, Mark: mark, Kind: r.Kind, Width: r.Width, Height: r.Height, Instrument: r.Instrument,
			Scale: r.Scale, Warnings: r.Warnings, Synthetic: r.Synthetic}
		c.Scans = append(c.Scans, sideOf(args[i], "", c.captures[i]))
	}
	c.note(args)
	if !p.json && !robustness {
		return c, nil
	}
	e, err := analysis.Explain(ctx, scans[0].Surface(), scans[1].Surface(), results)
	if err == nil && robustness {
		e.Filters, err = explain.Filters(ctx, files[0].Surface, files[1].Surface, explain.Settings(), p.progress())
	}
	if err != nil {
		return compared{}, err
	}
	c.Explain = &e
	return c, nil
}

func compareCaptures(ctx context.Context, desk *casework.Desk, path string, args []string, reveal bool, progress casefile.Progress) (compared, error) {
	a, err := desk.FindCapture(ctx, path, args[0])
	if err != nil {
		return compared{}, err
	}
	b, err := desk.FindCapture(ctx, path, args[1])
	if err != nil {
		return compared{}, err
	}
	k, err := desk.Compare(ctx, path, a.ID, b.ID, progress)
	if err != nil {
		return compared{}, err
	}
	item, err := desk.Comparison(ctx, path, k.ID)
	if err != nil {
		return compared{}, err
	}
	if item.Comparison.Withheld && reveal {
		if err := desk.Note(ctx, path, casefile.Act{Kind: casefile.ActRevealed, Subject: k.ID, Detail: "asked for on the command line"}); err != nil {
			return compared{}, err
		}
		if item, err = desk.Comparison(ctx, path, k.ID); err != nil {
			return compared{}, err
		}
	}
	k = item.Comparison
	c := compared{
		Withheld: k.Withheld,
		Format:   comparedFormat, ID: k.ID, Number: k.Number, A: k.A, B: k.B, Default: k.Default, Results: k.Results, Params: k.Params, Software: k.Software,
		Millis: float64(k.Millis), made: k, captures: [2]casefile.Capture{a, b}, masks: [2]*casefile.MaskItem{item.A.Mask, item.B.Mask},
	}
	c.ClassDisagreements = casefile.ClassDisagreements(item.A.Exhibit.Class, item.B.Exhibit.Class)
	c.Scans = []side{sideOf(a.FileName, item.A.Exhibit.Label, a), sideOf(b.FileName, item.B.Exhibit.Label, b)}
	c.Scans[0].Mask, c.Scans[1].Mask = maskFactsOf(item.A.Mask), maskFactsOf(item.B.Mask)
	c.note(args)
	return c, nil
}

func writeCompared(w io.Writer, c compared) {
	if c.ID != "" {
		fmt.Fprintf(w, "Comparison %d stored: %s\n", c.Number, c.ID)
	}
	for _, d := range c.ClassDisagreements {
		fmt.Fprintf(w, "CLASS DIFFERS. %s.\n", d)
	}
	for _, n := range c.Notices {
		fmt.Fprintln(w, n)
	}
	for i, s := range c.Scans {
		if c.ID != "" && c.captures[i].Kind == casefile.Topography {
			fmt.Fprintf(w, "Mask of %s: %s\n", orText(s.Exhibit, string(rune('A'+i))), maskText(s.Mask))
		}
	}
	kind := casefile.PairOf(c.captures[0], c.captures[1])
	if kind == casefile.TopographyAndPhotograph {
		fmt.Fprintln(w, "Topography against photograph: no method compares them. They lie beside each other for viewing; nothing was computed.")
		return
	}
	if c.Withheld {
		fmt.Fprintf(w, "The figures are shown once a view is committed: tracemark commit CASE %d --as LEVEL --reason TEXT (or --skip).\n", c.Number)
	}
	for _, r := range c.Results {
		fmt.Fprintf(w, "%s (version %s)\n", r.Method, r.Version)
		for _, s := range r.Scores {
			mark := ""
			if s.Name == c.Default {
				mark = "   <- the score the product decides by"
			}
			fmt.Fprintf(w, "  %-20s %s%s\n", s.Name, report.Decimal(s.Value), mark)
		}
		if len(r.CellsAB)+len(r.CellsBA) > 0 {
			fmt.Fprintf(w, "  cells                A to B %d congruent of %d comparable, B to A %d of %d\n",
				imaging.Congruent(r.CellsAB), imaging.Comparable(r.CellsAB), imaging.Congruent(r.CellsBA), imaging.Comparable(r.CellsBA))
		}
		if r.Pose != nil {
			fmt.Fprintf(w, "  pose                 A on B: turned %.2f°, moved (%.1f, %.1f) µm in B's frame\n", r.Pose.AngleDeg, r.Pose.TX, r.Pose.TY)
		}
		if q := r.PhotoPose; q != nil {
			fmt.Fprintf(w, "  pose                 A on B: turned %.2f°, A's width covers %.4f of B's, moved (%.4f, %.4f) of B's width\n", q.AngleDeg, q.Magnify, q.TX, q.TY)
		}
		for _, n := range r.Notes {
			fmt.Fprintf(w, "  note: %s\n", strings.TrimSuffix(casefile.LabelledNote(n, c.Scans[0].label(), c.Scans[1].label()), "."))
		}
	}
	if c.Withheld {
		return
	}
	writeRobustness(w, c.Explain)
	writeReferenceText(w, c.Reference)
	purpose := "A score is a lead, never a conclusion."
	if kind == casefile.TwoPhotographs {
		purpose = "This is " + registrationPurpose + "."
	}
	fmt.Fprintf(w, "time %.0f ms\n%s\n", c.Millis, purpose)
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// writeReferenceText says where the score stands in a reference set and what weight that gives it.
func writeReferenceText(w io.Writer, r *report.Reference) {
	if r == nil {
		return
	}
	fmt.Fprintf(w, "reference set %q (%s)\n", r.Name, r.Source)
	for _, s := range r.Standings {
		fmt.Fprintf(w, "  %s: best known non-match %s; %s known non-matches score as high; %s known matches as low\n", s.Score,
			report.Decimal(s.BestKNM), report.Rate(s.KNMAtOrAbove, s.KNM), report.Rate(s.KMAtOrBelow, s.KM))
		fmt.Fprintf(w, "  %s\n", s.Headline())
		for _, line := range s.Sentences(r.Domain) {
			fmt.Fprintf(w, "    %s\n", line)
		}
	}
}
