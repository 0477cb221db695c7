package casework

import (
	"cmp"
	"context"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"tracemark/casefile"
)

// longestDocument is the largest file that is attached, in bytes: a case is copied and backed up whole.
const longestDocument = 1 << 30

// Documents returns the case's documents, withdrawn ones too, by number.
func (d *Desk) Documents(ctx context.Context, path string) ([]casefile.Document, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	return s.Documents(ctx)
}

// AttachDocument keeps the bytes of a file and attaches it as doc says. Without a title it is called as the file is, without a
// kind it is a document of no particular one.
func (d *Desk) AttachDocument(ctx context.Context, path, file string, doc casefile.Document) (casefile.Document, error) {
	if err := d.allow(ctx, casefile.ChangeCase); err != nil {
		return casefile.Document{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Document{}, err
	}
	f, err := os.Open(file)
	if err != nil {
		return casefile.Document{}, unreadableFile(file, err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return casefile.Document{}, unreadableFile(file, err)
	case !info.Mode().IsRegular() || info.Size() == 0 || info.Size() > longestDocument:
		return casefile.Document{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is no file, empty, or larger than 1 GiB", Do: "Attach a file", Args: []any{filepath.Base(file)}}
	}
	var head [512]byte
	n, err := f.ReadAt(head[:], 0)
	if n == 0 {
		return casefile.Document{}, unreadableFile(file, err)
	}
	if doc.SHA256, doc.Size, err = s.Originals().Put(ctx, f); err != nil {
		return casefile.Document{}, err
	}
	doc.ID, doc.FileName, doc.MediaType = "", filepath.Base(file), mediaType(file, head[:n])
	doc.Title = cmp.Or(strings.TrimSpace(doc.Title), strings.TrimSuffix(doc.FileName, filepath.Ext(doc.FileName)))
	doc.Kind, doc.Subject = cmp.Or(doc.Kind, casefile.DocumentOther), cmp.Or(doc.Subject, casefile.AboutCase)
	return s.AddDocument(ctx, me, doc)
}

func unreadableFile(file string, err error) error {
	return &casefile.Error{Code: casefile.NotFound, What: "%[1]s cannot be read", Do: "Check the name of the file and your rights", Args: []any{file}, Cause: err}
}

// mediaType is what a file is, by the end of its name, else by how it begins.
func mediaType(file string, head []byte) string {
	kind := cmp.Or(mime.TypeByExtension(strings.ToLower(filepath.Ext(file))), http.DetectContentType(head))
	kind, _, _ = strings.Cut(kind, ";")
	return kind
}

// EditDocument records a new version of what is said of the document doc.ID, with the reason. Its file stays.
func (d *Desk) EditDocument(ctx context.Context, path string, doc casefile.Document, reason string) (casefile.Document, error) {
	if err := d.allow(ctx, casefile.ChangeCase); err != nil {
		return casefile.Document{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.Document{}, err
	}
	if was, err := s.Document(ctx, doc.ID); err != nil || was == doc {
		return was, err
	}
	return s.UpdateDocument(ctx, me, doc, reason)
}

// DocumentFile returns a copy of a document's file to be looked at, after its hash was checked.
func (d *Desk) DocumentFile(ctx context.Context, path, id string) (string, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return "", err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return "", err
	}
	doc, err := s.Document(ctx, id)
	if err != nil {
		return "", err
	}
	data, err := s.Originals().Read(ctx, doc.SHA256)
	if err != nil {
		return "", err
	}
	// In a folder of its own, so that it has its own name in the viewer.
	dir := filepath.Join(d.home, "opened", doc.ID)
	if err = os.MkdirAll(dir, 0o700); err == nil {
		file := filepath.Join(dir, filepath.Base(doc.FileName))
		if err = writeFile(file, data, 0o600); err == nil {
			return file, nil
		}
	}
	return "", &casefile.Error{Code: casefile.Failed, What: "The copy of the document cannot be written", Do: "Check the disk and the permissions of %[1]s", Args: []any{d.home}, Cause: err}
}
