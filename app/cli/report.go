package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) report() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Take a report from its draft through reviews and signatures to its issue",
		Long: "A report goes through the hands of at least three people:\n\n" +
			"  new        its author begins it; until it is issued, every page of it says DRAFT\n" +
			"  submit     complete, and without claims that no examiner may make, it is handed in for review\n" +
			"  review     somebody who did none of the work lets it pass technically, then somebody who did not write it administratively; or returns it\n" +
			"  authorise  somebody other than its author and its examiner authorises it\n" +
			"  sign       its examiner signs first, then whoever verified (if they will) and whoever authorised it\n" +
			"  issue      it is locked: from then on nothing of it changes. An error in it is put right by a new report: amend\n\n" +
			"At each step the document is made anew from the case; where it says something else than was submitted, the step is refused. Who may do\n" +
			"what is settled by the accounts of the workstation. Without accounts --examiner names who acts, and the report says that its people's\n" +
			"names are stated and not authenticated.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.reportNew(), p.reportChange(), p.reportList(), p.reportShow(), p.reportDraft(),
		p.reportStep("submit", "Hand a draft in for review", "note", false, (*casework.Desk).SubmitReport),
		p.reportReview(),
		p.reportStep("authorise", "Authorise a report that was reviewed", "note", false, (*casework.Desk).AuthoriseReport),
		p.reportSign(), p.reportIssue(),
		p.reportStep("return", "Give a report that was to be authorised back to its author", "reason", true, (*casework.Desk).ReturnReport),
		p.reportStep("withdraw", "End a report that was not issued", "reason", true, (*casework.Desk).WithdrawReport),
		p.reportStep("amend", "Begin a report in place of one that was issued; it names the old one's id and hash and shows what changed", "reason", true, (*casework.Desk).AmendReport),
		p.reportMail(), p.reportExtend(), p.reportBatch())
	return cmd
}

// contentFlags are what people choose and write for a report.
type contentFlags struct {
	content         casefile.ReportContent
	texts           map[string]*string // statements by name
	waive, withhold map[string]string
}

// what each statement is, for the help; in the order of ReportStatements.All.
var statementHelp = map[string]string{
	"customer": "who asked for the work", "contact": "how the customer can be reached", "place": "where the work was done",
	"condition": "the items' condition, beyond what custody says", "received": "when the items were received, where custody does not say",
	"sampling": "how the items were chosen, or that nothing was", "environment": "conditions of the work",
	"deviations": "what was done otherwise than the method says, or that nothing was", "external": "which results come from somebody else, or that none does",
	"remarks": "anything else",
}

func (f *contentFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.content.Language, "language", "", "of the report: "+strings.Join(casefile.ReportLanguages(), ", ")+" (default en)")
	flags.StringVar(&f.content.Template, "template", "", "its template: the program's own is called as its kind")
	flags.BoolVar(&f.content.Filters, "robustness", false, "compare anew with other filters, which takes seconds, and state those scores too")
	flags.StringToStringVar(&f.waive, "waive", nil, "leave out what ISO/IEC 17025, 7.8.2.1 asks for, with the reason: `k=\"nothing was sampled\"`; an empty reason takes it back")
	flags.StringToStringVar(&f.withhold, "withhold", nil, "withhold a fact that may not be used, with the reason: `FACT=REASON` with a name that report show gives, * for all; an empty reason takes it back")
	f.texts = map[string]*string{}
	for _, s := range f.content.Statements.All() {
		f.texts[s.Name] = flags.String(s.Name, "", statementHelp[s.Name])
	}
}

// onto puts what was given over what a report has.
func (f *contentFlags) onto(cmd *cobra.Command, c casefile.ReportContent) casefile.ReportContent {
	given := cmd.Flags().Changed
	if given("language") {
		c.Language = f.content.Language
	}
	if given("template") {
		c.Template = f.content.Template
	}
	if given("robustness") {
		c.Filters = f.content.Filters
	}
	for _, s := range c.Statements.All() {
		if given(s.Name) {
			*s.Text = *f.texts[s.Name]
		}
	}
	for letter, reason := range f.waive {
		c.Waivers = waive(c.Waivers, letter, reason)
	}
	for fact, reason := range f.withhold {
		c.Redactions = slices.DeleteFunc(slices.Clone(c.Redactions), func(x casefile.ReportRedaction) bool { return x.Fact == fact })
		if strings.TrimSpace(reason) != "" {
			c.Redactions = append(c.Redactions, casefile.ReportRedaction{Fact: fact, Reason: reason})
		}
	}
	return c
}

func waive(list []casefile.ReportWaiver, letter, reason string) []casefile.ReportWaiver {
	var out []casefile.ReportWaiver
	for _, w := range list {
		if w.Obligation != letter {
			out = append(out, w)
		}
	}
	if strings.TrimSpace(reason) != "" {
		out = append(out, casefile.ReportWaiver{Obligation: letter, Reason: reason})
	}
	return out
}

func (p *program) reportNew() *cobra.Command {
	var f contentFlags
	var kind string
	cmd := &cobra.Command{
		Use:   "new CASE ABOUT",
		Short: "Begin a report: on a comparison, or with --kind on notes, a verification or an exhibit's custody",
		Args:  cobra.ExactArgs(2),
	}
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		r, err := desk.BeginReport(ctx, args[0], casefile.NewReport{Kind: casefile.ReportKind(kind), About: args[1], Content: f.onto(cmd, casefile.ReportContent{})})
		return p.printReport(r, err)
	})
	f.add(cmd)
	cmd.Flags().StringVar(&kind, "kind", string(casefile.ReportOnComparison), "what it is about: comparison, notes, verification, custody")
	return p.jsonFlag(cmd)
}

