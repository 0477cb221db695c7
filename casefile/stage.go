package casefile

// Stage is one step of a topography's preparation with what it left of the surface. Stage 0 is the measured surface.
type Stage struct {
	Number int     `json:"number"`
	Name   string  `json:"name"`  // "measured", then of the steps: "mask", "outliers", "level", ...
	Title  string  `json:"title"` // what the step does
	Way    string  `json:"way,omitempty"`
	Params []Param `json:"params,omitempty"`
	Note   string  `json:"note,omitempty"` // what it did here
	// Points is how many points the stage has, of Measured ones. A resampled stage has others: see Grid.
	Points   int   `json:"points"`
	Measured int   `json:"measured"`
	Grid     Grid  `json:"grid"`
	Mask     *Mask `json:"mask,omitempty"` // the version that a mask step was given; nil where it found the face itself
	// SHA256 is of the stage's grid and heights: a preparation done again gives the same digits where it gives the same hash.
	SHA256 string `json:"sha256"`
}

// Grid is the grid of a stage: its size, and where it lies in the measured surface's frame, µm.
type Grid struct {
	Columns   int     `json:"columns"`
	Rows      int     `json:"rows"`
	SpacingX  float64 `json:"spacing_x_um"`
	SpacingY  float64 `json:"spacing_y_um"`
	OriginX   float64 `json:"origin_x_um"`
	OriginY   float64 `json:"origin_y_um"`
	Resampled bool    `json:"resampled,omitempty"` // it is not the measured surface's, nor a part of that
}
