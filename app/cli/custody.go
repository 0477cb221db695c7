package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) custody() *cobra.Command {
	var overdue bool
	cmd := &cobra.Command{
		Use:   "custody CASE [EXHIBIT] | --overdue",
		Short: "Show who has exhibits and where, and record what happens to them",
		Long: "With a case: who has each exhibit and where it is. With an exhibit as well: its chain of custody.\n" +
			"With --overdue: what should have been back, over all cases this workstation knows.",
		Args: cobra.MaximumNArgs(2),
	}
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		switch {
		case overdue && len(args) == 0:
			return p.showOverdue(ctx, desk)
		case overdue || len(args) == 0:
			return p.usage("The command needs either a case or --overdue", "See `tracemark custody --help`")
		case len(args) == 1:
			return p.showHolders(ctx, desk, args[0])
		}
		r, err := desk.Custody(ctx, args[0], args[1])
		if err != nil {
			return err
		}
		return p.print(r, func(w io.Writer) { writeCustody(w, r) })
	})
	cmd.Flags().BoolVar(&overdue, "overdue", false, "what should have been back, over all cases")
	cmd.AddCommand(p.custodyAdd(), p.custodyCorrect())
	return p.jsonFlag(cmd)
}

func (p *program) showOverdue(ctx context.Context, desk *casework.Desk) error {
	list, err := desk.Overdue(ctx)
	if err != nil {
		return err
	}
	return p.print(list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "Nothing is overdue.")
			return
		}
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "CASE\tEXHIBIT\tWITH\tDUE\tDAYS OVERDUE\tLENT BY")
		for _, o := range list {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%s\n", o.CaseNumber, o.Label, o.State.Holder.Text(), o.State.Due, o.Days, o.State.Lender.Text())
		}
		t.Flush()
	})
}

func (p *program) showHolders(ctx context.Context, desk *casework.Desk, path string) error {
	items, err := desk.Exhibits(ctx, path)
	if err != nil {
		return err
	}
	states, err := desk.CustodyStates(ctx, path)
	if err != nil {
		return err
	}
	return p.print(states, func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "EXHIBIT\tHOLDER\tPLACE\tSEALS\tNOTE")
		for _, item := range items {
			s := states[item.Exhibit.ID]
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", item.Exhibit.Label, orDash(s.Holder.Text()), orDash(s.Place), orDash(strings.Join(s.Seals, ", ")), custodyNote(s))
		}
		t.Flush()
	})
}

// custodyNote is what is out of the ordinary about a state.
func custodyNote(s casefile.CustodyState) string {
	var notes []string
	if !s.Known {
		notes = append(notes, "nothing recorded")
	}
	if s.Gone != "" {
		notes = append(notes, string(s.Gone))
	}
	if s.Due != "" {
		notes = append(notes, "due back "+s.Due)
	}
	if n := s.OverdueDays(time.Now()); n > 0 {
		notes = append(notes, fmt.Sprintf("OVERDUE by %d days", n))
	}
	if s.With != "" {
		notes = append(notes, "goes with the exhibit it came from")
	}
	if s.Broken > 0 {
		notes = append(notes, fmt.Sprintf("BREAKS: %d", s.Broken))
	}
	return strings.Join(notes, "; ")
}

func writeCustody(w io.Writer, r casefile.CustodyRecord) {
	fmt.Fprintf(w, "Exhibit %s\n", r.Exhibit.Label)
	if r.State.Known {
		fmt.Fprintf(w, "  with %s, %s, since %s\n", r.State.Holder.Text(), orText(r.State.Place, "place not known"), r.State.Since.Local().Format("2006-01-02 15:04"))
	}
	if note := custodyNote(r.State); note != "" {
		fmt.Fprintf(w, "  %s\n", note)
	}
	for _, row := range casefile.CustodyRows(r, time.Local) {
		fmt.Fprintf(w, "\n%s  %s  %s\n", row.Number, row.When, row.What)
		for _, f := range [][2]string{{"from", row.From}, {"to", row.To}, {"place", row.Place}, {"why", row.Why}, {"seals", row.Seals}, {"condition", row.Condition},
			{"recorded", row.Recorded}, {"note", row.Note}} {
			if f[1] != "" {
				fmt.Fprintf(w, "  %-10s %s\n", f[0], f[1])
			}
		}
	}
}

