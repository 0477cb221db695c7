package verify

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"io/fs"
	"time"

	"tracemark/casefile"
	"tracemark/export/annex"
	"tracemark/export/pdf/rules"
	"tracemark/export/report"
)

// Options say what whoever checks has beside the file.
type Options struct {
	Name           string         // of the file, for speaking of it
	Roots          *x509.CertPool // authorities that are believed about who signed; nil: none are known
	TimeStampRoots *x509.CertPool // and about when; nil: none are known
	Originals      fs.FS          // a folder with the original recordings, at any depth; nil: they are not at hand
	Now            time.Time      // the machine's clock where zero
	Program        string         // that checks, with its version
	Progress       casefile.Progress
}

// MaxFile is the largest file that is looked at, in bytes (1 GiB).
const MaxFile = 1 << 30

// File judges the file of a report. Its errors are ctx's and *casefile.Error, where the file is no PDF.
func File(ctx context.Context, pdf []byte, o Options) (casefile.FileReport, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	c := &check{ctx: ctx, o: o, file: pdf}
	c.r = casefile.FileReport{Format: casefile.FileReportFormat, Name: o.Name, SHA256: digest(pdf), Size: int64(len(pdf)),
		Checked: o.Now.UTC().Truncate(time.Second), By: o.Program, Findings: []casefile.FileFinding{}, Signatures: []casefile.FileSignature{},
		Attachments: []casefile.FileAttachment{}, Originals: []casefile.FileOriginal{}, Scores: []casefile.FileScore{}}
	for _, step := range []struct {
		label string
		do    func() error
	}{{"signatures", c.signatures}, {"annexes", c.annexes}, {"pages", c.pages}, {"log", c.log}, {"originals", c.originals}, {"scores", c.scores}} {
		if err := ctx.Err(); err != nil {
			return casefile.FileReport{}, err
		}
		c.tell(0, 0, step.label)
		if err := step.do(); err != nil {
			return casefile.FileReport{}, err
		}
	}
	c.limits()
	c.conclude()
	return c.r, nil
}

// check is one file on its way through the steps.
type check struct {
	ctx      context.Context
	o        Options
	file     []byte
	r        casefile.FileReport
	attached []report.Attachment
	evidence *annex.Evidence   // nil where there is none that can be read
	found    map[string]string // path of each original that was found, by its SHA-256
}

func (c *check) tell(done, total int64, label string) {
	if c.o.Progress != nil {
		c.o.Progress(done, total, label)
	}
}

func (c *check) add(kind casefile.FindingKind, code, format string, args ...any) {
	c.r.Findings = append(c.r.Findings, casefile.FileFinding{Kind: kind, Code: code, Sentence: casefile.Sentence{Format: format, Args: args}})
}

func (c *check) problem(code, format string, args ...any) {
	c.add(casefile.FindingProblem, code, format, args...)
}

func (c *check) fact(code, format string, args ...any) {
	c.add(casefile.FindingFact, code, format, args...)
}

func (c *check) open(code, format string, args ...any) {
	c.add(casefile.FindingOpen, code, format, args...)
}

func (c *check) limit(code, format string, args ...any) {
	c.add(casefile.FindingLimit, code, format, args...)
}

// limits says what is true of every file of this kind.
func (c *check) limits() {
	if len(c.r.Signatures) > 0 {
		c.limit("level_own_check", "The level of the signatures was found by this program alone (own check only); other programs judge their parts.")
	}
	if broken := rules.Check(c.file); len(broken) > 0 {
		c.limit("pdfa_own_check", "%[1]d rules of PDF/A-3b are broken, the first of them clause %[2]s of ISO 19005-3 (own check only): it may not be readable for ever.", len(broken), broken[0].Clause)
	} else {
		c.limit("pdfa_own_check", "No rule of PDF/A-3b was found broken (own check only: no outside program that knows it took part).")
	}
	c.limit("not_the_conclusion", "Whether the examiner's opinion is right is no question to a program: the scores are leads, and the opinion is the examiner's.")
}

// conclude puts the findings in the order in which they are read, and sums up.
func (c *check) conclude() {
	ordered := []casefile.FileFinding{}
	c.r.Verdict = casefile.FileValid
	for _, kind := range []casefile.FindingKind{casefile.FindingProblem, casefile.FindingFact, casefile.FindingOpen, casefile.FindingLimit} {
		for _, f := range c.r.Findings {
			if f.Kind != kind {
				continue
			}
			ordered = append(ordered, f)
			switch {
			case kind == casefile.FindingProblem:
				c.r.Verdict = casefile.FileNotValid
			case kind == casefile.FindingOpen && c.r.Verdict == casefile.FileValid:
				c.r.Verdict = casefile.FileIncomplete
			}
		}
	}
	c.r.Findings = ordered
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
