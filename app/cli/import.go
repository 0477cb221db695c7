package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

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
	var list string
	var dry, goodOnly bool
	cmd := &cobra.Command{
		Use:   "import CASE FILE... | CASE FOLDER | CASE --csv FILE",
		Short: "Import recordings (X3P, PNG, TIFF, JPEG, BMP) into a case",
		Long: "Stores each file unchanged by its SHA-256 and records it as a capture of an exhibit. Without --exhibit every\n" +
			"file becomes an exhibit of its own, labelled by the file's name. A file that cannot be read is refused with a\n" +
			"sentence and nothing of it is stored; the others are imported all the same.\n\n" +
			"A folder is imported with all recordings in it and in the folders in it, a CSV list line by line. Both are looked\n" +
			"through first: while a row has a problem nothing is imported, unless --good-rows leaves such rows out. An import that\n" +
			"was stopped goes on where it was when it is begun again: what is in the case is known by its hash and passed over.\n\n" +
			"The first line of a list names its columns, in English, French or Spanish: file, exhibit, mark, kind, origin, event,\n" +
			"parent, calibre, scale, units, description; file or exhibit is needed. Files are named from the list's folder on. A line\n" +
			"without a file adds an exhibit without a recording. What a line does not say, the flags say for all.",
		Example: "  tracemark import 26-117 Q1.x3p --exhibit Q1\n" +
			"  tracemark import 26-117 scans --dry-run\n" +
			"  tracemark import 26-117 --csv scans/list.csv --mark firing-pin",
		Args: cobra.MinimumNArgs(1),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			o := casefile.ImportOptions{
				ExhibitLabel: exhibit, Mark: casefile.MarkKind(mark), Kind: casefile.ExhibitKind(kind), Origin: casefile.Origin(origin),
				EventLabel: event, AcceptWrongChecksum: acceptChecksum, Units: units,
			}
			if err := parseScale(scale, &o); err != nil {
				return p.usage("%[1]s", "Give µm per pixel, such as --scale 3.1, or --scale unknown", err.Error())
			}
			bulk := casefile.BulkOptions{List: list, Else: o}
			if len(args) == 2 {
				if info, err := os.Stat(args[1]); err == nil && info.IsDir() {
					bulk.Folder = args[1]
				}
			}
			switch {
			case list != "" && len(args) > 1, list == "" && len(args) < 2:
				return p.usage("The command needs files, or one folder, or --csv with a list", "See `tracemark import --help`")
			case list != "" || bulk.Folder != "":
				if exhibit != "" {
					return p.usage("One exhibit cannot be said of a folder or a list", "Leave --exhibit away, or name the files")
				}
				return p.importBulk(ctx, desk, args[0], bulk, dry, goodOnly)
			case dry || goodOnly:
				return p.usage("--dry-run and --good-rows are for a folder or a list", "Leave them away")
			}
			if i := slices.IndexFunc(args[1:], isList); i >= 0 {
				return p.usage("%[1]s is a list, not a recording", "Give it with --csv: `tracemark import CASE --csv %[1]s`", args[1+i])
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
	f.StringVar(&list, "csv", "", "import what this CSV list names")
	f.BoolVar(&dry, "dry-run", false, "of a folder or a list: say what would be done, and change nothing")
	f.BoolVar(&goodOnly, "good-rows", false, "of a folder or a list: leave rows with problems out and import the others")
	f.BoolVar(&acceptChecksum, "accept-wrong-checksum", false, "import X3P files whose checksum is wrong; the warning follows them into every report")
	return p.jsonFlag(cmd)
}

// isList reports whether a file is called as a CSV list is.
func isList(file string) bool { return strings.EqualFold(filepath.Ext(file), ".csv") }

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
