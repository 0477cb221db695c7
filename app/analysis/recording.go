package analysis

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/photo"
	"tracemark/imaging/surface"
	"tracemark/imaging/x3p"
)

// MaxFile is the largest original that is read, in bytes: a scan of 256 million points of 8 bytes fills it.
const MaxFile = 2 << 30

// Recording is what an original's bytes say: a surface or a photograph, and the facts for its capture.
type Recording struct {
	Kind       casefile.CaptureKind
	SHA256     string // of the original's bytes
	MediaType  string
	Surface    *surface.Surface // of a topography, else nil
	Photo      *photo.Photo     // of a photograph, else nil
	Width      int
	Height     int
	Scale      casefile.Scale
	Instrument casefile.Instrument
	RecordedAt string
	Synthetic  bool
	Warnings   []string
	// Painted is the mask that the file itself has; nil where it has none.
	Painted *imaging.Mask
	// UnitsOverruled is true where Options stated other units than the file's numbers look like.
	UnitsOverruled bool
	// ChecksumWrong is true where the file's own checksum does not fit its content.
	ChecksumWrong bool
}

// InstrumentName is how an instrument is named where recordings of one are told from another's: maker and model; "" where
// neither is stated.
func InstrumentName(i casefile.Instrument) string {
	return strings.Join(strings.Fields(i.Maker+" "+i.Model), " ")
}

// ReadTopography reads the X3P file at path.
func ReadTopography(ctx context.Context, path string) (Recording, error) {
	data, err := ReadFile(path)
	if err != nil {
		return Recording{}, err
	}
	r, err := Read(ctx, filepath.Base(path), data)
	if err != nil {
		return Recording{}, err
	}
	if r.Kind != casefile.Topography {
		return Recording{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is a photograph, not a topography",
			Do: "Give two X3P files, or two photographs to register them for viewing", Args: []any{filepath.Base(path)}}
	}
	return r, nil
}

// ReadFile reads the file at path, up to MaxFile bytes.
func ReadFile(path string) ([]byte, error) {
	name := filepath.Base(path)
	// Looked at before it is opened: opening a pipe waits, for ever if need be, until somebody writes to it.
	info, err := os.Stat(path)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	switch {
	case info.IsDir():
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is a folder", Do: "Name the files in it", Args: []any{name}}
	case !info.Mode().IsRegular():
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is not an ordinary file", Do: "Name a file", Args: []any{name}}
	case info.Size() == 0:
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is empty", Do: "Get it again from where it came from", Args: []any{name}}
	case info.Size() > MaxFile:
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s has %[2]d bytes, more than the %[3]d that are read",
			Do: "Crop the scan to the mark, or sample it more coarsely", Args: []any{name, info.Size(), MaxFile}}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, cannotRead(name, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile))
	if err != nil {
		return nil, cannotRead(name, err)
	}
	return data, nil
}

func cannotRead(name string, err error) error {
	e := &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be read", Do: "Check that the disk is there and that you may read it", Args: []any{name}, Cause: err}
	if errors.Is(err, os.ErrNotExist) {
		e.Code, e.What, e.Do = casefile.NotFound, "%[1]s does not exist", "Check the name"
	}
	return e
}

// Options are what a person knows of an original better than its bytes.
type Options struct {
	Units string // of a topography's lengths: casefile.UnitsMetres or another of them, or "" for what the file looks like
}

// Read reads an original's bytes; name is only used to speak of it, and to catch a name that promises another format.
func Read(ctx context.Context, name string, data []byte) (Recording, error) {
	return Options{}.Read(ctx, name, data)
}

// Read reads an original's bytes as the function Read does, with what o knows of it.
func (o Options) Read(ctx context.Context, name string, data []byte) (Recording, error) {
	r, err := o.read(ctx, name, data)
	if err != nil {
		return Recording{}, err
	}
	sum := sha256.Sum256(data)
	r.SHA256 = hex.EncodeToString(sum[:])
	return r, nil
}

