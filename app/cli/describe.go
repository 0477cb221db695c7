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
	Recordings []recordingMask `json:"recordings"`
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

func (p *program) describe() *cobra.Command {
	var reason string
	fields := casefile.ClassFields()
	texts := make([]string, len(fields))
	cmd := &cobra.Command{
		Use:   "describe CASE EXHIBIT",
		Short: "Record an exhibit's class characteristics, or show them",
		Long: "Each characteristic takes a code or a name of its list, any other text as it was seen, or one of \"not visible\",\n" +
			"\"not determined\", \"not applicable\". What was recorded before stays in the case's history.",
		Args: cobra.ExactArgs(2),
	}
	for i, f := range fields {
		var codes []string
		for _, v := range f.List.Codes {
			codes = append(codes, v.Code)
		}
		cmd.Flags().StringVar(&texts[i], f.Key, "", f.Name+": "+strings.Join(codes, ", "))
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why it is changed")
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		e, err := desk.Exhibit(ctx, args[0], args[1])
		if err != nil {
			return err
		}
		class := e.Class
		for i, f := range fields {
			if cmd.Flags().Changed(f.Key) {
				*f.Of(&class) = f.List.Encode(texts[i])
			}
		}
		if e, err = desk.Describe(ctx, args[0], e.ID, class, reason); err != nil {
			return err
		}
		out := described{Exhibit: e}
		if out.Recordings, err = recordingMasks(ctx, desk, args[0], e.ID); err != nil {
			return err
		}
		return p.print(out, func(w io.Writer) {
			fmt.Fprintf(w, "Exhibit %s\n", e.Label)
			for _, f := range fields {
				fmt.Fprintf(w, "  %-12s %s\n", f.Name, orText(f.Of(&e.Class).Text(), "not stated"))
			}
			for _, r := range out.Recordings {
				fmt.Fprintf(w, "  Recording %s (%s): mask %s\n", r.FileName, r.ID, maskText(r.Mask))
			}
		})
	})
	return p.jsonFlag(cmd)
}
