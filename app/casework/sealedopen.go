package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/disk"
	"tracemark/casefile/store"
	"tracemark/export/bundle"
)

// sealedSetting marks a case that is nothing but a verification which another workstation asks for; its value is a sealedCase.
const sealedSetting = "sealed verification"

// sealedCase is what such a case knows of the request.
type sealedCase struct {
	PackageID      string        `json:"package_id"`
	SHA256         string        `json:"sha256"` // of the package's file
	ManifestSHA256 string        `json:"manifest_sha256"`
	ComparisonID   string        `json:"comparison_id"`
	Received       time.Time     `json:"received"`
	Request        sealedRequest `json:"request"`
}

// sealedIn returns what a case knows of the request that it is for, nil where it is an ordinary case.
func sealedIn(ctx context.Context, s *store.Store) (*sealedCase, error) {
	text, ok, err := s.Setting(ctx, sealedSetting)
	if err != nil || !ok {
		return nil, err
	}
	var k sealedCase
	if err := decodeSealed([]byte(text), &k); err != nil {
		return nil, err
	}
	return &k, nil
}

// sealedDuty makes the comparison of a sealed verification a duty of whoever is at the desk, until somebody has committed a view of it:
// whatever the agency's setting, the view comes first.
func (l *looking) sealedDuty(ctx context.Context) error {
	k, err := sealedIn(ctx, l.s)
	if err != nil || k == nil {
		return err
	}
	l.sealed, l.first = k, true
	v := casefile.Verification{Request: casefile.VerificationRequest{Number: 1, ComparisonID: k.ComparisonID, Sealed: k.PackageID, Note: k.Request.Note}}
	l.own[k.ComparisonID] = v
	views, err := l.s.Commitments(ctx, k.ComparisonID)
	if err == nil && len(views) == 0 {
		l.duties = append(l.duties, v)
	}
	return err
}

// SealedCase says whether a case is a verification that another workstation asks for, and how far it is.
func (d *Desk) SealedCase(ctx context.Context, path string) (casefile.SealedCase, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.SealedCase{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.SealedCase{}, err
	}
	k, err := sealedIn(ctx, s)
	if err != nil || k == nil {
		return casefile.SealedCase{}, err
	}
	views, err := s.Commitments(ctx, k.ComparisonID)
	return casefile.SealedCase{PackageID: k.PackageID, ComparisonID: k.ComparisonID, Note: k.Request.Note, Committed: len(views) > 0, Received: k.Received}, err
}

// sealedWaiting is waitingIn for a case that is a sealed verification.
func (d *Desk) sealedWaiting(ctx context.Context, path string, s *store.Store, k *sealedCase, err error) ([]casefile.WaitingVerification, error) {
	if err != nil || d.allow(ctx, casefile.VerifyConclusion) != nil {
		return nil, err
	}
	views, err := s.Commitments(ctx, k.ComparisonID)
	if err != nil || len(views) > 0 {
		return nil, err
	}
	c, err := s.Case(ctx)
	return []casefile.WaitingVerification{{CasePath: path, CaseNumber: c.Number, Number: 1, ComparisonID: k.ComparisonID, Created: k.Received}}, err
}

// OpenVerification makes a case of its own of a sealed verification that another workstation asks for: with the two recordings, their
// comparison, and nothing that names them. Opened again it is the same case.
func (d *Desk) OpenVerification(ctx context.Context, file string, progress casefile.Progress) (ref casefile.CaseRef, err error) {
	if err := d.allow(ctx, casefile.VerifyConclusion); err != nil {
		return ref, err
	}
	keys, err := d.packageKeys()
	if err != nil {
		return ref, err
	}
	p, err := bundle.Open(ctx, file, keys, bundle.Options{Kinds: []bundle.Kind{bundle.VerificationRequest}, Now: d.now()}, progress)
	if err != nil {
		return ref, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	var r sealedRequest
	if err := readSealed(p, requestFile, &r); err != nil {
		return ref, err
	}
	if err := r.check(p); err != nil {
		return ref, err
	}
	if own := keys.Public(); len(own) > 0 && own[0] == r.ReplyTo[0] {
		return ref, odd("This verification was asked for at this workstation", "Give the file to the verifier's; to have it verified here, ask without a package")
	}
	dir := filepath.Join(d.home, "verifications", p.SHA256[:32])
	if _, err := os.Stat(dir); err != nil {
		if err := d.laySealed(ctx, p, r, dir, progress); err != nil {
			return ref, err
		}
	}
	if err := d.remember(dir); err != nil {
		return ref, err
	}
	return d.Case(ctx, dir)
}

// laySealed makes the case beside its place and puts it there when it is whole.
func (d *Desk) laySealed(ctx context.Context, p *bundle.Package, r sealedRequest, dir string, progress casefile.Progress) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return noRoom(d.home, err)
	}
	tmp, err := disk.UnfinishedDir(filepath.Dir(dir))
	if err != nil {
		return noRoom(d.home, err)
	}
	defer os.RemoveAll(tmp)
	made := filepath.Join(tmp, "case")
	who, err := d.person(ctx)
	if err != nil {
		return err
	}
	number := "Verification " + p.Manifest.ID[max(0, len(p.Manifest.ID)-8):]
	s, err := store.Create(ctx, made, casefile.Case{Number: number, Title: "Sealed verification", Agency: d.Settings().Agency, Status: casefile.CaseOpen}, who,
		store.Options{Now: d.now, Person: who.Name})
	if err != nil {
		return err
	}
	err = errors.Join(d.fillSealed(ctx, s, p, r, progress), s.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(made, dir); err != nil {
		return noRoom(d.home, err)
	}
	return nil
}

