package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"tracemark/app/hub/api"
)

// captures returns the captures of an exhibit, oldest first. Whoever calls has applied the sharing rule.
func captures(ctx context.Context, q querier, owner, exhibit string) ([]api.Capture, error) {
	rows, err := q.QueryContext(ctx, `SELECT recording, uploaded FROM capture WHERE agency = ? AND exhibit = ? ORDER BY created, id`, owner, exhibit)
	if err != nil {
		return nil, fmt.Errorf("list captures: %w", err)
	}
	defer rows.Close()
	list := []api.Capture{}
	for rows.Next() {
		c := api.Capture{Agency: owner, ExhibitID: exhibit}
		var text string
		if err := rows.Scan(&text, &c.Uploaded); err != nil {
			return nil, fmt.Errorf("list captures: %w", err)
		}
		if err := json.Unmarshal([]byte(text), &c.Recording); err != nil {
			return nil, fmt.Errorf("decode capture: %w", err)
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// Capture returns the capture id of the agency owner, when the agency me may see its exhibit.
func (s *Store) Capture(ctx context.Context, me, owner, id string) (api.Capture, error) {
	c := api.Capture{Agency: owner}
	var text string
	err := s.read.QueryRowContext(ctx, `SELECT c.recording, c.uploaded, c.exhibit FROM capture c
		JOIN exhibit e ON e.agency = c.agency AND e.id = c.exhibit
		WHERE c.agency = :owner AND c.id = :id AND `+visible, sql.Named("owner", owner), sql.Named("id", id), sql.Named("me", me)).
		Scan(&text, &c.Uploaded, &c.ExhibitID)
	if errors.Is(err, sql.ErrNoRows) {
		return c, notFound("capture", id)
	} else if err != nil {
		return c, fmt.Errorf("look up capture: %w", err)
	}
	if err := json.Unmarshal([]byte(text), &c.Recording); err != nil {
		return c, fmt.Errorf("decode capture: %w", err)
	}
	return c, nil
}

// Uploaded records that the original of the capture id of the agency me is there.
func (s *Store) Uploaded(ctx context.Context, me, id string) error {
	if _, err := s.write.ExecContext(ctx, `UPDATE capture SET uploaded = 1 WHERE agency = ? AND id = ?`, me, id); err != nil {
		return fmt.Errorf("record upload: %w", err)
	}
	return nil
}

// PutOriginal stores what r gives. An error of r leaves nothing behind.
func (s *Store) PutOriginal(ctx context.Context, r io.Reader) error {
	_, _, err := s.blobs.Put(ctx, r)
	return err
}

// OpenOriginal opens an original for reading.
func (s *Store) OpenOriginal(sha string) (*os.File, error) { return s.blobs.Open(sha) }

// ReadOriginal returns the bytes of an original, having checked their hash.
func (s *Store) ReadOriginal(ctx context.Context, sha string) ([]byte, error) {
	return s.blobs.Read(ctx, sha)
}
