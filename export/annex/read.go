package annex

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tracemark/export/report"
)

// MaxFile is the largest annex that is read, in bytes (64 MiB).
const MaxFile = 64 << 20

// ErrNone says that there are no annexes among the attachments.
var ErrNone = errors.New("the file has no annexes of Tracemark")

// NewerError says that the annexes are of a form that this program does not know.
type NewerError struct{ Schema string }

// Error returns the sentence.
func (e *NewerError) Error() string {
	return fmt.Sprintf("the annexes are of the form %q, which this program does not know; it knows %q", e.Schema, Schema)
}

// Read reads the annexes among the attachments of a file. It takes exactly what Files writes: no name twice, no field that is not known, nothing
// behind the end, every file there that the extract names and as it names it, nothing among the annexes' names that it does not. Attachments with
// other names are left alone. Its errors are ErrNone, *NewerError, and others, which mean that the annexes are not as they were written.
func Read(list []report.Attachment) (Evidence, error) {
	files, err := ours(list)
	if err != nil {
		return Evidence{}, err
	}
	var x extractFile
	if err := decode(files, ExtractName, &x); err != nil {
		return Evidence{}, err
	}
	if err := x.covers(files); err != nil {
		return Evidence{}, err
	}
	e := Evidence{Document: x.Document, Subjects: x.Subjects}
	id := x.Document.ReportID
	var o originalsFile
	var m methodFile
	if err := errors.Join(decode(files, OriginalsName, &o), decode(files, MethodName, &m)); err != nil {
		return Evidence{}, err
	}
	e.Originals, e.Comparisons = o.Originals, m.Comparisons
	heads := []head{x.head, o.head, m.head}
	if _, ok := files[LogName]; ok {
		var l logFile
		if err := decode(files, LogName, &l); err != nil {
			return Evidence{}, err
		}
		e.Log = &l.Log
		heads = append(heads, l.head)
	}
	for _, h := range heads {
		if h.ReportID != id {
			return Evidence{}, fmt.Errorf("%s is of the report %q, the document of the report %q", h.Part, h.ReportID, id)
		}
	}
	for _, name := range sortedKeys(files) {
		if strings.HasPrefix(name, "mask-") {
			e.Masks = append(e.Masks, Picture{SHA256: digest(files[name]), PNG: files[name]})
		}
	}
	if x.Document.Code != "" {
		return Evidence{}, errors.New("the document in extract.json has a code, which cannot be")
	}
	return e, e.check()
}

// ours returns the annexes by name.
func ours(list []report.Attachment) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, a := range list {
		if !isOurs(a.Name) {
			continue
		}
		if _, twice := files[a.Name]; twice {
			return nil, fmt.Errorf("there are two annexes called %s", a.Name)
		}
		if len(a.Data) > MaxFile {
			return nil, fmt.Errorf("the annex %s has %d bytes, more than the %d that are read", a.Name, len(a.Data), MaxFile)
		}
		files[a.Name] = a.Data
	}
	if len(files) == 0 {
		return nil, ErrNone
	}
	return files, nil
}

// isOurs reports whether name is one that an annex has.
func isOurs(name string) bool {
	switch name {
	case ExtractName, OriginalsName, MethodName, LogName:
		return true
	}
	return strings.HasPrefix(name, "mask-") && strings.HasSuffix(name, ".png")
}

// covers checks that the extract names exactly the other files, and by their content.
func (x extractFile) covers(files map[string][]byte) error {
	for _, name := range sortedKeys(files) {
		if name == ExtractName {
			continue
		}
		want, ok := x.Annexes[name]
		if !ok {
			return fmt.Errorf("the annex %s is not one that extract.json names", name)
		}
		if got := digest(files[name]); got != want {
			return fmt.Errorf("the annex %s has the SHA-256 %s; extract.json says %s", name, got, want)
		}
	}
	for _, name := range sortedKeys(x.Annexes) {
		if _, ok := files[name]; !ok {
			return fmt.Errorf("the annex %s, which extract.json names, is missing", name)
		}
	}
	return nil
}

// decode reads one file into v, which must be what encoding v again gives: so no name stands twice or in another spelling.
func decode(files map[string][]byte, name string, v any) error {
	data, ok := files[name]
	if !ok {
		return fmt.Errorf("the annex %s is missing", name)
	}
	var h struct {
		Schema string `json:"schema"`
		Part   string `json:"part"`
	}
	if err := json.Unmarshal(data, &h); err != nil {
		return fmt.Errorf("read the annex %s: %w", name, err)
	}
	if h.Schema != Schema && strings.HasPrefix(h.Schema, "tracemark-annex/") {
		return &NewerError{h.Schema}
	}
	if h.Schema != Schema || h.Part != name {
		return fmt.Errorf("the annex %s says that it is %q of the form %q", name, h.Part, h.Schema)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("read the annex %s: %w", name, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the annex %s: something stands behind its end", name)
	}
	again, err := encode(v)
	if err != nil {
		return fmt.Errorf("read the annex %s: %w", name, err)
	}
	if !bytes.Equal(again, data) {
		return fmt.Errorf("the annex %s is not written as annexes are", name)
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
