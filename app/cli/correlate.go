package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/export/report"
)

func (p *program) correlate() *cobra.Command {
	var all, reveal bool
	var o casefile.CorrelateOptions
	var share string
	cmd := &cobra.Command{
		Use:   "correlate CASE [EXHIBIT]",
		Short: "Ask the correlation service for an exhibit's ranked candidates",
		Long: "Submits the exhibit, and the case's other exhibits that the service does not have yet, and prints the ranked\n" +
			"candidates from other events. The workstation's own service is used unless another is set. The list gives leads\n" +
			"for examination, not identifications. Where the agency commits first (see settings), the first candidates come in an\n" +
			"order that says nothing, without rank and score, until a view of the pair is committed; --reveal shows the ranked\n" +
			"list all the same, and the case's log and the report say so.",
		Args: cobra.RangeArgs(1, 2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			if all == (len(args) == 2) {
				return p.usage("Say which exhibit to correlate", "Name one exhibit, or use --all for every one")
			}
			p.useService(desk)
			if share != "" {
				desk.Use(func(s *casework.Settings) { s.Sharing = share })
			}
			var lists []casefile.Correlation
			var err error
			if all {
				lists, err = desk.CorrelateAll(ctx, args[0], o, p.progress())
			} else {
				var list casefile.Correlation
				list, err = desk.Correlate(ctx, args[0], args[1], o, p.progress())
				lists = []casefile.Correlation{list}
			}
			if err != nil {
				return err
			}
			if reveal {
				if lists, err = revealLists(ctx, desk, args[0], lists); err != nil {
					return err
				}
			}
			exhibits, err := exhibitsByID(ctx, desk, args[0])
			if err != nil {
				return err
			}
			var result any = lists
			if !all {
				result = lists[0]
			}
			return p.print(result, func(w io.Writer) {
				for _, list := range lists {
					writeCandidates(w, exhibits[list.ExhibitID].Label, exhibits[list.ExhibitID].Class, list)
				}
			})
		}),
	}
	f := cmd.Flags()
	f.BoolVar(&all, "all", false, "every exhibit of the case, one after the other")
	f.BoolVar(&o.Only, "only", false, "submit this exhibit only, not the case's others")
	f.BoolVar(&o.AllClasses, "all-classes", false, "rank exhibits too whose calibre, breech-face pattern or firing-pin shape is coded otherwise")
	f.BoolVar(&o.Everything, "deep", false, "compare every recording by cells, however many the service has, instead of the best of each stage of a search")
	f.StringSliceVar(&o.Include, "include", nil, "an exhibit that is not left out for its class or by a stage of the search: AGENCY/ID, or label or id of an own one; may be repeated")
	f.BoolVar(&o.SameEvent, "same-event", false, "rank exhibits of the same event too")
	f.BoolVar(&reveal, "reveal", false, "show ranks and scores before a view is committed; this is logged, and a report says so")
	f.StringVar(&share, "share", "", "who may see what is submitted: private, all, or agencies' names, comma between (default: the workstation's setting)")
	p.serviceFlags(cmd)
	return p.jsonFlag(cmd)
}

// revealLists asks for lists of candidates by rank where they were withheld, which is logged.
func revealLists(ctx context.Context, desk *casework.Desk, path string, lists []casefile.Correlation) ([]casefile.Correlation, error) {
	for _, l := range lists {
		if l.Withheld {
			if err := desk.Note(ctx, path, casefile.Act{Kind: casefile.ActRevealed, Subject: l.ID, Detail: "asked for on the command line"}); err != nil {
				return nil, err
			}
		}
	}
	known, err := desk.Correlations(ctx, path)
	if err != nil {
		return nil, err
	}
	out := make([]casefile.Correlation, len(lists))
	for i, l := range lists {
		for _, k := range known {
			if k.ID == l.ID {
				out[i] = k
			}
		}
	}
	return out, nil
}

// serviceFlags gives a verb the flags that name a correlation service.
func (p *program) serviceFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&p.service, "service", "", "address of the correlation service (default: the workstation's setting)")
	f.StringVar(&p.serviceKey, "service-key", "", "file with this agency's key for it")
	f.StringVar(&p.serviceCA, "service-ca", "", "file with the certificate that vouches for it")
}

func (p *program) useService(desk *casework.Desk) {
	desk.Use(func(s *casework.Settings) {
		if p.service != "" {
			s.Service = p.service
		}
		if p.serviceKey != "" {
			s.ServiceKeyFile = p.serviceKey
		}
		if p.serviceCA != "" {
			s.ServiceCAFile = p.serviceCA
		}
	})
}

