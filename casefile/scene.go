package casefile

import (
	"time"

	"tracemark/imaging"
)

// Scene is the exact state of the comparison microscope: what it needs to show the same picture again. Lengths are µm in the
// specimens' frames, angles degrees; index 0 is specimen A, 1 is B.
type Scene struct {
	Mode     string  `json:"mode"`     // "split", "side by side", "overlay", "difference" or "blink"
	Divider  string  `json:"divider"`  // "vertical" or "horizontal"
	SplitAt  float64 `json:"split_at"` // share of the field, 0 to 1
	Swapped  bool    `json:"swapped,omitempty"`
	Linked   bool    `json:"linked"`
	Opacity  float64 `json:"opacity"`
	BlinkHz  float64 `json:"blink_hz,omitempty"`
	UMPerPx  float64 `json:"um_per_px"`
	WidthPx  int     `json:"width_px"` // of the field
	HeightPx int     `json:"height_px"`
	// PxPerUnit and TextPx are the widths of lines and the size of texts: the device pixels of one unit of the interface, and
	// of a line of text. Without them the same scene would not give the same bytes on another screen.
	PxPerUnit float64 `json:"px_per_unit,omitempty"`
	TextPx    float64 `json:"text_px,omitempty"`

	Sides    [2]SceneSide  `json:"sides"`
	Overlays []string      `json:"overlays,omitempty"` // "cells", "rejected cells", "annotations", "similarity", ...
	Line     *[2]SceneLine `json:"line,omitempty"`     // the profile line on A and on B, where one was drawn
	Cell     int           `json:"cell,omitempty"`     // number of the cell that stands out with its partner
	ShownB   bool          `json:"shown_b,omitempty"`  // in "blink", B is seen, not A
	Pose     *imaging.Pose `json:"pose,omitempty"`     // that the specimens were aligned by, where they were
	Markup   int           `json:"markup,omitempty"`   // version of the annotations shown
}

// SceneSide is how one specimen is shown.
type SceneSide struct {
	Centre    imaging.Point `json:"centre"` // shown at the field's centre
	AngleDeg  float64       `json:"angle_deg"`
	Flipped   bool          `json:"flipped,omitempty"`
	Filtered  bool          `json:"filtered"`           // the filtered surface, not the levelled raw one
	Colour    string        `json:"colour"`             // "relief" or "height"
	Azimuth   float64       `json:"azimuth_deg"`        // of the light
	Elevation float64       `json:"elevation_deg"`      //
	Ring      bool          `json:"ring,omitempty"`     // light from all round
	Stretch   float64       `json:"stretch"`            // height exaggeration; 1 is none
	Black     float64       `json:"black,omitempty"`    // photograph: levels, 0 to 1
	White     float64       `json:"white,omitempty"`    //
	Gamma     float64       `json:"gamma,omitempty"`    //
	MaskID    string        `json:"mask_id,omitempty"`  // version of the mask
	Original  string        `json:"original,omitempty"` // SHA-256 of what is seen
}

// SceneLine is a line on one specimen.
type SceneLine struct {
	From imaging.Point `json:"from"`
	To   imaging.Point `json:"to"`
}

// Snapshot is a picture of the comparison microscope with the state that shows it again.
type Snapshot struct {
	ID           string    `json:"id"`
	ComparisonID string    `json:"comparison_id"`
	Number       int       `json:"number"` // within the comparison, from 1
	Caption      string    `json:"caption"`
	Scene        Scene     `json:"scene"`
	SHA256       string    `json:"sha256"`              // of the picture (PNG), kept like an original
	InReport     bool      `json:"in_report,omitempty"` // chosen for the report; the newest choice counts
	By           string    `json:"by"`
	Created      time.Time `json:"created"`
}
