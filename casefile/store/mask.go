package store

import (
	"bytes"
	"context"
	"fmt"
	"image/png"

	"tracemark/casefile"
)

// AddMask records the next version of a topography's mask. Its picture must be in Originals already and have the
// capture's size. A version like the newest is refused, and so is one without a reason where there is one already.
func (s *Store) AddMask(ctx context.Context, actor string, m casefile.Mask) (casefile.Mask, error) {
	err := s.change(ctx, actor, "mask added", func(t *change) (string, error) {
		t.identify(&m.ID, &m.Created)
		if err := t.author(&m.By); err != nil {
			return "", err
		}
		c, err := captureNow(ctx, t, m.CaptureID)
		if err != nil {
			return "", err
		}
		if err := t.checkMask(ctx, c, m); err != nil {
			return "", err
		}
		if err := t.nextMask(ctx, &m); err != nil {
			return "", err
		}
		return fmt.Sprintf("%s: version %d, %s", c.FileName, m.Version, m.Origin), t.insert(ctx, "mask", col{"id", m.ID},
			col{"capture_id", m.CaptureID}, col{"version", m.Version}, col{"parent", optional(m.Parent)}, col{"origin", string(m.Origin)},
			col{"sha256", m.SHA256}, col{"points", m.Points}, col{"reason", m.Reason}, col{"by", m.By}, col{"created", stamp(m.Created)})
	})
	if err != nil {
		return casefile.Mask{}, err
	}
	return m, nil
}

// checkMask makes sure that m is a region of the capture c and that its picture is there.
func (t *change) checkMask(ctx context.Context, c casefile.Capture, m casefile.Mask) error {
	switch m.Origin {
	case casefile.MaskProposed, casefile.MaskPainted, casefile.MaskFromFile:
	default:
		return &casefile.Error{Code: casefile.Invalid, What: "The mask does not say how it was made"}
	}
	if c.Kind != casefile.Topography {
		return &casefile.Error{Code: casefile.Invalid, What: "%[1]s is a photograph, and only topographies are masked", Do: "Choose a topography", Args: []any{c.FileName}}
	}
	if m.Points < 1 || m.Points > c.Width*c.Height {
		return &casefile.Error{Code: casefile.Invalid, What: "The mask leaves nothing of the recording", Do: "Include the part that is to be compared"}
	}
	picture, err := t.s.blobs.Read(ctx, m.SHA256)
	if err != nil {
		return err
	}
	if p, err := png.DecodeConfig(bytes.NewReader(picture)); err != nil || p.Width != c.Width || p.Height != c.Height {
		return &casefile.Error{Code: casefile.Invalid, What: "The mask is not a picture of the recording's size, %[1]d × %[2]d points",
			Do: "Make the mask over this recording", Args: []any{c.Width, c.Height}, Cause: err}
	}
	return nil
}

// nextMask numbers m and holds it against the versions before.
func (t *change) nextMask(ctx context.Context, m *casefile.Mask) error {
	newest, ok, err := currentMask(ctx, t, m.CaptureID)
	if err != nil {
		return err
	}
	m.Version = newest.Version + 1
	if m.Parent != "" {
		if err := t.maskOf(ctx, m.Parent, m.CaptureID); err != nil {
			return err
		}
	}
	if ok && newest.SHA256 == m.SHA256 {
		return &casefile.Error{Code: casefile.Conflict, What: "This is the same region as version %[1]d, which is in use",
			Do: "Change the mask before it is saved", Args: []any{newest.Version}}
	}
	if ok && needReason(m.Reason) != nil {
		return &casefile.Error{Code: casefile.Refused, What: "A mask is not replaced without a reason", Do: "Say what was changed and why"}
	}
	return nil
}

// maskOf makes sure that the mask with the id belongs to the capture; "" stands for the automatic one.
func (t *change) maskOf(ctx context.Context, id, capture string) error {
	if id == "" {
		return nil
	}
	var has string
	err := t.QueryRowContext(ctx, `SELECT capture_id FROM mask WHERE id = ?`, id).Scan(&has)
	if err != nil {
		return oneError(err, "There is no such mask in this case", "read mask")
	}
	if has != capture {
		return &casefile.Error{Code: casefile.Conflict, What: "The mask is another recording's", Do: "Choose a version of this recording's mask"}
	}
	return nil
}

func captureNow(ctx context.Context, db querier, id string) (casefile.Capture, error) {
	c, err := scanCapture(db.QueryRowContext(ctx, `SELECT `+captureColumns+` FROM capture WHERE id = ?`, id))
	if err != nil {
		return c, oneError(err, "There is no such recording in this case", "read capture")
	}
	return c, nil
}

const maskColumns = `id, capture_id, version, parent, origin, sha256, points, reason, by, created`

func scanMask(r scanner) (m casefile.Mask, err error) {
	err = r.Scan(&m.ID, &m.CaptureID, &m.Version, textOf{&m.Parent}, &m.Origin, &m.SHA256, &m.Points, &m.Reason, &m.By, timeOf{&m.Created})
	return m, err
}

// Masks returns the versions of the mask of the capture with the id, of all captures when it is "", the first first.
func (s *Store) Masks(ctx context.Context, captureID string) ([]casefile.Mask, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+maskColumns+` FROM mask WHERE ?1 = '' OR capture_id = ?1 ORDER BY rowid`, captureID)
	out, err := collect(rows, err, scanMask)
	if err != nil {
		return nil, say(err, "read masks")
	}
	return out, nil
}

// Mask returns the version of a mask with the id ref, or whose id alone begins with ref.
func (s *Store) Mask(ctx context.Context, ref string) (casefile.Mask, error) {
	return byRef(ctx, s.read, "mask", maskColumns, "mask", ref, scanMask)
}

// CurrentMask returns the newest version of the mask of the capture with the id; ok is false when it has none.
func (s *Store) CurrentMask(ctx context.Context, captureID string) (m casefile.Mask, ok bool, err error) {
	return currentMask(ctx, s.read, captureID)
}

func currentMask(ctx context.Context, db querier, captureID string) (casefile.Mask, bool, error) {
	rows, err := db.QueryContext(ctx, `SELECT `+maskColumns+` FROM mask WHERE capture_id = ? ORDER BY version DESC LIMIT 1`, captureID)
	found, err := collect(rows, err, scanMask)
	if err != nil {
		return casefile.Mask{}, false, say(err, "read mask")
	}
	if len(found) == 0 {
		return casefile.Mask{}, false, nil
	}
	return found[0], true, nil
}
