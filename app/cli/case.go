package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/imaging"
)

func (p *program) caseVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "case",
		Short: "Begin, list, show and change cases",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.caseNew(), p.caseList(), p.caseShow(), p.caseEdit())
	return cmd
}

func (p *program) caseNew() *cobra.Command {
	var number, title, offence string
	cmd := &cobra.Command{
		Use:   "new PATH",
		Short: "Begin a case in a new folder",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			if number == "" {
				number = filepath.Base(filepath.Clean(args[0]))
			}
			if title == "" {
				title = number
			}
			ref, err := desk.CreateCaseAt(ctx, args[0], casefile.NewCase{Number: number, Title: title, Offence: offence})
			if err != nil {
				return err
			}
			return p.print(ref, func(w io.Writer) {
				fmt.Fprintf(w, "Case %s begun in %s\n", ref.Case.Number, ref.Path)
			})
		}),
	}
	cmd.Flags().StringVar(&number, "number", "", "the agency's case number (default: the folder's name)")
	cmd.Flags().StringVar(&title, "title", "", "title (default: the number)")
	cmd.Flags().StringVar(&offence, "offence", "", "offence investigated")
	return p.jsonFlag(cmd)
}

func (p *program) caseList() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "list",
		Short: "List the cases this workstation knows",
		Args:  cobra.NoArgs,
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, _ []string) error {
			refs, err := desk.Cases(ctx)
			if err != nil {
				return err
			}
			if refs == nil {
				refs = []casefile.CaseRef{}
			}
			return p.print(refs, func(w io.Writer) {
				if len(refs) == 0 {
					fmt.Fprintln(w, "No cases yet: begin one with `tracemark case new PATH`.")
					return
				}
				t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
				fmt.Fprintln(t, "NUMBER\tTITLE\tSTATUS\tEXHIBITS\tCAPTURES\tCOMPARISONS\tFOLDER")
				for _, r := range refs {
					if r.Problem != "" {
						fmt.Fprintf(t, "%s\t%s\t\t\t\t\t%s\n", orDash(r.Case.Number), r.Problem, r.Path)
						continue
					}
					fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%d\t%s\n", r.Case.Number, r.Case.Title, r.Case.Status,
						r.Exhibits, r.Captures, r.Comparisons, r.Path)
				}
				t.Flush()
			})
		}),
	})
}

// caseFacts is what `case show` prints.
type caseFacts struct {
	casefile.CaseRef
	Items        []casefile.ExhibitItem    `json:"items"`
	Compared     []casefile.ComparisonItem `json:"compared"`
	Correlations []casefile.Correlation    `json:"correlations"`
	Issued       []casefile.ReportItem     `json:"issued"`
	Examined     []casefile.Examination    `json:"examined"` // of each of Compared, by the person at the desk
}

func (p *program) caseShow() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "show CASE",
		Short: "Show what a case holds",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			facts, err := gatherCase(ctx, desk, args[0])
			if err != nil {
				return err
			}
			return p.print(facts, func(w io.Writer) { writeCase(w, facts) })
		}),
	})
}

func gatherCase(ctx context.Context, desk *casework.Desk, path string) (f caseFacts, err error) {
	if f.CaseRef, err = desk.Case(ctx, path); err != nil {
		return f, err
	}
	if f.Items, err = desk.Exhibits(ctx, path); err != nil {
		return f, err
	}
	if f.Compared, err = desk.Comparisons(ctx, path); err != nil {
		return f, err
	}
	if f.Correlations, err = desk.Correlations(ctx, path); err != nil {
		return f, err
	}
	for _, c := range f.Compared {
		e, err := desk.Examination(ctx, path, c.Comparison.ID)
		if err != nil {
			return f, err
		}
		f.Examined = append(f.Examined, e)
	}
	f.Issued, err = desk.Reports(ctx, path)
	return f, err
}

func writeCase(w io.Writer, f caseFacts) {
	fmt.Fprintf(w, "Case %s: %s\n%s, %s, begun %s\n", f.Case.Number, f.Case.Title, f.Case.Agency, f.Case.Status,
		f.Case.Created.Format("2006-01-02 15:04 MST"))
	fmt.Fprintf(w, "\nExhibits (%d)\n", len(f.Items))
	for _, item := range f.Items {
		e := item.Exhibit
		fmt.Fprintf(w, "  %s  %s, %s", e.Label, e.Kind, e.Origin)
		if item.Event.Label != "" {
			fmt.Fprintf(w, ", event %s", item.Event.Label)
		}
		if e.Owner != "" {
			fmt.Fprintf(w, ", of %s", e.Owner)
		}
		fmt.Fprintln(w)
		for _, c := range item.Captures {
			fmt.Fprintf(w, "    %s  %s %s, %d×%d, %s%s\n      SHA-256 %s\n", c.ID, c.Mark, c.Kind, c.Width, c.Height,
				scaleText(c.Scale), syntheticText(c.Synthetic), c.SHA256)
			for _, warning := range c.Warnings {
				fmt.Fprintf(w, "      Warning: %s\n", warning)
			}
		}
	}
	fmt.Fprintf(w, "\nComparisons (%d)\n", len(f.Compared))
	for i, c := range f.Compared {
		fmt.Fprintf(w, "  %d  %s with %s: %s", c.Comparison.Number, c.A.Exhibit.Label, c.B.Exhibit.Label, outcomeText(c))
		if c.Conclusion != nil {
			fmt.Fprintf(w, "; concluded: %s", c.Conclusion.Value)
		}
		fmt.Fprintln(w, examinedText(f.Examined[i]))
	}
	fmt.Fprintf(w, "\nReports (%d)\n", len(f.Issued))
	for _, r := range f.Issued {
		fmt.Fprintf(w, "  %s  comparison %d, signed by %s, %s\n", r.Report.ID, r.ComparisonNumber, r.Report.Signer,
			r.Report.Created.Format("2006-01-02 15:04 MST"))
	}
}

// examinedText is what the examiner has left on a comparison besides a conclusion, "" for nothing.
func examinedText(e casefile.Examination) string {
	text := ""
	if c := e.Commitment; c != nil && c.Skipped {
		text += "; no view committed"
	} else if c != nil {
		text += "; committed before: " + c.Value
	}
	if n := len(e.Markup.Annotations); n > 0 {
		text += fmt.Sprintf("; marks: %d", n)
	}
	if n := len(e.Snapshots); n > 0 {
		text += fmt.Sprintf("; snapshots: %d", n)
	}
	return text
}

// outcomeText is what a comparison gave, in a few words.
func outcomeText(c casefile.ComparisonItem) string {
	switch c.Pair() {
	case casefile.TopographyAndPhotograph:
		return "topography beside photograph, nothing computed"
	}
	if c.Comparison.Withheld {
		return "figures withheld until a view is committed"
	}
	switch c.Pair() {
	case casefile.TwoPhotographs:
		if r, ok := c.Comparison.Result(imaging.MethodPhotographs); ok && (r.Pose != nil || r.PhotoPose != nil) {
			return "photographs, registered"
		}
		return "photographs, no trustworthy registration"
	}
	return c.Comparison.Default + " " + report.Decimal(c.Comparison.Score(c.Comparison.Default))
}

func scaleText(s casefile.Scale) string {
	x, y, ok := s.UM()
	switch {
	case !ok:
		return "scale not known"
	case x == y:
		return fmt.Sprintf("%.4g µm/px", x)
	}
	return fmt.Sprintf("%.4g × %.4g µm/px", x, y)
}

func syntheticText(synthetic bool) string {
	if synthetic {
		return ", SYNTHETIC"
	}
	return ""
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
