package imaging

import (
	"encoding/json"
	"math"
)

// The values of this file are what package explain makes of a result, and what it takes to draw or print them.

// Map is a quantity over the area of scan A, row by row. The point in column x, row y lies at Origin + (x·SpacingX, y·SpacingY)
// in A's frame, µm.
type Map struct {
	Origin   Point
	SpacingX float64 // µm
	SpacingY float64 // µm
	W, H     int
	Values   []float64 // NaN where not known
}

// At returns the value in column x, row y; ok is false where it is not known and outside.
func (m Map) At(x, y int) (v float64, ok bool) {
	if x < 0 || y < 0 || x >= m.W || y >= m.H {
		return math.NaN(), false
	}
	v = m.Values[y*m.W+x]
	return v, !math.IsNaN(v)
}

// MarshalJSON writes the map with four decimals, which is more than its heights are good for; null is not known.
func (m Map) MarshalJSON() ([]byte, error) {
	rows := make([][]*float64, m.H)
	for y := range rows {
		rows[y] = make([]*float64, m.W)
		for x := range rows[y] {
			if v := m.Values[y*m.W+x]; !math.IsNaN(v) {
				v = math.Round(v*1e4) / 1e4
				if v == 0 {
					v = 0 // no minus
				}
				rows[y][x] = &v
			}
		}
	}
	return json.Marshal(struct {
		Origin   Point        `json:"origin"`
		SpacingX float64      `json:"spacing_x_um"`
		SpacingY float64      `json:"spacing_y_um"`
		Columns  int          `json:"columns"`
		Rows     int          `json:"rows"`
		Values   [][]*float64 `json:"values"`
	}{m.Origin, m.SpacingX, m.SpacingY, m.W, m.H, rows})
}

// Alignment is what laying B on A shows. Both maps have one grid.
type Alignment struct {
	Pose       Pose    `json:"pose"`       // lays A on B
	Difference Map     `json:"difference"` // A − B in µm, means over the map's points
	Similarity Map     `json:"similarity"` // Pearson's r of the prepared surfaces about each point, −1 to 1
	WindowUM   float64 `json:"window_um"`  // side of the square that similarity is taken over
	Overlap    float64 `json:"overlap"`    // share of A's measured points that B has too, 0 to 1
	RMSUM      float64 `json:"rms_um"`     // of the difference, point by point
	AlikeUM    float64 `json:"alike_um"`   // heights this close count as alike
	Alike      float64 `json:"alike"`      // share of the common points that differ by AlikeUM at most, 0 to 1
}

// Rule is what makes a cell congruent in the method "registered".
type Rule struct {
	MinR      float64 `json:"min_r"`      // least correlation
	WithinUM  float64 `json:"within_um"`  // from the agreeing cells' median shift
	WithinDeg float64 `json:"within_deg"` // from their median rotation
}

// RuleCount is what the stored cells of a pair give under a rule.
type RuleCount struct {
	Rule
	AB       int     `json:"congruent_ab"`
	BA       int     `json:"congruent_ba"`
	Count    float64 `json:"registered"`          // mean of both directions
	Fraction float64 `json:"registered_fraction"` // of the comparable cells; 0 where there are none
	Own      bool    `json:"own,omitempty"`       // the method's own rule
}

// FilterOutcome is what a pair gives when both scans are prepared anew with one parameter changed.
type FilterOutcome struct {
	Setting  string  // which parameter and its value, "as validated" for none
	Count    float64 // score "registered"; NaN where Problem says why
	Fraction float64 // score "registered_fraction"
	Surface  float64 // score "surface"
	Problem  string  // a sentence; "" where the pair was compared
}

// MarshalJSON writes unknown numbers as null.
func (o FilterOutcome) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Setting  string   `json:"setting"`
		Count    *float64 `json:"registered"`
		Fraction *float64 `json:"registered_fraction"`
		Surface  *float64 `json:"surface"`
		Problem  string   `json:"problem,omitempty"`
	}{o.Setting, known(o.Count), known(o.Fraction), known(o.Surface), o.Problem})
}

// RegionPlace is a place of one specimen's region on the other specimen.
type RegionPlace struct {
	Centre      Point   `json:"centre"`      // where the region's centre falls, in the other specimen's frame
	Pose        Pose    `json:"pose"`        // lays the region's own specimen on the other
	Correlation float64 `json:"correlation"` // Pearson's r over the points that both have, −1 to 1
	Overlap     float64 `json:"overlap"`     // share of the region's measured points that the other has too, 0 to 1
}

// RegionFit is where a region of one specimen fits on the other. It is for looking at: a region that a person has chosen because it
// looks alike correlates better than chance would, and no error rate is known for it.
type RegionFit struct {
	Centre Point `json:"centre"` // of the region, in its own specimen's frame
	Points int   `json:"points"` // measured ones that were compared
	// Best is where it fits best over all rotations; nil where the other specimen has no place for it.
	Best *RegionPlace `json:"best,omitempty"`
	// Second is the best of the other places, further from Best than the region is wide or turned otherwise: a region whose second
	// place is nearly as good fits nowhere in particular. Nil where there is none.
	Second *RegionPlace `json:"second,omitempty"`
	// Registered is where the whole specimens' registration puts the region, to within a small search; nil where there is no
	// registration or where it puts the region off the other specimen.
	Registered *RegionPlace `json:"registered,omitempty"`
}
