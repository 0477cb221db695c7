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

// documentFlags are what is said of a document.
type documentFlags struct {
	exhibit, event, kind, title, date, author string
	source, from, handling, use, reason       string
	withdraw                                  bool
}

func (p *program) document() *cobra.Command {
	var f documentFlags
	cmd := &cobra.Command{
		Use:   "document CASE [add FILE | NUMBER]",
		Short: "Attach documents to a case, an exhibit or an event, list and correct them",
		Long: "Without more: the documents of a case. With \"add\" and a file: attaches it. With a number: changes what is said of the document, for\n" +
			"which a reason is needed; its file stays as it is. --copy writes the file, checked against its hash, into the data folder and prints where.",
		Args: cobra.RangeArgs(1, 3),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.exhibit, "exhibit", "", "attach it to an exhibit")
	flags.StringVar(&f.event, "event", "", "attach it to an event")
	flags.StringVar(&f.kind, "kind", "", "note, letter, statement, warrant, report, answer, photograph, drawing, recording or other document")
	flags.StringVar(&f.title, "title", "", "title (default: the file's name)")
	flags.StringVar(&f.date, "date", "", "date of the document")
	flags.StringVar(&f.author, "author", "", "who wrote it")
	flags.StringVar(&f.source, "source", "", "kind of source: document, witness, firm's answer, …")
	flags.StringVar(&f.from, "from", "", "who it came from, in words")
	flags.StringVar(&f.handling, "handling", "", "handling code")
	flags.StringVar(&f.use, "use", "", "whether it may be used in proceedings: yes, no or ask")
	flags.StringVar(&f.reason, "reason", "", "why it is changed")
	flags.BoolVar(&f.withdraw, "withdraw", false, "it no longer counts")
	copied := flags.Bool("copy", false, "write the file into the data folder")
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		switch {
		case len(args) == 1:
			return p.listDocuments(ctx, desk, args[0])
		case args[1] == "add" && len(args) == 3:
			doc := casefile.Document{}
			if err := f.apply(ctx, cmd, desk, args[0], &doc); err != nil {
				return err
			}
			doc, err := desk.AttachDocument(ctx, args[0], args[2], doc)
			if err != nil {
				return err
			}
			return p.print(doc, func(w io.Writer) { writeDocument(w, doc) })
		case len(args) == 3 || args[1] == "add":
			return p.usage("A document is added with a file", "Write `document CASE add FILE`")
		}
		doc, err := numberedDocument(ctx, desk, args[0], args[1])
		if err != nil {
			return err
		}
		if *copied {
			file, err := desk.DocumentFile(ctx, args[0], doc.ID)
			if err != nil {
				return err
			}
			return p.print(map[string]string{"file": file}, func(w io.Writer) { fmt.Fprintln(w, file) })
		}
		if err := f.apply(ctx, cmd, desk, args[0], &doc); err != nil {
			return err
		}
		if doc, err = desk.EditDocument(ctx, args[0], doc, f.reason); err != nil {
			return err
		}
		return p.print(doc, func(w io.Writer) { writeDocument(w, doc) })
	})
	return p.jsonFlag(cmd)
}

// apply puts what the flags say into doc.
func (f documentFlags) apply(ctx context.Context, cmd *cobra.Command, desk *casework.Desk, path string, doc *casefile.Document) error {
	if f.exhibit != "" {
		e, err := desk.Exhibit(ctx, path, f.exhibit)
		if err != nil {
			return err
		}
		doc.Subject, doc.SubjectID = casefile.AboutExhibit, e.ID
	}
	if f.event != "" {
		e, err := desk.Event(ctx, path, f.event)
		if err != nil {
			return err
		}
		doc.Subject, doc.SubjectID = casefile.AboutEvent, e.ID
	}
	for flag, put := range map[string]func(){
		"kind":     func() { doc.Kind = casefile.DocumentKind(f.kind) },
		"title":    func() { doc.Title = f.title },
		"date":     func() { doc.Date = f.date },
		"author":   func() { doc.Author = f.author },
		"source":   func() { doc.Provenance.Kind = casefile.SourceKind(f.source) },
		"from":     func() { doc.Provenance.Source = f.from },
		"handling": func() { doc.Provenance.HandlingCode = f.handling },
		"use":      func() { doc.Provenance.Use = casefile.Use(f.use) },
		"withdraw": func() { doc.Withdrawn = f.withdraw },
	} {
		if cmd.Flags().Changed(flag) {
			put()
		}
	}
	return nil
}

