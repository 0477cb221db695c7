package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) reportList() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list CASE",
		Short: "List the reports of a case with where each stands",
		Args:  cobra.ExactArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			list, err := desk.ReportLines(ctx, args[0])
			if err != nil {
				return err
			}
			if list == nil {
				list = []casefile.ReportLine{}
			}
			return p.print(list, func(w io.Writer) {
				for _, l := range list {
					printReportLine(w, l)
				}
				if len(list) == 0 {
					fmt.Fprintln(w, "No report was begun.")
				}
			})
		}),
	}
	return p.jsonFlag(cmd)
}

func printReportLine(w io.Writer, l casefile.ReportLine) {
	about := l.LabelA
	if l.LabelB != "" {
		about = fmt.Sprintf("%s and %s, comparison %d", l.LabelA, l.LabelB, l.ComparisonNumber)
	}
	fmt.Fprintf(w, "%d  %s  %s: %s, by %s", l.Report.Number, l.State, l.Report.Kind, about, l.AuthorName)
	if l.Report.Amends != "" {
		fmt.Fprintf(w, ", amends %s", l.Report.Amends)
	}
	if l.SupersededBy != "" {
		fmt.Fprintf(w, ", superseded by %s", l.SupersededBy)
	}
	fmt.Fprintln(w)
}

func (p *program) reportShow() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show CASE REPORT",
		Short: "Show where a report stands, what is missing in it, and what you can do next",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			r, err := desk.Report(ctx, args[0], args[1])
			return p.printReport(r, err)
		}),
	}
	return p.jsonFlag(cmd)
}

func (p *program) reportDraft() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "draft CASE REPORT",
		Short: "Draw a report as it stands and print the name of the file; every page says that it is a draft",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			file, err := desk.DraftReport(ctx, args[0], args[1], p.progress())
			if err != nil {
				return err
			}
			return p.print(map[string]string{"file": file}, func(w io.Writer) { fmt.Fprintln(w, file) })
		}),
	}
	return p.jsonFlag(cmd)
}

// printReport prints where a report stands after a step.
func (p *program) printReport(r casefile.ReportDetail, err error) error {
	if err != nil {
		return err
	}
	return p.print(r, func(w io.Writer) {
		printReportLine(w, r.ReportLine)
		fmt.Fprintf(w, "id %s, version %d\n", r.Report.ID, r.Report.Current().Version)
		for _, s := range r.Report.Steps {
			fmt.Fprintf(w, "  %s  version %d: %s, by %s", s.Created.Format(time.RFC3339), s.Version, s.Kind, r.Names[s.By])
			if s.Capacity != "" {
				fmt.Fprintf(w, " as %s (%s)", s.Capacity, s.Level)
			}
			if s.Text != "" {
				fmt.Fprintf(w, ": %s", s.Text)
			}
			fmt.Fprintln(w)
		}
		for _, c := range r.Report.Copies {
			fmt.Fprintf(w, "  %s  copy with a time-stamp, %s, SHA-256 %s\n", c.Created.Format(time.RFC3339), c.Level, c.SHA256)
		}
		printOpen(w, r)
	})
}

// printOpen prints what is to be done before the next step, and which that can be.
func printOpen(w io.Writer, r casefile.ReportDetail) {
	if r.Refused != "" {
		fmt.Fprintf(w, "It cannot be made: %s\n", r.Refused)
	}
	if r.Changed {
		fmt.Fprintln(w, "THE CASE HAS CHANGED since it was submitted: it says something else by now.")
	}
	for _, x := range r.Restricted {
		if withheld(r, x.Fact) {
			fmt.Fprintf(w, "Withheld: %s\n", x.Field)
			continue
		}
		fmt.Fprintf(w, "NOT TO BE USED: %s (--withhold %s=REASON)\n", x.Field, x.Fact)
	}
	for _, g := range r.Gaps {
		if g.Reason != "" {
			fmt.Fprintf(w, "Left out (%s): %s, because %s\n", g.Obligation, g.Asks, g.Reason)
			continue
		}
		fmt.Fprintf(w, "MISSING (%s): %s\n", g.Obligation, g.Asks)
	}
	for _, f := range r.Phrases {
		fmt.Fprintf(w, "NOT TO BE CLAIMED, in %s: %q. %s %s\n", f.Where, f.Found, f.Why, f.Instead)
	}
	var next []string
	for _, k := range r.Mine {
		if k == casefile.ReportSubmitted && !r.Ready() {
			next = append(next, "submit it, once nothing is missing")
			continue
		}
		next = append(next, stepVerbs[k])
	}
	if r.State.Ended() {
		return
	}
	if len(next) == 0 {
		next = []string{"nothing now"}
	}
	fmt.Fprintf(w, "What you can do: %s\n", strings.Join(next, ", "))
}

// withheld reports whether a fact is to be withheld.
func withheld(r casefile.ReportDetail, fact string) bool {
	return slices.ContainsFunc(r.Report.Current().Content.Redactions, func(x casefile.ReportRedaction) bool { return x.Fact == fact || x.Fact == "*" })
}

// stepVerbs say what somebody does who takes a step.
var stepVerbs = map[casefile.ReportStepKind]string{
	casefile.ReportSubmitted: "submit it", casefile.ReportTechnical: "let it pass the technical review", casefile.ReportAdministrative: "let it pass the administrative review",
	casefile.ReportAuthorised: "authorise it", casefile.ReportSigned: "sign it", casefile.ReportIssued: "issue it", casefile.ReportReturned: "return it to its author",
	casefile.ReportWithdrawn: "withdraw it",
}
