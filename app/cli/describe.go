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

// described is what `describe` prints.
type described struct {
	casefile.Exhibit
	// Withheld are the fields that may not be used in proceedings.
	Withheld   []casefile.Restriction `json:"withheld,omitempty"`
	Recordings []recordingMask        `json:"recordings"`
}

// recordingMask is a topography of an exhibit with the mask that comparisons use.
type recordingMask struct {
	ID       string     `json:"capture_id"`
	FileName string     `json:"file_name"`
	Mask     *maskFacts `json:"mask,omitempty"` // without one the face is found automatically
}

func recordingMasks(ctx context.Context, desk *casework.Desk, path, exhibitID string) ([]recordingMask, error) {
	items, err := desk.Exhibits(ctx, path)
	if err != nil {
		return nil, err
	}
	out := []recordingMask{}
	for _, item := range items {
		if item.Exhibit.ID != exhibitID {
			continue
		}
		for _, c := range item.Captures {
			if c.Kind != casefile.Topography {
				continue
			}
			masks, err := desk.Masks(ctx, path, c.ID)
			if err != nil {
				return nil, err
			}
			r := recordingMask{ID: c.ID, FileName: c.FileName}
			if len(masks) > 0 {
				r.Mask = maskFactsOf(&masks[0])
			}
			out = append(out, r)
		}
	}
	return out, nil
}

// exhibitFlags are what `describe` says of an exhibit beside its fields.
type exhibitFlags struct {
	add                                                bool
	label, kind, origin, event, parent, text, quantity string
}

func (p *program) describe() *cobra.Command {
	var x exhibitFlags
	var said factFlags
	var reason string
	var fields bool
	class := casefile.ClassFields()
	texts := make([]string, len(class))
	cmd := &cobra.Command{
		Use:   "describe CASE EXHIBIT",
		Short: "Describe an exhibit, or show what is said of it",
		Long: "Each field takes a code or a name of its list, any other text as it was seen, a number with its unit, or one of \"not visible\",\n" +
			"\"not determined\", \"not applicable\". --fields lists the fields of the exhibit's kind. What was recorded before stays in the\n" +
			"case's history. --add adds an exhibit without recordings, such as a firearm.",
		Example: "  tracemark describe 26-117 W1 --add --kind firearm --set make=CZ --set \"serial/1/text=A 1234\" --set serial/1/location=frame\n" +
			"  tracemark describe 26-117 T1 --parent W1 --origin known --reason \"test fired\"\n" +
			"  tracemark describe 26-117 W1 --source \"make=firm's answer: letter of 3 May\" --use make=ask --reason \"the firm said so\"",
		Args: cobra.ExactArgs(2),
	}
	for i, f := range class {
		cmd.Flags().StringVar(&texts[i], f.Key, "", f.Name+": "+strings.Join(codesOf(f.List), ", "))
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why it is changed")
	cmd.Flags().BoolVar(&x.add, "add", false, "add the exhibit to the case")
	cmd.Flags().BoolVar(&fields, "fields", false, "list the fields that can be set")
	cmd.Flags().StringVar(&x.label, "label", "", "another label")
	cmd.Flags().StringVar(&x.kind, "kind", "", "firearm, cartridge case, bullet, cartridge, part or document")
	cmd.Flags().StringVar(&x.origin, "origin", "", "questioned or known")
	cmd.Flags().StringVar(&x.event, "event", "", "the event it belongs to, by label")
	cmd.Flags().StringVar(&x.parent, "parent", "", "the exhibit it came from, by label")
	cmd.Flags().StringVar(&x.text, "description", "", "a description in words")
	cmd.Flags().StringVar(&x.quantity, "quantity", "", "of a lot: how many alike things it is")
	said.add(cmd)
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		e := casefile.Exhibit{Label: args[1], Kind: casefile.KindCartridgeCase}
		var err error
		if !x.add {
			if e, err = desk.Exhibit(ctx, args[0], args[1]); err != nil {
				return err
			}
		}
		was := e
		if err := x.apply(ctx, cmd, desk, args[0], &e); err != nil {
			return err
		}
		if fields {
			return p.printFields(casefile.Fields(e.Kind))
		}
		for i, f := range class {
			if cmd.Flags().Changed(f.Key) {
				*f.Of(&e.Class) = f.List.Encode(texts[i])
			}
		}
		if err := said.apply(&e.Facts, casefile.Fields(e.Kind), e.Set); err != nil {
			return err
		}
		switch {
		case x.add:
			e, err = desk.AddExhibit(ctx, args[0], e)
		case e.Class != was.Class && onlyClass(was, e):
			e, err = desk.Describe(ctx, args[0], e.ID, e.Class, reason)
		case len(casefile.Changes(was.Said(byID), e.Said(byID))) > 0:
			e, err = desk.EditExhibit(ctx, args[0], e, reason)
		}
		if err != nil {
			return err
		}
		return p.printExhibit(ctx, desk, args[0], e)
	})
	return p.jsonFlag(cmd)
}

// byID names things by their ids.
func byID(id string) string { return id }

// onlyClass reports whether nothing but class characteristics differs, for which no reason is asked.
func onlyClass(was, now casefile.Exhibit) bool {
	was.Class = now.Class
	return len(casefile.Changes(was.Said(byID), now.Said(byID))) == 0
}

// apply puts what the flags say into e.
func (x exhibitFlags) apply(ctx context.Context, cmd *cobra.Command, desk *casework.Desk, path string, e *casefile.Exhibit) error {
	changed := cmd.Flags().Changed
	if changed("label") {
		e.Label = x.label
	}
	if changed("kind") {
		e.Kind = casefile.ExhibitKind(x.kind)
	}
	if changed("origin") {
		e.Origin = casefile.Origin(x.origin)
	}
	if changed("description") {
		e.Description = x.text
	}
	if changed("quantity") {
		v, err := casefile.Field{Name: "Quantity", Kind: casefile.FieldCount}.Parse(x.quantity)
		if err != nil {
			return err
		}
		e.Quantity = int(v.Number)
	}
	if changed("event") {
		e.EventID = ""
		if x.event != "" {
			event, err := desk.Event(ctx, path, x.event)
			if err != nil {
				return err
			}
			e.EventID = event.ID
		}
	}
	if changed("parent") {
		e.ParentID = ""
		if x.parent != "" {
			parent, err := desk.Exhibit(ctx, path, x.parent)
			if err != nil {
				return err
			}
			e.ParentID = parent.ID
		}
	}
	return nil
}

// printExhibit prints an exhibit as it is now.
func (p *program) printExhibit(ctx context.Context, desk *casework.Desk, path string, e casefile.Exhibit) error {
	out := described{Exhibit: e}
	var err error
	if out.Recordings, err = recordingMasks(ctx, desk, path, e.ID); err != nil {
		return err
	}
	_, out.Withheld = e.Usable()
	items, err := desk.Exhibits(ctx, path)
	if err != nil {
		return err
	}
	labels := map[string]string{}
	for _, i := range items {
		labels[i.Exhibit.ID], labels[i.Event.ID] = i.Exhibit.Label, i.Event.Label
	}
	labels[""] = ""
	return p.print(out, func(w io.Writer) {
		fmt.Fprintf(w, "Exhibit %s\n", e.Label)
		writeSaid(w, e.Said(func(id string) string { return labels[id] })[1:])
		for _, r := range out.Recordings {
			fmt.Fprintf(w, "  Recording %s (%s): mask %s\n", r.FileName, r.ID, maskText(r.Mask))
		}
	})
}