func numberedDocument(ctx context.Context, desk *casework.Desk, path, number string) (casefile.Document, error) {
	list, err := desk.Documents(ctx, path)
	if err != nil {
		return casefile.Document{}, err
	}
	i := slices.IndexFunc(list, func(d casefile.Document) bool { return fmt.Sprint(d.Number) == number || d.ID == number })
	if i < 0 {
		return casefile.Document{}, &casefile.Error{Code: casefile.NotFound, What: "The case has no document %[1]s", Do: "Look at `document CASE` for their numbers", Args: []any{number}}
	}
	return list[i], nil
}

func (p *program) listDocuments(ctx context.Context, desk *casework.Desk, path string) error {
	list, err := desk.Documents(ctx, path)
	if err != nil {
		return err
	}
	if list == nil {
		list = []casefile.Document{}
	}
	return p.print(list, func(w io.Writer) {
		if len(list) == 0 {
			fmt.Fprintln(w, "No documents yet: attach one with `tracemark document CASE add FILE`.")
			return
		}
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "NUMBER\tKIND\tTITLE\tDATE\tSOURCE\tFILE")
		for _, d := range list {
			title := d.Title
			if d.Withdrawn {
				title += " (withdrawn)"
			}
			fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\n", d.Number, d.Kind, title, orDash(d.Date), orDash(d.Provenance.Text()), d.FileName)
		}
		t.Flush()
	})
}

func writeDocument(w io.Writer, d casefile.Document) {
	fmt.Fprintf(w, "Document %d\n", d.Number)
	said := d.Said(func(string) string { return string(d.Subject) })
	writeSaid(w, append(said, casefile.Said{Name: "File", Text: fmt.Sprintf("%s, %d bytes, SHA-256 %s", d.FileName, d.Size, d.SHA256)}))
}

// event shows and records the events of a case.
func (p *program) event() *cobra.Command {
	var e struct{ label, kind, date, place, reason string }
	var said factFlags
	var add, fields bool
	cmd := &cobra.Command{
		Use:   "event CASE [EVENT]",
		Short: "Record recoveries and test fires, or show them",
		Long:  "Without an event: the events of a case. --add records a new one of that label; --fields lists what can be said of an event.",
		Example: "  tracemark event 26-117 \"Quay 4\" --add --kind seized --date 2026-03-01 --set country=France --set conveyance=vessel\n" +
			"  tracemark event 26-117 \"Quay 4\" --set context=trafficking --reason \"learned from the investigation\"",
		Args: cobra.RangeArgs(1, 2),
	}
	flags := cmd.Flags()
	flags.BoolVar(&add, "add", false, "record a new event")
	flags.BoolVar(&fields, "fields", false, "list the fields that can be set")
	flags.StringVar(&e.label, "label", "", "another label")
	flags.StringVar(&e.kind, "kind", "", strings.Join(codesOf(casefile.EventKinds), ", "))
	flags.StringVar(&e.date, "date", "", "date, as exactly as it is known")
	flags.StringVar(&e.place, "place", "", "place in a few words")
	flags.StringVar(&e.reason, "reason", "", "why it is changed")
	said.add(cmd)
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		switch {
		case fields:
			return p.printFields(casefile.EventFields())
		case len(args) == 1:
			return p.listEvents(ctx, desk, args[0])
		}
		event, err := casefile.Event{Label: args[1], Kind: "recovery"}, error(nil)
		if !add {
			if event, err = desk.Event(ctx, args[0], args[1]); err != nil {
				return err
			}
		}
		for flag, to := range map[string]struct {
			from string
			to   *string
		}{"label": {e.label, &event.Label}, "kind": {e.kind, &event.Kind}, "date": {e.date, &event.Date}, "place": {e.place, &event.Place}} {
			if flags.Changed(flag) {
				*to.to = to.from
			}
		}
		if err := said.apply(&event.Facts, casefile.EventFields(), event.Facts.Set); err != nil {
			return err
		}
		if event, err = desk.SaveEvent(ctx, args[0], event, e.reason); err != nil {
			return err
		}
		return p.print(event, func(w io.Writer) {
			fmt.Fprintf(w, "Event %s\n", event.Label)
			writeSaid(w, event.Said()[1:])
			if event.BlocksTrace() {
				fmt.Fprintln(w, "  What was handed in under an amnesty is not traced.")
			}
		})
	})
	return p.jsonFlag(cmd)
}

func (p *program) listEvents(ctx context.Context, desk *casework.Desk, path string) error {
	list, err := desk.Events(ctx, path)
	if err != nil {
		return err
	}
	if list == nil {
		list = []casefile.Event{}
	}
	return p.print(list, func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "EVENT\tKIND\tDATE\tPLACE")
		for _, e := range list {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", e.Label, casefile.EventKinds.Encode(e.Kind).Text(), orDash(e.Date), orDash(e.Place))
		}
		t.Flush()
	})
}
