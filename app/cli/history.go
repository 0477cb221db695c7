package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) history() *cobra.Command {
	return p.jsonFlag(&cobra.Command{
		Use:   "history CASE [ITEM]",
		Short: "Show every version of something and what each changed",
		Long:  "ITEM is an exhibit, an event, \"document 3\" or \"hit 1\"; without it the history is the case's own.",
		Args:  cobra.RangeArgs(1, 2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			item := strings.Join(args[1:], "")
			list, err := desk.History(ctx, args[0], item)
			if err != nil {
				return err
			}
			return p.print(list, func(w io.Writer) {
				for _, h := range list {
					fmt.Fprintf(w, "Version %d, %s, by %s", h.Version, h.At.Format("2006-01-02 15:04 MST"), orText(h.By, "see the log"))
					if h.Reason != "" {
						fmt.Fprintf(w, ": %s", h.Reason)
					}
					fmt.Fprintln(w)
					writeChanges(w, h)
				}
			})
		}),
	})
}

func writeChanges(w io.Writer, h casefile.HistoryEntry) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range h.Changes {
		name := c.Name
		if c.Source {
			name += " (source)"
		}
		text := orText(c.Now, "taken away")
		if h.Version > 1 {
			text = orText(c.Was, "nothing") + " → " + text
		}
		fmt.Fprintf(t, "  %s\t%s\n", name, strings.ReplaceAll(text, "\n", "; "))
	}
	t.Flush()
}

// hit lists, confirms and withdraws the hits of a case.
func (p *program) hit() *cobra.Command {
	var reason string
	var confirm, withdraw string
	cmd := &cobra.Command{
		Use:   "hit CASE",
		Short: "List the hits of a case, confirm one on a conclusion, or withdraw one",
		Long:  "A hit is a confirmed link between exhibits of different events. It rests on an identification that a person concluded, never on a score.",
		Args:  cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&confirm, "confirm", "", "number or id of the comparison whose conclusion it rests on")
	cmd.Flags().StringVar(&withdraw, "withdraw", "", "number of the hit that no longer counts")
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	cmd.MarkFlagsMutuallyExclusive("confirm", "withdraw")
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		hits, err := desk.Hits(ctx, args[0])
		if err != nil {
			return err
		}
		switch {
		case confirm != "":
			_, err = desk.ConfirmHit(ctx, args[0], confirm, reason)
		case withdraw != "":
			i := slices.IndexFunc(hits, func(h casefile.HitItem) bool { return fmt.Sprint(h.Hit.Number) == withdraw || h.Hit.ID == withdraw })
			if i < 0 {
				return &casefile.Error{Code: casefile.NotFound, What: "The case has no hit %[1]s", Do: "Look at `hit CASE` for their numbers", Args: []any{withdraw}}
			}
			_, err = desk.WithdrawHit(ctx, args[0], hits[i].Hit.ID, reason)
		}
		if err != nil {
			return err
		}
		if hits, err = desk.Hits(ctx, args[0]); err != nil {
			return err
		}
		if hits == nil {
			hits = []casefile.HitItem{}
		}
		return p.print(hits, func(w io.Writer) {
			if len(hits) == 0 {
				fmt.Fprintln(w, "No hits: one is confirmed on the conclusion of a comparison.")
			}
			for _, h := range hits {
				fmt.Fprintf(w, "Hit %d, %s: %s and %s (comparison %d), by %s, %s: %s\n", h.Hit.Number, h.Hit.State, h.LabelA, h.LabelB, h.ComparisonNumber,
					h.By, h.At.Format("2006-01-02 15:04 MST"), h.Reason)
			}
		})
	})
	return p.jsonFlag(cmd)
}

// caseEdit changes what is said of the case itself.
func (p *program) caseEdit() *cobra.Command {
	var c struct{ number, title, agency, offence, status, handling, retain, review, reason string }
	var related []string
	var said factFlags
	var fields bool
	cmd := &cobra.Command{
		Use:     "edit CASE",
		Short:   "Change what is said of a case; the earlier version stays readable",
		Example: "  tracemark case edit 26-117 --status closed --review 2031-01-01 --related \"88/26, Other agency: same suspect\" --reason \"judgment\"",
		Args:    cobra.ExactArgs(1),
	}
	flags := cmd.Flags()
	flags.StringVar(&c.number, "number", "", "case number")
	flags.StringVar(&c.title, "title", "", "title")
	flags.StringVar(&c.agency, "case-agency", "", "the agency whose case it is")
	flags.StringVar(&c.offence, "offence", "", "offence investigated")
	flags.StringVar(&c.status, "status", "", "open, suspended, closed or archived")
	flags.StringVar(&c.handling, "handling-code", "", "handling code of the whole case")
	flags.StringVar(&c.retain, "retain", "", "day until which it is kept, YYYY-MM-DD")
	flags.StringVar(&c.review, "review", "", "day on which somebody looks whether it is still needed")
	flags.StringArrayVar(&related, "related", nil, "NUMBER[, AGENCY]: REASON of another case; all of them, in the place of those before")
	flags.StringVar(&c.reason, "reason", "", "why it is changed")
	flags.BoolVar(&fields, "fields", false, "list the fields that can be set")
	said.add(cmd)
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		if fields {
			return p.printFields(casefile.CaseFields())
		}
		ref, err := desk.Case(ctx, args[0])
		if err != nil {
			return err
		}
		now := ref.Case
		for flag, put := range map[string]func(){
			"number": func() { now.Number = c.number }, "title": func() { now.Title = c.title }, "case-agency": func() { now.Agency = c.agency },
			"offence": func() { now.Offence = c.offence }, "status": func() { now.Status = casefile.CaseStatus(c.status) },
			"handling-code": func() { now.HandlingCode = c.handling }, "retain": func() { now.RetainUntil = c.retain }, "review": func() { now.ReviewOn = c.review },
			"related": func() { now.Related = casefile.ParseRelated(strings.Join(related, "\n")) },
		} {
			if flags.Changed(flag) {
				put()
			}
		}
		if err := said.apply(&now.Facts, casefile.CaseFields(), now.Facts.Set); err != nil {
			return err
		}
		if ref, err = desk.EditCase(ctx, args[0], now, c.reason); err != nil {
			return err
		}
		return p.print(ref, func(w io.Writer) {
			fmt.Fprintf(w, "Case %s\n", ref.Case.Number)
			writeSaid(w, ref.Case.Said()[1:])
		})
	})
	return p.jsonFlag(cmd)
}
