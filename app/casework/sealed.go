package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/export/bundle"
)

// A sealed verification is done at another workstation. A package goes out with the two recordings as Specimen 1 and Specimen 2, in the
// order of the comparison that a coin made for it, with their masks, class characteristics and the scale: no labels, names, case number,
// figures or file names. There it becomes a small case of its own that knows nothing else, and what comes back is the verifier's view.
//
// The recordings go byte for byte, so that their hashes hold on both sides: what a file says of itself inside may name its item. The
// signature names whoever signs at the workstation that asks; the verifier's window does not show it.

const (
	requestFormat = "tracemark verification request"
	answerFormat  = "tracemark verification answer"
	sealedVersion = 1

	requestFile = "request.json"
	answerFile  = "answer.json"

	maxSealedText = 16 << 20 // bytes of request.json or answer.json
)

// sealedRequest is what request.json says.
type sealedRequest struct {
	Format    string                   `json:"format"`
	Version   int                      `json:"version"`
	Note      string                   `json:"note"`
	ReplyTo   []string                 `json:"reply_to"` // public keys that the answer is encrypted to
	Scale     casefile.ConclusionScale `json:"scale"`
	Specimens [2]sealedSpecimen        `json:"specimens"`
}

// sealedSpecimen is one of the two recordings, without anything that names it.
type sealedSpecimen struct {
	File       string               `json:"file"` // entry of the package
	Extension  string               `json:"extension"`
	SHA256     string               `json:"sha256"`
	Size       int64                `json:"size"`
	Exhibit    casefile.ExhibitKind `json:"exhibit"`
	Class      casefile.Class       `json:"class"`
	Mark       casefile.MarkKind    `json:"mark"`
	Kind       casefile.CaptureKind `json:"kind"`
	MediaType  string               `json:"media_type"`
	Width      int                  `json:"width"`
	Height     int                  `json:"height"`
	Scale      casefile.Scale       `json:"scale"`
	Instrument casefile.Instrument  `json:"instrument"`
	Synthetic  bool                 `json:"synthetic,omitempty"`
	Warnings   []string             `json:"warnings,omitempty"`
	Mask       *sealedMask          `json:"mask,omitempty"` // nil: the automatic one
}

// sealedMask is the mask that a specimen is compared under.
type sealedMask struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Points int    `json:"points"`
}

// maskHash is the hash of a specimen's mask, "" for the automatic one.
func (s sealedSpecimen) maskHash() string {
	if s.Mask == nil {
		return ""
	}
	return s.Mask.SHA256
}

// GiveVerification asks for a verification at another workstation: it writes the package, signed and encrypted to the workstation whose
// public keys are given, and records the request and that the package went out.
func (d *Desk) GiveVerification(ctx context.Context, path, comparison string, o casefile.SealedOrder, progress casefile.Progress) (casefile.SealedSlip, error) {
	if err := d.allow(ctx, casefile.AskVerification); err != nil {
		return casefile.SealedSlip{}, err
	}
	s, l, k, err := d.examining(ctx, path, comparison)
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	c, err := askable(ctx, s, l, k)
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	if len(o.Recipients) == 0 {
		return casefile.SealedSlip{}, &casefile.Error{Code: casefile.Invalid, What: "Nobody is named who can open the package", Do: "Give the key of the verifier's workstation"}
	}
	file, err := packageFile(o.File)
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	own, err := d.again(ctx, s, l.me, k, coin(), progress)
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	r, files, err := d.sealedContent(ctx, s, own, strings.TrimSpace(o.Note))
	if err != nil {
		return casefile.SealedSlip{}, err
	}
	w, slip, err := d.writeSealed(ctx, file, bundle.VerificationRequest, bundle.Sender{}, requestFile, r, files, o.Recipients, nil, progress)
	if err != nil {
		return slip, err
	}
	q := casefile.VerificationRequest{ConclusionID: c.ID, ComparisonID: own.ID, Sealed: w.Manifest.ID, Note: r.Note}
	slip.Number, err = d.recordGiven(ctx, s, l.me, q, w, slip, r)
	if err != nil {
		return slip, errors.Join(err, os.Remove(file)) // a package that is not on record does not stay
	}
	return slip, nil
}

// sealedContent gathers what goes out: the text of the request, the recordings and their masks.
func (d *Desk) sealedContent(ctx context.Context, s *store.Store, own casefile.Comparison, note string) (sealedRequest, []bundle.File, error) {
	r := sealedRequest{Format: requestFormat, Version: sealedVersion, Note: note}
	keys, err := d.packageKeys()
	if err != nil {
		return r, nil, err
	}
	r.ReplyTo = keys.Public()
	if r.Scale, err = d.scale(); err != nil {
		return r, nil, err
	}
	var files []bundle.File
	for i, side := range []struct{ capture, mask string }{{own.A, own.MaskA}, {own.B, own.MaskB}} {
		p, err := specimen(ctx, s, i+1, side.capture, side.mask)
		if err != nil {
			return r, nil, err
		}
		r.Specimens[i] = p
		stored := func(name, sha string) error {
			size, err := s.Originals().Size(sha)
			files = append(files, bundle.File{Entry: bundle.Entry{Name: name, Size: size, SHA256: sha}, Open: func() (io.ReadCloser, error) { return s.Originals().Open(sha) }})
			return err
		}
		if err := stored(p.File, p.SHA256); err != nil {
			return r, nil, err
		}
		if p.Mask != nil {
			if err := stored(p.Mask.File, p.Mask.SHA256); err != nil {
				return r, nil, err
			}
		}
	}
	return r, files, nil
}

