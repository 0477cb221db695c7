package x3p

import (
	"archive/zip"
	"io"
	"path"
	"strings"
)

// rest is what a file holds beside its surface, kept so that Encode loses nothing.
type rest struct {
	header Header // as decoded; what differs from it was changed since and is written anew
	index  []byte // main.xml without its points
	long   bool   // main.xml is longer than what is kept of it
	// The names of the parts that Encode writes anew, "" where the file had none.
	points, checksum, mask string
	background             string // colour of the mask's background, where the file states it
	painted                []byte // bindata/mask.png, in the order of the surface's rows
	parts                  []keptPart
	comment                string // of the zip
}

// keptPart is an entry of the zip that this package does not read, packed as it was found.
type keptPart struct {
	header zip.FileHeader
	packed []byte
}

// keep takes every part that was not read into what is kept. Packed parts take no more room than in the file.
func (d *decoder) keep() error {
	r := &rest{header: d.f.Header, index: d.ix.kept, long: d.ix.kept == nil, painted: d.painted, background: d.ix.maskBG, comment: d.c.comment}
	read := map[*zip.File]*string{d.c.index: new(string)}
	for f, name := range map[*zip.File]*string{d.pointsPart: &r.points, d.validPart: new(string), d.sumPart: &r.checksum} {
		read[f] = name
	}
	if d.f.PaintedMask != nil { // one that could not be used is kept as it is
		read[d.maskPart] = &r.mask
	}
	for _, name := range d.c.names {
		f := d.c.files[name]
		name = d.c.rewritten(name)
		if to := read[f]; to != nil {
			*to = name
			continue
		}
		p := keptPart{header: f.FileHeader, packed: make([]byte, f.CompressedSize64)}
		raw, err := f.OpenRaw()
		if err == nil {
			_, err = io.ReadFull(raw, p.packed)
		}
		if err != nil {
			return failWith(KindCorrupt, err, "%s is damaged", clip(f.Name, 80))
		}
		p.header.Name, p.header.Extra = name, nil // fields that only say what the header says too
		r.parts = append(r.parts, p)
	}
	d.f.rest = r
	return nil
}

// rewritten is the name of an entry in a file written again: without the folder that somebody zipped instead of its
// contents, unless two names would become one.
func (c *container) rewritten(name string) string {
	inside, ok := strings.CutPrefix(name, c.root)
	if !ok || c.root == "" {
		return name
	}
	for other := range c.files {
		if !strings.HasPrefix(other, c.root) && strings.EqualFold(other, inside) {
			return name
		}
	}
	return inside
}

// names returns what the parts are called that Encode writes.
func (r *rest) names() (points, checksum, mask string) {
	taken := map[string]bool{"main.xml": true}
	for _, p := range r.parts {
		taken[strings.ToLower(p.header.Name)] = true
	}
	free := func(had, usual string) string {
		if had != "" && path.Ext(had) == path.Ext(usual) && !taken[strings.ToLower(had)] {
			taken[strings.ToLower(had)] = true
			return had
		}
		name := usual
		for taken[strings.ToLower(name)] {
			name = strings.TrimSuffix(name, path.Ext(name)) + "_" + path.Ext(name)
		}
		taken[strings.ToLower(name)] = true
		return name
	}
	return free(r.points, pointsName), free(r.checksum, checksumName), free("", maskName)
}
