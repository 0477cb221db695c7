package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

// NewKey makes a key for an agency: 256 random bits. Its SHA-256 is enough to keep, as nobody can try that many.
func NewKey() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails: the program ends instead
	return "tmk_" + base64.RawURLEncoding.EncodeToString(b)
}

var agencyID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// PutAgency adds an agency, or gives a known one a new name and key; the old key then opens nothing any more.
func (s *Store) PutAgency(ctx context.Context, a api.Agency, key string) error {
	if !agencyID.MatchString(a.ID) || a.Name == "" || len(key) < 32 {
		return &casefile.Error{Code: casefile.Invalid, What: "An agency needs an id of letters, digits, dots and dashes, and a name"}
	}
	hash := sha256.Sum256([]byte(key))
	if _, err := s.write.ExecContext(ctx, `INSERT INTO agency (id, name, key_hash, created) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, key_hash = excluded.key_hash`, a.ID, a.Name, hash[:], s.stamp()); err != nil {
		return fmt.Errorf("put agency: %w", err)
	}
	return nil
}

// HasAgency reports whether the agency called id is known.
func (s *Store) HasAgency(ctx context.Context, id string) (bool, error) {
	err := s.read.QueryRowContext(ctx, `SELECT 1 FROM agency WHERE id = ?`, id).Scan(new(int))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// AgencyByKey returns the agency that key belongs to. It looks at every agency in constant time, so that the time taken
// tells nothing about how much of a key is right.
func (s *Store) AgencyByKey(ctx context.Context, key string) (a api.Agency, ok bool, err error) {
	hash := sha256.Sum256([]byte(key))
	rows, err := s.read.QueryContext(ctx, `SELECT id, name, key_hash FROM agency ORDER BY id`)
	if err != nil {
		return a, false, fmt.Errorf("look up key: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var one api.Agency
		var h []byte
		if err := rows.Scan(&one.ID, &one.Name, &h); err != nil {
			return a, false, fmt.Errorf("look up key: %w", err)
		}
		if subtle.ConstantTimeCompare(h, hash[:]) == 1 {
			a, ok = one, true
		}
	}
	return a, ok, rows.Err()
}
