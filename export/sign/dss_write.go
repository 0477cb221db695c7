package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
	"tracemark/export/sign/pdffile"
	"tracemark/export/sign/revocation"
)

// evidence is what a file needs so that its signatures can be checked from it alone.
type evidence struct {
	certs, ocsps, crls [][]byte
	known              map[string]bool // certificates whose revocation was looked up
	stored             validationData  // what the file holds already
}

func addNew(all *[][]byte, der []byte) {
	for _, have := range *all {
		if bytes.Equal(have, der) {
			return
		}
	}
	*all = append(*all, der)
}

// maxResponders bounds how deep responders' certificates are followed: one that must be asked about is itself vouched for
// by another at most once.
const maxResponders = 2

// chain adds the certificates of a chain, root last, and what is known of each but the root; they must not have been
// revoked at the given time.
func (e *evidence) chain(ctx context.Context, source revocation.Source, chain []*x509.Certificate, at time.Time, depth int) error {
	for i, c := range chain {
		addNew(&e.certs, c.Raw)
		if i+1 == len(chain) || e.known[string(c.Raw)] {
			continue
		}
		e.known[string(c.Raw)] = true
		if err := e.lookUp(ctx, source, c, chain[i+1:], at, depth); err != nil {
			return err
		}
	}
	return nil
}

// lookUp adds a statement about c; above are its issuers, nearest first. Where none can be had, what the file holds already
// will do: responders do not answer for ever about certificates that have expired.
func (e *evidence) lookUp(ctx context.Context, source revocation.Source, c *x509.Certificate, above []*x509.Certificate, at time.Time, depth int) error {
	got, err := source.Fetch(ctx, c, above[0])
	v := revocation.Verdict{Status: revocation.Unknown}
	if err == nil {
		v = revocation.Judge(c, above[0], list(got.OCSP), list(got.CRL), at)
	}
	if v.Status == revocation.Unknown {
		v = revocation.Judge(c, above[0], e.stored.ocsps, e.stored.crls, at)
		got = revocation.Evidence{}
	}
	switch v.Status {
	case revocation.Good:
	case revocation.Revoked:
		return &casefile.Error{Code: casefile.Refused, What: "The certificate of %[1]s was revoked on %[2]s", Do: "sign with another identity",
			Args: []any{identity.NameOf(c), v.RevokedAt.Format(time.DateTime)}}
	case revocation.Unknown:
		if err != nil {
			return err
		}
		return &casefile.Error{Code: casefile.Failed, What: "Whether the certificate of %[1]s was revoked cannot be found out",
			Do: "check the network and try again, or sign at a lower level", Args: []any{identity.NameOf(c)}}
	}
	if got.OCSP != nil {
		addNew(&e.ocsps, got.OCSP)
	}
	if got.CRL != nil {
		addNew(&e.crls, got.CRL)
	}
	if v.Responder == nil {
		return nil
	}
	addNew(&e.certs, v.Responder.Raw)
	if depth == maxResponders || !revocation.MustCheck(v.Responder) {
		return nil
	}
	return e.chain(ctx, source, append([]*x509.Certificate{v.Responder}, above...), time.Now(), depth+1)
}

func list(der []byte) [][]byte {
	if der == nil {
		return nil
	}
	return [][]byte{der}
}

// gather collects the evidence for every signature and time-stamp of a file.
func gather(ctx context.Context, signed []standing, stored validationData, s Services) (*evidence, error) {
	e := &evidence{known: map[string]bool{}, stored: stored}
	for i, one := range signed {
		at := provenAt(signed[i:])
		for _, t := range one.tokens {
			chain, err := t.Chain(s.TimeStampRoots, stored.certs...)
			if err != nil {
				return nil, badToken(err)
			}
			if err := e.chain(ctx, s.Revocation, chain, t.Time, 0); err != nil {
				return nil, err
			}
		}
		if one.cms == nil {
			continue
		}
		chain, err := one.cms.chain(s.Roots, stored.certs, at)
		if err != nil {
			return nil, &casefile.Error{Code: casefile.Refused, What: "The certificate of %[1]s does not lead to a trusted issuer",
				Do: "add its issuer in the settings, or sign at level B-T", Args: []any{identity.NameOf(one.cms.signer)}, Cause: err}
		}
		if err := e.chain(ctx, s.Revocation, chain, at, 0); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// chain returns the certificates from the signer's to one of roots, as they were valid at a time.
func (c *cms) chain(roots *x509.CertPool, stored []*x509.Certificate, at time.Time) ([]*x509.Certificate, error) {
	between := x509.NewCertPool()
	for _, o := range slices.Concat(c.others, stored) {
		between.AddCert(o)
	}
	chains, err := c.signer.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err != nil {
		return nil, err
	}
	return chains[0], nil
}

// addDSS writes an update with a document security store (ETSI EN 319 142-1, 5.4.2): what was there stays, what is new is
// added. The optional VRI dictionary, which says which of it is for which signature, is left out: a checker has to judge
// by the statements themselves.
func addDSS(pdf []byte, e *evidence) ([]byte, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	out, err := writeDSS(f, e)
	if err != nil {
		return nil, asRead(err)
	}
	return out, nil
}

func writeDSS(f *pdffile.File, e *evidence) ([]byte, error) {
	size := 0
	for _, all := range [][][]byte{e.certs, e.ocsps, e.crls} {
		for _, der := range all {
			size += len(der) + 100
		}
	}
	u, err := newUpdate(f, size)
	if err != nil {
		return nil, err
	}
	dss, err := f.DictOf(u.root, "DSS")
	if err != nil {
		return nil, err
	}
	var entries [][2]string
	for _, part := range []struct {
		key string
		der [][]byte
	}{{"Certs", e.certs}, {"OCSPs", e.ocsps}, {"CRLs", e.crls}} {
		refs, err := u.store(dss, part.key, part.der)
		if err != nil {
			return nil, err
		}
		if refs != "" {
			entries = append(entries, [2]string{part.key, "[" + refs + "]"})
		}
	}
	entries = append(entries, [2]string{"Type", "/DSS"})
	u.object(u.place("DSS"), u.with(dss, entries...))
	return u.finish(), nil
}

// maxStored bounds how many statements of a kind are looked through for those that are there already.
const maxStored = 1000

// store writes the elements that the store does not hold yet and returns references to all.
func (u *update) store(dss pdffile.Dict, key string, der [][]byte) (string, error) {
	old, err := u.f.ArrayOf(dss, key)
	if err != nil {
		return "", err
	}
	if len(old) > maxStored {
		return "", fmt.Errorf("%w: more than %d entries under /%s", pdffile.ErrSyntax, maxStored, key)
	}
	var refs []string
	have := map[string]bool{}
	for _, v := range old {
		num, ok := u.f.Reference(v)
		if !ok {
			return "", fmt.Errorf("%w: /%s of the security store", pdffile.ErrSyntax, key)
		}
		b, err := u.f.Stream(num, revocation.MaxCRL)
		if err != nil && !errors.Is(err, pdffile.ErrTooLarge) {
			return "", err
		}
		have[string(b)] = true
		refs = append(refs, reference(num))
	}
	for _, d := range der {
		if have[string(d)] {
			continue
		}
		num := u.add()
		u.stream(num, "", d)
		refs = append(refs, reference(num))
	}
	return strings.Join(refs, " "), nil
}
