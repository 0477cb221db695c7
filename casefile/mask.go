package casefile

import "time"

// MaskOrigin says how a version of a mask came about.
type MaskOrigin string

// The origins of a mask.
const (
	MaskProposed MaskOrigin = "proposed"  // by the program
	MaskPainted  MaskOrigin = "painted"   // by a person, from another version
	MaskFromFile MaskOrigin = "from file" // read from a picture or from the capture's own file
)

// Mask is one version of which points of a topography take part. The region is a picture of the capture's size, white where
// a point takes part, kept by its SHA-256 like an original. The newest version is the one that comparisons use; a capture
// without one is masked automatically at each comparison.
type Mask struct {
	ID        string     `json:"id"`
	CaptureID string     `json:"capture_id"`
	Version   int        `json:"version"`          // within the capture, from 1
	Parent    string     `json:"parent,omitempty"` // id of the version it was made from; "" where it was made from none
	Origin    MaskOrigin `json:"origin"`
	SHA256    string     `json:"sha256"` // of the picture
	Points    int        `json:"points"` // that take part
	Reason    string     `json:"reason"` // what the person did and why; required of every version but the first
	By        string     `json:"by"`
	Created   time.Time  `json:"created"`
}

// MaskItem is a version of a mask as a list shows it.
type MaskItem struct {
	Mask        Mask    `json:"mask"`
	ByName      string  `json:"by_name"`
	Share       float64 `json:"share"`                 // of the capture's grid that takes part, 0 to 1
	Current     bool    `json:"current,omitempty"`     // comparisons use it
	Comparisons []int   `json:"comparisons,omitempty"` // numbers of those that used it; only where all versions are listed
}
