package casework

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/store"
	"tracemark/export/bundle"
)

// sealedAnswer is what answer.json says.
type sealedAnswer struct {
	Format          string              `json:"format"`
	Version         int                 `json:"version"`
	Request         string              `json:"request"` // id of the package that is answered
	RequestManifest string              `json:"request_manifest"`
	Originals       [2]string           `json:"originals"` // SHA-256, in the order of the request
	Masks           [2]string           `json:"masks"`     // SHA-256 of their pictures; empty for automatic ones
	Person          casefile.Person     `json:"person"`
	View            casefile.Commitment `json:"view"` // with its scale, reason and what had been visible
	Markup          casefile.Markup     `json:"markup"`
	Snapshots       []sealedShot        `json:"snapshots"`
	Software        []string            `json:"software"`
}

// sealedShot names a picture that the verifier kept; the picture itself stays in the verifier's case.
type sealedShot struct {
	Number  int       `json:"number"`
	Caption string    `json:"caption"`
	SHA256  string    `json:"sha256"`
	Created time.Time `json:"created"`
}

// ReturnVerification writes the answer of a sealed verification: what the verifier committed to, signed by whoever did, encrypted to the
// workstation that asked, with the head of the log of the case in which it was done.
func (d *Desk) ReturnVerification(ctx context.Context, path, file string, progress casefile.Progress) (casefile.SealedSlip, error) {
	if err := d.allow(ctx, casefile.VerifyConclusion); err != nil {
		return casefile.SealedSlip{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	k, err := sealedIn(ctx, s)
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	if k == nil {
		return casefile.SealedSlip{}, odd("This case is no verification that another workstation asks for", "Open the package of the request first")
	}
	if file, err = packageFile(file); err != nil {
		return casefile.SealedSlip{}, err
	}
	a, err := answerOf(ctx, s, me, *k)
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	c, err := s.Case(ctx)
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	_, slip, err := d.writeSealed(ctx, file, bundle.VerificationAnswer, bundle.Sender{ID: a.Person.ID, Name: a.Person.Name, Agency: a.Person.Agency}, answerFile, a, nil,
		k.Request.ReplyTo, &bundle.Log{Origin: audit.Origin(c.ID), Size: head.N, Root: head.Hash.String()}, progress)
	return slip, err
}

// answerOf gathers what the verifier committed to.
func answerOf(ctx context.Context, s *store.Store, me string, k sealedCase) (a sealedAnswer, err error) {
	views, err := s.Commitments(ctx, k.ComparisonID)
	if err != nil {
		return a, err
	}
	i := slices.IndexFunc(views, func(c casefile.Commitment) bool { return c.By == me && !c.Skipped })
	if i < 0 {
		return a, &casefile.Error{Code: casefile.Conflict, What: "You have committed no view of this verification", Do: "Commit your view first; the answer is returned by whoever did"}
	}
	a = sealedAnswer{Format: answerFormat, Version: sealedVersion, Request: k.PackageID, RequestManifest: k.ManifestSHA256, View: views[i], Snapshots: []sealedShot{}, Software: version.Software()}
	for i, x := range k.Request.Specimens {
		a.Originals[i], a.Masks[i] = x.SHA256, x.maskHash()
	}
	if a.Person, err = s.Person(ctx, me); err != nil {
		return a, err
	}
	if a.Markup, err = s.Markup(ctx, k.ComparisonID, a.View.Markup); err != nil {
		return a, err
	}
	shots, err := s.Snapshots(ctx, k.ComparisonID)
	for _, n := range shots {
		a.Snapshots = append(a.Snapshots, sealedShot{Number: n.Number, Caption: n.Caption, SHA256: n.SHA256, Created: n.Created})
	}
	return a, err
}

// TakeVerification takes the answer to a sealed verification into the case that asked. The package's signature and every byte are checked,
// that it answers a request of this case about these recordings, once, and that whoever answers did not conclude; then the person, the
// marks, the view and what it says of the conclusion are recorded together.
func (d *Desk) TakeVerification(ctx context.Context, path, file string, progress casefile.Progress) (item casefile.VerificationItem, err error) {
	if err := d.allow(ctx, casefile.TakeIn); err != nil {
		return item, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return item, err
	}
	keys, err := d.packageKeys()
	if err != nil {
		return item, err
	}
	p, err := bundle.Open(ctx, file, keys, bundle.Options{Kinds: []bundle.Kind{bundle.VerificationAnswer}, Now: d.now()}, progress)
	if err != nil {
		return item, err
	}
	defer p.Close() // it was only read
	var a sealedAnswer
	if err := readSealed(p, answerFile, &a); err != nil {
		return item, err
	}
	v, err := d.answers(ctx, s, p, a)
	if err != nil {
		return item, err
	}
	in, err := incomingAnswer(ctx, s, p, a, v, filepath.Base(file))
	if err != nil {
		return item, err
	}
	if _, err := s.TakeAnswer(ctx, me, in); err != nil {
		return item, err
	}
	return d.verification(ctx, path, v.Request.ID)
}

// answers returns the verification that an answer belongs to, or why it answers none.
func (d *Desk) answers(ctx context.Context, s *store.Store, p *bundle.Package, a sealedAnswer) (v casefile.Verification, err error) {
	if a.Format != answerFormat || a.Version != sealedVersion || len(p.Manifest.Entries) != 1 {
		return v, odd("This package holds no answer that this version knows", "Install the newer version, or ask its sender")
	}
	list, err := s.Verifications(ctx)
	if err != nil {
		return v, err
	}
	i := slices.IndexFunc(list, func(v casefile.Verification) bool { return v.Request.Sealed != "" && v.Request.Sealed == a.Request })
	if i < 0 {
		return v, odd("This answers no verification that was given out from this case", "Open the case that asked, or ask its sender which it is")
	}
	v = list[i]
	if v.State() != casefile.VerificationOpen {
		return v, &casefile.Error{Code: casefile.Conflict, What: "Verification %[1]d is answered or withdrawn already", Do: "Look at it; an answer is taken in once", Args: []any{v.Request.Number}}
	}
	if err := d.sameRequest(ctx, s, p, a); err != nil {
		return v, err
	}
	return v, d.notTheFirst(ctx, s, p, a, v)
}

// sameRequest holds an answer against the request as it was given out and is kept.
func (d *Desk) sameRequest(ctx context.Context, s *store.Store, p *bundle.Package, a sealedAnswer) error {
	list, err := s.Passages(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(x casefile.Passage) bool { return x.Kind == casefile.PackageOut && x.PackageID == a.Request })
	if i < 0 || list[i].ManifestSHA256 != a.RequestManifest || len(list[i].Files) != 1 {
		return odd("This answers another package than the one that was given out", "Ask its sender which request it answers")
	}
	text, err := s.Originals().Read(ctx, list[i].Files[0].SHA256)
	if err != nil {
		return err
	}
	var r sealedRequest
	if err := decodeSealed(text, &r); err != nil {
		return err
	}
	for i, x := range r.Specimens {
		if a.Originals[i] != x.SHA256 || a.Masks[i] != x.maskHash() {
			return odd("This answer is about other recordings than those that were given out", "Ask its sender for the right one")
		}
	}
	if a.View.AsOf == nil || a.View.Scale != r.Scale.ID || a.View.AsOf.Digest() != r.Scale.Digest() {
		return odd("This answer is on another scale than the one that was asked for", "Ask for the answer on the scale of the request")
	}
	if _, ok := r.Scale.Level(a.View.Value); !ok || a.View.Skipped || a.View.Created.IsZero() || !a.View.Blind || a.Markup.Version != a.View.Markup {
		return odd("The view in this answer does not hold together", "Ask its sender for it again")
	}
	return nil
}

// notTheFirst refuses an answer by whoever concluded, by name as well as by id, or signed with the identity at this desk.
func (d *Desk) notTheFirst(ctx context.Context, s *store.Store, p *bundle.Package, a sealedAnswer, v casefile.Verification) error {
	all, err := s.Conclusions(ctx, "")
	if err != nil {
		return err
	}
	same := &casefile.Error{Code: casefile.Refused, What: "This answer is by whoever reached the conclusion", Do: "Have it verified by somebody else"}
	for _, c := range all {
		if c.ID != v.Request.ConclusionID {
			continue
		}
		first, err := s.Person(ctx, c.By)
		if err != nil {
			return err
		}
		if first.ID == a.Person.ID || strings.EqualFold(strings.TrimSpace(first.Name), strings.TrimSpace(a.Person.Name)) && strings.EqualFold(first.Agency, a.Person.Agency) {
			return same
		}
	}
	if m := p.Manifest.From; m.ID != a.Person.ID || m.Name != a.Person.Name || m.Agency != a.Person.Agency || a.View.By != a.Person.ID || a.Markup.By != "" && a.Markup.By != a.Person.ID {
		return odd("This answer does not say consistently who answers", "Ask its sender for it again")
	}
	signer, err := d.signer()
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(signer.Certificate.Raw); p.Manifest.Certificates[0] == hex.EncodeToString(sum[:]) {
		return odd("This answer is signed with the identity of whoever takes it in", "Let the verifier sign with their own identity")
	}
	return nil
}

// incomingAnswer hands an answer to the store, with the papers that prove where it came from.
func incomingAnswer(ctx context.Context, s *store.Store, p *bundle.Package, a sealedAnswer, v casefile.Verification, name string) (store.SealedAnswer, error) {
	text, err := p.Read(answerFile, maxSealedText)
	if err != nil {
		return store.SealedAnswer{}, err
	}
	in := store.SealedAnswer{RequestID: v.Request.ID, Verifier: casefile.Person{ID: a.Person.ID, Name: a.Person.Name, Role: a.Person.Role, Agency: a.Person.Agency},
		Commitment: a.View, Markup: a.Markup,
		Passage: casefile.Passage{Kind: casefile.PackageIn, PackageID: p.Manifest.ID, PackageKind: string(p.Manifest.Kind), SHA256: p.SHA256, ManifestSHA256: p.ManifestSHA256()},
		Facts: casefile.PassageFacts{By: a.Person.Name + ", " + a.Person.Agency, From: p.Manifest.From.Name + ", " + p.Manifest.From.Agency, Signer: p.Signature.Signer,
			Test: p.Signature.TestIdentity, Recipients: p.Manifest.Recipients, File: name}}
	if l := p.Manifest.Log; l != nil {
		in.Facts.LogOrigin, in.Facts.LogSize, in.Facts.LogRoot = l.Origin, l.Size, l.Root
	}
	in.Commitment.ComparisonID = v.Request.ComparisonID
	for _, f := range []struct {
		name string
		text []byte
	}{{"manifest.json", p.ManifestText}, {"manifest.p7s", p.SignatureDER}, {answerFile, text}} {
		sha, _, err := s.Originals().Put(ctx, bytes.NewReader(f.text))
		if err != nil {
			return in, err
		}
		in.Passage.Files = append(in.Passage.Files, casefile.PassageFile{Name: f.name, SHA256: sha})
	}
	return in, nil
}
