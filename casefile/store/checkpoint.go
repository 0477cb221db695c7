package store

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/audit"
)

// SignCheckpoint signs the log's head and keeps the checkpoint, in one transaction: nothing comes between the head and the
// record of its signing.
func (s *Store) SignCheckpoint(ctx context.Context, actor string, key ed25519.PrivateKey, reason string) (k casefile.Checkpoint, err error) {
	if err := checkName("reason", reason); err != nil {
		return k, err
	}
	err = s.change(ctx, actor, "checkpoint signed", func(t *change) (string, error) {
		var caseID string
		if err := t.QueryRowContext(ctx, `SELECT id FROM case_version ORDER BY version LIMIT 1`).Scan(&caseID); err != nil {
			return "", err
		}
		head, err := audit.Head(ctx, t)
		if err != nil {
			return "", err
		}
		note, err := audit.Checkpoint(audit.Origin(caseID), head, key)
		if err != nil {
			return "", err
		}
		k = casefile.Checkpoint{Size: head.N, Root: head.Hash.String(), Note: string(note), Reason: strings.TrimSpace(reason), By: t.actor.ID,
			PublicKey: base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))}
		t.identify(&k.ID, &k.Created)
		return k.Reason, t.insert(ctx, "checkpoint", col{"id", k.ID}, col{"size", k.Size}, col{"note", k.Note}, col{"public_key", k.PublicKey},
			col{"reason", k.Reason}, col{"by", k.By}, col{"created", stamp(k.Created)})
	})
	return k, err
}

// Checkpoints returns the signed checkpoints of the case's log, the first first.
func (s *Store) Checkpoints(ctx context.Context) ([]casefile.Checkpoint, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, size, note, public_key, reason, by, created FROM checkpoint ORDER BY size`)
	list, err := collect(rows, err, func(r scanner) (k casefile.Checkpoint, err error) {
		err = r.Scan(&k.ID, &k.Size, &k.Note, &k.PublicKey, &k.Reason, &k.By, timeOf{&k.Created})
		return k, err
	})
	if err != nil {
		return nil, say(err, "read checkpoints")
	}
	for i := range list {
		if lines := strings.SplitN(list[i].Note, "\n", 4); len(lines) == 4 { // what the note says; whether it is true is audit/check's question
			list[i].Root = lines[2]
		}
	}
	return list, nil
}