func exhibitsByID(ctx context.Context, desk *casework.Desk, path string) (map[string]casefile.Exhibit, error) {
	items, err := desk.Exhibits(ctx, path)
	if err != nil {
		return nil, err
	}
	byID := map[string]casefile.Exhibit{}
	for _, i := range items {
		byID[i.Exhibit.ID] = i.Exhibit
	}
	return byID, nil
}

func writeCandidates(w io.Writer, label string, own casefile.Class, list casefile.Correlation) {
	fmt.Fprintf(w, "Candidates for exhibit %s: %s\n", label, casefile.LeadBanner)
	fmt.Fprintf(w, "%d exhibits ranked on %s by %s %s at %s\n", list.GallerySize, list.AsOf.Format("2006-01-02 15:04:05 MST"),
		list.Method, list.Version, list.Service)
	writeSearch(w, list)
	if len(list.Candidates) == 0 {
		fmt.Fprintln(w, "No candidates.")
		writeLeftOut(w, list)
		return
	}
	if list.Withheld {
		fmt.Fprintf(w, "The first %d, in an order that says nothing, without rank and score: look at each and commit your view first.\n", len(list.Candidates))
		if list.Hidden > 0 {
			fmt.Fprintf(w, "%d more are not shown yet.\n", list.Hidden)
		}
	} else if n := len(list.Candidates); n < list.GallerySize {
		fmt.Fprintf(w, "%d of them are listed; the others scored lower or could not be compared.\n", n)
	}
	for _, c := range list.Candidates {
		for _, d := range casefile.ClassDisagreements(own, c.Class) {
			if c.Rank == 0 {
				fmt.Fprintf(w, "CLASS DIFFERS (%s). %s.\n", c.Label, d)
			} else {
				fmt.Fprintf(w, "CLASS DIFFERS, rank %d (%s). %s.\n", c.Rank, c.Label, d)
			}
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "RANK\tEXHIBIT\tAGENCY\tMARK\tSCORES\tSTATE")
	for _, c := range list.Candidates {
		for i, m := range c.Marks {
			rank := ""
			switch {
			case i == 0 && c.Rank == 0:
				rank = "withheld"
			case i == 0:
				rank = fmt.Sprintf("%d of %d", c.Rank, list.GallerySize)
			}
			scores := ""
			for _, s := range m.Scores {
				scores += fmt.Sprintf("%s %s  ", s.Name, report.Decimal(s.Value))
			}
			fmt.Fprintf(t, "%s\t%s%s\t%s\t%s\t%s\t%s\n", rank, c.Label, syntheticText(c.Synthetic), c.Owner(), m.Mark, scores, c.State)
		}
	}
	t.Flush()
	writeLeftOut(w, list)
}

// writeSearch says what each stage of a search looked at, where one could leave something out.
func writeSearch(w io.Writer, list casefile.Correlation) {
	screened := slices.ContainsFunc(list.Stages, func(s casefile.SearchStage) bool { return s.Stage != casefile.StageCells })
	for _, s := range list.Stages {
		if screened {
			fmt.Fprintf(w, "  %s\n", s)
		}
	}
}

// screenedShown is how many of what a stage left out are printed: a large gallery has thousands.
const screenedShown = 20

// writeLeftOut lists what was not searched, and why.
func writeLeftOut(w io.Writer, list casefile.Correlation) {
	if len(list.LeftOut) == 0 {
		return
	}
	fmt.Fprintf(w, "Left out (%d):\n", len(list.LeftOut))
	shown := map[casefile.StageName]int{}
	ranked := false
	for _, l := range list.LeftOut {
		if l.Place > 0 {
			ranked = true
			if shown[l.Stage]++; shown[l.Stage] > screenedShown {
				continue
			}
		}
		fmt.Fprintf(w, "  %s", l.Label)
		if l.CaptureID != "" {
			fmt.Fprintf(w, ", recording %s of its %s", l.CaptureID, l.Mark)
		}
		if l.Place > 0 { // what --include asks for
			fmt.Fprintf(w, " (%s/%s)", l.Agency, l.ExhibitID)
		}
		fmt.Fprintf(w, ": %s\n", l.Reason)
	}
	for _, stage := range []casefile.StageName{casefile.StageRings, casefile.StageSurface} {
		if more := shown[stage] - screenedShown; more > 0 {
			fmt.Fprintf(w, "  and %d more that the stage %q put after these; --json lists them.\n", more, stage)
		}
	}
	byClass := slices.ContainsFunc(list.LeftOut, func(l casefile.LeftOut) bool { return l.Stage == casefile.StageClass })
	if !list.AllClasses && byClass {
		fmt.Fprintln(w, "  --all-classes searches exhibits too whose class characteristics differ.")
	}
	if ranked {
		fmt.Fprintln(w, "  --deep compares them all, --include AGENCY/ID one exhibit of them.")
	}
}
