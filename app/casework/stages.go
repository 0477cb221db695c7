package casework

import (
	"context"
	"encoding/json"
	"fmt"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/surface"
)

// recipeFormat names the form of a Recipe's file; its number goes up when readers could misread a newer one.
const recipeFormat = "tracemark-recipe/1"

// Recipe is how a topography is prepared, for anybody who has the original to do it again. Running it gives the same digits;
// Surface says so.
type Recipe struct {
	Format   string          `json:"format"`
	Original string          `json:"original_sha256"`
	Units    string          `json:"units,omitempty"` // that a person stated for the file's lengths
	Recipe   pipeline.Recipe `json:"recipe"`
	Surface  string          `json:"surface_sha256,omitempty"` // of the last stage, as casefile.Stage says
}

// ParseRecipe reads a stored recipe and checks every step of it.
func ParseRecipe(b []byte) (Recipe, error) {
	var w struct {
		Recipe
		Steps json.RawMessage `json:"recipe"`
	}
	err := json.Unmarshal(b, &w)
	if err == nil && w.Format != recipeFormat {
		err = fmt.Errorf("its format is %q, not %q", w.Format, recipeFormat)
	}
	if err == nil {
		w.Recipe.Recipe, err = pipeline.Parse(w.Steps)
	}
	if err != nil {
		return Recipe{}, &casefile.Error{Code: casefile.Invalid, What: "This is not a recipe that can be run (%[1]v)", Do: "Give a file that the stages of a preparation were written to", Args: []any{err}, Cause: err}
	}
	return w.Recipe, nil
}

