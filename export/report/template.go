package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"tracemark/assets/reports"
	"tracemark/casefile"
)

// Template says of which sections a document consists, in which order, and what it must hold to be released. This program's own are in
// assets/reports/templates; an agency's file of the same name takes the place of one, and files of other names add to them.
//
// Every text of a template is English and said by the style's Wording.
type Template struct {
	ID      string  `json:"id"` // the file's name without .json
	Subject Subject `json:"subject"`
	Title   string  `json:"title"`
	Noun    string  `json:"noun"` // stands before the id on every page
	End     string  `json:"end"`  // the end mark, with the document's id: "End of report %s"
	// Obliged are the obligations without which a document is not released, unless a reason is on record for each.
	Obliged  []Obligation `json:"obliged,omitempty"`
	Sections []Part       `json:"sections"`
}

// Subject is what a document is about, and so which facts it cannot be made without.
type Subject string

// Part is a section of a template: one that a builder makes from the facts, or a text of the template's own.
type Part struct {
	Builder string       `json:"builder,omitempty"` // its name in parts
	Heading string       `json:"heading,omitempty"` // of a text, or instead of the builder's
	Text    []string     `json:"text,omitempty"`    // paragraphs
	Kind    Kind         `json:"kind,omitempty"`    // of the text
	Meets   []Obligation `json:"meets,omitempty"`   // by the text
	NewPage bool         `json:"new_page,omitempty"`
}

// TemplateComparison is the id of the report on a comparison.
const TemplateComparison = "comparison"

// templateID is what a template may be called: it is a file's name too.
var templateID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

const templatesFolder = "templates"

// Templates returns the templates there are, in the order of their ids. agency is the agency's folder, nil where there is none.
func Templates(agency fs.FS) ([]Template, error) {
	ids := map[string]bool{}
	for _, f := range []fs.FS{reports.Files, agency} {
		if f == nil {
			continue
		}
		names, err := fs.Glob(f, templatesFolder+"/*.json")
		if err != nil {
			return nil, fileProblem(templatesFolder, err)
		}
		for _, n := range names {
			ids[strings.TrimSuffix(path.Base(n), ".json")] = true
		}
	}
	var list []Template
	for id := range ids {
		t, err := loadTemplate(id, agency)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b Template) int { return strings.Compare(a.ID, b.ID) })
	return list, nil
}

// loadTemplate reads the agency's template with the id, or else this program's own.
func loadTemplate(id string, agency fs.FS) (Template, error) {
	name := templatesFolder + "/" + id + ".json"
	if !templateID.MatchString(id) {
		return Template{}, &casefile.Error{Code: casefile.Invalid, What: "%[1]q cannot be the name of a report template", Do: "Use small letters, digits and hyphens", Args: []any{id}}
	}
	data, err := readSmall(agency, name)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = readSmall(reports.Files, name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return Template{}, &casefile.Error{Code: casefile.NotFound, What: "There is no report template %[1]s", Do: "Choose another, or put its file into the agency's folder of templates", Args: []any{id}}
	}
	if err != nil {
		return Template{}, fileProblem(name, err)
	}
	t, err := ParseTemplate(data)
	if err != nil {
		return t, fileProblem(name, err)
	}
	if t.ID != id {
		return t, fileProblem(name, errors.New("its id is "+t.ID+", which is not the file's name"))
	}
	return t, nil
}

// ParseTemplate reads a template from JSON and checks that documents can be made by it.
func ParseTemplate(data []byte) (Template, error) {
	var t Template
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return t, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return t, errors.New("something follows the template")
	}
	return t, t.check()
}

func (t Template) check() error {
	switch {
	case !templateID.MatchString(t.ID):
		return errors.New("its id must be of small letters, digits and hyphens")
	case subjects[t.Subject] == nil:
		return errors.New("it has no subject that this program knows")
	case t.Title == "" || t.Noun == "":
		return errors.New("it has no title or no noun")
	case strings.Count(t.End, "%") != 1 || strings.Count(t.End, "%s") != 1:
		return errors.New("its end mark must hold the document's id once, written as %s")
	case len(t.Sections) == 0:
		return errors.New("it has no sections")
	}
	for _, o := range t.Obliged {
		if !o.valid() {
			return errors.New("it names the obligation " + string(o) + ", which there is not")
		}
	}
	seen := map[string]bool{}
	for _, p := range t.Sections {
		if err := p.check(t.Subject); err != nil {
			return err
		}
		if p.Builder != "" && seen[p.Builder] {
			return errors.New("it names the section " + p.Builder + " twice")
		}
		seen[p.Builder] = true
	}
	return nil
}

func (p Part) check(s Subject) error {
	switch {
	case p.Builder == "" && len(p.Text) == 0:
		return errors.New("a section of it has neither a builder nor a text")
	case p.Builder != "" && (len(p.Text) > 0 || len(p.Meets) > 0 || p.Kind != ""):
		return errors.New("the section " + p.Builder + " of it has a builder and a text")
	case p.Builder != "":
		if b, ok := partNamed(p.Builder); !ok || !b.of(s) {
			return errors.New("it names the section " + p.Builder + ", which this program cannot make for it")
		}
	case p.Kind != "" && p.Kind != Fact && p.Kind != Limit:
		return errors.New("a text of a template is a fact or a limit, never a result or an opinion")
	}
	for _, o := range p.Meets {
		if !o.valid() {
			return errors.New("it names the obligation " + string(o) + ", which there is not")
		}
	}
	return nil
}

// valid reports whether there is such an obligation.
func (o Obligation) valid() bool { return slices.Contains(Obligations(), o) }
