package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	_ "image/jpeg" // a logo may be a JPEG
	_ "image/png"  // or a PNG
	"io"
	"io/fs"
	"path"
	"strings"

	"tracemark/assets/reports"
	"tracemark/casefile"
)

// Style is how an agency has a document made: in which words, of which sections, under which head. The zero value is English, the
// report on a comparison, and no letterhead.
type Style struct {
	Wording    Wording
	Template   Template
	Letterhead *Letterhead
	Opinions   []OpinionWords // the agency's before the program's, see LoadOpinions; nil: the program's
}

// Languages returns the languages that documents can be written in, as BCP 47 names them.
func Languages() []string { return []string{"en", "fr", "es"} }

// LoadStyle reads a style from what the program carries and from the agency's folder, nil where there is none. In the folder may be
//
//	letterhead.json         {"name": "…", "lines": ["…"], "foot": "…", "logo": "logo.png"}; letterhead-fr.json before it for French
//	wording-fr.json         English text to text, in whatever language; wording-en.json rewords English
//	templates/<id>.json     see Template
//	opinions/<name>.json    see OpinionWords
//	phrases.json            see Phrases
func LoadStyle(lang, template string, agency fs.FS) (Style, error) {
	var s Style
	var err error
	if s.Wording, err = loadWording(lang, agency); err != nil {
		return s, err
	}
	if s.Template, err = loadTemplate(template, agency); err != nil {
		return s, err
	}
	if s.Letterhead, err = loadLetterhead(lang, agency); err != nil {
		return s, err
	}
	s.Opinions, err = LoadOpinions(agency)
	return s, err
}

// maxFile bounds the files of a style: more is a mistake.
const maxFile = 4 << 20

// readSmall reads a file whole; of a nil file system none exists.
func readSmall(f fs.FS, name string) ([]byte, error) {
	if f == nil {
		return nil, fs.ErrNotExist
	}
	file, err := f.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = errors.New("it is larger than 4 MB")
	}
	return data, err
}

func fileProblem(name string, err error) error {
	return &casefile.Error{Code: casefile.Invalid, What: "The agency's report file %[1]s cannot be used (%[2]v)", Do: "Correct the file, or take it away to have the program's own",
		Args: []any{name, err}, Cause: err}
}

// letterheadFile is the file that states a letterhead.
type letterheadFile struct {
	Name  string   `json:"name"`
	Lines []string `json:"lines"`
	Foot  string   `json:"foot"`
	Logo  string   `json:"logo"` // a file beside it
}

func loadLetterhead(lang string, agency fs.FS) (*Letterhead, error) {
	name := "letterhead-" + lang + ".json"
	data, err := readSmall(agency, name)
	if errors.Is(err, fs.ErrNotExist) {
		name = "letterhead.json"
		data, err = readSmall(agency, name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fileProblem(name, err)
	}
	var f letterheadFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, fileProblem(name, err)
	}
	out := &Letterhead{Name: strings.TrimSpace(f.Name), Lines: f.Lines, Foot: strings.TrimSpace(f.Foot)}
	if f.Logo == "" {
		return out, nil
	}
	if path.Base(f.Logo) != f.Logo {
		return nil, fileProblem(name, errors.New("the logo must be a file beside it"))
	}
	if out.Logo, err = loadLogo(f.Logo, agency); err != nil {
		return nil, fileProblem(f.Logo, err)
	}
	return out, nil
}

// maxLogo is how many pixels a logo may have in each direction: more cannot be seen at its size on paper.
const maxLogo = 4096

func loadLogo(name string, agency fs.FS) (image.Image, error) {
	data, err := readSmall(agency, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("the letterhead names it and it is not there")
	}
	if err != nil {
		return nil, err
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, errors.New("it is neither a PNG nor a JPEG picture")
	}
	if c.Width < 1 || c.Height < 1 || c.Width > maxLogo || c.Height > maxLogo {
		return nil, errors.New("a logo may be at most 4096 pixels wide and high")
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errors.New("the picture is damaged")
	}
	return img, nil
}

// loadWording reads the texts of a language: the program's, and over them the agency's.
func loadWording(lang string, agency fs.FS) (Wording, error) {
	w := Wording{Lang: lang, texts: map[string]string{}}
	known := false
	for _, l := range Languages() {
		known = known || l == lang
	}
	if !known {
		return w, &casefile.Error{Code: casefile.Invalid, What: "Reports cannot be written in the language %[1]q", Do: "Choose English (en), French (fr) or Spanish (es)", Args: []any{lang}}
	}
	own, err := readSmall(reports.Files, lang+".json")
	if err == nil {
		err = w.read(own)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // English has no file of its own
		return w, fileProblem(lang+".json", err)
	}
	name := "wording-" + lang + ".json"
	theirs, err := readSmall(agency, name)
	if err == nil {
		err = w.read(theirs)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return w, fileProblem(name, err)
	}
	return w.withProgram(), nil
}
