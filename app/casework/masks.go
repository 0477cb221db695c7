package casework

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// Masks returns the versions of a capture's mask, newest first. There are none before somebody makes one: the capture is then
// masked automatically at each comparison.
func (d *Desk) Masks(ctx context.Context, path, captureID string) ([]casefile.MaskItem, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	masks, err := s.Masks(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	names, err := peopleNames(ctx, s)
	if err != nil {
		return nil, err
	}
	comparisons, err := s.Comparisons(ctx)
	if err != nil {
		return nil, err
	}
	items := make([]casefile.MaskItem, 0, len(masks))
	for i, m := range slices.Backward(masks) {
		item := casefile.MaskItem{Mask: m, ByName: names[m.By], Share: shareOf(m, c), Current: i == len(masks)-1}
		for _, k := range comparisons {
			if k.MaskA == m.ID || k.MaskB == m.ID {
				item.Comparisons = append(item.Comparisons, k.Number)
			}
		}
		items = append(items, item)
	}
	return items, nil
}

func shareOf(m casefile.Mask, c casefile.Capture) float64 {
	return float64(m.Points) / float64(max(1, c.Width*c.Height))
}

// maskItem returns the version of a capture's mask that a comparison used; nil for "", the automatic one.
func maskItem(ctx context.Context, s *store.Store, c casefile.Capture, maskID string) (*casefile.MaskItem, error) {
	if maskID == "" {
		return nil, nil
	}
	m, err := s.Mask(ctx, maskID)
	if err != nil {
		return nil, err
	}
	by, err := s.Person(ctx, m.By)
	if err != nil {
		return nil, err
	}
	now, _, err := s.CurrentMask(ctx, c.ID)
	return &casefile.MaskItem{Mask: m, ByName: by.Name, Share: shareOf(m, c), Current: now.ID == m.ID}, err
}

// MaskRegion returns the region of a capture's mask: of the version with the id, or the automatic one where maskID is "".
func (d *Desk) MaskRegion(ctx context.Context, path, captureID, maskID string) (imaging.Mask, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return imaging.Mask{}, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return imaging.Mask{}, err
	}
	if maskID == "" {
		if m, ok := d.foundRegion(c); ok {
			return m, nil
		}
		r, err := topography(ctx, s, c)
		if err != nil {
			return imaging.Mask{}, err
		}
		m, _, err := analysis.ProposeMask(ctx, r.Surface)
		return m, err
	}
	m, err := givenMask(ctx, s, c, maskID)
	if err != nil {
		return imaging.Mask{}, err
	}
	return m.Mask, nil
}

// foundRegion returns the automatic mask where a preparation that is kept has found it.
func (d *Desk) foundRegion(c casefile.Capture) (imaging.Mask, bool) {
	all, ok := d.cache.stages.Get(scanKey(c, ""))
	if !ok || len(all.kept) < 2 {
		return imaging.Mask{}, false
	}
	m, ok := all.kept[1].Region()
	return m.Mask, ok && m.Count() > 0
}

// ProposeMask makes the automatic mask the next version, so that it can be edited and is the one in use. Where it is in use
// already, that version is returned.
func (d *Desk) ProposeMask(ctx context.Context, path, captureID string) (casefile.Mask, error) {
	if err := d.allow(ctx, casefile.PrepareRecording); err != nil {
		return casefile.Mask{}, err
	}
	s, me, c, r, err := d.masking(ctx, path, captureID)
	if err != nil {
		return casefile.Mask{}, err
	}
	region, note, err := analysis.ProposeMask(ctx, r.Surface)
	if err != nil {
		return casefile.Mask{}, analysis.About(c.FileName, err)
	}
	m := casefile.Mask{CaptureID: c.ID, Origin: casefile.MaskProposed, Reason: fmt.Sprintf("Found automatically: %s", note)}
	return keepMask(ctx, s, me, m, region)
}

// SaveMask makes a region that a person drew the next version. parentID is the version it was drawn from, "" for the automatic
// one or none.
func (d *Desk) SaveMask(ctx context.Context, path, captureID, parentID string, region imaging.Mask, reason string) (casefile.Mask, error) {
	if err := d.allow(ctx, casefile.PrepareRecording); err != nil {
		return casefile.Mask{}, err
	}
	return d.saveMask(ctx, path, captureID, region, casefile.Mask{Origin: casefile.MaskPainted, Parent: parentID, Reason: reason})
}

