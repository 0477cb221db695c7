package casework

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/store"
	"tracemark/export/sign"
	"tracemark/export/sign/online"
	"tracemark/export/sign/timestamp"
)

// CountersignCheckpoint signs the note of a checkpoint, named by its id or the number of its records, with the identity of whoever is at
// the desk, and keeps the signature in the case. An identity that is closed is refused with casefile.ErrIdentityClosed.
func (d *Desk) CountersignCheckpoint(ctx context.Context, path, checkpoint string) (casefile.Countersignature, error) {
	s, me, k, err := d.atCheckpoint(ctx, path, checkpoint)
	if err != nil {
		return casefile.Countersignature{}, err
	}
	id, err := d.signer()
	if err != nil {
		return casefile.Countersignature{}, err
	}
	now := d.now()
	cms, err := sign.Detached(ctx, []byte(k.Note), id, now)
	if err != nil {
		return casefile.Countersignature{}, err
	}
	v := sign.VerifyDetached([]byte(k.Note), cms, now, sign.VerifyOptions{Now: now})
	if !v.Valid {
		return casefile.Countersignature{}, &casefile.Error{Code: casefile.Failed, What: "The countersignature is not good, so it was not kept", Do: "Try again with another identity",
			Cause: fmt.Errorf("countersign checkpoint: %v", v.Problems)}
	}
	return s.Countersign(ctx, me, casefile.Countersignature{Checkpoint: k.ID, CMS: cms, Signer: id.Certificate.Subject.String(), Certificate: v.Fingerprint})
}

