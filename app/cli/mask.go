package cli

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// maskList is what `mask` prints.
type maskList struct {
	CaptureID string              `json:"capture_id"`
	FileName  string              `json:"file_name"`
	Versions  []casefile.MaskItem `json:"versions"` // newest first; comparisons use the first
	Files     []string            `json:"files,omitempty"`
}

// maskAsk is what `mask` is asked for.
type maskAsk struct {
	propose, own                  bool
	file, reason, picture, export string
	version                       int // -1: the one in use
}

func (p *program) mask() *cobra.Command {
	var ask maskAsk
	cmd := &cobra.Command{
		Use:   "mask CASE CAPTURE",
		Short: "List the versions of a topography's mask, or make the next one",
		Long: "The mask says which points take part in comparisons: the newest version counts, and without one the breech face is\n" +
			"found automatically at each comparison. Nothing is overwritten: a change is a new version, and what was compared\n" +
			"under an older one stays. CAPTURE is an exhibit's label, a capture's id or the beginning of one.",
		Args: cobra.ExactArgs(2),
	}
	cmd.RunE = p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
		if !cmd.Flags().Changed("version") {
			ask.version = -1
		}
		return p.runMask(ctx, desk, args[0], args[1], ask)
	})
	f := cmd.Flags()
	f.BoolVar(&ask.propose, "propose", false, "make the automatic mask the next version")
	f.StringVar(&ask.file, "file", "", "make the next version from a PNG `picture` of the recording's size, white where a point takes part")
	f.BoolVar(&ask.own, "own", false, "make the next version from the mask in the recording's own X3P file")
	f.StringVar(&ask.reason, "reason", "", "what was included or left out, and why")
	f.IntVar(&ask.version, "version", 0, "write this version, 0 for the automatic mask (default: the one in use)")
	f.StringVar(&ask.picture, "picture", "", "write the mask to a new PNG `file`")
	f.StringVar(&ask.export, "export", "", "write the recording with the mask in it to a new X3P `file`")
	cmd.MarkFlagsMutuallyExclusive("propose", "file", "own")
	return p.jsonFlag(cmd)
}

func (p *program) runMask(ctx context.Context, desk *casework.Desk, path, name string, ask maskAsk) error {
	c, err := desk.FindCapture(ctx, path, name)
	if err != nil {
		return err
	}
	switch {
	case ask.propose:
		_, err = desk.ProposeMask(ctx, path, c.ID)
	case ask.file != "":
		_, err = desk.MaskFromFile(ctx, path, c.ID, ask.file, ask.reason)
	case ask.own:
		_, err = desk.MaskFromFile(ctx, path, c.ID, "", ask.reason)
	case ask.reason != "":
		return p.usage("A reason belongs to a mask from a file", "Name the file with --file, or use --own")
	}
	if err != nil {
		return err
	}
	out := maskList{CaptureID: c.ID, FileName: c.FileName}
	if out.Versions, err = desk.Masks(ctx, path, c.ID); err != nil {
		return err
	}
	id, err := out.chosen(ask.version)
	if err != nil {
		return err
	}
	for _, to := range []struct {
		file  string
		write func(ctx context.Context, path, captureID, maskID, target string) (string, error)
	}{{ask.picture, desk.ExportMask}, {ask.export, desk.ExportX3P}} {
		if to.file == "" {
			continue
		}
		file, err := to.write(ctx, path, c.ID, id, to.file)
		if err != nil {
			return err
		}
		out.Files = append(out.Files, file)
	}
	return p.print(out, func(w io.Writer) { writeMasks(w, out) })
}

// chosen returns the id of a version, of the one in use where version is negative; "" is the automatic mask.
func (l maskList) chosen(version int) (string, error) {
	if version == 0 || version < 0 && len(l.Versions) == 0 {
		return "", nil
	}
	for _, v := range l.Versions {
		if version < 0 || v.Mask.Version == version {
			return v.Mask.ID, nil
		}
	}
	return "", &casefile.Error{Code: casefile.NotFound, What: "The mask of %[1]s has no version %[2]d",
		Do: "Leave --version out to see which there are", Args: []any{l.FileName, version}}
}

func writeMasks(w io.Writer, l maskList) {
	if len(l.Versions) == 0 {
		fmt.Fprintf(w, "%s has no mask of its own: its face is found automatically at each comparison.\n", l.FileName)
	} else {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "VERSION\tHOW\tGRID\tSHA-256\tBY\tWHEN\tCOMPARISONS\tREASON")
		for _, v := range l.Versions {
			fmt.Fprintf(t, "%d\t%s\t%.1f %%\t%.16s\t%s\t%s\t%s\t%s\n", v.Mask.Version, v.Mask.Origin, 100*v.Share, v.Mask.SHA256, v.ByName,
				v.Mask.Created.Format("2006-01-02 15:04 MST"), orDash(numbers(v.Comparisons)), orDash(v.Mask.Reason))
		}
		_ = t.Flush() // standard output; a reader that has gone is no error
		fmt.Fprintf(w, "Version %d is in use.\n", l.Versions[0].Mask.Version)
	}
	for _, f := range l.Files {
		fmt.Fprintf(w, "Written: %s\n", f)
	}
}

func numbers(list []int) (s string) {
	for i, n := range list {
		if i > 0 {
			s += ", "
		}
		s += fmt.Sprint(n)
	}
	return s
}

// maskText says in a line which mask took part.
func maskText(m *maskFacts) string {
	if m == nil {
		return "found automatically"
	}
	return fmt.Sprintf("version %d, %s by %s (%.16s): %s", m.Version, m.Origin, m.By, m.SHA256, orDash(m.Reason))
}
