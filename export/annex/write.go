package annex

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/imaging/compare"
)

// head is how every file begins.
type head struct {
	Schema   string `json:"schema"`
	Part     string `json:"part"` // the file's name
	ReportID string `json:"report_id"`
}

// The files as they are written. Annexes are the SHA-256 of the other files by name.
type (
	extractFile struct {
		head
		Subjects Subjects          `json:"subjects"`
		Annexes  map[string]string `json:"annexes"`
		Document report.Document   `json:"document"`
	}
	originalsFile struct {
		head
		Originals []Original `json:"originals"`
	}
	methodFile struct {
		head
		Comparisons []Comparison `json:"comparisons"`
	}
	logFile struct {
		head
		Log Log `json:"log"`
	}
)

const mediaJSON = "application/json"

// pictureName returns the name of the file of a mask's picture.
func pictureName(sha256 string) string { return fmt.Sprintf("mask-%.16s.png", sha256) }

// Files returns the annexes. The same evidence gives the same bytes. Its error is about evidence that contradicts itself: what Read would refuse is
// not written.
func Files(e Evidence) ([]report.Attachment, error) {
	if err := e.check(); err != nil {
		return nil, fmt.Errorf("write the annexes: %w", err)
	}
	id := e.Document.ReportID
	var list []report.Attachment
	add := func(name string, relation report.Relation, description string, v any) error {
		data, err := encode(v)
		if err != nil {
			return fmt.Errorf("write the annex %s: %w", name, err)
		}
		list = append(list, report.Attachment{Name: name, MediaType: mediaJSON, Relation: relation, Description: description, Data: data})
		return nil
	}
	begin := func(part string) head { return head{Schema: Schema, Part: part, ReportID: id} }
	if err := add(OriginalsName, report.RelationSource, "Manifest of the original recordings, with SHA-256",
		originalsFile{begin(OriginalsName), notNil(e.Originals)}); err != nil {
		return nil, err
	}
	if err := add(MethodName, report.RelationSupplement, "All that is needed to compute every score again",
		methodFile{begin(MethodName), withRecipes(e.Comparisons)}); err != nil {
		return nil, err
	}
	if e.Log != nil {
		if err := add(LogName, report.RelationSupplement, "Where the log of the case stood, with proofs", logFile{begin(LogName), *e.Log}); err != nil {
			return nil, err
		}
	}
	pictures := slices.Clone(e.Masks)
	slices.SortFunc(pictures, func(a, b Picture) int { return bytes.Compare([]byte(a.SHA256), []byte(b.SHA256)) })
	for _, p := range pictures {
		list = append(list, report.Attachment{Name: pictureName(p.SHA256), MediaType: "image/png", Relation: report.RelationSupplement,
			Description: "Region of a recording that was compared, white where a point took part", Data: p.PNG})
	}
	x := extractFile{head: begin(ExtractName), Subjects: e.Subjects, Annexes: map[string]string{}, Document: e.Document}
	x.Document.Code = ""
	for _, f := range list {
		x.Annexes[f.Name] = digest(f.Data)
	}
	if err := add(ExtractName, report.RelationData, "The report as data", x); err != nil {
		return nil, err
	}
	list = slices.Concat(list[len(list)-1:], list[:len(list)-1]) // the extract first
	if _, err := Read(list); err != nil {
		return nil, fmt.Errorf("write the annexes: %w", err)
	}
	return list, nil
}

// withRecipes adds the steps of preparation where the parameters are those of this program, and so the steps too.
func withRecipes(list []Comparison) []Comparison {
	out := notNil(slices.Clone(list))
	for i, c := range out {
		if c.Recipe != nil || !slices.Equal(c.Comparison.Params, Params()) {
			continue
		}
		if b, err := json.Marshal(compare.Default().Recipe()); err == nil { // plain numbers and words: it is always written
			out[i].Recipe = b
		}
	}
	return out
}

// Params returns the parameters by which this program compares topographies, as a comparison states them.
func Params() []casefile.Param {
	var list []casefile.Param
	for _, p := range compare.Default().List() {
		list = append(list, casefile.Param{Name: p.Name, Value: p.Value, Unit: p.Unit, Source: p.Source})
	}
	return list
}

// notNil makes an empty list of none, which JSON tells apart.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// encode writes v so that a person can read it: indented, ending in a line feed.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(v)
	return b.Bytes(), err
}
