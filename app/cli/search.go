package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) search() *cobra.Command {
	var q casefile.Query
	var by string
	var all bool
	cmd := &cobra.Command{
		Use:   "search CASE WORD... | --all-cases WORD...",
		Short: "Find words in everything that is written in a case",
		Long: "Each word must occur, in any order, whatever its case and accents; a word also finds what begins with it, and \"words in\n" +
			"quotes\" are looked for as they stand. Without words, what the filters let through is listed, the newest first. What is\n" +
			"withheld from whoever searches is neither found nor counted. A search is noted in the case's log.",
		Args: cobra.ArbitraryArgs,
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) (err error) {
			if !all && len(args) == 0 {
				return p.usage("The command needs either a case or --all-cases", "See `tracemark search --help`")
			}
			var list casefile.FoundList
			if all {
				if by != "" {
					return p.usage("People are those of one case", "Name the case and leave --all-cases away")
				}
				q.Text = strings.Join(args, " ")
				list, err = desk.SearchAll(ctx, q)
			} else {
				if by != "" {
					if q.By, err = writer(ctx, desk, args[0], by); err != nil {
						return err
					}
				}
				q.Text = strings.Join(args[1:], " ")
				list, err = desk.Search(ctx, args[0], q)
			}
			if err != nil {
				return err
			}
			return p.print(list, func(w io.Writer) { writeFound(w, list, isTerminal(w)) })
		}),
	}
	f := cmd.Flags()
	f.BoolVar(&all, "all-cases", false, "search every case that this workstation knows")
	f.StringSliceVar(&q.Kinds, "kind", nil, "only these kinds: "+strings.Join(casefile.FoundKinds(), ", "))
	f.StringVar(&q.From, "from", "", "recorded on this day or later, as 2026-12-31")
	f.StringVar(&q.To, "to", "", "recorded on this day or earlier")
	f.StringVar(&by, "by", "", "recorded by this person: a name or an id")
	f.BoolVar(&q.Earlier, "earlier", false, "versions that were replaced, too")
	f.IntVar(&q.Limit, "limit", 100, "how many are shown at most, of each case")
	f.IntVar(&q.Offset, "offset", 0, "how many are passed over")
	return p.jsonFlag(cmd)
}

// writer returns the id of the one person of a case who is called name, or has that id.
func writer(ctx context.Context, desk *casework.Desk, path, name string) (string, error) {
	people, err := desk.Writers(ctx, path)
	if err != nil {
		return "", err
	}
	var ids, names []string
	for _, person := range people {
		if person.ID == name {
			return person.ID, nil
		}
		if strings.EqualFold(person.Name, name) {
			ids = append(ids, person.ID)
		}
		names = append(names, person.Name)
	}
	switch len(ids) {
	case 1:
		return ids[0], nil
	case 0:
		return "", &casefile.Error{Code: casefile.NotFound, What: "Nobody called %[1]s has written to this case", Do: "Use one of: %[2]s", Args: []any{name, strings.Join(names, ", ")}}
	}
	return "", &casefile.Error{Code: casefile.Conflict, What: "Several people of this case are called %[1]s", Do: "Give an id: %[2]s", Args: []any{name, strings.Join(ids, ", ")}}
}

// writeFound lists what was found; on a terminal the words that were looked for are bold.
func writeFound(w io.Writer, list casefile.FoundList, bold bool) {
	start, end := "[", "]"
	if bold {
		start, end = "\x1b[1m", "\x1b[0m"
	}
	if list.Total == 0 {
		fmt.Fprintln(w, "Nothing was found.")
		return
	}
	for _, f := range list.Found {
		name := strings.Join(strings.Fields(f.Title), " ")
		if f.Number > 0 {
			name = fmt.Sprintf("%d (%s)", f.Number, f.Of)
		} else if f.Of != "" {
			name += " (" + f.Of + ")"
		}
		line := f.Kind + " " + name
		if f.CaseNumber != "" {
			line = f.CaseNumber + ": " + line
		}
		if f.Earlier {
			line += " [an earlier version]"
		}
		fmt.Fprintln(w, line)
		if f.Excerpt != "" {
			fmt.Fprintln(w, "    "+strings.NewReplacer(casefile.FoundStart, start, casefile.FoundEnd, end, "\n", " ").Replace(f.Excerpt))
		}
		if f.At != "" || f.ByName != "" {
			fmt.Fprintln(w, "    "+strings.TrimSpace(f.At+" "+f.ByName))
		}
	}
	switch {
	case list.More:
		fmt.Fprintf(w, "More than %d were found, %d are shown: narrow the search.\n", list.Total, len(list.Found))
	case list.Total > len(list.Found):
		fmt.Fprintf(w, "%d were found, %d are shown.\n", list.Total, len(list.Found))
	default:
		fmt.Fprintf(w, "%d found.\n", list.Total)
	}
}
