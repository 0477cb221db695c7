package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// importLine is what `import` prints of one file.
type importLine struct {
	File    string            `json:"file"`
	Exhibit string            `json:"exhibit,omitempty"`
	Capture *casefile.Capture `json:"capture,omitempty"`
	Error   string            `json:"error,omitempty"`
}

func (p *program) importVerb() *cobra.Command {
	var exhibit, mark, kind, origin, event, scale, units string
	var acceptChecksum bool
	cmd := &cobra.Command{
		Use:   "import CASE FILE...",
		Short: "Import recordings (X3P, PNG, TIFF, JPEG, BMP) into a case",
		Long: "Stores each file unchanged by its SHA-256 and records it as a capture of an exhibit. Without --exhibit every\n" +
			"file becomes an exhibit of its own, labelled by the file's name. A file that cannot be read is refused with a\n" +
			"sentence and nothing of it is stored; the others are imported all the same.",
		Args: cobra.MinimumNArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			o := casefile.ImportOptions{
				ExhibitLabel: exhibit, Mark: casefile.MarkKind(mark), Kind: casefile.ExhibitKind(kind), Origin: casefile.Origin(origin),
				EventLabel: event, AcceptWrongChecksum: acceptChecksum, Units: units,
			}
			if err := parseScale(scale, &o); err != nil {
				return p.usage("%[1]s", "Give µm per pixel, such as --scale 3.1, or --scale unknown", err.Error())
			}
			outcomes, err := desk.Import(ctx, args[0], args[1:], o, p.progress())
			if len(outcomes) == 0 && err != nil {
				return err
			}
			return errors.Join(p.printImport(outcomes), err)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&exhibit, "exhibit", "", "label of the exhibit that the files show; made if it is new")
	f.StringVar(&mark, "mark", string(casefile.BreechFace), "the mark recorded: breech-face, firing-pin, ejector, extractor, aperture-shear, headstamp")
	f.StringVar(&kind, "kind", "", "kind of a new exhibit: cartridge case, bullet, cartridge, firearm, part (default cartridge case)")
	f.StringVar(&origin, "origin", "", "questioned or known (default questioned)")
	f.StringVar(&event, "event", "", "event that a new exhibit belongs to; exhibits of one event are not candidates for each other")
	f.StringVar(&scale, "scale", "", "µm per pixel of photographs that state none, or \"unknown\" to import them without")
	f.StringVar(&units, "units", "", "m, um, m,um (spacings in m, heights in µm) or um,m: the `unit` of the lengths in X3P files, where you know better than what they look like")
	f.BoolVar(&acceptChecksum, "accept-wrong-checksum", false, "import X3P files whose checksum is wrong; the warning follows them into every report")
	return p.jsonFlag(cmd)
}

func parseScale(text string, o *casefile.ImportOptions) error {
	switch text {
	case "":
		return nil
	case "unknown":
		o.AcceptUnknownScale = true
		return nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v > 0) || v > 1e6 {
		return fmt.Errorf("the scale %q is not a number of µm per pixel", text)
	}
	o.ScaleUM = v
	return nil
}

// printImport prints what became of each file; its error says how many were refused.
func (p *program) printImport(outcomes []casefile.ImportOutcome) error {
	lines := make([]importLine, 0, len(outcomes))
	refused := 0
	for _, o := range outcomes {
		line := importLine{File: o.File}
		if o.Err != nil {
			refused++
			line.Error = sentence(o.Err)
			fmt.Fprintf(p.Stderr, "tracemark: %s: %s\n", o.File, line.Error)
		} else {
			line.Capture, line.Exhibit = &o.Capture, o.Exhibit.Label
		}
		lines = append(lines, line)
	}
	err := p.print(lines, func(w io.Writer) {
		for _, l := range lines {
			if l.Capture != nil {
				fmt.Fprintf(w, "%s  exhibit %s  %s  %d×%d  %s%s\n", l.Capture.ID, l.Exhibit, l.Capture.Kind,
					l.Capture.Width, l.Capture.Height, scaleText(l.Capture.Scale), syntheticText(l.Capture.Synthetic))
				for _, warning := range l.Capture.Warnings {
					fmt.Fprintf(w, "    Warning: %s\n", warning)
				}
			}
		}
	})
	if err == nil && refused > 0 {
		err = &casefile.Error{Code: casefile.Invalid,
			What: "%[1]d of %[2]d files were not imported",
			Do:   "Read the sentence for each above", Args: []any{refused, len(outcomes)}}
	}
	return err
}
