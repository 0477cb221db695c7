package casefile

import (
	"fmt"
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
		return badMarkup("There are %d annotations, more than the %d that a comparison takes", len(list), MaxAnnotations)
	}
	ids, points := map[string]bool{}, 0
	for i, a := range list {
		if err := a.check(i + 1); err != nil {
			return err
		}
		if a.ID != "" && ids[a.ID] {
			return badMarkup("Two annotations have the id %q", a.ID)
		}
		ids[a.ID] = true
		for _, s := range []*Shape{a.A, a.B} {
			if s != nil {
				points += len(s.Points)
			}
		}
	}
	if points > MaxMarkupPoints {
		return badMarkup("The annotations have %d points together, more than the %d that a comparison takes", points, MaxMarkupPoints)
	}
	return nil
}

// check checks the annotation with the number n, as a person counts.
func (a Annotation) check(n int) error {
	switch {
	case a.Likeness != Similar && a.Likeness != Dissimilar:
		return badMarkup("Annotation %d is marked %q, which is neither similar nor dissimilar", n, a.Likeness)
	case a.Character != "" && a.Character != ClassCharacter && a.Character != SubclassCharacter && a.Character != IndividualCharacter:
		return badMarkup("Annotation %d speaks of %q, which is no kind of characteristic", n, a.Character)
	case utf8.RuneCountInString(a.Text) > MaxMarkupText:
		return badMarkup("The text of annotation %d is longer than %d characters", n, MaxMarkupText)
	case !utf8.ValidString(a.Text) || len(a.ID) > 64:
		return badMarkup("The text of annotation %d cannot be stored", n)
	case a.A == nil && a.B == nil:
		return badMarkup("Annotation %d marks nothing", n)
	}
	for _, side := range []struct {
		shape *Shape
		name  string
	}{{a.A, "A"}, {a.B, "B"}} {
		if side.shape == nil {
			continue
		}
		if why := side.shape.wrong(); why != "" {
			return badMarkup("The shape of annotation %d on %s %s", n, side.name, why)
		}
	}
	return nil
}

// wrong says what is wrong with a shape, "" where nothing is.
func (s Shape) wrong() string {
	n := len(s.Points)
	switch {
	case n > MaxShapePoints:
		return fmt.Sprintf("has %d points, more than the %d that a shape takes", n, MaxShapePoints)
	case s.Kind == Brush && n < 1, s.Kind == Polygon && n < 3, s.Kind == Ellipse && n != 3, s.Kind == Arrow && n != 2:
		return fmt.Sprintf("has %d points, which make no %s", n, s.Kind)
	case s.Kind != Brush && s.Kind != Polygon && s.Kind != Ellipse && s.Kind != Arrow:
		return fmt.Sprintf("is of a kind %q that is not known", s.Kind)
	case s.Kind == Brush && !(s.WidthUM > 0 && s.WidthUM <= maxBrushUM), s.Kind != Brush && s.WidthUM != 0:
		return fmt.Sprintf("has a brush %g µm wide", s.WidthUM)
	}
	for _, p := range s.Points {
		if !(math.Abs(p.X) <= maxFrameUM && math.Abs(p.Y) <= maxFrameUM) { // not a number fails too
			return "has a point that lies nowhere on a specimen"
		}
	}
	return ""
}

func badMarkup(format string, args ...any) error {
	return &Error{Code: Invalid, What: fmt.Sprintf(format, args...), Do: "Nothing was kept; take the shape back and draw it again"}
}
