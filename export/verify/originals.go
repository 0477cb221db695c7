package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"

	"tracemark/casefile"
)

// Bounds of the folder of originals: a report names a handful, a folder with more files than this was chosen by mistake.
const (
	maxFiles    = 100_000
	maxOriginal = 2 << 30 // bytes
)

// errTooMany ends a walk.
var errTooMany = errors.New("too many files")

// originals seeks the recordings that the report rests on, by their content.
func (c *check) originals() error {
	if c.evidence == nil {
		return nil
	}
	c.found = map[string]string{}
	for _, o := range c.evidence.Originals {
		c.r.Originals = append(c.r.Originals, casefile.FileOriginal{Exhibit: o.Exhibit, Kind: o.Capture.Kind, FileName: o.Capture.FileName,
			SHA256: o.Capture.SHA256, Size: o.Capture.Size, State: casefile.StateUnknown})
	}
	if len(c.r.Originals) == 0 {
		return nil
	}
	if c.o.Originals == nil {
		c.open("originals_not_given", "The original recordings were not at hand: neither they nor the scores were checked.")
		return nil
	}
	changed, err := c.seek()
	if err != nil {
		return err
	}
	for i := range c.r.Originals {
		o := &c.r.Originals[i]
		at, ok := c.found[o.SHA256]
		other, named := changed[o.FileName]
		switch {
		case ok:
			o.State, o.Found = casefile.StateAgrees, at
			c.fact("original_agrees", "The recording %[1]s of item %[2]s is the original, byte for byte (%[3]s).", o.FileName, o.Exhibit, at)
		case named:
			o.State, o.Found = casefile.StateDiffers, other
			c.problem("original_differs", "The file %[1]s is NOT the recording of item %[2]s that the report rests on: its content differs.", other, o.Exhibit)
		default:
			o.State = casefile.StateMissing
			c.open("original_missing", "The recording %[1]s of item %[2]s is not among the originals at hand.", o.FileName, o.Exhibit)
		}
	}
	return nil
}

// seek walks the folder and fills found. It returns the files that have the name of an original and another content, by name.
func (c *check) seek() (map[string]string, error) {
	sizes, names, sums := map[int64]bool{}, map[string]bool{}, map[string]bool{}
	for _, o := range c.r.Originals {
		sizes[o.Size], names[o.FileName], sums[o.SHA256] = true, true, true
	}
	changed := map[string]string{}
	seen := 0
	err := fs.WalkDir(c.o.Originals, ".", func(at string, d fs.DirEntry, err error) error {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		if seen++; seen > maxFiles {
			return errTooMany
		}
		if err != nil || !d.Type().IsRegular() {
			return nil //nolint:nilerr // what cannot be read is not found, and that is said
		}
		info, err := d.Info()
		name := path.Base(at)
		if err != nil || info.Size() > maxOriginal || !sizes[info.Size()] && !names[name] {
			return nil //nolint:nilerr // the same
		}
		sum, err := digestOf(c.o.Originals, at)
		if err != nil {
			return nil //nolint:nilerr // the same
		}
		into := changed
		key := name
		if sums[sum] {
			into, key = c.found, sum
		} else if !names[name] {
			return nil
		}
		if _, ok := into[key]; !ok {
			into[key] = at
		}
		return nil
	})
	if errors.Is(err, errTooMany) {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "The folder of originals holds more than %[1]d files", Do: "Name the folder that holds the recordings", Args: []any{maxFiles}}
	}
	return changed, err
}

func digestOf(folder fs.FS, name string) (string, error) {
	f, err := folder.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, io.LimitReader(f, maxOriginal+1)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
