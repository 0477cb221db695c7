package api

import (
	"time"

	"tracemark/casefile"
	"tracemark/imaging"
)

// CorrelationRequest is the body of PUT /v1/correlations/{id}.
type CorrelationRequest struct {
	ExhibitID        string              `json:"exhibit_id" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" doc:"An own exhibit, already submitted."`
	IncludeSameEvent bool                `json:"include_same_event,omitempty" doc:"Search exhibits of the same event too."`
	AllClasses       bool                `json:"all_classes,omitempty" doc:"Search exhibits too whose calibre, breech-face pattern or firing-pin shape is coded otherwise than the exhibit's; they are left out when absent, and listed as such."`
	Everything       bool                `json:"everything,omitempty" doc:"Compare every recording by cells, however large the gallery is: no stage of screening leaves any out."`
	Include          []ExhibitName       `json:"include,omitempty" maxItems:"1000" nullable:"false" doc:"Exhibits that neither their class characteristics nor a stage of screening leaves out."`
	Marks            []casefile.MarkKind `json:"marks,omitempty" maxItems:"10" nullable:"false" doc:"Marks to compare; all when absent."`
	TopK             int                 `json:"top_k,omitempty" minimum:"0" maximum:"1000" doc:"Candidates to list; 50 when absent or 0."`
}

// ExhibitName names an exhibit of the gallery.
type ExhibitName struct {
	Agency    string `json:"agency" doc:"Id of the owner."`
	ExhibitID string `json:"exhibit_id"`
}

// StageName names a step of a search that looks at the gallery, or at what the steps before it left of it.
type StageName string

// The stages in their order. Each takes the best of what the one before it let through; a stage is left away where the gallery is so small
// that it would leave nothing out.
const (
	StageClass   StageName = "class"   // class characteristics
	StageRings   StageName = "rings"   // descriptors by rings
	StageSurface StageName = "surface" // whole surfaces at a low resolution
	StageCells   StageName = "cells"   // congruent cells: what the list is ranked by
)

// Stage is what one stage of a search did with the recordings of one mark, as far as the caller may see them now.
type Stage struct {
	Stage      StageName         `json:"stage" enum:"class,rings,surface,cells"`
	Mark       casefile.MarkKind `json:"mark"`
	Version    string            `json:"version,omitempty" doc:"Of what it measures."`
	Recordings int               `json:"recordings" doc:"Recordings of the gallery that it looked at."`
	Passed     int               `json:"passed" doc:"Of these, those that went on without being put in order: the stage cannot measure them, or they were asked for."`
	LeftOut    int               `json:"left_out" doc:"Of these, those that it left out."`
}

// State is how far a correlation has got.
type State string

