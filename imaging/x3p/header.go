package x3p

import (
	"math"
	"strings"
)

// header turns the texts of Records 1 and 2 into a Header.
func (ix *index) header() (Header, error) {
	h := Header{
		Revision:    ix.text("Record1/Revision"),
		FeatureType: ix.text("Record1/FeatureType"),
		Origin:      ix.text("Record1/Axes/Origin"),
		Date:        ix.text("Record2/Date"),
		Creator:     ix.text("Record2/Creator"),
		Instrument: Instrument{
			Manufacturer: ix.text("Record2/Instrument/Manufacturer"),
			Model:        ix.text("Record2/Instrument/Model"),
			Serial:       ix.text("Record2/Instrument/Serial"),
			Version:      ix.text("Record2/Instrument/Version"),
		},
		CalibrationDate: ix.text("Record2/CalibrationDate"),
		ProbingType:     ix.text("Record2/ProbingSystem/Type"),
		ProbingID:       ix.text("Record2/ProbingSystem/Identification"),
		Comment:         ix.text("Record2/Comment"),
	}
	switch h.FeatureType {
	case "PRF":
		return h, fail(KindUnsupported, "the file holds a profile (one line), not a surface; comparison needs a surface")
	case "SUR", "PCL":
	default:
		return h, fail(KindIndex, "main.xml: the feature type is %q; a surface says SUR", clip(h.FeatureType, 40))
	}
	var err error
	for _, a := range []struct {
		name string
		to   *Axis
	}{{"CX", &h.X}, {"CY", &h.Y}, {"CZ", &h.Z}} {
		if *a.to, err = ix.axis(a.name); err != nil {
			return h, err
		}
	}
	h.Rotated = ix.rotated()
	return h, nil
}

func (ix *index) axis(name string) (Axis, error) {
	key := "Record1/Axes/" + name + "/"
	a := Axis{Type: AxisType(ix.text(key + "AxisType")), Data: DataType(ix.text(key + "DataType"))}
	var err error
	if a.Increment, err = ix.number(key+"Increment", math.NaN()); err != nil {
		return a, err
	}
	if a.Offset, err = ix.number(key+"Offset", 0); err != nil {
		return a, err
	}
	if a.Type != Incremental && a.Type != Absolute {
		return a, fail(KindIndex, "main.xml: axis %s has the type %q; I (incremental) or A (absolute) is expected", name, clip(string(a.Type), 20))
	}
	if name != "CZ" && a.Type == Incremental && (a.Increment == 0 || math.IsNaN(a.Increment)) {
		return a, fail(KindIndex, "main.xml: axis %s is incremental but states no spacing", name)
	}
	return a, nil
}

// rotated reports whether the optional rotation matrix is anything but the identity.
func (ix *index) rotated() bool {
	for key, s := range ix.fields {
		name, ok := strings.CutPrefix(key, "Record1/Axes/Rotation/r")
		if !ok || len(name) != 2 {
			continue
		}
		want := 0.0
		if name[0] == name[1] {
			want = 1
		}
		if v, err := parseNumber(s); err != nil || math.Abs(v-want) > 1e-9 {
			return true
		}
	}
	return false
}

// bytes returns how many bytes a number of this type takes, 0 for an unknown type.
func (t DataType) bytes() int {
	switch t {
	case Int16:
		return 2
	case Int32, Float32:
		return 4
	case Float64:
		return 8
	}
	return 0
}

// stored is the type of something that is stored, which no type at all would deny.
func (t DataType) stored() DataType {
	if t.bytes() == 0 {
		return "unknown"
	}
	return t
}

func (t DataType) integer() bool { return t == Int16 || t == Int32 }
