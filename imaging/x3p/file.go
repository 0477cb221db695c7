package x3p

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"

	"tracemark/imaging"
	"tracemark/imaging/surface"
)

// File is one X3P file: the measured surface and what the file says about it.
type File struct {
	Surface *surface.Surface
	Header  Header
	// Offset is where the first point lies in the file's own coordinates, in µm; comparisons do not need it.
	Offset imaging.Point
	// PaintedMask is the mask that somebody painted over the scan with fix3p or a similar program (bindata/mask.png):
	// on where the colour is not the mask's background. What the colours mean is the painter's business. Nil when the
	// file has none.
	PaintedMask *imaging.Mask
	// Warnings are sentences for a report: what in the file was wrong or had to be decided.
	Warnings []string

	rest *rest // what else a decoded file holds, for Encode
}

// Header is what an X3P file says of a measurement, as it says it: a text may be empty or "N/A".
type Header struct {
	Revision    string // Record1, for example "ISO5436 - 2000"
	FeatureType string // SUR for a surface
	X, Y, Z     Axis   // as declared, in the file's units
	Origin      string // the corner of the first point (NW), where the writer states it; not part of the standard
	Rotated     bool   // the axes state a rotation other than none; it is not applied

	Date            string // of measurement
	Creator         string
	Instrument      Instrument
	CalibrationDate string
	ProbingType     string // Contacting, NonContacting or Software
	ProbingID       string // objective, sensor
	Comment         string

	StoredType  DataType // of the heights as they are really stored
	LateralUnit Unit     // of increments and coordinates, as Decode took them
	HeightUnit  Unit     // of heights, as Decode took them
	// UnitsAssumed is true where the file's numbers make no sense in metres and were taken as µm instead, or make no
	// sense either way: a person must confirm the scale, which Options do.
	UnitsAssumed bool
	// UnitsOverruled is true where a person stated other units than the numbers look like.
	UnitsOverruled bool

	ChecksumWrong   bool // a checksum in the file does not fit: it was changed after it was written, or badly written
	ChecksumMissing bool // main.xml or the points carry no checksum
}

// Instrument says what measured the surface.
type Instrument struct {
	Manufacturer, Model, Serial, Version string
}

// Axis is the declaration of one axis, as written.
type Axis struct {
	Type      AxisType
	Data      DataType
	Increment float64 // NaN where none is stated
	Offset    float64 // 0 where none is stated
}

// AxisType says how an axis gives its coordinates.
type AxisType string

// The axis types of the standard.
const (
	Incremental AxisType = "I" // coordinate = index × increment + offset
	Absolute    AxisType = "A" // coordinates are stored
)

// DataType is the type of a stored number.
type DataType string

// The data types of the standard, all little-endian.
const (
	Int16   DataType = "I"
	Int32   DataType = "L"
	Float32 DataType = "F"
	Float64 DataType = "D"
)

// Unit is the unit of a file's numbers.
type Unit string

// The units that files are found to use. The standard allows metres only.
const (
	Metre      Unit = "m"
	Micrometre Unit = "µm"
)

func (u Unit) toMicrometres() float64 {
	if u == Micrometre {
		return 1
	}
	return 1e6
}

// The marks by which Synthetic knows simulated data. Writers of simulated data must set all of them.
const (
	SyntheticManufacturer = "Tracemark"
	SyntheticModel        = "Synthetic"
	SyntheticComment      = "SYNTHETIC DATA"
)

// Synthetic reports whether the file says that it was simulated rather than measured. One mark is enough: data that
// lost part of its label must still never pass as a measurement.
func (h Header) Synthetic() bool {
	return strings.HasPrefix(strings.ToUpper(h.Comment), SyntheticComment) ||
		strings.EqualFold(h.Instrument.Manufacturer, SyntheticManufacturer) &&
			strings.HasPrefix(strings.ToLower(h.Instrument.Model), strings.ToLower(SyntheticModel))
}

// Measured returns when the surface was measured; ok is false where the file does not say so understandably.
func (h Header) Measured() (t time.Time, ok bool) { return parseTime(h.Date) }

// Calibrated returns when the instrument was last calibrated; ok is false where the file does not say so understandably.
func (h Header) Calibrated() (t time.Time, ok bool) { return parseTime(h.CalibrationDate) }

// parseTime reads an XML Schema dateTime, whose zone is optional, or a plain date.
func parseTime(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// DecodeBytes decodes a file that is in memory.
func DecodeBytes(b []byte) (*File, error) { return Options{}.DecodeBytes(b) }

// DecodeBytes decodes a file that is in memory, with what o knows of it.
func (o Options) DecodeBytes(b []byte) (*File, error) {
	return o.Decode(bytes.NewReader(b), int64(len(b)))
}

// DecodeFile decodes the file called name. It is opened for reading only.
func DecodeFile(name string) (*File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open x3p: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open x3p: %w", err)
	}
	return Decode(f, info.Size())
}