func (p *program) reportChange() *cobra.Command {
	var f contentFlags
	var reason string
	cmd := &cobra.Command{
		Use:   "change CASE REPORT --reason TEXT",
		Short: "Write a new version of a report; what is not named stays. Reviews of the version before count no more",
		Args:  cobra.ExactArgs(2),
	}
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		r, err := desk.Report(ctx, args[0], args[1])
		if err != nil {
			return err
		}
		r, err = desk.ChangeReport(ctx, args[0], args[1], f.onto(cmd, r.Report.Current().Content), reason)
		return p.printReport(r, err)
	})
	f.add(cmd)
	cmd.Flags().StringVar(&reason, "reason", "", "why it is changed")
	_ = cmd.MarkFlagRequired("reason") // only fails for a flag that is not there
	return p.jsonFlag(cmd)
}

// reportStep is a verb that takes one step, with a text that it needs or not.
func (p *program) reportStep(verb, short, text string, needed bool, step func(d *casework.Desk, ctx context.Context, path, ref, text string) (casefile.ReportDetail, error)) *cobra.Command {
	var said string
	use := verb + " CASE REPORT"
	if needed {
		use += " --" + text + " TEXT"
	}
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			r, err := step(desk, ctx, args[0], args[1], said)
			return p.printReport(r, err)
		}),
	}
	cmd.Flags().StringVar(&said, text, "", map[bool]string{true: "why", false: "anything to go with it"}[needed])
	if needed {
		_ = cmd.MarkFlagRequired(text) // only fails for a flag that is not there
	}
	return p.jsonFlag(cmd)
}

func (p *program) reportReview() *cobra.Command {
	var note, back string
	var technical, administrative bool
	cmd := &cobra.Command{
		Use:   "review CASE REPORT --technical | --administrative | --return TEXT",
		Short: "Record the outcome of a review",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			kind, text := casefile.ReportTechnical, note
			switch {
			case administrative:
				kind = casefile.ReportAdministrative
			case !technical:
				kind, text = casefile.ReportReturned, back
			}
			r, err := desk.ReviewReport(ctx, args[0], args[1], kind, text)
			return p.printReport(r, err)
		}),
	}
	cmd.Flags().BoolVar(&technical, "technical", false, "it passes technical review: the records support what it says")
	cmd.Flags().BoolVar(&administrative, "administrative", false, "it passes administrative review: it is complete and in the agency's form")
	cmd.Flags().StringVar(&back, "return", "", "it goes back to its author, with what is to be changed")
	cmd.Flags().StringVar(&note, "note", "", "anything to go with it")
	cmd.MarkFlagsOneRequired("technical", "administrative", "return")
	cmd.MarkFlagsMutuallyExclusive("technical", "administrative", "return")
	return p.jsonFlag(cmd)
}

func (p *program) reportSign() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sign CASE REPORT",
		Short: "Sign an authorised report, as its examiner, as a verifier, or as whoever authorised it",
		Args:  cobra.ExactArgs(2),
	}
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		r, err := desk.SignReport(ctx, args[0], args[1], p.progress())
		return p.printReport(r, err)
	})
	return p.jsonFlag(cmd)
}

func (p *program) reportIssue() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "issue CASE REPORT --out FILE.pdf",
		Short: "Issue a signed report: it is locked, and a copy is written",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			issued, err := desk.ReleaseReport(ctx, args[0], args[1], out, p.progress())
			if err != nil {
				return err
			}
			return p.print(issued, func(w io.Writer) { printIssued(w, "issued", issued) })
		}),
	}
	cmd.Flags().StringVar(&out, "out", "", "the PDF file to write")
	_ = cmd.MarkFlagRequired("out") // only fails for a flag that is not there
	return p.jsonFlag(cmd)
}

func printIssued(w io.Writer, what string, issued casefile.ReleasedReport) {
	fmt.Fprintf(w, "Report %s %s: %s\nSHA-256 %s\nSigned by %s\n", issued.Report.ID, what, issued.File, issued.Report.SHA256, issued.Report.Signer)
	if issued.Report.TestIdentity {
		fmt.Fprintln(w, "This is a TEST IDENTITY: the report says so on every page.")
	}
}

func (p *program) reportExtend() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "extend CASE REPORT --out FILE.pdf",
		Short: "Add an archival time-stamp to a copy of an issued report; the issued bytes stay as they are",
		Args:  cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			issued, err := desk.ExtendReport(ctx, args[0], args[1], out, p.progress())
			if err != nil {
				return err
			}
			return p.print(issued, func(w io.Writer) { printIssued(w, "time-stamped", issued) })
		}),
	}
	cmd.Flags().StringVar(&out, "out", "", "the PDF file to write")
	_ = cmd.MarkFlagRequired("out") // only fails for a flag that is not there
	return p.jsonFlag(cmd)
}

func (p *program) reportBatch() *cobra.Command {
	var b casefile.ReportBatch
	var f contentFlags
	cmd := &cobra.Command{
		Use:   "batch CASE --out DIR [EXHIBIT...]",
		Short: "Begin a custody record of each exhibit, or of those named, and draw their drafts",
		Args:  cobra.MinimumNArgs(1),
	}
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		b.Kind, b.Exhibits, b.Content = casefile.ReportOfCustody, args[1:], f.onto(cmd, casefile.ReportContent{})
		list, err := desk.BatchRecords(ctx, args[0], b, p.progress())
		if err != nil {
			return err
		}
		return p.print(list, func(w io.Writer) {
			for _, l := range list {
				printReportLine(w, l)
			}
		})
	})
	f.add(cmd)
	cmd.Flags().StringVar(&b.Folder, "out", "", "folder for the drafts, one of each exhibit")
	return p.jsonFlag(cmd)
}
