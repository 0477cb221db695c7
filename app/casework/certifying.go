package casework

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"tracemark/app/validate"
	"tracemark/casefile"
	"tracemark/export/report"
)

// Certify writes the certificate of a validation run to a new PDF file, signed by the workstation's identity as reports are.
func (d *Desk) Certify(ctx context.Context, r validate.Report, collection, target string) error {
	if err := d.allow(ctx, casefile.IssueReport); err != nil {
		return err
	}
	target, err := freshFile(target)
	if err != nil {
		return err
	}
	signer, err := d.signer()
	if err != nil {
		return err
	}
	id, err := newID()
	if err != nil {
		return err
	}
	who, err := d.person(ctx)
	if err != nil {
		return err
	}
	doc, err := r.Certificate(validate.Installation{
		ID: id, Issued: d.now().UTC().Truncate(time.Second), Agency: who.Agency,
		Issuer: who, Signer: report.Signer{Name: signer.Name(), Test: signer.Test()},
		Machine: machine(), Program: programHash(), Collection: collection,
	})
	if err != nil {
		return err
	}
	pdf, err := signedPDF(ctx, doc, signer, "Validation certificate "+id)
	if err != nil {
		return err
	}
	if err := writeFile(target, pdf, 0o644); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The certificate %[1]s cannot be written", Do: "Check the disk and the folder's permissions", Args: []any{target}, Cause: err}
	}
	return nil
}

// machine says what the program runs on, as far as the system tells.
func machine() []string {
	list := []string{fmt.Sprintf("%s, %s, %d logical processors", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())}
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return list
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if name, value, ok := strings.Cut(s.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return append([]string{strings.TrimSpace(value)}, list...)
		}
	}
	return list
}

// programHash returns the SHA-256 of the running program's file, "" where the system does not give it.
func programHash() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}
