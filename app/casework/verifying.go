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
	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/audit/check"
	"tracemark/export/verify"
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

// VerifyReport says who signed a report and whether anything is wrong with it, without the originals: see CheckReport.
func (d *Desk) VerifyReport(ctx context.Context, path string) (casefile.Verdict, error) {
	r, err := d.CheckReport(ctx, path, casefile.FileCheck{}, nil)
	if err != nil {
		return casefile.Verdict{}, err
	}
	return verdictOf(r), nil
}

// CheckReport judges the file of a report as its recipient does: signatures, annexes, pages, and with the originals at hand the scores.
func (d *Desk) CheckReport(ctx context.Context, path string, o casefile.FileCheck, progress casefile.Progress) (casefile.FileReport, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.FileReport{}, err
	}
	pdf, err := analysis.ReadFile(path)
	if err != nil {
		return casefile.FileReport{}, err
	}
	return d.checkFile(ctx, filepath.Base(path), pdf, o, progress)
}

func (d *Desk) checkFile(ctx context.Context, name string, pdf []byte, o casefile.FileCheck, progress casefile.Progress) (casefile.FileReport, error) {
	software := version.Software()[0]
	v := verify.Options{Name: name, Now: d.now(), Program: software, Progress: progress}
	if o.Trust != "" {
		if _, err := v.Trust(o.Trust); err != nil {
			return casefile.FileReport{}, err
		}
	} else if err := d.trusting(&v); err != nil {
		return casefile.FileReport{}, err
	}
	if o.Originals != "" {
		if info, err := os.Stat(o.Originals); err != nil || !info.IsDir() {
			return casefile.FileReport{}, &casefile.Error{Code: casefile.NotFound, What: "There is no folder %[1]s", Do: "Name the folder that holds the recordings",
				Args: []any{o.Originals}, Cause: err}
		}
		v.Originals = os.DirFS(o.Originals)
	}
	return verify.File(ctx, pdf, v)
}

// trusting fills in whom this workstation believes.
func (d *Desk) trusting(v *verify.Options) error {
	s, err := d.trustStore()
	if err != nil {
		return err
	}
	if s.Any(casefile.TrustSigners) {
		v.Roots = s.Roots(casefile.TrustSigners)
	}
	if s.Any(casefile.TrustTimeStamps) {
		v.TimeStampRoots = s.Roots(casefile.TrustTimeStamps)
	}
	return nil
}

// verdictOf says in sentences what a check found. Nothing being left open is not asked for here: a signature of a test identity is whole too.
func verdictOf(r casefile.FileReport) casefile.Verdict {
	v := casefile.Verdict{Subject: r.Name, OK: r.Verdict != casefile.FileNotValid, Checked: r.Checked, Sentences: []string{verify.Headline(r).String()}}
	say := func(format string, args ...any) { v.Sentences = append(v.Sentences, fmt.Sprintf(format, args...)) }
	for _, s := range r.Signatures {
		if s.Signer != "" {
			say("Signed by %s.", s.Signer)
		}
		if !s.Time.IsZero() {
			say("Signed at %s.", s.Time.UTC().Format(time.RFC3339))
		}
		say("Certificate: SHA-256 %s, issuer: %s, trust: %s.", s.Fingerprint, s.Issuer, s.Trust)
	}
	for _, f := range r.Findings {
		if f.Kind == casefile.FindingProblem {
			say("PROBLEM: %s", f.Sentence)
		} else {
			say("%s", f.Sentence)
		}
	}
	say("SHA-256 of the file: %s.", r.SHA256)
	return v
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
