package casework

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/audit/check"
	"tracemark/export/sign"
)

// Verify checks a report (a file) or a case (a folder).
func (d *Desk) Verify(ctx context.Context, path string, progress casefile.Progress) (casefile.Verdict, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Verdict{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		e := &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be read", Do: "Check that you may read it", Args: []any{path}, Cause: err}
		if errors.Is(err, fs.ErrNotExist) {
			e.Code, e.What, e.Do = casefile.NotFound, "%[1]s does not exist", "Check the name"
		}
		return casefile.Verdict{}, e
	}
	if info.IsDir() {
		return d.VerifyCase(ctx, path, progress)
	}
	return d.VerifyReport(ctx, path)
}

// VerifyReport says who signed a report, when by the signer's own word, and whether anything changed since.
func (d *Desk) VerifyReport(ctx context.Context, path string) (casefile.Verdict, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Verdict{}, err
	}
	pdf, err := analysis.ReadFile(path)
	if err != nil {
		return casefile.Verdict{}, err
	}
	return d.verdictOn(filepath.Base(path), pdf)
}

func (d *Desk) verdictOn(name string, pdf []byte) (casefile.Verdict, error) {
	v, err := sign.Verify(pdf, sign.VerifyOptions{Now: d.now()})
	if err != nil {
		return casefile.Verdict{}, err
	}
	verdict := casefile.Verdict{Subject: name, OK: v.Valid, Checked: d.now().UTC()}
	say := func(format string, args ...any) {
		verdict.Sentences = append(verdict.Sentences, fmt.Sprintf(format, args...))
	}
	if !v.Signed {
		say("%s is not signed.", name)
	}
	for _, s := range v.Signatures {
		if s.Signer != "" {
			say("Signed by %s.", s.Signer)
		}
		if !s.SignedAt.IsZero() {
			say("Signed at %s.", s.SignedAt.UTC().Format(time.RFC3339))
		}
		if s.Valid && s.CoversAll {
			say("The signature is good and nothing has changed since.")
		}
		say("Certificate: SHA-256 %s, issuer: %s, trust: %s.", s.Fingerprint, s.Issuer, s.Trust)
		for _, n := range s.Notes {
			say("%s", n)
		}
	}
	for _, p := range v.Problems {
		say("PROBLEM: %s", p)
	}
	say("SHA-256 of the file: %s.", v.SHA256)
	return verdict, nil
}

// VerifyCase checks a case from end to end with its own reading of the file: the log, the rows against it, and every
// original against its hash.
func (d *Desk) VerifyCase(ctx context.Context, path string, progress casefile.Progress) (casefile.Verdict, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Verdict{}, err
	}
	return d.VerifyCaseAgainst(ctx, path, nil, progress)
}

// VerifyCaseAgainst is VerifyCase for somebody who kept earlier heads of the case's log elsewhere: each must be in its history.
func (d *Desk) VerifyCaseAgainst(ctx context.Context, path string, known []KnownHead, progress casefile.Progress) (casefile.Verdict, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.Verdict{}, err
	}
	var heads []tlog.Tree
	for _, k := range known {
		heads = append(heads, k.Tree)
	}
	r, err := check.Against(ctx, path, heads, progress)
	if err != nil {
		return casefile.Verdict{}, err
	}
	for _, k := range known {
		if k.Origin != "" && k.Origin != audit.Origin(r.CaseID) {
			return casefile.Verdict{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is a checkpoint of another case", Do: "Choose one of this case",
				Args: []any{k.From}}
		}
	}
	countersigned, problems := d.judgeCheckpoints(r.Checkpoints)
	r.Problems = append(r.Problems, problems...)
	r.OK = r.OK && len(problems) == 0
	verdict := casefile.Verdict{Subject: fmt.Sprintf("The case in %s", path), OK: r.OK, Checked: d.now().UTC()}
	say := func(format string, args ...any) {
		verdict.Sentences = append(verdict.Sentences, fmt.Sprintf(format, args...))
	}
	if r.OK {
		say("The case is whole: %d log records, every row as recorded, %d originals as their hashes say.", r.Records, r.Originals)
	}
	for _, scale := range r.Scales {
		version := ""
		if scale.Version != "" {
			version = ", version " + scale.Version
		}
		say("Concluded on the scale “%s” (%s%s), kept with its wording: SHA-256 %s.", scale.Name, scale.ID, version, scale.SHA256)
	}
	say("Log: %d records, root hash %s.", r.Records, r.RootHash)
	for _, k := range r.Checkpoints {
		say("Checkpoint over %d records, signed %s (%s) by the key with SHA-256 %s.", k.Head.N, k.At, k.Reason, k.Key)
	}
	verdict.Sentences = append(verdict.Sentences, countersigned...)
	if r.OK {
		for _, k := range known {
			say("The log continues the one that had %d records with the root hash %s (%s).", k.N, k.Hash, k.From)
		}
	}
	for _, n := range r.Notes {
		say("Note: %s", n)
	}
	for _, p := range r.Problems {
		say("PROBLEM: %s", p)
	}
	return verdict, nil
}
