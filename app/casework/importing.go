package casework

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"slices"
	"strings"

	"tracemark/app/analysis"
	"tracemark/casefile"
	"tracemark/casefile/store"
)

// Import stores files as captures of a case, one after the other; each is stored whole or not at all. It returns one
// outcome for every file that it got to. Its error is for what stops the whole import.
func (d *Desk) Import(ctx context.Context, path string, files []string, o casefile.ImportOptions, progress casefile.Progress) ([]casefile.ImportOutcome, error) {
	ctx, err := d.allowTask(ctx, casefile.ImportRecording)
	if err != nil {
		return nil, err
	}
	if err := checkImport(o); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	outcomes := make([]casefile.ImportOutcome, 0, len(files))
	for i, file := range files {
		tell(progress, i, len(files), filepath.Base(file))
		if err := ctx.Err(); err != nil {
			return outcomes, err
		}
		e, c, err := importFile(ctx, s, me, file, o)
		if err != nil && ctx.Err() != nil {
			return outcomes, ctx.Err()
		}
		outcomes = append(outcomes, casefile.ImportOutcome{File: file, Exhibit: e, Capture: c, Err: err})
	}
	tell(progress, len(files), len(files), "")
	return outcomes, nil
}

// checkImport refuses options that are not in the domain's vocabulary.
func checkImport(o casefile.ImportOptions) error {
	refuse := func(what casefile.Word, value, do string) error {
		return &casefile.Error{Code: casefile.Invalid, What: "There is no %[1]s called %[2]q", Do: do, Args: []any{what, value}}
	}
	switch o.Mark {
	case casefile.BreechFace, casefile.FiringPin, casefile.EjectorMark, casefile.ExtractorMark, casefile.ApertureShear, casefile.Headstamp:
	default:
		return refuse("mark", string(o.Mark), "Use breech-face, firing-pin, ejector, extractor, aperture-shear or headstamp")
	}
	switch o.Kind {
	case "", casefile.KindFirearm, casefile.KindCartridgeCase, casefile.KindBullet, casefile.KindCartridge, casefile.KindPart, casefile.KindDocument:
	default:
		return refuse("kind of exhibit", string(o.Kind), "Use cartridge case, bullet, cartridge, firearm, part or document")
	}
	switch o.Units {
	case "", casefile.UnitsMetres, casefile.UnitsMicrometres, casefile.UnitsMicrometreHeight, casefile.UnitsMicrometreSpaced:
	default:
		return refuse("unit", o.Units, "Use m, um, m,um or um,m")
	}
	if o.Origin != "" && o.Origin != casefile.Questioned && o.Origin != casefile.Known {
		return refuse("origin", string(o.Origin), "Use questioned or known")
	}
	return nil
}

// importFile reads one file, keeps its bytes and records its capture.
func importFile(ctx context.Context, s *store.Store, me, file string, o casefile.ImportOptions) (casefile.Exhibit, casefile.Capture, error) {
	data, err := analysis.ReadFile(file)
	if err != nil {
		return casefile.Exhibit{}, casefile.Capture{}, err
	}
	name := filepath.Base(file)
	capture, err := describe(ctx, name, data, o)
	if err != nil {
		return casefile.Exhibit{}, casefile.Capture{}, err
	}
	exhibit, err := exhibitFor(ctx, s, me, name, data, o)
	if err != nil {
		return casefile.Exhibit{}, casefile.Capture{}, err
	}
	if capture.SHA256, capture.Size, err = s.Originals().Put(ctx, bytes.NewReader(data)); err != nil {
		return casefile.Exhibit{}, casefile.Capture{}, err
	}
	e, captures, err := s.Import(ctx, me, exhibit, []casefile.Capture{capture})
	if err != nil {
		return casefile.Exhibit{}, casefile.Capture{}, err
	}
	return e, captures[0], nil
}

