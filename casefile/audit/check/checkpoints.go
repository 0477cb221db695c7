package check

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/sha512"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile/audit"
)

// Checkpoint is a signed head of the log that the case itself holds and whose signature is good.
type Checkpoint struct {
	Head   tlog.Tree
	Key    string // SHA-256 of the Ed25519 public key, hexadecimal: to compare with what was noted elsewhere
	Reason string
	At     string // as recorded, RFC 3339

	Note          []byte // what was signed, with the signature
	Countersigned []Countersigned
	Stamps        []Stamp
}

// Countersigned is a person's signature that lies on a checkpoint. It is about the checkpoint's note; whether it is good, and whose it
// is, is for whoever can check a CMS signature.
type Countersigned struct {
	CMS         []byte // detached, DER
	Signer      string // as recorded
	Certificate string // as recorded: SHA-256 of the signer's certificate
	At          string // as recorded, RFC 3339
}

// Stamp is a time-stamp token that lies on a checkpoint. It is about the checkpoint's note; whether it is good, and whose it is, is
// for whoever can check a token.
type Stamp struct {
	Token   []byte // DER
	Time    string // as recorded, RFC 3339
	Service string // as recorded
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
	at := map[string]int{} // in c.signed, by id
	err := c.each(ctx, `SELECT id, size, note, public_key, reason, created FROM checkpoint ORDER BY size`, func(rows *sql.Rows) error {
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
		k.Head, k.Key, k.Note = head, hex.EncodeToString(sum[:]), []byte(note)
		at[id] = len(c.signed)
		c.signed = append(c.signed, k)
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	return errors.Join(c.countersignatures(ctx, at), c.stamps(ctx, at))
}

// countersignatures reads what people put on checkpoints, and makes sure that each is about the note that it lies on.
func (c *checker) countersignatures(ctx context.Context, at map[string]int) error {
	if there, err := c.hasTable(ctx, "countersignature"); err != nil || !there { // a case of an earlier version
		return err
	}
	return c.each(ctx, `SELECT id, checkpoint_id, cms, signer, certificate, created FROM countersignature ORDER BY created, id`, func(rows *sql.Rows) error {
		var id, checkpoint, cms string
		var s Countersigned
		if err := rows.Scan(&id, &checkpoint, &cms, &s.Signer, &s.Certificate, &s.At); err != nil {
			return err
		}
		i, known := at[checkpoint]
		if !known { // whose signature is not good, which is said already
			return nil
		}
		var err error
		if s.CMS, err = base64.StdEncoding.DecodeString(cms); err != nil || !about(s.CMS, c.signed[i].Note) {
			c.problem("The countersignature %s is not about the checkpoint over %d records that it lies on.", id, c.signed[i].Head.N)
			return nil
		}
		if len(s.Certificate) != 2*sha256.Size {
			c.problem("The countersignature %s does not say whose certificate it was made with.", id)
		}
		c.signed[i].Countersigned = append(c.signed[i].Countersigned, s)
		return ctx.Err()
	})
}

// stamps does so for time-stamp tokens.
func (c *checker) stamps(ctx context.Context, at map[string]int) error {
	if there, err := c.hasTable(ctx, "checkpoint_stamp"); err != nil || !there {
		return err
	}
	return c.each(ctx, `SELECT id, checkpoint_id, token, at, service FROM checkpoint_stamp ORDER BY created, id`, func(rows *sql.Rows) error {
		var id, checkpoint, token string
		var s Stamp
		if err := rows.Scan(&id, &checkpoint, &token, &s.Time, &s.Service); err != nil {
			return err
		}
		i, known := at[checkpoint]
		if !known {
			return nil
		}
		var err error
		if s.Token, err = base64.StdEncoding.DecodeString(token); err != nil || !about(s.Token, c.signed[i].Note) {
			c.problem("The time stamp %s is not about the checkpoint over %d records that it lies on.", id, c.signed[i].Head.N)
			return nil
		}
		c.signed[i].Stamps = append(c.signed[i].Stamps, s)
		return ctx.Err()
	})
}

// about reports whether a signature or token names the digest of the note as a string of bytes (message-digest, RFC 5652, 11.2;
// messageImprint, RFC 3161, 2.4.1): OCTET STRING and length, then the digest. What else stands in it is not looked at here.
func about(der, note []byte) bool {
	d256, d384, d512 := sha256.Sum256(note), sha512.Sum384(note), sha512.Sum512(note)
	for _, d := range [][]byte{d256[:], d384[:], d512[:]} {
		if bytes.Contains(der, append([]byte{0x04, byte(len(d))}, d...)) {
			return true
		}
	}
	return false
}
