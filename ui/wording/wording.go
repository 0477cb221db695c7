// Package wording turns the domain's codes and numbers into the words that stand on the screens, in one place, so that
// no two screens call a thing by two names.
package wording

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/language"
)

// Score returns the name of a score.
func Score(name string) string {
	switch name {
	case imaging.ScoreOriginal:
		return lang.L("Congruent cells, original rule")
	case imaging.ScoreHigh:
		return lang.L("Congruent cells, high rule")
	case imaging.ScoreRegistered:
		return lang.L("Congruent cells, registered")
	case imaging.ScoreRegisteredFraction:
		return lang.L("Congruent share of cells")
	case imaging.ScoreSurface:
		return lang.L("Whole-surface correlation")
	case imaging.ScorePhotoTrust:
		return lang.L("Trust, at least 3 wanted")
	case imaging.ScorePhotoCorrelation:
		return lang.L("Correlation")
	case imaging.ScorePhotoOverlap:
		return lang.L("Share seen in both")
	}
	return name
}

// Value writes a score's value the way that score is quoted: counts whole where they are whole, shares with two digits.
func Value(s imaging.Score) string {
	if math.IsNaN(s.Value) {
		return lang.L("not known")
	}
	switch s.Name {
	case imaging.ScoreRegisteredFraction, imaging.ScoreSurface, imaging.ScorePhotoCorrelation, imaging.ScorePhotoOverlap:
		return Number(s.Value, 2)
	}
	return Number(math.Round(s.Value*10)/10, -1)
}

// CaptureKind returns how a mark was recorded.
func CaptureKind(k casefile.CaptureKind) string {
	if k == casefile.Photograph {
		return lang.L("photograph")
	}
	return lang.L("topography")
}

// Mark returns the name of a mark.
func Mark(m casefile.MarkKind) string {
	switch m {
	case casefile.BreechFace:
		return lang.L("Breech face")
	case casefile.FiringPin:
		return lang.L("Firing pin")
	case casefile.EjectorMark:
		return lang.L("Ejector")
	case casefile.ExtractorMark:
		return lang.L("Extractor")
	case casefile.ApertureShear:
		return lang.L("Aperture shear")
	case casefile.Headstamp:
		return lang.L("Headstamp")
	}
	return string(m)
}

// Marks are the marks that can be chosen, the commonest first.
func Marks() []casefile.MarkKind {
	return []casefile.MarkKind{
		casefile.BreechFace, casefile.FiringPin, casefile.ApertureShear,
		casefile.EjectorMark, casefile.ExtractorMark, casefile.Headstamp,
	}
}

// Kind returns the name of a kind of exhibit.
func Kind(k casefile.ExhibitKind) string {
	switch k {
	case casefile.KindFirearm:
		return lang.L("Firearm")
	case casefile.KindCartridgeCase:
		return lang.L("Cartridge case")
	case casefile.KindBullet:
		return lang.L("Bullet")
	case casefile.KindCartridge:
		return lang.L("Cartridge")
	case casefile.KindPart:
		return lang.L("Part")
	case casefile.KindDocument:
		return lang.L("Document")
	}
	return string(k)
}

// Origin returns questioned or known.
func Origin(o casefile.Origin) string {
	if o == casefile.Known {
		return lang.L("known")
	}
	return lang.L("questioned")
}

// State returns the words for how far an examiner has got with a candidate.
func State(s casefile.CandidateState) string {
	switch s {
	case casefile.Viewed:
		return lang.L("viewed")
	case casefile.Compared:
		return lang.L("compared")
	case casefile.Dismissed:
		return lang.L("dismissed")
	case casefile.HitProposed:
		return lang.L("hit proposed")
	}
	return lang.L("unseen")
}

