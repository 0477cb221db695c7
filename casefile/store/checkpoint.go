package store

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/base64"
	"errors"
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
	if err := s.putOn(ctx, list); err != nil {
		return nil, say(err, "read checkpoints")
	}
	return list, nil
}

// putOn adds to checkpoints what was put on them.
func (s *Store) putOn(ctx context.Context, list []casefile.Checkpoint) error {
	at := map[string]*casefile.Checkpoint{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	rows, err := s.read.QueryContext(ctx, `SELECT id, checkpoint_id, cms, signer, certificate, by, created FROM countersignature ORDER BY created, id`)
	signatures, err := collect(rows, err, func(r scanner) (c casefile.Countersignature, err error) {
		var cms string
		if err = r.Scan(&c.ID, &c.Checkpoint, &cms, &c.Signer, &c.Certificate, &c.By, timeOf{&c.Created}); err == nil {
			c.CMS, err = base64.StdEncoding.DecodeString(cms)
		}
		return c, err
	})
	if err != nil {
		return err
	}
	rows, err = s.read.QueryContext(ctx, `SELECT id, checkpoint_id, token, at, service, by, created FROM checkpoint_stamp ORDER BY created, id`)
	stamps, err := collect(rows, err, func(r scanner) (c casefile.CheckpointStamp, err error) {
		var token string
		if err = r.Scan(&c.ID, &c.Checkpoint, &token, timeOf{&c.At}, &c.Service, &c.By, timeOf{&c.Created}); err == nil {
			c.Token, err = base64.StdEncoding.DecodeString(token)
		}
		return c, err
	})
	if err != nil {
		return err
	}
	for _, c := range signatures {
		if k := at[c.Checkpoint]; k != nil {
			k.Countersignatures = append(k.Countersignatures, c)
		}
	}
	for _, c := range stamps {
		if k := at[c.Checkpoint]; k != nil {
			k.Stamps = append(k.Stamps, c)
		}
	}
	return nil
}

// maxOnCheckpoint bounds a signature or token that is put on a checkpoint, in bytes: one with a chain of certificates has some 9 kB.
const maxOnCheckpoint = 256 << 10

// Countersign keeps a person's signature over the note of a checkpoint. Whether it is good is for the caller to know.
func (s *Store) Countersign(ctx context.Context, actor string, c casefile.Countersignature) (casefile.Countersignature, error) {
	if err := checkOnCheckpoint(c.CMS, c.Signer, c.Certificate); err != nil {
		return c, err
	}
	err := s.change(ctx, actor, "checkpoint countersigned", func(t *change) (string, error) {
		reason, err := t.checkpointReason(ctx, c.Checkpoint)
		if err != nil {
			return "", err
		}
		var there bool
		if err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM countersignature WHERE checkpoint_id = ? AND certificate = ?)`, c.Checkpoint, c.Certificate).Scan(&there); err != nil {
			return "", err
		}
		if there {
			return "", &casefile.Error{Code: casefile.Conflict, What: "This certificate has countersigned the checkpoint already", Do: "Nothing more is needed"}
		}
		c.By = t.actor.ID
		t.identify(&c.ID, &c.Created)
		return reason + ": by " + c.Signer, t.insert(ctx, "countersignature", col{"id", c.ID}, col{"checkpoint_id", c.Checkpoint},
			col{"cms", base64.StdEncoding.EncodeToString(c.CMS)}, col{"signer", c.Signer}, col{"certificate", c.Certificate}, col{"by", c.By}, col{"created", stamp(c.Created)})
	})
	return c, err
}

// StampCheckpoint keeps a time-stamp token over the note of a checkpoint. Whether it is good is for the caller to know.
func (s *Store) StampCheckpoint(ctx context.Context, actor string, c casefile.CheckpointStamp) (casefile.CheckpointStamp, error) {
	if err := checkOnCheckpoint(c.Token, c.Service, "token"); err != nil {
		return c, err
	}
	err := s.change(ctx, actor, "checkpoint time-stamped", func(t *change) (string, error) {
		reason, err := t.checkpointReason(ctx, c.Checkpoint)
		if err != nil {
			return "", err
		}
		c.By = t.actor.ID
		t.identify(&c.ID, &c.Created)
		return reason + ": " + stamp(c.At) + " by " + c.Service, t.insert(ctx, "checkpoint_stamp", col{"id", c.ID}, col{"checkpoint_id", c.Checkpoint},
			col{"token", base64.StdEncoding.EncodeToString(c.Token)}, col{"at", stamp(c.At)}, col{"service", c.Service}, col{"by", c.By}, col{"created", stamp(c.Created)})
	})
	return c, err
}

func checkOnCheckpoint(der []byte, who, certificate string) error {
	if len(der) == 0 || len(der) > maxOnCheckpoint || who == "" || certificate == "" {
		return &casefile.Error{Code: casefile.Invalid, What: "This is no signature or time stamp of a checkpoint", Do: "Make it anew"}
	}
	return nil
}

// checkpointReason returns why the checkpoint was signed, by which people tell checkpoints apart.
func (t *change) checkpointReason(ctx context.Context, id string) (reason string, err error) {
	err = t.QueryRowContext(ctx, `SELECT reason FROM checkpoint WHERE id = ?`, id).Scan(&reason)
	if errors.Is(err, sql.ErrNoRows) {
		return "", &casefile.Error{Code: casefile.NotFound, What: "The case has no checkpoint %[1]s", Do: "List the checkpoints and choose one", Args: []any{id}}
	}
	return reason, err
}
