// Package imaging is the shared vocabulary of everything that looks at marks: points, poses, masks, cells, scores and
// the result of a comparison. It holds values only: no algorithm, no file format, no user interface.
//
// # Frames and units
//
// Lengths are micrometres (µm), angles are degrees. A scan's frame has its origin at the centre of the pixel in row 0,
// column 0; x grows with the column (to the right), y with the row (down). A positive angle turns x towards y, which on
// a screen is clockwise. Unknown numbers are NaN, never 0 or 1.
package imaging

import (
	"encoding/json"
	"math"
)

// Point is a position in a scan's frame, in µm.
type Point struct {
	X float64 `json:"x_um"`
	Y float64 `json:"y_um"`
}

// Pose is the rigid movement that lays scan A on scan B: a point p of A falls on R(AngleDeg)·p + (TX, TY) of B,
// both in their scan's frame (origin at the first pixel's centre).
type Pose struct {
	AngleDeg float64 `json:"angle_deg"`
	TX       float64 `json:"tx_um"`
	TY       float64 `json:"ty_um"`
}

// Apply returns where the point p of A falls on B.
func (q Pose) Apply(p Point) Point {
	s, c := math.Sincos(q.AngleDeg * math.Pi / 180)
	return Point{
		X: float64(c*p.X) - float64(s*p.Y) + q.TX,
		Y: float64(s*p.X) + float64(c*p.Y) + q.TY,
	}
}

// Inverse returns the pose that lays B on A.
func (q Pose) Inverse() Pose {
	s, c := math.Sincos(q.AngleDeg * math.Pi / 180)
	return Pose{
		AngleDeg: -q.AngleDeg,
		TX:       -(float64(c*q.TX) + float64(s*q.TY)),
		TY:       -(float64(c*q.TY) - float64(s*q.TX)),
	}
}

// Shift returns the movement in µm of A's centre a away from B's centre b, the way people quote a registration:
// (0, 0) when the pose lays one centre on the other.
func (q Pose) Shift(a, b Point) (dx, dy float64) {
	p := q.Apply(a)
	return p.X - b.X, p.Y - b.Y
}

// Mask says which pixels take part, row by row from the first. The zero Mask has no pixels.
type Mask struct {
	W, H int
	On   []bool
}

// NewMask returns a mask of w×h pixels, all off.
func NewMask(w, h int) Mask { return Mask{W: w, H: h, On: make([]bool, w*h)} }

// At reports whether the pixel in column x, row y takes part; pixels outside do not.
func (m Mask) At(x, y int) bool {
	return x >= 0 && y >= 0 && x < m.W && y < m.H && m.On[y*m.W+x]
}

// Count returns the number of pixels that take part.
func (m Mask) Count() int {
	n := 0
	for _, on := range m.On {
		if on {
			n++
		}
	}
	return n
}

// Reason says why a cell is not counted as congruent.
type Reason string

// The reasons, from the first test a cell can fail to the last. A congruent cell has ReasonNone.
const (
	ReasonNone        Reason = ""
	ReasonLittleData  Reason = "little data"            // too few measured points in the cell itself
	ReasonNoOverlap   Reason = "no overlap"             // too few measured points where it falls on the other scan
	ReasonCorrelation Reason = "low correlation"        // the best correlation is below the rule's threshold
	ReasonShift       Reason = "shift away from others" // its best shift disagrees with the agreeing cells
	ReasonRotation    Reason = "rotation away from others"
	ReasonNoConsensus Reason = "no common rotation" // high rule: the rotations with many cells span too wide a range
)

// Cell is one square of a scan's grid and what became of it on the other scan.
type Cell struct {
	Row         int     `json:"row"`
	Col         int     `json:"col"`
	Centre      Point   `json:"centre"`      // on its own scan
	SideX       float64 `json:"side_x_um"`   // width of the cell
	SideY       float64 `json:"side_y_um"`   // height of the cell
	Partner     Point   `json:"partner"`     // where the centre falls best on the other scan; meaningless unless Comparable
	AngleDeg    float64 `json:"angle_deg"`   // the rotation at which it falls there, own scan to other scan
	Correlation float64 `json:"correlation"` // Pearson's r over the points that both have; NaN unless Comparable
	Overlap     float64 `json:"overlap"`     // share of the cell's measured points that the other scan has too
	Comparable  bool    `json:"comparable"`
	Congruent   bool    `json:"congruent"`
	Reason      Reason  `json:"reason,omitempty"`
}