// custodyFlags are what is said of a custody event.
type custodyFlags struct {
	kind, from, to, at, place, why, before, after, condition, due, explain string
	fromFile, toFile                                                       string
	pieces                                                                 int
}

func (f *custodyFlags) add(cmd *cobra.Command) {
	var kinds []string
	for _, k := range casefile.CustodyKinds() {
		kinds = append(kinds, string(k))
	}
	const party = `"me", "login:NAME" with the passphrase in a file, or "Name; Organisation; Document" of somebody from outside`
	fl := cmd.Flags()
	fl.StringVar(&f.kind, "kind", "", strings.Join(kinds, ", "))
	fl.StringVar(&f.from, "from", "", "who had it and acted (default: whoever has it, as known): "+party)
	fl.StringVar(&f.to, "to", "", "who has it then, the same way")
	fl.StringVar(&f.fromFile, "from-passphrase-file", "", "file with the passphrase of --from login:NAME")
	fl.StringVar(&f.toFile, "to-passphrase-file", "", "file with the passphrase of --to login:NAME")
	fl.StringVar(&f.at, "at", "", "when it happened, as \"2026-12-31 14:30\" in local time (default: now)")
	fl.StringVar(&f.place, "place", "", "where the exhibit is afterwards")
	fl.StringVar(&f.why, "why", "", "why")
	fl.StringVar(&f.before, "seals-before", "", "numbers of the seals as found, comma between (default: the last known)")
	fl.StringVar(&f.after, "seals-after", "", "numbers of the seals afterwards (default: as found, none where it is opened)")
	fl.StringVar(&f.condition, "condition", "", "condition as seen")
	fl.StringVar(&f.due, "due", "", "date on which a loan is due back, as 2026-12-31")
	fl.IntVar(&f.pieces, "pieces", 0, "pieces there are afterwards, of a lot")
	fl.StringVar(&f.explain, "explain", "", "explanation of what does not fit the chain")
}

// statement makes a statement of the flags; what they leave out is as in e, or as known of the exhibit.
func (f *custodyFlags) statement(ctx context.Context, cmd *cobra.Command, desk *casework.Desk, path string, r casefile.CustodyRecord, e casefile.CustodyEvent) (st casefile.CustodyStatement, err error) {
	fresh := e.Number == 0
	set := func(name string, to *string, v string) {
		if cmd.Flags().Changed(name) {
			*to = v
		}
	}
	e.ExhibitID = r.Exhibit.ID
	if f.kind != "" {
		e.Kind = casefile.CustodyKind(f.kind)
	}
	set("place", &e.Place, f.place)
	set("why", &e.Why, f.why)
	set("condition", &e.Condition, f.condition)
	set("due", &e.Due, f.due)
	set("explain", &e.Explanation, f.explain)
	if cmd.Flags().Changed("pieces") {
		e.Quantity = &f.pieces
	}
	if fresh {
		e.Happened, e.From, e.SealsBefore = time.Now(), r.State.Holder, r.State.Seals
	}
	if f.at != "" {
		if e.Happened, err = time.ParseInLocation("2006-01-02 15:04", f.at, time.Local); err != nil {
			return st, &casefile.Error{Code: casefile.Invalid, What: "%[1]q is no date and time", Do: "Write it as \"2026-12-31 14:30\"", Args: []any{f.at}, Cause: err}
		}
	}
	if cmd.Flags().Changed("seals-before") {
		e.SealsBefore = sealList(f.before)
	}
	switch {
	case cmd.Flags().Changed("seals-after"):
		e.SealsAfter = sealList(f.after)
	case fresh && (e.Kind == casefile.Opened || e.Kind == casefile.Separated):
		e.SealsAfter = nil
	case fresh:
		e.SealsAfter = e.SealsBefore
	}
	st.Event = e
	if st.Event.From, st.From, err = partyFlag(ctx, desk, path, f.from, f.fromFile, e.From); err != nil {
		return st, err
	}
	st.Event.To, st.To, err = partyFlag(ctx, desk, path, f.to, f.toFile, e.To)
	return st, err
}

