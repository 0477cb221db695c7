package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/export/report"
)

// demoMade is what `demo` prints.
type demoMade struct {
	Case        string   `json:"case"`
	Scans       string   `json:"scans"`
	Report      string   `json:"report"`
	Screens     []string `json:"screens"`
	Comparison  int      `json:"comparison"`
	Candidate   string   `json:"candidate"`
	Shown       int      `json:"shown"` // candidates that were shown first, in an order that says nothing
	View        string   `json:"view"`  // committed before rank and score were shown
	Rank        int      `json:"rank"`
	Score       float64  `json:"score"`
	ScoreName   string   `json:"score_name"`
	Conclusion  string   `json:"conclusion"`
	Draft       string   `json:"draft"`
	Life        []string `json:"life"` // the states that the report went through
	Verified    []string `json:"verified"`
	CaseChecked []string `json:"case_checked"`
}

func (p *program) demo() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "demo --out DIR",
		Short: "Do the whole main job without a display, on simulated firearms",
		Long: "Simulates breech-face topographies of a few firearms, begins a case, imports them, asks the embedded correlation\n" +
			"service, opens the candidate from the same simulated firearm, commits a provisional view before its rank and score\n" +
			"are shown, records a conclusion and has it verified, takes the report from its draft through two reviews, its authorisation\n" +
			"and three signatures to its issue, verifies it, and draws the main screens. Everything is left in DIR and labelled SYNTHETIC wherever it shows.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			made, err := p.runDemo(cmd.Context(), out)
			if err != nil {
				return err
			}
			return p.print(made, func(w io.Writer) { writeDemo(w, made) })
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "folder for the results; made if need be, must be empty")
	_ = cmd.MarkFlagRequired("out") // only fails for a flag that is not there
	return p.jsonFlag(cmd)
}

