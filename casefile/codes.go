package casefile

import (
	"fmt"
	"strings"
)

// CodeList is a list that a coded field takes its values from.
type CodeList struct {
	ID      string      `json:"id"`
	Version string      `json:"version"`
	Codes   []CodeValue `json:"codes"`
}

// CodeValue is one value of a list: what is stored and what is shown.
type CodeValue struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// The lists of the class characteristics. They are Tracemark's own, of words in common use among examiners; an agency's
// own words go in as text as seen.
var (
	Calibres = CodeList{ID: "tracemark-calibre", Version: "1", Codes: []CodeValue{
		{"22lr", ".22 Long Rifle"}, {"25auto", ".25 Auto (6.35 × 16 mm SR)"}, {"32auto", ".32 Auto (7.65 × 17 mm SR)"},
		{"380auto", ".380 Auto (9 × 17 mm)"}, {"9luger", "9 mm Luger (9 × 19 mm)"}, {"9makarov", "9 mm Makarov (9 × 18 mm)"},
		{"38special", ".38 Special"}, {"357magnum", ".357 Magnum"}, {"357sig", ".357 SIG"}, {"40sw", ".40 S&W"},
		{"10auto", "10 mm Auto"}, {"44magnum", ".44 Magnum"}, {"45auto", ".45 Auto"}, {"762tokarev", "7.62 × 25 mm Tokarev"},
		{"223rem", ".223 Remington / 5.56 × 45 mm"}, {"762x39", "7.62 × 39 mm"}, {"308win", ".308 Winchester / 7.62 × 51 mm"},
		{"12gauge", "12 gauge"},
	}}
	BreechFacePatterns = CodeList{ID: "tracemark-breech-face", Version: "1", Codes: []CodeValue{
		{"parallel", "Parallel"}, {"arched", "Arched"}, {"circular", "Circular"}, {"cross-hatch", "Cross-hatched"},
		{"granular", "Granular"}, {"smooth", "Smooth"},
	}}
	FiringPinShapes = CodeList{ID: "tracemark-firing-pin", Version: "1", Codes: []CodeValue{
		{"hemispherical", "Hemispherical"}, {"elliptical", "Elliptical"}, {"rectangular", "Rectangular"},
		{"truncated-cone", "Truncated cone"}, {"flat", "Flat"}, {"rim", "Rimfire bar"},
	}}
	ClockPositions = CodeList{ID: "tracemark-clock", Version: "1", Codes: []CodeValue{
		{"1", "1 o'clock"}, {"2", "2 o'clock"}, {"3", "3 o'clock"}, {"4", "4 o'clock"}, {"5", "5 o'clock"}, {"6", "6 o'clock"},
		{"7", "7 o'clock"}, {"8", "8 o'clock"}, {"9", "9 o'clock"}, {"10", "10 o'clock"}, {"11", "11 o'clock"}, {"12", "12 o'clock"},
	}}
)

// Encode turns what a person wrote into a coded field. The words "not visible", "not determined" and "not applicable"
// mean just that, an empty text means that nothing was filled in, a code or a name of the list (whatever its case) is
// coded, and any other text is kept as seen, without a code.
func (l CodeList) Encode(text string) Code {
	text = strings.TrimSpace(text)
	switch s := CodeState(strings.ToLower(text)); s {
	case Empty, NotVisible, NotDetermined, NotApplicable:
		return Code{State: s}
	}
	c := Code{State: Stated, List: l.ID, Version: l.Version, AsSeen: text}
	for _, v := range l.Codes {
		if strings.EqualFold(text, v.Code) || strings.EqualFold(text, v.Name) {
			c.Code = v.Code
			break
		}
	}
	return c
}

// Text returns a coded field as a person reads it: the list's name, the text as seen where that says more, or why there
// is no value. A field that nobody filled in gives "". A code of a list that is not shipped is shown as it is.
func (c Code) Text() string {
	if c.State != Stated {
		return string(c.State)
	}
	for _, v := range listCalled(c.List).Codes {
		if c.Code == v.Code {
			if strings.EqualFold(c.AsSeen, v.Code) {
				return v.Name
			}
			return asSeen(v.Name, c.AsSeen)
		}
	}
	return asSeen(c.Code, c.AsSeen)
}

// asSeen joins a value's name and the text as seen where both say something.
func asSeen(name, seen string) string {
	switch {
	case name == "":
		return seen
	case seen == "" || strings.EqualFold(name, seen):
		return name
	}
	return fmt.Sprintf("%s (as seen: %s)", name, seen)
}

func listCalled(id string) CodeList {
	for _, l := range Lists() {
		if l.ID == id {
			return l
		}
	}
	return CodeList{}
}

// ClassField is one class characteristic with its name, its list and where it is kept.
type ClassField struct {
	Key  string // "calibre", "breech-face", ...
	Name string
	List CodeList
	Of   func(*Class) *Code
}

// ClassFields lists the class characteristics in the order in which they are shown.
func ClassFields() []ClassField {
	return []ClassField{
		{"calibre", "Calibre", Calibres, func(c *Class) *Code { return &c.Calibre }},
		{"breech-face", "Breech face", BreechFacePatterns, func(c *Class) *Code { return &c.BreechFace }},
		{"firing-pin", "Firing pin", FiringPinShapes, func(c *Class) *Code { return &c.FiringPin }},
		{"ejector", "Ejector", ClockPositions, func(c *Class) *Code { return &c.EjectorClock }},
		{"extractor", "Extractor", ClockPositions, func(c *Class) *Code { return &c.ExtractorClock }},
	}
}
