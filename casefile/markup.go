package casefile

import (
	"time"

	"tracemark/imaging"
)

// Likeness is what an annotation says of the regions it marks.
type Likeness string

// The two things that are marked.
const (
	Similar    Likeness = "similar"
	Dissimilar Likeness = "dissimilar"
)

// Character is the kind of characteristic that an annotation speaks of.
type Character string

// The kinds of characteristic; the empty one is not stated.
const (
	ClassCharacter      Character = "class"
	SubclassCharacter   Character = "subclass"
	IndividualCharacter Character = "individual"
)

// ShapeKind is the form of a marked region.
type ShapeKind string

// The forms. Of a brush Points are its line, of a polygon its corners (three or more); of an ellipse the centre and the ends
// of its two half axes; of an arrow its tail and its tip.
const (
	Brush   ShapeKind = "brush"
	Polygon ShapeKind = "polygon"
	Ellipse ShapeKind = "ellipse"
	Arrow   ShapeKind = "arrow"
)

// Shape is a form on a specimen, in that specimen's frame, µm.
type Shape struct {
	Kind    ShapeKind       `json:"kind"`
	Points  []imaging.Point `json:"points"`
	WidthUM float64         `json:"width_um,omitempty"` // of a brush
}

// Annotation is a pair of regions that a person marked, one on each side; either may be missing.
type Annotation struct {
	ID        string    `json:"id"`
	Likeness  Likeness  `json:"likeness"`
	Character Character `json:"character,omitempty"`
	Text      string    `json:"text,omitempty"`
	A         *Shape    `json:"a,omitempty"`
	B         *Shape    `json:"b,omitempty"`
}

// Markup is one version of everything that was annotated on a comparison. Each change, undoing included, makes a new version.
type Markup struct {
	ComparisonID string       `json:"comparison_id"`
	Version      int          `json:"version"` // within the comparison, from 1; 0 when nothing was ever marked
	Annotations  []Annotation `json:"annotations"`
	By           string       `json:"by"`
	Created      time.Time    `json:"created"`
}