func (p *program) runDemo(ctx context.Context, out string) (made demoMade, err error) {
	if out, err = emptyFolder(out); err != nil {
		return made, err
	}
	// A workstation of its own, so that the demonstration leaves the user's cases and service alone.
	desk, err := casework.Open(filepath.Join(out, "workstation"))
	if err != nil {
		return made, err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	desk.Use(casework.DemoSettings)
	progress := p.progress()

	made.Case, made.Scans = filepath.Join(out, "case"), filepath.Join(out, "scans")
	if _, err := desk.MakeDemoCase(ctx, made.Case, made.Scans, progress); err != nil {
		return made, err
	}
	comparison, err := p.demoComparison(ctx, desk, &made, progress)
	if err != nil {
		return made, err
	}
	conclusion, err := desk.Conclude(ctx, made.Case, comparison.ID, "identification",
		"Demonstration on simulated data: the striated and granular detail of the breech faces agrees in the cells shown.")
	if err != nil {
		return made, err
	}
	made.Conclusion = conclusion.Value
	if err := demoVerify(ctx, desk, &made, comparison.ID, progress); err != nil {
		return made, err
	}
	issued, err := demoReport(ctx, desk, &made, comparison.ID, out, progress)
	if err != nil {
		return made, err
	}
	made.Report = issued.File
	for _, check := range []struct {
		what string
		to   *[]string
	}{{made.Report, &made.Verified}, {made.Case, &made.CaseChecked}} {
		verdict, err := desk.Verify(ctx, check.what, progress)
		if err != nil {
			return made, err
		}
		if !verdict.OK {
			return made, &casefile.Error{Code: casefile.Damaged, What: "%[1]s does not verify", Do: "Report this as a fault of Tracemark", Args: []any{check.what}}
		}
		*check.to = verdict.Sentences
	}
	made.Screens, err = p.DrawScreens(ctx, desk, made.Case, filepath.Join(out, "screens"))
	return made, err
}

// demoComparison asks the service for the scene's cartridge case and compares it with the best candidate.
func (p *program) demoComparison(ctx context.Context, desk *casework.Desk, made *demoMade, progress casefile.Progress) (casefile.Comparison, error) {
	list, err := desk.Correlate(ctx, made.Case, casework.DemoQuestioned, casefile.CorrelateOptions{}, progress)
	if err != nil {
		return casefile.Comparison{}, err
	}
	if len(list.Candidates) == 0 {
		return casefile.Comparison{}, &casefile.Error{Code: casefile.Failed, What: "The correlation service found no candidate", Do: "Report this as a fault of Tracemark"}
	}
	at := slices.IndexFunc(list.Candidates, func(c casefile.Candidate) bool { return c.Label == casework.DemoMatch })
	if at < 0 {
		return casefile.Comparison{}, &casefile.Error{Code: casefile.Failed, What: "The candidate from the same simulated firearm is not among those shown", Do: "Report this as a fault of Tracemark"}
	}
	c := list.Candidates[at]
	comparison, err := desk.CompareCandidate(ctx, made.Case, list.ID, c.Key, c.Marks[0].Mark, progress)
	if err != nil {
		return casefile.Comparison{}, err
	}
	made.Candidate, made.Comparison, made.Shown = c.Label, comparison.Number, len(list.Candidates)
	return comparison, commitDemo(ctx, desk, made, comparison.ID, list.ID)
}

// commitDemo commits a view of the comparison and notes what is shown only then.
func commitDemo(ctx context.Context, desk *casework.Desk, made *demoMade, comparisonID, listID string) error {
	view, err := desk.Commit(ctx, made.Case, casefile.Commitment{ComparisonID: comparisonID, Value: "inconclusive-a",
		Reason: "Demonstration on simulated data: a first look, as an examiner would record before the figures are shown."})
	if err != nil {
		return err
	}
	item, err := desk.Comparison(ctx, made.Case, comparisonID)
	if err != nil {
		return err
	}
	lists, err := desk.Correlations(ctx, made.Case)
	if err != nil {
		return err
	}
	for _, l := range lists {
		for _, c := range l.Candidates {
			if l.ID == listID && c.Label == made.Candidate {
				made.Rank = c.Rank
			}
		}
	}
	k := item.Comparison
	made.View, made.ScoreName, made.Score = view.Value, k.Default, k.Score(k.Default)
	return nil
}

func writeDemo(w io.Writer, m demoMade) {
	fmt.Fprintln(w, "Everything below is simulated: SYNTHETIC DATA.")
	fmt.Fprintf(w, "Scans      %s\n", m.Scans)
	fmt.Fprintf(w, "Case       %s\n", m.Case)
	fmt.Fprintf(w, "Candidate  %s for %s, one of %d shown in an order that says nothing, without rank and score\n", m.Candidate, casework.DemoQuestioned, m.Shown)
	fmt.Fprintf(w, "Committed  %s, before the figures were shown\n", m.View)
	fmt.Fprintf(w, "Revealed   rank %d, %s %s\n", m.Rank, m.ScoreName, report.Decimal(m.Score))
	fmt.Fprintf(w, "Concluded  %s (comparison %d)\n", m.Conclusion, m.Comparison)
	fmt.Fprintf(w, "Draft      %s\n", m.Draft)
	fmt.Fprintf(w, "Report     %s\n           %s; by four simulated people\n", m.Report, strings.Join(m.Life, ", "))
	for _, s := range append(m.Verified, m.CaseChecked...) {
		fmt.Fprintf(w, "           %s\n", s)
	}
	for _, s := range m.Screens {
		fmt.Fprintf(w, "Screen     %s\n", s)
	}
}

// emptyFolder returns the absolute path of a folder that exists and holds nothing.
func emptyFolder(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "The folder %[1]s cannot be made", Do: "Name another one", Args: []any{dir}, Cause: err}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "The folder %[1]s cannot be read", Do: "Name another one", Args: []any{dir}, Cause: err}
	}
	if len(entries) > 0 {
		return "", &casefile.Error{Code: casefile.Conflict, What: "The folder %[1]s is not empty", Do: "Name a new one, so that nothing is overwritten", Args: []any{dir}}
	}
	return dir, nil
}
