package x3p

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
)

// maxFile is the largest X3P file accepted: larger than any scan of maxPoints doubles.
const maxFile = 2 << 30

// container is the zip of an X3P file, seen from the folder that main.xml lies in.
type container struct {
	files   map[string]*zip.File // by cleaned name
	names   []string             // the names in the order of the zip
	root    string               // folder of main.xml, "" or ending in a slash
	index   *zip.File            // main.xml
	comment string               // of the zip
}

func openContainer(r io.ReaderAt, size int64) (*container, error) {
	if size > maxFile {
		return nil, fail(KindTooLarge, "the file has %d bytes; X3P files up to %d bytes are read", size, int64(maxFile))
	}
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, notZip(r, size, err)
	}
	c := &container{files: make(map[string]*zip.File, len(z.File)), comment: z.Comment}
	var packed uint64
	for _, f := range z.File {
		if f.CompressedSize64 > uint64(size) { // sizes bound what is allocated, so they must be possible
			return nil, fail(KindUnsafe, "the zip's entry %q claims %d bytes, more than the whole file has", clip(f.Name, 80), f.CompressedSize64)
		}
		if packed += f.CompressedSize64; packed > uint64(size) {
			return nil, fail(KindUnsafe, "the zip's entries overlap: together they claim more bytes than the whole file has")
		}
		if err := c.add(f); err != nil {
			return nil, err
		}
	}
	return c, c.findIndex()
}

// add takes one entry, refusing names that could mean something outside the file or two things at once.
func (c *container) add(f *zip.File) error {
	name := strings.ReplaceAll(f.Name, `\`, "/") // some Windows writers use backslashes
	if unsafeName(name) {
		return fail(KindUnsafe, "the zip holds the entry %q, whose name reaches outside the file; the file was not opened", clip(f.Name, 80))
	}
	if strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), "._") {
		return nil
	}
	name = path.Clean(name)
	if _, twice := c.files[name]; twice {
		return fail(KindUnsafe, "the zip holds two entries called %q, so what it says depends on the program that reads it", clip(name, 80))
	}
	c.files[name] = f
	c.names = append(c.names, name)
	return nil
}

func unsafeName(name string) bool {
	if strings.HasPrefix(name, "/") || strings.ContainsAny(name, "\x00:") {
		return true
	}
	for _, part := range strings.Split(name, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// findIndex finds main.xml: at the top, or in the one folder that somebody zipped instead of its contents.
func (c *container) findIndex() error {
	var found []string
	for name := range c.files {
		if strings.EqualFold(path.Base(name), "main.xml") {
			found = append(found, name)
		}
	}
	switch len(found) {
	case 0:
		return fail(KindIndex, "the zip holds no main.xml, so it is not an X3P file")
	case 1:
	default:
		return fail(KindUnsafe, "the zip holds %d files called main.xml, so it does not say which surface is meant", len(found))
	}
	c.index = c.files[found[0]]
	if dir := path.Dir(found[0]); dir != "." {
		c.root = dir + "/"
	}
	return nil
}

// find returns the entry that main.xml calls link, nil when there is none.
func (c *container) find(link string) (*zip.File, error) {
	link = strings.ReplaceAll(strings.TrimSpace(link), `\`, "/")
	if link == "" {
		return nil, nil
	}
	if unsafeName(link) {
		return nil, fail(KindUnsafe, "main.xml points to %q, which is outside the file", clip(link, 80))
	}
	name := c.root + path.Clean(link)
	if f := c.files[name]; f != nil {
		return f, nil
	}
	var match *zip.File
	for n, f := range c.files { // writers on Windows do not mind about case
		if strings.EqualFold(n, name) {
			if match != nil {
				return nil, fail(KindUnsafe, "the zip holds several entries that differ from %q only by capitals", clip(link, 80))
			}
			match = f
		}
	}
	return match, nil
}

// open opens an entry for reading at most limit bytes, after checking that it can be what its size claims.
func open(f *zip.File, limit uint64) (io.ReadCloser, error) {
	name := clip(f.Name, 80)
	if f.Flags&1 != 0 {
		return nil, fail(KindUnsupported, "%s is encrypted; save the file without a password", name)
	}
	if f.UncompressedSize64 > limit {
		return nil, fail(KindTooLarge, "%s unpacks to %d bytes, more than the %d bytes it may have", name, f.UncompressedSize64, limit)
	}
	// Deflate cannot pack tighter than about 1032 to 1 (RFC 1951): whoever claims more is lying.
	if f.UncompressedSize64 > 1100*f.CompressedSize64+1024 {
		return nil, fail(KindUnsafe, "%s claims to unpack to %d bytes from %d, which is impossible", name, f.UncompressedSize64, f.CompressedSize64)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, failWith(KindCorrupt, err, "%s cannot be unpacked", name)
	}
	return rc, nil
}

// slurp reads a whole small entry.
func slurp(f *zip.File, limit uint64) ([]byte, error) {
	rc, err := open(f, limit)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	b, err := io.ReadAll(io.LimitReader(rc, int64(limit)+1))
	if err != nil {
		return nil, failWith(KindCorrupt, err, "%s is damaged", clip(f.Name, 80))
	}
	if uint64(len(b)) > limit {
		return nil, fail(KindUnsafe, "%s is longer than its zip says", clip(f.Name, 80))
	}
	return b, nil
}

// notZip explains why something is not a zip, by what it begins with.
func notZip(r io.ReaderAt, size int64, cause error) error {
	head := make([]byte, 16)
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	for _, m := range []struct{ magic, what string }{
		{"\x89PNG", "a PNG picture"}, {"\xff\xd8\xff", "a JPEG picture"}, {"II*\x00", "a TIFF picture"},
		{"MM\x00*", "a TIFF picture"}, {"BM", "a BMP picture"}, {"%PDF", "a PDF document"}, {"<?xml", "a bare XML document"},
		{"\x1f\x8b", "a gzip file"}, {"Rar!", "a RAR archive"}, {"7z\xbc\xaf", "a 7-Zip archive"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return fail(KindNotX3P, "this is %s, not an X3P file, whatever its name says", m.what)
		}
	}
	switch {
	case size == 0:
		return fail(KindTruncated, "the file is empty")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return failWith(KindTruncated, cause, "the file begins like an X3P file but its end is missing or damaged; copy it again from its source")
	}
	return failWith(KindNotX3P, cause, "this is not an X3P file: it is not a zip")
}

// clip shortens outside text for a message.
func clip(s string, n int) string {
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
