package client

import (
	"fmt"

	"tracemark/app/hub/api"
	"tracemark/casefile"
	"tracemark/imaging"
)

// Submission returns what is submitted of an exhibit with its captures. CaseRef is the number of its case. A nil sharing
// keeps the exhibit private.
func Submission(x casefile.Exhibit, captures []casefile.Capture, caseRef string, sharing *api.Sharing) api.Submission {
	s := api.Submission{
		Description: api.Description{Label: x.Label, Kind: x.Kind, Origin: x.Origin, EventID: x.EventID, CaseRef: caseRef, Class: x.Class},
		Captures:    []api.Recording{},
		Sharing:     sharing,
	}
	for _, c := range captures {
		s.Captures = append(s.Captures, api.Recording{ID: c.ID, Mark: c.Mark, Kind: c.Kind, SHA256: c.SHA256, Size: c.Size,
			FileName: c.FileName, MediaType: c.MediaType, Width: c.Width, Height: c.Height, Scale: c.Scale, Instrument: c.Instrument,
			RecordedAt: c.RecordedAt, Synthetic: c.Synthetic, Warnings: c.Warnings})
	}
	return s
}

// Exhibit returns another agency's exhibit with its captures the way a case keeps them. The ids of the records in the
// case are for the caller to give; ExhibitID of the captures and their ID are the owner's until then.
func Exhibit(x api.Exhibit) (casefile.Exhibit, []casefile.Capture) {
	out := casefile.Exhibit{ID: x.ID, Label: x.Label, Kind: x.Kind, Origin: x.Origin, EventID: x.EventID, Class: x.Class,
		Owner: x.Agency, OwnerExhibitID: x.ID, Created: x.Submitted}
	captures := make([]casefile.Capture, 0, len(x.Captures))
	for _, c := range x.Captures {
		captures = append(captures, casefile.Capture{ID: c.ID, ExhibitID: c.ExhibitID, Mark: c.Mark, Kind: c.Kind, SHA256: c.SHA256, Size: c.Size,
			FileName: c.FileName, MediaType: c.MediaType, Width: c.Width, Height: c.Height, Scale: c.Scale, Instrument: c.Instrument,
			RecordedAt: c.RecordedAt, Synthetic: c.Synthetic, Warnings: c.Warnings, Created: x.Submitted})
	}
	return out, captures
}

// Correlation returns a finished correlation with its candidates as a case keeps it, and what it left out. Service is where it was asked. By is
// for the caller to set.
func Correlation(c api.Correlation, service string, candidates []api.Candidate, left ...api.LeftOut) casefile.Correlation {
	out := casefile.Correlation{ID: c.ID, ExhibitID: c.ExhibitID, Service: service, GallerySize: c.GallerySize,
		Method: c.Method, Version: c.Version, AllClasses: c.AllClasses, Everything: c.Everything, Candidates: []casefile.Candidate{}, Created: c.Created}
	if c.SearchedAt != nil {
		out.AsOf = *c.SearchedAt
	}
	for _, x := range candidates {
		out.Candidates = append(out.Candidates, Candidate(x))
	}
	for _, l := range left {
		out.LeftOut = append(out.LeftOut, leftOut(l))
	}
	for _, s := range c.Stages {
		out.Stages = append(out.Stages, casefile.SearchStage{Stage: casefile.StageName(s.Stage), Mark: s.Mark, Version: s.Version,
			Recordings: s.Recordings, Passed: s.Passed, LeftOut: s.LeftOut})
	}
	return out
}

// leftOut says a place in words too, for whoever shows the sentence alone.
func leftOut(l api.LeftOut) casefile.LeftOut {
	out := casefile.LeftOut{Agency: l.Agency, ExhibitID: l.ExhibitID, Label: l.Label, CaptureID: l.CaptureID, Mark: l.Mark, Reason: l.Reason,
		Stage: casefile.StageName(l.Stage), Place: l.Place, Of: l.Of}
	if l.Place > 0 {
		out.Reason += fmt.Sprintf(" It stands at place %d of %d.", l.Place, l.Of)
	}
	return out
}

// Candidate returns a line of a list as a case keeps it. Its Agency is the owner's id, by which its exhibit and captures
// are fetched.
func Candidate(x api.Candidate) casefile.Candidate {
	out := casefile.Candidate{Rank: x.Rank, Agency: x.Agency, AgencyName: x.AgencyName, ExhibitID: x.ExhibitID, Label: x.Label, CaseRef: x.CaseRef,
		Class: x.Class, State: casefile.Unseen, Synthetic: x.Synthetic}
	for _, m := range x.Marks {
		out.Marks = append(out.Marks, casefile.CandidateMark{Mark: m.Mark, CaptureID: m.CaptureID, CaptureSHA256: m.CaptureSHA256,
			OwnCaptureID: m.OwnCaptureID, OwnCaptureSHA256: m.OwnCaptureSHA256, Scores: scores(m.Scores), Notes: m.Notes})
	}
	if len(out.Marks) > 0 {
		out.Scores = out.Marks[0].Scores
	}
	return out
}

// scores turns what travels into numbers. A score that is not known is left away, as it is where a method does not give it.
func scores(list []api.Score) []imaging.Score {
	out := make([]imaging.Score, 0, len(list))
	for _, s := range list {
		if s.Value != nil {
			out = append(out, imaging.Score{Name: s.Name, Value: *s.Value})
		}
	}
	return out
}
