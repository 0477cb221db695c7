package api

import (
	"time"

	"tracemark/casefile"
)

// The limits of the contract.
const (
	Version = "1.2.0" // of the contract; the first number is the one in the paths

	MaxPage         = 500     // lines of one page
	DefaultPage     = 50      // lines of a page when none are asked for
	MaxTopK         = 1000    // candidates of one correlation
	DefaultTopK     = 50      // candidates when no number is asked for
	MaxCaptures     = 64      // of one exhibit
	MaxJSONBytes    = 1 << 20 // of a request that is not a capture
	MaxCaptureBytes = 1 << 28 // of one original: 256 MiB, several times the largest scan of a cartridge case
)

// Rule says who besides its owner sees an exhibit.
type Rule string

// The sharing rules.
const (
	Private  Rule = "private"  // nobody
	Agencies Rule = "agencies" // the agencies that are named
	All      Rule = "all"      // every agency of this service
)

// Sharing is the sharing rule of an exhibit.
type Sharing struct {
	Rule     Rule     `json:"rule" enum:"private,agencies,all" doc:"Who besides its owner sees the exhibit."`
	Agencies []string `json:"agencies,omitempty" maxItems:"1000" nullable:"false" doc:"Ids of the agencies that see it, with the rule agencies only."`
}

// Agency is an identity that the service knows.
type Agency struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Health says that the service answers.
type Health struct {
	Status  string `json:"status" doc:"ok"`
	Version string `json:"version" doc:"Version of this contract."`
}

// Description is what is said of an exhibit when it is submitted.
type Description struct {
	Label   string               `json:"label" minLength:"1" maxLength:"200" doc:"The owner's label of the exhibit."`
	Kind    casefile.ExhibitKind `json:"kind" enum:"firearm,cartridge case,bullet,cartridge,part,document"`
	Origin  casefile.Origin      `json:"origin" enum:"questioned,known"`
	EventID string               `json:"event_id,omitempty" maxLength:"64" doc:"The occasion it belongs to, shown to its owner only. Exhibits of one event are not candidates for each other unless asked for."`
	CaseRef string               `json:"case_ref,omitempty" maxLength:"200" doc:"The owner's case number, shown to everybody who sees the exhibit."`
	Class   casefile.Class       `json:"class" doc:"Class characteristics as coded fields."`
}

// Recording describes a capture: one original recording of a mark.
type Recording struct {
	ID         string               `json:"id" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"`
	Mark       casefile.MarkKind    `json:"mark" enum:"breech-face,firing-pin,ejector,extractor,aperture-shear,headstamp"`
	Kind       casefile.CaptureKind `json:"kind" enum:"topography,photograph" doc:"Topographies take part in correlations."`
	SHA256     string               `json:"sha256" pattern:"^[0-9a-f]{64}$" doc:"Of the original."`
	Size       int64                `json:"size" minimum:"1" maximum:"268435456" doc:"Bytes of the original."`
	FileName   string               `json:"file_name,omitempty" maxLength:"255"`
	MediaType  string               `json:"media_type,omitempty" maxLength:"100"`
	Width      int                  `json:"width,omitempty" minimum:"0"`
	Height     int                  `json:"height,omitempty" minimum:"0"`
	Scale      casefile.Scale       `json:"scale" doc:"Distance of neighbouring points in µm; absent where not known."`
	Instrument casefile.Instrument  `json:"instrument"`
	RecordedAt string               `json:"recorded_at,omitempty" maxLength:"100"`
	Synthetic  bool                 `json:"synthetic,omitempty" doc:"Simulated data; whatever shows it must say so."`
	Warnings   []string             `json:"warnings,omitempty" maxItems:"100" nullable:"false"`
}

// Submission is the body of PUT /v1/exhibits/{id}.
type Submission struct {
	Description
	Captures []Recording `json:"captures" maxItems:"64" nullable:"false" doc:"The captures; their originals follow one by one."`
	Sharing  *Sharing    `json:"sharing,omitempty" doc:"Counts for a new exhibit only; private when absent."`
}

// Exhibit is an exhibit as the service holds it.
type Exhibit struct {
	Agency     string `json:"agency" doc:"Id of the owner."`
	AgencyName string `json:"agency_name"`
	ID         string `json:"id"`
	Description
	Captures  []Capture `json:"captures" nullable:"false"`
	Sharing   *Sharing  `json:"sharing,omitempty" doc:"Shown to the owner only."`
	Submitted time.Time `json:"submitted"`
}

// Capture is a capture as the service holds it.
type Capture struct {
	Recording
	Agency    string `json:"agency"`
	ExhibitID string `json:"exhibit_id"`
	Uploaded  bool   `json:"uploaded" doc:"Whether the service has its original."`
}
