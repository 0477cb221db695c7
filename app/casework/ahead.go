package casework

import (
	"context"
	"slices"

	"tracemark/app/analysis"
	"tracemark/app/hub/client"
	"tracemark/casefile"
	"tracemark/imaging/surface"
)

// PrefetchCandidate readies the recording that a candidate has for mark, so that comparing with it soon is quick: it is fetched where the
// case does not have it, and prepared. Everything stays in memory. The case is only read: nothing is imported, compared, noted or logged,
// and the candidate's state stays, because nobody has looked yet. A photograph is fetched and no more.
func (d *Desk) PrefetchCandidate(ctx context.Context, path, correlationID, key string, mark casefile.MarkKind) error {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return err
	}
	c, m, err := candidate(ctx, s, correlationID, key, mark)
	if err != nil {
		return err
	}
	here, ok, err := held(ctx, s, c, m)
	if err != nil {
		return err
	}
	if ok {
		if here.Kind != casefile.Topography {
			return nil
		}
		mask, _, err := s.CurrentMask(ctx, here.ID)
		if err != nil {
			return err
		}
		_, err = d.prepared(ctx, s, here, mask.ID)
		return err
	}
	f, err := d.offered(ctx, c, m)
	if err != nil || f.capture.Kind != casefile.Topography {
		return err
	}
	return d.prepareOffered(ctx, f)
}

// offered is a candidate's recording as its owner offers it, not in the case.
type offered struct {
	exhibit    casefile.Exhibit
	agencyName string
	capture    casefile.Capture // read from data, without an id
	data       []byte           // of the original, checked against the hash that the candidate names
}

// keptOffered is how many recordings that were fetched ahead are kept: the next candidate's, and the one that was the next before
// somebody turned round.
const keptOffered = 2

// offered fetches a candidate's recording from the service, or takes what was fetched ahead. What its owner says of the exhibit is
// always asked for anew: whether it is still shared is decided by that.
func (d *Desk) offered(ctx context.Context, c casefile.Candidate, m casefile.CandidateMark) (offered, error) {
	hub, err := d.link(ctx)
	if err != nil {
		return offered{}, err
	}
	wire, err := hub.Exhibit(ctx, c.Agency, c.ExhibitID)
	if err != nil {
		return offered{}, err
	}
	e, captures := client.Exhibit(wire)
	at := slices.IndexFunc(captures, func(x casefile.Capture) bool { return x.ID == m.CaptureID })
	if at < 0 {
		return offered{}, &casefile.Error{Code: casefile.NotFound, What: "The service has no such capture of %[1]s any more", Do: "Correlate the exhibit again", Args: []any{c.Label}}
	}
	f := offered{exhibit: e, agencyName: wire.AgencyName}
	kept := c.Agency + "/" + m.CaptureID + "/" + m.CaptureSHA256 + "/" + string(m.Mark) + "/" + captures[at].FileName
	if before, ok := d.cache.offered.Get(kept); ok {
		f.capture, f.data = before.capture, before.data
		return f, nil
	}
	if f.data, err = hub.Capture(ctx, c.Agency, m.CaptureID, m.CaptureSHA256); err != nil {
		return offered{}, err
	}
	// What is recorded of the original is read from its own bytes, not from what the service says of it.
	f.capture, err = describe(ctx, captures[at].FileName, f.data, casefile.ImportOptions{Mark: m.Mark, AcceptUnknownScale: true, AcceptWrongChecksum: true})
	if err != nil {
		return offered{}, err
	}
	f.capture.SHA256 = m.CaptureSHA256
	d.cache.offered.Add(kept, f)
	return f, nil
}

// prepareOffered puts a recording that the case does not have where prepared looks for it once the case has it: what was computed is
// found by the original's hash.
func (d *Desk) prepareOffered(ctx context.Context, f offered) error {
	key := scanKey(f.capture, "")
	if d.cache.scans.Contains(key) {
		return nil
	}
	sf, err := d.cache.measured.get(ctx, "measured/"+key, func() (*surface.Surface, error) {
		r, err := analysis.Options{Units: f.capture.Scale.Units()}.Read(ctx, f.capture.FileName, f.data)
		if err == nil && r.Surface == nil {
			err = &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not a topography", Do: "Ask its owner for the scan", Args: []any{f.capture.FileName}}
		}
		return r.Surface, err
	})
	if err != nil {
		return err
	}
	scan, err := analysis.PrepareMasked(ctx, sf, nil)
	if err != nil {
		return analysis.About(f.capture.FileName, err)
	}
	d.cache.scans.Add(key, scan)
	return nil
}
