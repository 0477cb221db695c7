package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tracemark/casefile"
)

// scalesFolder is where the workstation keeps the scales of its agency's own, below the data folder: a copy of each file that was
// added, under the scale's id. Cases do not depend on it, since a conclusion keeps its scale.
const scalesFolder = "scales"

// Scales returns the scales that the agency can conclude on: this program's, then those that were added, by name. One whose file
// cannot be read any more is left out; choosing it says why.
func (d *Desk) Scales(ctx context.Context) ([]casefile.ConclusionScale, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	return d.scales()
}

func (d *Desk) scales() ([]casefile.ConclusionScale, error) {
	files, err := filepath.Glob(filepath.Join(d.home, scalesFolder, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("list scales: %w", err) // the pattern is wrong, with an odd name of the data folder
	}
	var own []casefile.ConclusionScale
	for _, file := range files {
		if s, err := readScale(file); err == nil {
			own = append(own, s)
		}
	}
	slices.SortStableFunc(own, func(a, b casefile.ConclusionScale) int { return strings.Compare(a.Name, b.Name) })
	return append(casefile.Scales(), own...), nil
}

// AddScale adds a scale of the agency's own from a file, which casefile.ParseScale states. It takes the place of one that was
// added under the same id: what was concluded keeps the wording of its day. It does not choose the scale.
func (d *Desk) AddScale(ctx context.Context, file string) (casefile.ConclusionScale, error) {
	if err := d.allow(ctx, casefile.ChangeSettings); err != nil {
		return casefile.ConclusionScale{}, err
	}
	data, err := readScaleFile(file)
	if err != nil {
		return casefile.ConclusionScale{}, err
	}
	s, err := casefile.ParseScale(data)
	if err != nil {
		return s, err
	}
	to := d.scaleFile(s.ID)
	if err = os.MkdirAll(filepath.Dir(to), 0o700); err == nil {
		err = writeFile(to, data, 0o600)
	}
	if err != nil {
		return s, &casefile.Error{Code: casefile.Failed, What: "The scale cannot be kept in %[1]s",
			Do: "Check the disk and the folder's permissions", Args: []any{filepath.Dir(to)}, Cause: err}
	}
	return s, nil
}

func (d *Desk) scaleFile(id string) string { return filepath.Join(d.home, scalesFolder, id+".json") }

// scaleCalled returns the scale with the id, of this program or of the agency's own.
func (d *Desk) scaleCalled(id string) (casefile.ConclusionScale, error) {
	if s, ok := casefile.ScaleCalled(id); ok {
		return s, nil
	}
	if filepath.Base(id) == id { // an id from outside names no file elsewhere
		s, err := readScale(d.scaleFile(id))
		if err == nil && s.ID == id || casefile.CodeOf(err) != casefile.NotFound {
			return s, err
		}
	}
	list, err := d.scales()
	if err != nil {
		return casefile.ConclusionScale{}, err
	}
	ids := make([]string, len(list))
	for i, s := range list {
		ids[i] = s.ID
	}
	return casefile.ConclusionScale{}, &casefile.Error{Code: casefile.Invalid, What: "There is no scale of conclusions called %[1]q",
		Do: "Use one of %[2]s", Args: []any{id, strings.Join(ids, ", ")}}
}

func readScale(file string) (casefile.ConclusionScale, error) {
	data, err := readScaleFile(file)
	if err != nil {
		return casefile.ConclusionScale{}, err
	}
	return casefile.ParseScale(data)
}

// readScaleFile reads a file no further than a scale can be long.
func readScaleFile(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err == nil {
		defer f.Close()
		var data []byte
		if data, err = io.ReadAll(io.LimitReader(f, casefile.MaxScaleFile+1)); err == nil {
			return data, nil
		}
	}
	e := &casefile.Error{Code: casefile.Failed, What: "The scale %[1]s cannot be read", Do: "Check that you may read it", Args: []any{file}, Cause: err}
	if errors.Is(err, fs.ErrNotExist) {
		e.Code, e.What, e.Do = casefile.NotFound, "There is no file %[1]s", "Check the name"
	}
	return nil, e
}