// MaskFromFile makes the region of a file the next version: of a PNG picture of the capture's size, white where a point takes
// part, or where file is "" of the mask in the capture's own X3P file.
func (d *Desk) MaskFromFile(ctx context.Context, path, captureID, file, reason string) (casefile.Mask, error) {
	if err := d.allow(ctx, casefile.PrepareRecording); err != nil {
		return casefile.Mask{}, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return casefile.Mask{}, err
	}
	var region imaging.Mask
	if file == "" {
		r, err := topography(ctx, s, c)
		if err != nil {
			return casefile.Mask{}, err
		}
		if r.Painted == nil {
			return casefile.Mask{}, &casefile.Error{Code: casefile.NotFound, What: "%[1]s has no mask of its own", Do: "Paint one, or name a PNG picture", Args: []any{c.FileName}}
		}
		region = *r.Painted
		if strings.TrimSpace(reason) == "" {
			reason = "The mask that the recording's own file has"
		}
	} else {
		data, err := analysis.ReadFile(file)
		if err != nil {
			return casefile.Mask{}, err
		}
		if region, err = analysis.MaskFromPicture(filepath.Base(file), data, c.Width, c.Height); err != nil {
			return casefile.Mask{}, err
		}
	}
	return d.saveMask(ctx, path, captureID, region, casefile.Mask{Origin: casefile.MaskFromFile, Reason: reason})
}

func (d *Desk) saveMask(ctx context.Context, path, captureID string, region imaging.Mask, m casefile.Mask) (casefile.Mask, error) {
	s, me, c, r, err := d.masking(ctx, path, captureID)
	if err != nil {
		return casefile.Mask{}, err
	}
	m.Reason = strings.TrimSpace(m.Reason)
	if m.Reason == "" {
		return casefile.Mask{}, &casefile.Error{Code: casefile.Refused, What: "A mask that a person made needs a reason", Do: "Say what was included or left out, and why"}
	}
	if region.W != c.Width || region.H != c.Height || len(region.On) != c.Width*c.Height {
		return casefile.Mask{}, &casefile.Error{Code: casefile.Invalid, What: "The mask has %[1]d × %[2]d points and the recording %[3]d × %[4]d",
			Do: "Make the mask over this recording", Args: []any{region.W, region.H, c.Width, c.Height}}
	}
	if left := measuredIn(r.Surface, region); left == 0 {
		return casefile.Mask{}, &casefile.Error{Code: casefile.Invalid, What: "The mask leaves no measured point of the recording", Do: "Include the part that is to be compared"}
	}
	m.CaptureID = c.ID
	return keepMask(ctx, s, me, m, region)
}

// masking gathers what is needed to make a mask of a capture.
func (d *Desk) masking(ctx context.Context, path, captureID string) (s *store.Store, me string, c casefile.Capture, r analysis.Recording, err error) {
	if s, me, err = d.acting(ctx, path); err != nil {
		return s, me, c, r, err
	}
	if c, err = s.Capture(ctx, captureID); err == nil {
		r, err = topography(ctx, s, c)
	}
	return s, me, c, r, err
}

// keepMask stores a region and records m as its version. A proposal that is in use already is not made again.
func keepMask(ctx context.Context, s *store.Store, me string, m casefile.Mask, region imaging.Mask) (casefile.Mask, error) {
	picture, err := pipeline.EncodePNG(region)
	if err != nil {
		return casefile.Mask{}, fmt.Errorf("keep mask: %w", err)
	}
	if m.SHA256, _, err = s.Originals().Put(ctx, bytes.NewReader(picture)); err != nil {
		return casefile.Mask{}, err
	}
	m.Points = region.Count()
	if m.Origin == casefile.MaskProposed {
		if now, ok, err := s.CurrentMask(ctx, m.CaptureID); err != nil || ok && now.SHA256 == m.SHA256 {
			return now, err
		}
	}
	return s.AddMask(ctx, me, m)
}