func sealList(text string) []string {
	var out []string
	for _, s := range strings.Split(text, ",") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// partyFlag reads who a party is; "" is the one that was known.
func partyFlag(ctx context.Context, desk *casework.Desk, path, text, file string, known casefile.Party) (casefile.Party, casefile.Credentials, error) {
	login, isLogin := strings.CutPrefix(text, "login:")
	switch {
	case text == "":
		return known, casefile.Credentials{}, nil
	case isLogin:
		b, err := os.ReadFile(file)
		if err != nil {
			return known, casefile.Credentials{}, &casefile.Error{Code: casefile.Invalid, What: "The passphrase of %[1]s cannot be read", Do: "Name the file that holds it (--from-passphrase-file, --to-passphrase-file)",
				Args: []any{login}, Cause: err}
		}
		return casefile.Party{}, casefile.Credentials{LogIn: login, Passphrase: strings.TrimRight(string(b), "\r\n")}, nil
	case text == "me":
		parties, err := desk.CustodyParties(ctx, path)
		if err != nil {
			return known, casefile.Credentials{}, err
		}
		return parties[0].Party, casefile.Credentials{}, nil
	}
	parts := append(strings.Split(text, ";"), "", "")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return casefile.Party{Name: parts[0], Organisation: parts[1], Document: parts[2]}, casefile.Credentials{}, nil
}

func (p *program) custodyAdd() *cobra.Command {
	var f custodyFlags
	cmd := &cobra.Command{
		Use:   "add CASE EXHIBIT",
		Short: "Record what happened to an exhibit",
		Args:  cobra.ExactArgs(2),
	}
	f.add(cmd)
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		if f.kind == "" {
			return p.usage("The command needs --kind", "See `tracemark custody add --help`")
		}
		r, err := desk.Custody(ctx, args[0], args[1])
		if err != nil {
			return err
		}
		st, err := f.statement(ctx, cmd, desk, args[0], r, casefile.CustodyEvent{})
		if err != nil {
			return err
		}
		e, err := desk.AddCustody(ctx, args[0], st)
		if err != nil {
			return err
		}
		return p.print(e, func(w io.Writer) { writeRecorded(w, r.Exhibit.Label, e) })
	})
	return p.jsonFlag(cmd)
}

func (p *program) custodyCorrect() *cobra.Command {
	var f custodyFlags
	var reason string
	var void bool
	cmd := &cobra.Command{
		Use:   "correct CASE EXHIBIT NUMBER",
		Short: "Correct what is said of a custody event; the earlier version stays readable",
		Args:  cobra.ExactArgs(3),
	}
	f.add(cmd)
	cmd.Flags().StringVar(&reason, "reason", "", "why it is corrected")
	cmd.Flags().BoolVar(&void, "void", false, "it did not happen at all")
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		r, err := desk.Custody(ctx, args[0], args[1])
		if err != nil {
			return err
		}
		n, err := strconv.Atoi(args[2])
		if err != nil {
			return p.usage("The event's number is not a number", "See `tracemark custody CASE EXHIBIT` for the numbers")
		}
		for _, l := range r.Links {
			if l.Event.Number != n || l.Of != "" {
				continue
			}
			st, err := f.statement(ctx, cmd, desk, args[0], r, l.Event)
			if err != nil {
				return err
			}
			st.Event.Reason, st.Event.Void, st.Event.By = reason, void, ""
			e, err := desk.CorrectCustody(ctx, args[0], st)
			if err != nil {
				return err
			}
			return p.print(e, func(w io.Writer) { writeRecorded(w, r.Exhibit.Label, e) })
		}
		return &casefile.Error{Code: casefile.NotFound, What: "Exhibit %[1]s has no custody event %[2]d of its own", Do: "See `tracemark custody CASE EXHIBIT` for the numbers",
			Args: []any{r.Exhibit.Label, n}}
	})
	return p.jsonFlag(cmd)
}

func writeRecorded(w io.Writer, label string, e casefile.CustodyEvent) {
	fmt.Fprintf(w, "Exhibit %s: event %d, version %d recorded: %s", label, e.Number, e.Version, e.Kind)
	if e.Void {
		fmt.Fprint(w, ", which did not happen")
	}
	fmt.Fprintln(w)
	if len(e.Irregular) > 0 {
		fmt.Fprintf(w, "  BREAK: %s\n", casefile.Irregularities(e.Irregular))
	}
}
