package pdf

import (
	"bytes"
	"crypto/md5"
	"errors"
	"fmt"
	"strings"

	"tracemark/export/pdf/object"
	"tracemark/export/report"
)

// Bounds of what Attachments reads.
const (
	maxAttachments = 10_000
	maxAttached    = 512 << 20 // bytes of all together
)

// ErrAttachments is about attachments that are not written as this package writes them.
var ErrAttachments = errors.New("attachments of the pdf file")

// Attachments returns the files inside a PDF, sorted by name, as the newest revision of it has them; none is no error. It reads nothing else of the file:
// whether that revision is the one that was signed is for package sign to say.
func Attachments(file []byte) ([]report.Attachment, error) {
	f, err := object.Open(file)
	if err != nil {
		return nil, err
	}
	root := f.Catalogue()
	if root == nil {
		return nil, fmt.Errorf("%w: no catalogue", ErrAttachments)
	}
	tree := f.Dict(f.Dict(root["Names"])["EmbeddedFiles"])
	if tree == nil {
		return nil, nil
	}
	if tree["Kids"] != nil { // never written here, and another place in which to hide something
		return nil, fmt.Errorf("%w: the name tree has branches", ErrAttachments)
	}
	pairs := f.Array(tree["Names"])
	if len(pairs)%2 != 0 || len(pairs) > 2*maxAttachments {
		return nil, fmt.Errorf("%w: %d entries in the name tree", ErrAttachments, len(pairs))
	}
	var out []report.Attachment
	left := int64(maxAttached)
	for i := 0; i < len(pairs); i += 2 {
		key, ok := f.Get(pairs[i]).(object.String)
		if !ok {
			return nil, fmt.Errorf("%w: entry %d has no name", ErrAttachments, i/2+1)
		}
		a, err := attachment(f, key.Text(), f.Dict(pairs[i+1]), left)
		if err != nil {
			return nil, err
		}
		if len(out) > 0 && strings.Compare(out[len(out)-1].Name, a.Name) >= 0 {
			return nil, fmt.Errorf("%w: %q is not in its place", ErrAttachments, a.Name)
		}
		left -= int64(len(a.Data))
		out = append(out, a)
	}
	return out, nil
}

// attachment reads one file specification. The names and the two references that it holds must agree: a reader that takes another one of them sees the
// same file.
func attachment(f *object.File, name string, spec object.Dict, limit int64) (report.Attachment, error) {
	bad := func(what string) (report.Attachment, error) {
		return report.Attachment{}, fmt.Errorf("%w: %q %s", ErrAttachments, name, what)
	}
	for _, key := range []object.Name{"F", "UF"} {
		if s, ok := f.Get(spec[key]).(object.String); !ok || s.Text() != name {
			return bad("has another name in its specification")
		}
	}
	ef := f.Dict(spec["EF"])
	s, ok := f.Get(ef["F"]).(*object.Stream)
	if other, same := f.Get(ef["UF"]).(*object.Stream); !ok || !same || other != s {
		return bad("has no data, or two")
	}
	data, err := f.Data(s, limit)
	if err != nil {
		return report.Attachment{}, fmt.Errorf("%w: %q: %w", ErrAttachments, name, err)
	}
	params := f.Dict(s.Dict["Params"])
	if n, ok := f.Get(params["Size"]).(int64); !ok || n != int64(len(data)) {
		return bad("is not as long as it says")
	}
	sum := md5.Sum(data)
	if c, ok := f.Get(params["CheckSum"]).(object.String); !ok || !bytes.Equal([]byte(c), sum[:]) {
		return bad("is damaged: its check sum is another")
	}
	media, _ := f.Get(s.Dict["Subtype"]).(object.Name)
	relation, _ := f.Get(spec["AFRelationship"]).(object.Name)
	desc, _ := f.Get(spec["Desc"]).(object.String)
	return report.Attachment{Name: name, MediaType: string(media), Relation: report.Relation(relation), Description: desc.Text(), Data: bytes.Clone(data)}, nil
}
