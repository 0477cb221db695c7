package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tracemark/casefile"
)

// factFlags say what fields are, and where that comes from: PATH=VALUE each.
type factFlags struct{ set, source, handling, use []string }

func (f *factFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.set, "set", nil, "PATH=VALUE: what a field is; an empty value takes away what was said")
	cmd.Flags().StringArrayVar(&f.source, "source", nil, "PATH=KIND: TEXT: who or what says so (examination, document, witness, firm's answer, …)")
	cmd.Flags().StringArrayVar(&f.handling, "handling", nil, "PATH=CODE: the handling code of a field")
	cmd.Flags().StringArrayVar(&f.use, "use", nil, "PATH=yes|no|ask: whether a field may be used in proceedings")
}

// apply puts what the flags say into facts; set stores the value of a field, which may lie elsewhere in the record.
func (f factFlags) apply(facts *casefile.Facts, fields []casefile.Field, set func(string, casefile.Value)) error {
	for _, s := range f.set {
		path, text, err := pathValue(s)
		if err != nil {
			return err
		}
		field, ok := casefile.FieldAt(fields, path)
		if !ok {
			return &casefile.Error{Code: casefile.Invalid, What: "There is no field %[1]q here", Do: "Look at the list that --fields prints", Args: []any{path}}
		}
		v, err := field.Parse(text)
		if err != nil {
			return err
		}
		set(path, v)
	}
	change := func(list []string, put func(*casefile.Provenance, string)) error {
		for _, s := range list {
			path, text, err := pathValue(s)
			if err != nil {
				return err
			}
			p := facts.Provenance[path]
			put(&p, text)
			facts.SetProvenance(path, p)
		}
		return nil
	}
	if err := change(f.source, func(p *casefile.Provenance, text string) {
		kind, source, _ := strings.Cut(text, ":")
		p.Kind, p.Source = casefile.SourceKind(strings.TrimSpace(kind)), strings.TrimSpace(source)
	}); err != nil {
		return err
	}
	if err := change(f.handling, func(p *casefile.Provenance, text string) { p.HandlingCode = text }); err != nil {
		return err
	}
	return change(f.use, func(p *casefile.Provenance, text string) { p.Use = casefile.Use(text) })
}

func pathValue(s string) (path, value string, err error) {
	path, value, ok := strings.Cut(s, "=")
	if !ok {
		return "", "", &casefile.Error{Code: casefile.Invalid, What: "%[1]q is no field with a value", Do: "Write PATH=VALUE, such as make=CZ", Args: []any{s}}
	}
	return strings.TrimSpace(path), strings.TrimSpace(value), nil
}

// printFields lists what can be said.
func (p *program) printFields(fields []casefile.Field) error {
	return p.print(fields, func(w io.Writer) {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "PATH\tNAME\tTAKES")
		for _, f := range fields {
			fmt.Fprintf(t, "%s\t%s: %s\t%s\n", f.Path, f.Group, f.Name, takes(f))
		}
		t.Flush()
	})
}

func takes(f casefile.Field) string {
	switch f.Kind {
	case casefile.FieldCoded:
		return strings.Join(codesOf(f.List), ", ")
	case casefile.FieldNumber:
		return "a number in " + strings.Join(f.Units, " or ")
	case casefile.FieldCount:
		return "a whole number"
	case casefile.FieldDate:
		return "a date, YYYY, YYYY-MM or YYYY-MM-DD"
	}
	return "text"
}

func codesOf(l casefile.CodeList) []string {
	var codes []string
	for _, v := range l.Codes {
		codes = append(codes, v.Code)
	}
	return codes
}

// writeSaid writes what a record says, a field a line.
func writeSaid(w io.Writer, said []casefile.Said) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range said {
		name := s.Name
		if s.Source {
			name += " (source)"
		}
		if class := isClass(s.Path); s.Text == "" && !class {
			continue
		}
		fmt.Fprintf(t, "  %s\t%s\n", name, strings.ReplaceAll(orText(s.Text, "not stated"), "\n", "; "))
	}
	t.Flush()
}

func isClass(path string) bool {
	for _, f := range casefile.ClassFields() {
		if f.Key == path {
			return true
		}
	}
	return false
}
