package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"tracemark/app/analysis"
	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging/render"
)

// stageList is what `stages` prints.
type stageList struct {
	CaptureID string           `json:"capture_id"`
	FileName  string           `json:"file_name"`
	Original  string           `json:"original_sha256"`
	Stages    []casefile.Stage `json:"stages"`
	Surface   string           `json:"surface_sha256"` // of the last stage
	Replayed  string           `json:"replayed,omitempty"`
	Files     []string         `json:"files,omitempty"`
}

func (p *program) stages() *cobra.Command {
	var pictures, recipe, replay string
	cmd := &cobra.Command{
		Use:   "stages CASE CAPTURE",
		Short: "Show how a topography is prepared for comparison, step by step",
		Long: "Prints every step with its parameters, their units and where they come from, what it did, and the SHA-256 of the\n" +
			"surface it leaves. --recipe writes the steps so that they can be run again with --replay, here or elsewhere: the\n" +
			"same recipe on the same original leads to the same surface, to the digit.",
		Args: cobra.ExactArgs(2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			c, err := desk.FindCapture(ctx, args[0], args[1])
			if err != nil {
				return err
			}
			if replay != "" && (recipe != "" || pictures != "") {
				return p.usage("--replay runs a stored recipe and writes nothing", "Leave --recipe and --pictures out")
			}
			out := stageList{CaptureID: c.ID, FileName: c.FileName, Original: c.SHA256, Replayed: replay}
			if replay != "" {
				out.Stages, err = replayed(ctx, desk, args[0], c.ID, replay, p.progress())
			} else {
				out.Stages, err = desk.Stages(ctx, args[0], c.ID, p.progress())
			}
			if err != nil {
				return err
			}
			out.Surface = out.Stages[len(out.Stages)-1].SHA256
			if recipe != "" {
				err = out.writeRecipe(ctx, desk, args[0], recipe)
			}
			if err == nil && pictures != "" {
				err = out.draw(ctx, desk, args[0], pictures)
			}
			if err != nil {
				return err
			}
			return p.print(out, func(w io.Writer) { writeStages(w, out) })
		}),
	}
	f := cmd.Flags()
	f.StringVar(&pictures, "pictures", "", "draw each stage into this `folder`")
	f.StringVar(&recipe, "recipe", "", "write the steps to a new `file`")
	f.StringVar(&replay, "replay", "", "run the steps of this `file` instead of today's")
	return p.jsonFlag(cmd)
}

func replayed(ctx context.Context, desk *casework.Desk, path, captureID, file string, progress casefile.Progress) ([]casefile.Stage, error) {
	b, err := analysis.ReadFile(file)
	if err != nil {
		return nil, err
	}
	r, err := casework.ParseRecipe(b)
	if err != nil {
		return nil, analysis.About(filepath.Base(file), err)
	}
	return desk.Replay(ctx, path, captureID, r, progress)
}

func (l *stageList) writeRecipe(ctx context.Context, desk *casework.Desk, path, file string) error {
	r, err := desk.Recipe(ctx, path, l.CaptureID)
	if err != nil {
		return err
	}
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return fmt.Errorf("write recipe: %w", err)
	}
	return l.write(file, append(b, '\n'))
}

// draw writes a relief of each stage under the same light, each with its own contrast.
func (l *stageList) draw(ctx context.Context, desk *casework.Desk, path, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The folder %[1]s cannot be made", Do: "Check the disk and the permissions", Args: []any{dir}, Cause: err}
	}
	for _, st := range l.Stages {
		s, err := desk.StageSurface(ctx, path, l.CaptureID, st.Number)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := png.Encode(&b, render.Relief(s, render.DefaultLight)); err != nil {
			return fmt.Errorf("draw stage: %w", err)
		}
		if err := l.write(filepath.Join(dir, fmt.Sprintf("%02d-%s.png", st.Number, st.Name)), b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// write writes a file that does not exist yet.
func (l *stageList) write(file string, data []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err == nil {
		_, err = f.Write(data)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}
	if os.IsExist(err) {
		return &casefile.Error{Code: casefile.Conflict, What: "%[1]s exists already", Do: "Name a new file", Args: []any{file}}
	}
	if err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be written", Do: "Check the folder, the disk and the permissions", Args: []any{file}, Cause: err}
	}
	l.Files = append(l.Files, file)
	return nil
}

func writeStages(w io.Writer, l stageList) {
	fmt.Fprintf(w, "%s (%s)\n", l.FileName, l.CaptureID)
	for _, st := range l.Stages {
		fmt.Fprintf(w, "%d. %s", st.Number, st.Name)
		if st.Way != "" {
			fmt.Fprintf(w, " (%s)", st.Way)
		}
		fmt.Fprintf(w, ": %s\n", st.Title)
		for _, p := range st.Params {
			fmt.Fprintf(w, "     %s: %s %s   [%s]\n", p.Name, p.Value, p.Unit, p.Source)
		}
		if st.Mask != nil {
			fmt.Fprintf(w, "     mask version %d, %s (%.16s): %s\n", st.Mask.Version, st.Mask.Origin, st.Mask.SHA256, orDash(st.Mask.Reason))
		}
		if st.Note != "" {
			fmt.Fprintf(w, "     %s\n", st.Note)
		}
		fmt.Fprintf(w, "     %d points, %d × %d at %.4g µm, surface %.16s\n", st.Points, st.Grid.Columns, st.Grid.Rows, st.Grid.SpacingX, st.SHA256)
	}
	fmt.Fprintf(w, "Surface SHA-256 %s\n", l.Surface)
	if l.Replayed != "" {
		fmt.Fprintf(w, "The recipe %s was run again on the original.\n", l.Replayed)
	}
	for _, f := range l.Files {
		fmt.Fprintf(w, "Written: %s\n", f)
	}
}