// atCheckpoint returns an open case, who acts in it and the checkpoint.
func (d *Desk) atCheckpoint(ctx context.Context, path, checkpoint string) (*store.Store, string, casefile.Checkpoint, error) {
	if err := d.allow(ctx, casefile.SignCheckpoint); err != nil {
		return nil, "", casefile.Checkpoint{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, "", casefile.Checkpoint{}, err
	}
	k, err := checkpointOf(ctx, s, checkpoint)
	return s, me, k, err
}

func checkpointOf(ctx context.Context, s *store.Store, checkpoint string) (casefile.Checkpoint, error) {
	list, err := s.Checkpoints(ctx)
	if err != nil {
		return casefile.Checkpoint{}, err
	}
	for _, k := range list {
		if k.ID == checkpoint || fmt.Sprint(k.Size) == checkpoint {
			return k, nil
		}
	}
	return casefile.Checkpoint{}, &casefile.Error{Code: casefile.NotFound, What: "The case has no checkpoint %[1]s", Do: "List the checkpoints and choose one", Args: []any{checkpoint}}
}

// TimestampCheckpoint has the time-stamp service of the settings say that the note of a checkpoint was there now, and keeps its token in
// the case. The service has to be one that the trust store knows.
func (d *Desk) TimestampCheckpoint(ctx context.Context, path, checkpoint string) (casefile.CheckpointStamp, error) {
	s, me, k, err := d.atCheckpoint(ctx, path, checkpoint)
	if err != nil {
		return casefile.CheckpointStamp{}, err
	}
	client, err := d.stampClient()
	if err != nil {
		return casefile.CheckpointStamp{}, err
	}
	der, err := timestamp.Stamp(ctx, client, []byte(k.Note))
	if err != nil {
		var said *casefile.Error
		if errors.As(err, &said) || ctx.Err() != nil {
			return casefile.CheckpointStamp{}, err
		}
		return casefile.CheckpointStamp{}, &casefile.Error{Code: casefile.Failed, What: "The time-stamp service %[1]s gave no time stamp that can be used",
			Do: "Check its address and the network, then try again", Args: []any{client.URL}, Cause: err}
	}
	token, err := timestamp.Verify([]byte(k.Note), der, client.Roots)
	if err != nil {
		return casefile.CheckpointStamp{}, &casefile.Error{Code: casefile.Failed, What: "The time stamp of %[1]s is not good, so it was not kept", Do: "Ask whoever runs the service", Args: []any{client.URL}, Cause: err}
	}
	return s.StampCheckpoint(ctx, me, casefile.CheckpointStamp{Checkpoint: k.ID, Token: der, At: token.Time, Service: token.Signer.Subject.String()})
}

// stampClient asks the time-stamp service of the settings, and believes those in the trust store.
func (d *Desk) stampClient() (*online.TimeStamper, error) {
	set := d.Settings().Signing
	if set.TimeStampURL == "" {
		return nil, &casefile.Error{Code: casefile.NotFound, What: "This workstation knows no time-stamp service", Do: "Name one in the settings"}
	}
	trusted, err := d.trustStore()
	if err != nil {
		return nil, err
	}
	if !trusted.Any(casefile.TrustTimeStamps) {
		return nil, &casefile.Error{Code: casefile.Refused, What: "The trust store knows nobody whose time stamps are believed", Do: "Add the authority of the time-stamp service for time-stamping"}
	}
	return &online.TimeStamper{URL: set.TimeStampURL, Roots: trusted.Roots(casefile.TrustTimeStamps), Now: d.now}, nil
}

// judgeCheckpoints checks the countersignatures and time stamps that the checkpoints of a case carry. The problems are what is wrong with
// them; that nobody here knows their issuer is said in the sentences and is no problem.
func (d *Desk) judgeCheckpoints(list []check.Checkpoint) (sentences, problems []string) {
	trusted, err := d.trustStore()
	if err != nil {
		problems = append(problems, err.Error())
		return sentences, problems
	}
	opts := sign.VerifyOptions{Roots: trusted.Roots(casefile.TrustSigners), Now: d.now()}
	stamps := trusted.Roots(casefile.TrustTimeStamps)
	for _, k := range list {
		for _, s := range k.Stamps {
			said, problem := judgeStamp(k, s, stamps)
			sentences, problems = appendSaid(sentences, said), appendSaid(problems, problem)
		}
		for _, c := range k.Countersigned {
			said, problem := judgeCountersignature(k, c, opts)
			sentences, problems = appendSaid(sentences, said), appendSaid(problems, problem)
		}
	}
	return sentences, problems
}

func appendSaid(list []string, s string) []string {
	if s == "" {
		return list
	}
	return append(list, s)
}

func judgeStamp(k check.Checkpoint, s check.Stamp, roots *x509.CertPool) (said, problem string) {
	token, err := timestamp.Verify(k.Note, s.Token, roots)
	if token == nil || err != nil && !errors.Is(err, timestamp.ErrChain) {
		return "", fmt.Sprintf("The time stamp on the checkpoint over %d records is not good: %v.", k.Head.N, err)
	}
	if when := token.Time.Format(time.RFC3339Nano); when != s.Time {
		return "", fmt.Sprintf("The time stamp on the checkpoint over %d records says %s, and its row says %s.", k.Head.N, when, s.Time)
	}
	if err != nil {
		return fmt.Sprintf("Time-stamped %s by %s, which is not in the trust store: the checkpoint over %d records.", token.Time.Format(time.RFC3339), token.Signer.Subject, k.Head.N), ""
	}
	return fmt.Sprintf("Proven to have been there %s by %s, which is trusted: the checkpoint over %d records.", token.Time.Format(time.RFC3339), token.Signer.Subject, k.Head.N), ""
}

func judgeCountersignature(k check.Checkpoint, c check.Countersigned, opts sign.VerifyOptions) (said, problem string) {
	at, err := time.Parse(time.RFC3339Nano, c.At)
	if err != nil {
		return "", fmt.Sprintf("The countersignature of the checkpoint over %d records says no time that can be read.", k.Head.N)
	}
	v := sign.VerifyDetached(k.Note, c.CMS, at, opts)
	if !v.Valid {
		return "", fmt.Sprintf("The countersignature of the checkpoint over %d records by %s is not good: %v.", k.Head.N, c.Signer, v.Problems)
	}
	if v.Fingerprint != c.Certificate {
		return "", fmt.Sprintf("The countersignature of the checkpoint over %d records was made with the certificate %s, and its row says %s.", k.Head.N, v.Fingerprint, c.Certificate)
	}
	who := v.Signer
	if v.TestIdentity {
		who += " (a test identity)"
	}
	return fmt.Sprintf("Countersigned %s by %s: the checkpoint over %d records. Certificate: SHA-256 %s, trust: %s.", at.Format(time.RFC3339), who, k.Head.N, v.Fingerprint, v.Trust), ""
}