func (o Options) read(ctx context.Context, name string, data []byte) (Recording, error) {
	if err := ctx.Err(); err != nil {
		return Recording{}, err
	}
	media := sniff(data)
	ext := strings.ToLower(filepath.Ext(name))
	if ext == ".x3p" && strings.HasPrefix(media, "image/") {
		return Recording{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is called .x3p but is a picture (%[2]s)",
			Do: "Find the X3P file, or give the picture its right name", Args: []any{name, media}}
	}
	switch {
	case media == mediaX3P || ext == ".x3p":
		return o.readX3P(name, data)
	case strings.HasPrefix(media, "image/"):
		return readPhoto(name, media, data)
	}
	return Recording{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is neither X3P nor a PNG, TIFF, JPEG or BMP picture",
		Do: "Export the recording in one of these formats", Args: []any{name}}
}

const mediaX3P = "model/x3p" // no type is registered for X3P; this is the one its programs use

// sniff tells formats apart by their first bytes.
func sniff(data []byte) string {
	for _, m := range []struct{ magic, media string }{
		{"PK\x03\x04", mediaX3P}, {"PK\x05\x06", mediaX3P},
		{"\x89PNG\r\n\x1a\n", "image/png"}, {"\xff\xd8\xff", "image/jpeg"},
		{"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"}, {"BM", "image/bmp"},
	} {
		if bytes.HasPrefix(data, []byte(m.magic)) {
			return m.media
		}
	}
	return ""
}

// DecodeX3P decodes an X3P original with everything it says, so that it can be written again.
func (o Options) DecodeX3P(name string, data []byte) (*x3p.File, error) {
	units, err := x3p.ParseUnits(o.Units)
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "There is no unit called %[1]q", Do: "Use m, um, m,um or um,m", Args: []any{o.Units}, Cause: err}
	}
	f, err := units.DecodeBytes(data)
	if err != nil {
		return nil, refuseX3P(name, err)
	}
	return f, nil
}

func (o Options) readX3P(name string, data []byte) (Recording, error) {
	f, err := o.DecodeX3P(name, data)
	if err != nil {
		return Recording{}, err
	}
	w, h := f.Surface.Size()
	dx, dy := f.Surface.Spacing()
	i := f.Header.Instrument
	r := Recording{
		Kind: casefile.Topography, MediaType: mediaX3P, Surface: f.Surface, Width: w, Height: h,
		Scale: casefile.Scale{X: dx, Y: dy, Source: "file"},
		Instrument: casefile.Instrument{
			Maker: i.Manufacturer, Model: i.Model, Serial: i.Serial, Version: i.Version, Calibrated: f.Header.CalibrationDate,
		},
		RecordedAt: f.Header.Date, Synthetic: f.Header.Synthetic(), Warnings: f.Warnings, ChecksumWrong: f.Header.ChecksumWrong,
		UnitsOverruled: f.Header.UnitsOverruled, Painted: f.PaintedMask,
	}
	if r.UnitsOverruled {
		r.Scale.Source = casefile.Overruled(o.Units)
	}
	return r, nil
}

// refuseX3P says what is wrong with the file and what to do about it.
func refuseX3P(name string, err error) error {
	e := &casefile.Error{Code: casefile.Invalid, What: "%[1]s cannot be read as X3P", Cause: err,
		Do: "Export it again from the instrument and try the new file", Args: []any{name}}
	var format *x3p.FormatError
	if !errors.As(err, &format) {
		return e
	}
	e.What, e.Args = "%[1]s is not a readable X3P file (%[2]s)", []any{name, casefile.Word(strings.TrimSuffix(format.Message, "."))}
	switch format.Kind {
	case x3p.KindUnsafe:
		e.Do = "Do not open it with other programs; ask whoever sent it for a clean export"
	case x3p.KindTruncated:
		e.Do = "Copy it again from where it came from; the copy is not whole"
	case x3p.KindTooLarge:
		e.Do = "Crop the scan to the mark, or sample it more coarsely"
	case x3p.KindUnsupported:
		e.Do = "Export the whole surface as one regular grid"
	case x3p.KindNoData:
		e.Do = "Record the exhibit again"
	}
	return e
}