// Reason returns the words for why a cell is not congruent.
func Reason(r imaging.Reason) string {
	switch r {
	case imaging.ReasonLittleData:
		return lang.L("too little data")
	case imaging.ReasonNoOverlap:
		return lang.L("no overlap")
	case imaging.ReasonCorrelation:
		return lang.L("low correlation")
	case imaging.ReasonShift:
		return lang.L("shift away from others")
	case imaging.ReasonRotation:
		return lang.L("rotation away from others")
	case imaging.ReasonNoConsensus:
		return lang.L("no common rotation")
	}
	return string(r)
}

// Code returns a coded field's value, or the reason for having none.
func Code(c casefile.Code) string {
	switch c.State {
	case casefile.Stated:
		return Said(c.Text())
	case casefile.NotVisible:
		return lang.L("not visible")
	case casefile.NotDetermined:
		return lang.L("not determined")
	case casefile.NotApplicable:
		return lang.L("not applicable")
	}
	return lang.L("not stated")
}

// Fact is a name with its value.
type Fact struct{ Name, Value string }

// Class returns the class characteristics in their fixed order.
func Class(c casefile.Class) []Fact {
	return []Fact{
		{lang.L("Calibre"), Code(c.Calibre)},
		{lang.L("Breech face"), Code(c.BreechFace)},
		{lang.L("Firing pin"), Code(c.FiringPin)},
		{lang.L("Ejector"), Code(c.EjectorClock)},
		{lang.L("Extractor"), Code(c.ExtractorClock)},
	}
}

// ClassName returns the name of the class characteristic with a key of casefile.ClassFields.
func ClassName(key string) string {
	for i, f := range casefile.ClassFields() {
		if f.Key == key {
			return Class(casefile.Class{})[i].Name
		}
	}
	return key
}

// Scale returns a capture's scale, or that it is not known.
func Scale(s casefile.Scale) string {
	x, y, ok := s.UM()
	if !ok {
		return lang.L("scale unknown")
	}
	a, b := Figures(x, 4), Figures(y, 4)
	if a == b {
		return a + " " + lang.L("µm/px")
	}
	return a + " × " + b + " " + lang.L("µm/px")
}

// Instrument returns what made a recording in one line.
func Instrument(i casefile.Instrument) string {
	parts := []string{}
	for _, p := range []string{i.Maker, i.Model, i.Serial} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return lang.L("instrument not stated")
	}
	return strings.Join(parts, " ")
}

// Date returns the day of a time, for lists.
func Date(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.Local().Format("2006-01-02")
}

// Moment returns a time to the minute.
func Moment(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.Local().Format("2006-01-02 15:04")
}

// Count returns a number with the singular or the plural of a word, as the language on the screen counts.
func Count(n int, one, many string) string {
	if language.One(n) {
		return strconv.Itoa(n) + " " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Cells returns "24 of 27" for one direction's cells.
func Cells(cells []imaging.Cell) string {
	return lang.L("{{.N}} of {{.M}}", map[string]any{"N": imaging.Congruent(cells), "M": imaging.Comparable(cells)})
}

// Rotation returns how far a registration turns A, clockwise.
func Rotation(p *imaging.Pose) string {
	if p == nil {
		return lang.L("none found")
	}
	return Degrees(p.AngleDeg)
}

// Translation returns how far a registration moves A's first point after it was turned.
func Translation(p *imaging.Pose) string {
	if p == nil {
		return lang.L("none found")
	}
	return Place(p.TX, p.TY)
}

// Lines joins the parts that are not empty with a middle dot.
func Lines(parts ...string) string {
	kept := []string{}
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "  ·  ")
}

// Exposure returns the words for something that can sway a view.
func Exposure(e casefile.Exposure) string {
	switch e {
	case casefile.ExposedRank:
		return lang.L("the rank")
	case casefile.ExposedScore:
		return lang.L("the scores")
	case casefile.ExposedPose:
		return lang.L("the computed position")
	case casefile.ExposedCells:
		return lang.L("the cells")
	}
	return string(e)
}

// Seconds returns how long something lasted, to the minute from a minute on.
func Seconds(s float64) string {
	if s < 60 {
		return fmt.Sprintf("%.0f s", s)
	}
	return fmt.Sprintf("%.0f min", math.Floor(s/60))
}
