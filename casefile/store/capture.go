package store

import (
	"context"
	"fmt"

	"tracemark/casefile"
)

// Import records captures of an exhibit, and the exhibit with them when it is new, in one transaction: all or nothing.
// The exhibit e is an existing one when its id is in the case; otherwise it is added, with its id if it has one. The
// originals must be in Originals already. The captures' exhibit ids are filled in.
func (s *Store) Import(ctx context.Context, actor string, e casefile.Exhibit, captures []casefile.Capture) (casefile.Exhibit, []casefile.Capture, error) {
	captures = append([]casefile.Capture(nil), captures...) // the caller's stay as they are
	err := s.change(ctx, actor, "captures imported", func(t *change) (string, error) {
		if len(captures) == 0 {
			return "", &casefile.Error{Code: casefile.Invalid, What: "There is nothing to import", Do: "Choose at least one file"}
		}
		if err := t.findOrAdd(ctx, &e); err != nil {
			return "", err
		}
		for i := range captures {
			captures[i].ExhibitID = e.ID
			if err := t.addCapture(ctx, &captures[i]); err != nil {
				return "", err
			}
		}
		return fmt.Sprintf("%s: %d", e.Label, len(captures)), nil
	})
	if err != nil {
		return casefile.Exhibit{}, nil, err
	}
	return e, captures, nil
}

func (t *change) findOrAdd(ctx context.Context, e *casefile.Exhibit) error {
	if e.ID == "" {
		return t.addExhibit(ctx, e)
	}
	now, err := exhibitNow(ctx, t, e.ID)
	if casefile.CodeOf(err) == casefile.NotFound && err != nil {
		return t.addExhibit(ctx, e)
	}
	if err != nil {
		return err
	}
	*e = now.Value
	return nil
}

func (t *change) addCapture(ctx context.Context, c *casefile.Capture) error {
	t.identify(&c.ID, &c.Created)
	if err := t.checkCapture(ctx, *c); err != nil {
		return err
	}
	instrument, err := toJSON(c.Instrument)
	if err != nil {
		return err
	}
	warnings, err := toJSON(c.Warnings)
	if err != nil {
		return err
	}
	return t.insert(ctx, "capture", col{"id", c.ID}, col{"exhibit_id", c.ExhibitID}, col{"mark", string(c.Mark)},
		col{"kind", string(c.Kind)}, col{"sha256", c.SHA256}, col{"size", c.Size}, col{"file_name", c.FileName},
		col{"media_type", c.MediaType}, col{"width", c.Width}, col{"height", c.Height},
		col{"scale_x_um", known(c.Scale.X)}, col{"scale_y_um", known(c.Scale.Y)}, col{"scale_source", c.Scale.Source},
		col{"instrument_json", instrument}, col{"recorded_at", c.RecordedAt}, col{"synthetic", c.Synthetic},
		col{"warnings_json", warnings}, col{"created", stamp(c.Created)})
}

// checkCapture makes sure that the capture is of something and that its original is there.
func (t *change) checkCapture(ctx context.Context, c casefile.Capture) error {
	if c.Mark == "" || c.Kind == "" {
		return &casefile.Error{Code: casefile.Invalid, What: "The capture does not say which mark it shows or how it was recorded"}
	}
	if err := t.exists(ctx, "exhibit", c.ExhibitID, "The capture's exhibit is not in this case"); err != nil {
		return err
	}
	size, err := t.s.blobs.Size(c.SHA256)
	if err != nil {
		return err
	}
	if size != c.Size {
		return &casefile.Error{Code: casefile.Invalid, What: "The capture's size is not that of its original",
			Do: "Import the file again", Cause: fmt.Errorf("import %s: %d bytes, stored %d", c.SHA256, c.Size, size)}
	}
	var n int
	err = t.QueryRowContext(ctx, `SELECT count(*) FROM capture WHERE exhibit_id = ? AND mark = ? AND sha256 = ?`,
		c.ExhibitID, string(c.Mark), c.SHA256).Scan(&n)
	if err != nil {
		return fmt.Errorf("read captures: %w", err)
	}
	if n > 0 {
		return &casefile.Error{Code: casefile.Conflict, What: "This exhibit already has the recording %[1]s",
			Do: "Leave the file out, or import it for another mark", Args: []any{c.FileName}}
	}
	return nil
}

const captureColumns = `id, exhibit_id, mark, kind, sha256, size, file_name, media_type, width, height, scale_x_um, scale_y_um,
	scale_source, instrument_json, recorded_at, synthetic, warnings_json, created`

func scanCapture(r scanner) (c casefile.Capture, err error) {
	err = r.Scan(&c.ID, &c.ExhibitID, &c.Mark, &c.Kind, &c.SHA256, &c.Size, &c.FileName, &c.MediaType, &c.Width, &c.Height,
		lengthOf{&c.Scale.X}, lengthOf{&c.Scale.Y}, &c.Scale.Source, jsonOf{&c.Instrument}, &c.RecordedAt, &c.Synthetic,
		jsonOf{&c.Warnings}, timeOf{&c.Created})
	return c, err
}

// Captures returns the captures of the exhibit with the id, of all exhibits when it is "", in the order of their import.
func (s *Store) Captures(ctx context.Context, exhibitID string) ([]casefile.Capture, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+captureColumns+` FROM capture
		WHERE ?1 = '' OR exhibit_id = ?1 ORDER BY rowid`, exhibitID)
	out, err := collect(rows, err, scanCapture)
	if err != nil {
		return nil, say(err, "read captures")
	}
	return out, nil
}

// Capture returns the capture with the id ref, or whose id alone begins with ref.
func (s *Store) Capture(ctx context.Context, ref string) (casefile.Capture, error) {
	return byRef(ctx, s.read, "capture", captureColumns, "capture", ref, scanCapture)
}
