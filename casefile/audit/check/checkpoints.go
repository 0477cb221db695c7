package check

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile/audit"
)

// Checkpoint is a signed head of the log that the case itself holds and whose signature is good.
type Checkpoint struct {
	Head   tlog.Tree
	Key    string // SHA-256 of the Ed25519 public key, hexadecimal: to compare with what was noted elsewhere
	Reason string
	At     string // as recorded, RFC 3339
}

// checkpoints makes sure that each signed head is signed by the key beside it, lies in the log's history, and was recorded right
// after the records that it covers. The keys are the case's own: whose they are is for whoever noted them elsewhere.
func (c *checker) checkpoints(ctx context.Context) error {
	if err := c.db.QueryRowContext(ctx, `SELECT id FROM case_version WHERE version = 1`).Scan(&c.caseID); err != nil {
		return err
	}
	if there, err := c.hasTable(ctx, "checkpoint"); err != nil || !there {
		return err
	}
	return c.each(ctx, `SELECT id, size, note, public_key, reason, created FROM checkpoint ORDER BY size`, func(rows *sql.Rows) error {
		var id, note, key string
		var size int64
		var k Checkpoint
		if err := rows.Scan(&id, &size, &note, &key, &k.Reason, &k.At); err != nil {
			return err
		}
		public, err := base64.StdEncoding.DecodeString(key)
		if err != nil || len(public) != ed25519.PublicKeySize {
			c.problem("The checkpoint %s has no key to check it with.", id)
			return nil
		}
		head, err := audit.ParseCheckpoint(audit.Origin(c.caseID), []byte(note), public)
		if err != nil {
			c.problem("The signature of the checkpoint %s is not good: %v.", id, err)
			return nil
		}
		if head.N != size {
			c.problem("The checkpoint %s is about %d records, and its row says %d.", id, head.N, size)
		}
		if r := c.recorded[rowKey{"checkpoint", id}]; r.sha256 != "" && r.record != head.N {
			c.problem("The checkpoint %s covers %d records and was recorded by record %d, which is not the next.", id, head.N, r.record)
		}
		c.heads([]tlog.Tree{head})
		sum := sha256.Sum256(public)
		k.Head, k.Key = head, hex.EncodeToString(sum[:])
		c.signed = append(c.signed, k)
		return ctx.Err()
	})
}