// describe reads an original's bytes and says what is recorded of them, or refuses them.
func describe(ctx context.Context, name string, data []byte, o casefile.ImportOptions) (casefile.Capture, error) {
	r, err := analysis.Options{Units: o.Units}.Read(ctx, name, data)
	if err != nil {
		return casefile.Capture{}, err
	}
	if r.ChecksumWrong && !o.AcceptWrongChecksum {
		return casefile.Capture{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s has a wrong checksum, so it may not be what the instrument wrote",
			Do: "Get a fresh copy; or accept the file as it is, and the warning follows it into every report", Args: []any{name}}
	}
	if r.Kind == casefile.Photograph {
		if o.Units != "" {
			return casefile.Capture{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is a photograph, and units are stated for topographies",
				Do: "Import it on its own, with its scale in µm per pixel", Args: []any{name}}
		}
		if _, _, known := r.Scale.UM(); !known && o.ScaleUM > 0 {
			r.Scale = casefile.Scale{X: o.ScaleUM, Y: o.ScaleUM, Source: "examiner"}
		}
		if _, _, known := r.Scale.UM(); !known && !o.AcceptUnknownScale {
			return casefile.Capture{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s does not state its scale",
				Do: "Give it in µm per pixel, or accept that it is not known", Args: []any{name}}
		}
	}
	return casefile.Capture{
		Mark: o.Mark, Kind: r.Kind, FileName: name, MediaType: r.MediaType, Width: r.Width, Height: r.Height,
		Scale: r.Scale, Instrument: r.Instrument, RecordedAt: r.RecordedAt, Synthetic: r.Synthetic, Warnings: r.Warnings,
	}, nil
}

// exhibitFor returns the exhibit that a file belongs to: the one with the label asked for, or a new one. Without a label
// the file's name labels a new one.
func exhibitFor(ctx context.Context, s *store.Store, me, fileName string, data []byte, o casefile.ImportOptions) (casefile.Exhibit, error) {
	label := strings.TrimSpace(o.ExhibitLabel)
	if label == "" {
		label = strings.TrimSuffix(fileName, filepath.Ext(fileName))
	}
	items, err := exhibitItems(ctx, s)
	if err != nil {
		return casefile.Exhibit{}, err
	}
	for _, item := range items {
		if item.Exhibit.Label == label {
			return item.Exhibit, fits(item, data, o)
		}
	}
	e := casefile.Exhibit{
		Label: label, Kind: cmp.Or(o.Kind, casefile.KindCartridgeCase), Origin: cmp.Or(o.Origin, casefile.Questioned),
	}
	if o.EventLabel != "" {
		event, err := eventCalled(ctx, s, me, o.EventLabel, e.Origin)
		if err != nil {
			return e, err
		}
		e.EventID = event.ID
	}
	return e, nil
}

// fits refuses a file for an exhibit that the case has already, where what was said of the file is not so of the exhibit:
// what is asked for is never passed over in silence, and two things with files of one name never become one exhibit.
func fits(item casefile.ExhibitItem, data []byte, o casefile.ImportOptions) error {
	e := item.Exhibit
	refuse := func(code casefile.ErrorCode, what, do string, args ...any) error {
		return &casefile.Error{Code: code, What: what, Do: do, Args: append([]any{e.Label}, args...)}
	}
	sum := sha256.Sum256(data)
	again := slices.ContainsFunc(item.Captures, func(c casefile.Capture) bool { return c.SHA256 == hex.EncodeToString(sum[:]) })
	switch {
	case e.Owner != "":
		return refuse(casefile.Refused, "Exhibit %[1]s belongs to %[2]s", "Give this file's exhibit a label of its own", e.Owner)
	case o.ExhibitLabel == "" && !again: // the same file again gets the plainer sentence of the store
		return refuse(casefile.Conflict, "Exhibit %[1]s is in the case already, with other recordings",
			"Name it as the exhibit if the file shows it too, or else give the file's exhibit another label")
	case o.Kind != "" && o.Kind != e.Kind:
		return refuse(casefile.Conflict, "Exhibit %[1]s is in the case as a %[2]s, not as a %[3]s", "Correct the kind or the label", e.Kind, o.Kind)
	case o.Origin != "" && o.Origin != e.Origin:
		return refuse(casefile.Conflict, "Exhibit %[1]s is in the case as %[2]s, not as %[3]s", "Correct the origin or the label", e.Origin, o.Origin)
	case o.EventLabel != "" && o.EventLabel != item.Event.Label:
		return refuse(casefile.Conflict, "Exhibit %[1]s does not belong to the event %[2]s in the case", "Correct the event or the label", o.EventLabel)
	}
	return nil
}

func eventCalled(ctx context.Context, s *store.Store, me, label string, origin casefile.Origin) (casefile.Event, error) {
	events, err := s.Events(ctx)
	if err != nil {
		return casefile.Event{}, err
	}
	for _, e := range events {
		if e.Label == label {
			return e, nil
		}
	}
	kind := "recovery"
	if origin == casefile.Known {
		kind = "test fire"
	}
	return s.AddEvent(ctx, me, casefile.Event{Label: label, Kind: kind})
}

// tell reports progress where somebody wants it.
func tell(p casefile.Progress, done, total int, label string) {
	if p != nil {
		p(int64(done), int64(total), label)
	}
}
