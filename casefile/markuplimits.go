package casefile

import (
	"math"
	"unicode/utf8"
)

// Limits of what is annotated on one comparison. They are far above what a person draws in a day, and keep one version well
// below what a database row or a report can bear.
const (
	MaxAnnotations  = 500
	MaxShapePoints  = 20_000  // of one shape
	MaxMarkupPoints = 200_000 // of all shapes together
	MaxMarkupText   = 2_000   // characters of one annotation's text
	maxFrameUM      = 1e6     // no specimen is a metre wide
	maxBrushUM      = 1e4     // a brush wider than a primer marks nothing
)

// CheckAnnotations says in a sentence what is wrong with annotations that are to be kept, nil where nothing is.
func CheckAnnotations(list []Annotation) error {
	if len(list) > MaxAnnotations {
		return badMarkup("There are %[1]d annotations, more than the %[2]d that a comparison takes", len(list), MaxAnnotations)
	}
	ids, points := map[string]bool{}, 0
	for i, a := range list {
		if err := a.check(i + 1); err != nil {
			return err
		}
		if a.ID != "" && ids[a.ID] {
			return badMarkup("Two annotations have the id %[1]q", a.ID)
		}
		ids[a.ID] = true
		for _, s := range []*Shape{a.A, a.B} {
			if s != nil {
				points += len(s.Points)
			}
		}
	}
	if points > MaxMarkupPoints {
		return badMarkup("The annotations have %[1]d points together, more than the %[2]d that a comparison takes", points, MaxMarkupPoints)
	}
	return nil
}

// check checks the annotation with the number n, as a person counts.
func (a Annotation) check(n int) error {
	switch {
	case a.Likeness != Similar && a.Likeness != Dissimilar:
		return badMarkup("Annotation %[1]d is marked %[2]q, which is neither similar nor dissimilar", n, string(a.Likeness))
	case a.Character != "" && a.Character != ClassCharacter && a.Character != SubclassCharacter && a.Character != IndividualCharacter:
		return badMarkup("Annotation %[1]d speaks of %[2]q, which is no kind of characteristic", n, string(a.Character))
	case utf8.RuneCountInString(a.Text) > MaxMarkupText:
		return badMarkup("The text of annotation %[1]d is longer than %[2]d characters", n, MaxMarkupText)
	case !utf8.ValidString(a.Text) || len(a.ID) > 64:
		return badMarkup("The text of annotation %[1]d cannot be stored", n)
	case a.A == nil && a.B == nil:
		return badMarkup("Annotation %[1]d marks nothing", n)
	}
	for _, side := range []struct {
		shape *Shape
		name  string
	}{{a.A, "A"}, {a.B, "B"}} {
		if side.shape == nil {
			continue
		}
		if why := side.shape.wrong(); why.Format != "" {
			return badMarkup("The shape of annotation %[1]d on %[2]s %[3]s", n, side.name, why)
		}
	}
	return nil
}

// wrong says what is wrong with a shape as the end of a sentence, an empty one where nothing is.
func (s Shape) wrong() Sentence {
	n := len(s.Points)
	switch {
	case n > MaxShapePoints:
		return Sentence{Format: "has %[1]d points, more than the %[2]d that a shape takes", Args: []any{n, MaxShapePoints}}
	case s.Kind == Brush && n < 1, s.Kind == Polygon && n < 3, s.Kind == Ellipse && n != 3, s.Kind == Arrow && n != 2:
		return Sentence{Format: "has %[1]d points, which make no %[2]s", Args: []any{n, s.Kind}}
	case s.Kind != Brush && s.Kind != Polygon && s.Kind != Ellipse && s.Kind != Arrow:
		return Sentence{Format: "is of a kind %[1]q that is not known", Args: []any{string(s.Kind)}}
	case s.Kind == Brush && !(s.WidthUM > 0 && s.WidthUM <= maxBrushUM), s.Kind != Brush && s.WidthUM != 0:
		return Sentence{Format: "has a brush %[1]g µm wide", Args: []any{s.WidthUM}}
	}
	for _, p := range s.Points {
		if !(math.Abs(p.X) <= maxFrameUM && math.Abs(p.Y) <= maxFrameUM) { // not a number fails too
			return Sentence{Format: "has a point that lies nowhere on a specimen"}
		}
	}
	return Sentence{}
}

func badMarkup(format string, args ...any) error {
	return &Error{Code: Invalid, What: format, Do: "Nothing was kept; take the shape back and draw it again", Args: args}
}