// fillSealed brings the recordings and their masks into the case, compares them, and marks it.
func (d *Desk) fillSealed(ctx context.Context, s *store.Store, p *bundle.Package, r sealedRequest, progress casefile.Progress) error {
	me, err := d.meIn(ctx, s)
	if err != nil {
		return err
	}
	var captures [2]casefile.Capture
	var masks [2]string
	for i, x := range r.Specimens {
		if captures[i], masks[i], err = bringSpecimen(ctx, s, me, p, x, i); err != nil {
			return err
		}
	}
	var k casefile.Comparison
	if casefile.PairOf(captures[0], captures[1]) == casefile.TwoTopographies {
		k, err = d.compareUnder(ctx, s, me, captures, masks, progress)
	} else {
		k, err = d.pairUnder(ctx, s, me, captures, masks, progress)
	}
	if err != nil {
		return err
	}
	text, err := json.Marshal(sealedCase{PackageID: p.Manifest.ID, SHA256: p.SHA256, ManifestSHA256: p.ManifestSHA256(), ComparisonID: k.ID, Received: d.now().UTC(), Request: r})
	if err != nil {
		return fmt.Errorf("mark sealed verification: %w", err)
	}
	return s.SetSetting(ctx, me, sealedSetting, string(text))
}

// meIn returns the id under which the person at the desk acts in a case that is being made.
func (d *Desk) meIn(ctx context.Context, s *store.Store) (string, error) {
	p, err := d.presence(ctx)
	if err != nil {
		return "", err
	}
	if p.accounts {
		return p.account.ID, s.Acting(ctx, p.account.Person(), p.account.LogIn)
	}
	_, me, err := d.named(ctx, s)
	return me, err
}

func bringSpecimen(ctx context.Context, s *store.Store, me string, p *bundle.Package, x sealedSpecimen, i int) (c casefile.Capture, mask string, err error) {
	put := func(name string) error {
		in, err := p.Entry(name)
		if err != nil {
			return err
		}
		_, _, err = s.Originals().Put(ctx, in)
		return err
	}
	if err := put(x.File); err != nil {
		return c, "", err
	}
	label := maskedLabels[i]
	_, list, err := s.Import(ctx, me, casefile.Exhibit{Label: label, Kind: x.Exhibit, Origin: casefile.Questioned, Class: x.Class}, []casefile.Capture{{
		Mark: x.Mark, Kind: x.Kind, SHA256: x.SHA256, Size: x.Size, FileName: label + x.Extension, MediaType: x.MediaType, Width: x.Width, Height: x.Height,
		Scale: x.Scale, Instrument: x.Instrument, Synthetic: x.Synthetic, Warnings: x.Warnings}})
	if err != nil || x.Mask == nil {
		if err == nil {
			c = list[0]
		}
		return c, "", err
	}
	if err := put(x.Mask.File); err != nil {
		return c, "", err
	}
	m, err := s.AddMask(ctx, me, casefile.Mask{CaptureID: list[0].ID, Origin: casefile.MaskFromFile, SHA256: x.Mask.SHA256, Points: x.Mask.Points, Reason: "The mask that the request names"})
	return list[0], m.ID, err
}