// Stages prepares a topography step by step under its newest mask and describes each stage, the measured surface first.
func (d *Desk) Stages(ctx context.Context, path, captureID string, progress casefile.Progress) ([]casefile.Stage, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	m, ok, err := s.CurrentMask(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	all, err := d.stages(ctx, s, c, m.ID, progress)
	if err != nil {
		return nil, err
	}
	out := all.said
	if ok && len(out) > 1 {
		out = append([]casefile.Stage(nil), out...)
		out[1].Mask = &m
		out[1].Note = fmt.Sprintf("version %d, %s: %s", m.Version, m.Origin, out[1].Note)
	}
	return out, nil
}

// StageSurface returns stage n of a topography's preparation under its newest mask, in the measured surface's frame and size
// where the stage still has its grid.
func (d *Desk) StageSurface(ctx context.Context, path, captureID string, n int) (*surface.Surface, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	m, _, err := s.CurrentMask(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	all, err := d.stages(ctx, s, c, m.ID, nil)
	if err != nil {
		return nil, err
	}
	if n < 0 || n >= len(all.said) {
		return nil, &casefile.Error{Code: casefile.NotFound, What: "There is no stage %[1]d", Do: "Choose one from 0 to %[2]d", Args: []any{n, len(all.said) - 1}}
	}
	st := all.stage(n)
	if st == nil {
		if st, err = d.stageAgain(ctx, s, c, m.ID, n); err != nil {
			return nil, err
		}
	}
	if all.said[n].Grid.Resampled {
		return st.Surface()
	}
	return st.Whole()
}

// Recipe returns how a capture is prepared under its newest mask.
func (d *Desk) Recipe(ctx context.Context, path, captureID string) (Recipe, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return Recipe{}, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return Recipe{}, err
	}
	m, _, err := s.CurrentMask(ctx, c.ID)
	if err != nil {
		return Recipe{}, err
	}
	mask, err := givenMask(ctx, s, c, m.ID)
	if err != nil {
		return Recipe{}, err
	}
	all, err := d.stages(ctx, s, c, m.ID, nil)
	if err != nil {
		return Recipe{}, err
	}
	return Recipe{Format: recipeFormat, Original: c.SHA256, Units: c.Scale.Units(), Recipe: analysis.Recipe(mask), Surface: all.said[len(all.said)-1].SHA256}, nil
}

// Replay prepares a capture by a stored recipe and describes each stage. A recipe of another original is refused, and one
// that states what it leads to and leads elsewhere is an error.
func (d *Desk) Replay(ctx context.Context, path, captureID string, r Recipe, progress casefile.Progress) ([]casefile.Stage, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	if r.Original != c.SHA256 || r.Units != c.Scale.Units() {
		return nil, &casefile.Error{Code: casefile.Conflict, What: "The recipe is another recording's, or was made reading the file in other units", Do: "Run it on the recording whose SHA-256 it states"}
	}
	measured, err := topography(ctx, s, c)
	if err != nil {
		return nil, err
	}
	all, err := run(ctx, measured.Surface, r.Recipe, progress)
	if err != nil {
		return nil, analysis.About(c.FileName, err)
	}
	if last := all.said[len(all.said)-1]; r.Surface != "" && last.SHA256 != r.Surface {
		return all.said, &casefile.Error{Code: casefile.Conflict, What: "The recipe leads to another surface (%[1]s) than the one it states (%[2]s)",
			Do: "Use it with the program's version that wrote it, or find out which value was changed", Args: []any{last.SHA256, r.Surface}}
	}
	return all.said, nil
}

// keptStages are a preparation's stages, kept while somebody looks at one after the other.
type keptStages struct {
	said []casefile.Stage
	kept []*pipeline.Stage // nil where they are too large to keep
}

func (k *keptStages) stage(n int) *pipeline.Stage {
	if n < len(k.kept) {
		return k.kept[n]
	}
	return nil
}

// mostKept is how many points of all stages together are kept, at 8 bytes each.
const mostKept = 30_000_000

func (d *Desk) stages(ctx context.Context, s *store.Store, c casefile.Capture, maskID string, progress casefile.Progress) (*keptStages, error) {
	key := scanKey(c, maskID)
	if all, ok := d.cache.stages.Get(key); ok {
		return all, nil
	}
	r, err := topography(ctx, s, c)
	if err != nil {
		return nil, err
	}
	mask, err := givenMask(ctx, s, c, maskID)
	if err != nil {
		return nil, err
	}
	all, err := run(ctx, r.Surface, analysis.Recipe(mask), progress)
	if err != nil {
		return nil, analysis.About(c.FileName, err)
	}
	d.cache.stages.Add(key, all)
	return all, nil
}

// run does a recipe and describes each stage.
func run(ctx context.Context, s *surface.Surface, r pipeline.Recipe, progress casefile.Progress) (*keptStages, error) {
	all, points := &keptStages{}, 0
	_, err := r.Run(ctx, s, func(st *pipeline.Stage) error {
		n := len(all.said)
		all.said = append(all.said, analysis.StageOf(st, n))
		if points += len(st.Field.Z); points <= mostKept {
			all.kept = append(all.kept, st)
		}
		label := ""
		if n < len(r.Steps) {
			label = r.Steps[n].Name
		}
		tell(progress, n, len(r.Steps), label)
		return ctx.Err()
	})
	if err != nil && ctx.Err() == nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "The topography cannot be prepared (%[1]v)", Do: "Look at its mask, or record the mark again", Args: []any{err}, Cause: err}
	}
	if points > mostKept {
		all.kept = nil
	}
	return all, err
}

// stageAgain prepares a topography up to stage n.
func (d *Desk) stageAgain(ctx context.Context, s *store.Store, c casefile.Capture, maskID string, n int) (*pipeline.Stage, error) {
	r, err := topography(ctx, s, c)
	if err != nil {
		return nil, err
	}
	mask, err := givenMask(ctx, s, c, maskID)
	if err != nil {
		return nil, err
	}
	recipe := analysis.Recipe(mask)
	recipe.Steps = recipe.Steps[:min(n, len(recipe.Steps))]
	st, err := recipe.Run(ctx, r.Surface, nil)
	if err != nil && ctx.Err() == nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The stage cannot be made (%[1]v)", Do: "Open the preparation again", Args: []any{err}, Cause: err}
	}
	return st, err
}