// specimen is built up and not cut down: what is added to a capture or an exhibit later stays at home.
func specimen(ctx context.Context, s *store.Store, n int, capture, mask string) (sealedSpecimen, error) {
	c, err := s.Capture(ctx, capture)
	if err != nil {
		return sealedSpecimen{}, err
	}
	e, err := s.Exhibit(ctx, c.ExhibitID)
	if err != nil {
		return sealedSpecimen{}, err
	}
	p := sealedSpecimen{File: fmt.Sprintf("specimen-%d", n), Extension: strings.ToLower(filepath.Ext(c.FileName)), SHA256: c.SHA256, Size: c.Size, Exhibit: e.Kind, Class: e.Class,
		Mark: c.Mark, Kind: c.Kind, MediaType: c.MediaType, Width: c.Width, Height: c.Height, Scale: c.Scale, Instrument: c.Instrument, Synthetic: c.Synthetic, Warnings: c.Warnings}
	if mask != "" {
		m, err := s.Mask(ctx, mask)
		if err != nil {
			return p, err
		}
		p.Mask = &sealedMask{File: fmt.Sprintf("specimen-%d-mask", n), SHA256: m.SHA256, Points: m.Points}
	}
	return p, nil
}

// writeSealed writes a package of a verification with its text first.
func (d *Desk) writeSealed(ctx context.Context, file string, kind bundle.Kind, from bundle.Sender, name string, text any, files []bundle.File, to []string, log *bundle.Log,
	progress casefile.Progress) (bundle.Written, casefile.SealedSlip, error) {
	signer, err := d.signer()
	if err != nil {
		return bundle.Written{}, casefile.SealedSlip{}, err
	}
	b, err := json.MarshalIndent(text, "", "  ")
	if err != nil {
		return bundle.Written{}, casefile.SealedSlip{}, fmt.Errorf("write %s: %w", name, err)
	}
	w, err := bundle.Write(ctx, file, bundle.Params{Manifest: bundle.Manifest{Kind: kind, Software: "Tracemark " + version.String, From: from, Log: log},
		Files: append([]bundle.File{bundle.Bytes(name, b)}, files...), To: bundle.Recipients{Keys: to}, Signer: signer, Now: d.now()}, progress)
	return w, casefile.SealedSlip{File: file, ID: w.Manifest.ID, SHA256: w.SHA256, Signer: signer.Name(), TestIdentity: signer.Test()}, err
}

// recordGiven keeps the text of the request, by which the answer is judged, and records the request and that it went out.
func (d *Desk) recordGiven(ctx context.Context, s *store.Store, me string, q casefile.VerificationRequest, w bundle.Written, slip casefile.SealedSlip, r sealedRequest) (int, error) {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return 0, fmt.Errorf("keep request: %w", err)
	}
	sha, _, err := s.Originals().Put(ctx, bytes.NewReader(text))
	if err != nil {
		return 0, err
	}
	who, err := s.Person(ctx, me)
	if err != nil {
		return 0, err
	}
	kept, err := s.GiveVerification(ctx, me, q, casefile.Passage{Kind: casefile.PackageOut, PackageID: w.Manifest.ID, PackageKind: string(w.Manifest.Kind), SHA256: w.SHA256,
		ManifestSHA256: w.ManifestSHA256, Files: []casefile.PassageFile{{Name: requestFile, SHA256: sha}}},
		casefile.PassageFacts{By: who.Name + ", " + who.Agency, Signer: slip.Signer, Test: slip.TestIdentity, Recipients: w.Manifest.Recipients, File: filepath.Base(slip.File)})
	return kept.Number, err
}

// readSealed reads the text of a verification's package: strictly, so that nothing in it is passed over.
func readSealed(p *bundle.Package, name string, to any) error {
	b, err := p.Read(name, maxSealedText)
	if err != nil {
		return err
	}
	return decodeSealed(b, to)
}

func decodeSealed(b []byte, to any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err := dec.Decode(to)
	if err == nil {
		if _, more := dec.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("something follows it")
		}
	}
	if err != nil {
		return &casefile.Error{Code: casefile.Invalid, What: "What this package says cannot be read", Do: "Ask its sender for it again; a newer Tracemark may have written it", Cause: err}
	}
	return nil
}

// odd says that a package of a verification contradicts itself or what it answers.
func odd(what, do string) error {
	return &casefile.Error{Code: casefile.Refused, What: what, Do: do}
}

// extension is what a recording's file name may end with.
var extension = regexp.MustCompile(`^(\.[a-z0-9]{1,8})?$`)

// check makes sure that the request is one, and that the package holds what it names and nothing else.
func (r sealedRequest) check(p *bundle.Package) error {
	if r.Format != requestFormat || r.Version != sealedVersion {
		return odd("This package holds no verification request that this version knows", "Install the newer version, or ask its sender")
	}
	want := map[string]string{}
	for _, x := range r.Specimens {
		want[x.File] = x.SHA256
		if x.Mask != nil {
			want[x.Mask.File] = x.Mask.SHA256
		}
	}
	for _, e := range p.Manifest.Entries {
		if sha, ok := want[e.Name]; e.Name != requestFile && (!ok || sha != e.SHA256) {
			return odd("The package holds other files than its request names", "Ask its sender for it again")
		}
		delete(want, e.Name)
	}
	if len(want) > 0 || r.Specimens[0].SHA256 == r.Specimens[1].SHA256 || len(r.ReplyTo) == 0 {
		return odd("The request is not complete: a recording or the key for the answer is missing", "Ask its sender for it again")
	}
	for _, x := range r.Specimens {
		if !extension.MatchString(x.Extension) || x.Mark != r.Specimens[0].Mark {
			return odd("The two recordings of the request cannot be compared", "Ask its sender for it again")
		}
	}
	return nil
}