// ExportX3P writes a capture's topography to a new X3P file with the region of a mask in it (bindata/mask.png), as other
// programs of the field read it: the version with the id, the automatic one where maskID is "". It returns the file's path.
func (d *Desk) ExportX3P(ctx context.Context, path, captureID, maskID, target string) (string, error) {
	if err := d.allow(ctx, casefile.ExportCase); err != nil {
		return "", err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return "", err
	}
	if target, err = newFile(target); err != nil {
		return "", err
	}
	region, err := d.MaskRegion(ctx, path, c.ID, maskID)
	if err != nil {
		return "", err
	}
	data, err := s.Originals().Read(ctx, c.SHA256)
	if err != nil {
		return "", err
	}
	f, err := analysis.Options{Units: c.Scale.Units()}.DecodeX3P(c.FileName, data)
	if err != nil {
		return "", err
	}
	f.PaintedMask = &region
	var b bytes.Buffer
	if err := x3p.Encode(&b, f); err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be written as X3P (%[2]v)", Do: "Hand over the original and the mask's picture instead", Args: []any{c.FileName, err}, Cause: err}
	}
	return target, keepFile(target, b.Bytes())
}

// ExportMask writes the picture of a mask to a new PNG file, white where a point takes part: to be looked at, or painted on with
// any program and read again by MaskFromFile. It returns the file's path.
func (d *Desk) ExportMask(ctx context.Context, path, captureID, maskID, target string) (string, error) {
	if err := d.allow(ctx, casefile.ExportCase); err != nil {
		return "", err
	}
	target, err := newFile(target)
	if err != nil {
		return "", err
	}
	region, err := d.MaskRegion(ctx, path, captureID, maskID)
	if err != nil {
		return "", err
	}
	picture, err := pipeline.EncodePNG(region)
	if err != nil {
		return "", fmt.Errorf("export mask: %w", err)
	}
	return target, keepFile(target, picture)
}

// newFile returns the absolute path of a file that does not exist yet.
func newFile(target string) (string, error) {
	abs, err := filepath.Abs(target)
	if err != nil {
		return "", fmt.Errorf("file %q: %w", target, err)
	}
	if _, err := os.Lstat(abs); err == nil {
		return "", &casefile.Error{Code: casefile.Conflict, What: "%[1]s exists already", Do: "Name a new file", Args: []any{abs}}
	}
	return abs, nil
}

func keepFile(target string, data []byte) error {
	if err := writeFile(target, data, 0o644); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be written", Do: "Check the folder, the disk and the permissions", Args: []any{target}, Cause: err}
	}
	return nil
}

// topography reads a capture's original, which must be a topography.
func topography(ctx context.Context, s *store.Store, c casefile.Capture) (analysis.Recording, error) {
	r, err := recording(ctx, s, c)
	if err == nil && r.Surface == nil {
		err = &casefile.Error{Code: casefile.Invalid, What: "%[1]s is a photograph, and only topographies are prepared and masked", Do: "Choose a topography", Args: []any{c.FileName}}
	}
	return r, err
}

// currentMasks returns the ids of the newest masks of two captures, "" where one has none.
func currentMasks(ctx context.Context, s *store.Store, a, b string) (maskA, maskB string, err error) {
	ma, _, err := s.CurrentMask(ctx, a)
	if err != nil {
		return "", "", err
	}
	mb, _, err := s.CurrentMask(ctx, b)
	return ma.ID, mb.ID, err
}

// givenMask returns the mask of a capture with the id, checked against its hash; nil for "", the automatic one.
func givenMask(ctx context.Context, s *store.Store, c casefile.Capture, maskID string) (*pipeline.Mask, error) {
	if maskID == "" {
		return nil, nil
	}
	m, err := s.Mask(ctx, maskID)
	if err != nil {
		return nil, err
	}
	if m.CaptureID != c.ID {
		return nil, &casefile.Error{Code: casefile.Conflict, What: "The mask is another recording's", Do: "Choose a version of this recording's mask"}
	}
	data, err := s.Originals().Read(ctx, m.SHA256)
	if err != nil {
		return nil, err
	}
	region, err := analysis.MaskFromPicture(fmt.Sprintf("The picture of mask version %d", m.Version), data, c.Width, c.Height)
	if err != nil {
		return nil, err
	}
	return &pipeline.Mask{Mask: region, Version: m.Version, Origin: string(m.Origin), Parent: m.Parent}, nil
}

// measuredIn counts the measured points of a surface in a region of its size.
func measuredIn(s *surface.Surface, region imaging.Mask) int {
	n := 0
	for i, z := range s.View() {
		if z == z && region.On[i] {
			n++
		}
	}
	return n
}