// MarshalJSON writes unknown numbers as null, which JSON has and NaN it has not.
func (c Cell) MarshalJSON() ([]byte, error) {
	type plain Cell
	w := struct {
		plain
		Correlation *float64 `json:"correlation"`
		Overlap     *float64 `json:"overlap"`
		AngleDeg    *float64 `json:"angle_deg"`
	}{plain: plain(c), Correlation: known(c.Correlation), Overlap: known(c.Overlap), AngleDeg: known(c.AngleDeg)}
	if !c.Comparable {
		w.plain.Partner = Point{}
	}
	return json.Marshal(w)
}

// UnmarshalJSON reads null as NaN.
func (c *Cell) UnmarshalJSON(b []byte) error {
	type plain Cell
	w := struct {
		*plain
		Correlation *float64 `json:"correlation"`
		Overlap     *float64 `json:"overlap"`
		AngleDeg    *float64 `json:"angle_deg"`
	}{plain: (*plain)(c)}
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	c.Correlation, c.Overlap, c.AngleDeg = value(w.Correlation), value(w.Overlap), value(w.AngleDeg)
	return nil
}

func known(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}

func value(p *float64) float64 {
	if p == nil {
		return math.NaN()
	}
	return *p
}

// The methods by which two impressed marks are compared. A result is never labelled as another method's.
const (
	MethodOriginal   = "original"   // Song's rule as published: every cell at its best rotation
	MethodHigh       = "high"       // Tong's rule as published: cells at rotations that agree
	MethodRegistered = "registered" // whole surfaces registered first, cells near that pose
	MethodSurface    = "surface"    // correlation of the whole registered surfaces
)

// The names of the scores of topographies. Higher means more alike for all of them.
const (
	ScoreOriginal           = "original"            // congruent cells, the smaller of both directions
	ScoreHigh               = "high"                // congruent cells of both directions together, a cell counted once
	ScoreRegistered         = "registered"          // congruent cells, mean of both directions
	ScoreRegisteredFraction = "registered_fraction" // congruent ÷ comparable cells of both directions
	ScoreSurface            = "surface"             // z of the whole surfaces, 0 to 1
)

// Score is one number that a method gives a pair.
type Score struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// MarshalJSON writes an unknown value as null.
func (s Score) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name  string   `json:"name"`
		Value *float64 `json:"value"`
	}{s.Name, known(s.Value)})
}

// UnmarshalJSON reads null as NaN.
func (s *Score) UnmarshalJSON(b []byte) error {
	var w struct {
		Name  string   `json:"name"`
		Value *float64 `json:"value"`
	}
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	s.Name, s.Value = w.Name, value(w.Value)
	return nil
}

// Result is what one method says of the pair A, B.
type Result struct {
	Method  string  `json:"method"`
	Version string  `json:"version"` // of the method; any change that can move a digit changes it
	Scores  []Score `json:"scores"`
	Pose    *Pose   `json:"pose,omitempty"` // lays A on B; nil when the method found none
	// PhotoPose stands in Pose's place where photographs without a scale were registered.
	PhotoPose *PhotoPose `json:"photo_pose,omitempty"`
	CellsAB   []Cell     `json:"cells_ab,omitempty"`
	CellsBA   []Cell     `json:"cells_ba,omitempty"`
	// Notes are sentences that must stand beside the scores, such as "only 7 comparable cells".
	Notes []string `json:"notes,omitempty"`
}

// Score returns the score called name, NaN when the method does not give it.
func (r Result) Score(name string) float64 {
	for _, s := range r.Scores {
		if s.Name == name {
			return s.Value
		}
	}
	return math.NaN()
}

// Congruent counts the congruent cells of cells.
func Congruent(cells []Cell) int { return count(cells, func(c Cell) bool { return c.Congruent }) }

// Comparable counts the cells of cells that could be compared.
func Comparable(cells []Cell) int { return count(cells, func(c Cell) bool { return c.Comparable }) }

func count(cells []Cell, is func(Cell) bool) int {
	n := 0
	for _, c := range cells {
		if is(c) {
			n++
		}
	}
	return n
}
