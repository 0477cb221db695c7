package casework

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/png"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// AddSnapshot keeps a picture of the microscope with the state that shows it again. The picture must be as large as the scene's
// field; it is kept as a PNG file among the case's originals. Of n, ComparisonID, Caption, Scene and InReport are taken.
func (d *Desk) AddSnapshot(ctx context.Context, path string, n casefile.Snapshot, picture *image.RGBA) (casefile.Snapshot, error) {
	if err := d.allow(ctx, casefile.ExamineMarks); err != nil {
		return casefile.Snapshot{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Snapshot{}, err
	}
	k, err := s.Comparison(ctx, n.ComparisonID)
	if err != nil {
		return casefile.Snapshot{}, err
	}
	if err := n.Scene.Check(); err != nil {
		return casefile.Snapshot{}, err
	}
	if err := casefile.CheckCaption(n.Caption); err != nil {
		return casefile.Snapshot{}, err
	}
	if picture == nil || picture.Bounds().Dx() != n.Scene.WidthPx || picture.Bounds().Dy() != n.Scene.HeightPx {
		return casefile.Snapshot{}, &casefile.Error{Code: casefile.Invalid, What: "The snapshot's picture is not of the field that its state describes", Do: "Take it again"}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return casefile.Snapshot{}, fmt.Errorf("encode snapshot: %w", err)
	}
	sha, _, err := s.Originals().Put(ctx, &b)
	if err != nil {
		return casefile.Snapshot{}, err
	}
	return s.AddSnapshot(ctx, me, casefile.Snapshot{ComparisonID: k.ID, Caption: n.Caption, Scene: n.Scene, SHA256: sha, InReport: n.InReport})
}

// ChooseSnapshot records whether a snapshot goes into the report, and its caption.
func (d *Desk) ChooseSnapshot(ctx context.Context, path, snapshotID string, inReport bool, caption string) (casefile.Snapshot, error) {
	if err := d.allow(ctx, casefile.ExamineMarks); err != nil {
		return casefile.Snapshot{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Snapshot{}, err
	}
	return s.ChooseSnapshot(ctx, me, snapshotID, inReport, caption)
}

// SnapshotPicture returns a snapshot's picture, checked against its hash.
func (d *Desk) SnapshotPicture(ctx context.Context, path, snapshotID string) (*image.RGBA, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	n, err := s.Snapshot(ctx, snapshotID)
	if err != nil {
		return nil, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, err
	}
	if err := l.bystander(n.ComparisonID); err != nil {
		return nil, err
	}
	return snapshotPicture(ctx, s, n)
}

func snapshotPicture(ctx context.Context, s *store.Store, n casefile.Snapshot) (*image.RGBA, error) {
	data, err := s.Originals().Read(ctx, n.SHA256)
	if err != nil {
		return nil, err
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Damaged, What: "The picture of snapshot %[1]d cannot be read", Do: "Verify the case", Args: []any{n.Number}, Cause: err}
	}
	if rgba, ok := m.(*image.RGBA); ok {
		return rgba, nil
	}
	rgba := image.NewRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(rgba, rgba.Bounds(), m, m.Bounds().Min, draw.Src)
	return rgba, nil
}