// The states of a correlation. The last three are final.
const (
	Queued    State = "queued"
	Running   State = "running"
	Finished  State = "finished"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Final reports whether a correlation in this state has ended.
func (s State) Final() bool { return s == Finished || s == Failed || s == Cancelled }

// Correlation is a search for candidates and how far it has got.
type Correlation struct {
	ID string `json:"id"`
	CorrelationRequest
	State       State      `json:"state" enum:"queued,running,finished,failed,cancelled"`
	Done        int64      `json:"done" doc:"Recordings screened or pairs compared in the present step, while it runs; 0 once it has ended."`
	Total       int64      `json:"total" doc:"Recordings or pairs of the present step, while it runs; 0 while not known and once it has ended."`
	Step        string     `json:"step,omitempty" doc:"What is being done."`
	Problem     string     `json:"problem,omitempty" doc:"Why it failed, a sentence for people."`
	Method      string     `json:"method,omitempty" doc:"Of the score that ranks, once started."`
	Version     string     `json:"version,omitempty" doc:"Of the method."`
	GallerySize int        `json:"gallery_size" doc:"Exhibits ranked that the caller may see."`
	Stages      []Stage    `json:"stages,omitempty" nullable:"false" doc:"What each stage of the search looked at, once it has finished."`
	LeftOut     int        `json:"left_out" doc:"Recordings and exhibits that could not be searched."`
	SearchedAt  *time.Time `json:"searched_at,omitempty" doc:"When the gallery was looked up."`
	Created     time.Time  `json:"created"`
	Lead        string     `json:"lead" doc:"The label that stands over every list of candidates."`
}

// Progress is what an event of a running correlation carries.
type Progress struct {
	State State  `json:"state"`
	Done  int64  `json:"done"`
	Total int64  `json:"total" doc:"0 while not known."`
	Step  string `json:"step,omitempty"`
}

// Page is what every page of a correlation's result states.
type Page struct {
	CorrelationID string     `json:"correlation_id"`
	Lead          string     `json:"lead" doc:"The label that stands over every list of candidates."`
	Method        string     `json:"method"`
	Version       string     `json:"version"`
	GallerySize   int        `json:"gallery_size"`
	SearchedAt    *time.Time `json:"searched_at"`
	Offset        int        `json:"offset"`
	Total         int        `json:"total" doc:"Lines of the whole list."`
}

// CandidatePage is a page of ranked candidates.
type CandidatePage struct {
	Page
	LeftOut    int         `json:"left_out" doc:"Length of the list of what was left out."`
	Candidates []Candidate `json:"candidates" nullable:"false"`
}

// Candidate is one line of the ranked list.
type Candidate struct {
	Rank       int             `json:"rank" doc:"From 1, among the candidates that the caller may see."`
	Agency     string          `json:"agency"`
	AgencyName string          `json:"agency_name"`
	ExhibitID  string          `json:"exhibit_id"`
	Label      string          `json:"label"`
	CaseRef    string          `json:"case_ref,omitempty"`
	Class      casefile.Class  `json:"class"`
	Synthetic  bool            `json:"synthetic,omitempty"`
	Marks      []CandidateMark `json:"marks" nullable:"false" doc:"The best pair of each mark, the mark that ranks the candidate first."`
}

// CandidateMark is the best pair of captures of one mark.
type CandidateMark struct {
	Mark             casefile.MarkKind `json:"mark"`
	CaptureID        string            `json:"capture_id"`
	CaptureSHA256    string            `json:"capture_sha256"`
	OwnCaptureID     string            `json:"own_capture_id"`
	OwnCaptureSHA256 string            `json:"own_capture_sha256"`
	Scores           []Score           `json:"scores" nullable:"false" doc:"The score that ranks first."`
	Notes            []string          `json:"notes,omitempty" nullable:"false"`
}

// Score is a named number; null when it is not known.
type Score struct {
	Name  string   `json:"name"`
	Value *float64 `json:"value"`
}

// LeftOutPage is a page of what was not searched.
type LeftOutPage struct {
	Page
	LeftOut []LeftOut `json:"left_out" nullable:"false"`
}

// LeftOut is an exhibit, or one recording of it, that was not searched, and why.
type LeftOut struct {
	Agency    string            `json:"agency"`
	ExhibitID string            `json:"exhibit_id"`
	Label     string            `json:"label"`
	CaptureID string            `json:"capture_id,omitempty" doc:"Absent when the whole exhibit was left out."`
	Mark      casefile.MarkKind `json:"mark,omitempty"`
	Reason    string            `json:"reason" doc:"A sentence for people."`
	Stage     StageName         `json:"stage,omitempty" doc:"The stage of the search that left it out; absent where it could not be searched at all."`
	Place     int               `json:"place,omitempty" doc:"Its place, from 1, in the order of a stage that ranks, among the recordings that the caller may see."`
	Of        int               `json:"of,omitempty" doc:"The length of that order."`
}

// Scores turns scores into what travels: a number that is not finite becomes null.
func Scores(list []imaging.Score) []Score {
	out := make([]Score, len(list))
	for i, s := range list {
		out[i].Name = s.Name
		if v := s.Value; v-v == 0 {
			out[i].Value = &v
		}
	}
	return out
}
