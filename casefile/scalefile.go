package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a scale of an agency's own may be. The bounds are for the screen and the page, on which every level stands with its
// meaning; a scale that needs more is hard to use for people, not for the program.
const (
	MaxScaleFile    = 256 << 10 // bytes
	MinLevels       = 2
	MaxLevels       = 20
	maxScaleName    = 120 // characters, of a scale's and a level's name, and of a version
	maxScaleText    = 1200
	maxPropositions = 2
)

var scaleID = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// ParseScale reads a scale of conclusions that an agency wrote for itself. The file is one JSON object:
//
//	{
//	  "id": "lab-2026",
//	  "name": "Conclusions of the laboratory",
//	  "version": "2026-03-01",
//	  "source": "Quality manual, section 7.4",
//	  "propositions": ["The marks were made by the same firearm.", "The marks were made by different firearms."],
//	  "levels": [
//	    {"id": "same", "name": "Same source", "meaning": "The marks agree so far that …"},
//	    {"id": "open", "name": "No conclusion", "meaning": "The marks support neither."},
//	    {"id": "unsuitable", "name": "Unsuitable", "meaning": "The marks are not suitable for comparison."}
//	  ]
//	}
//
// id, name, source and levels are required, and so are id, name and meaning of each level. An id has small letters without accents, digits,
// dots, dashes and underscores, 64 at most; it is how conclusions name the scale, and none of this program's own. version is what
// the agency calls this state of the scale. There are two propositions or none. Levels stand in the order in which they are shown;
// there are 2 to 20, with ids and names that differ. A level for marks that cannot be compared is usual and not required. Names
// and ids are one line; meanings, sources and propositions have 1200 characters at most. Texts are UTF-8 and appear on reports as they are
// written, in whatever language. Nothing else is allowed: a field with a misspelt name is an error, not ignored. The error names
// the line.
func ParseScale(data []byte) (ConclusionScale, error) {
	p := scaleFile{data: data, dec: json.NewDecoder(bytes.NewReader(data))}
	switch {
	case len(data) > MaxScaleFile:
		return ConclusionScale{}, wrongScale(Sentence{Format: "the file is larger than %[1]d KiB", Args: []any{MaxScaleFile >> 10}})
	case !utf8.Valid(data):
		return ConclusionScale{}, wrongScale(Sentence{Format: "the file is not UTF-8 text"})
	}
	if err := p.read(); err != nil {
		return ConclusionScale{}, err
	}
	return p.scale, p.check()
}

func wrongScale(why Sentence) error {
	return &Error{Code: Invalid, What: "This is no scale of conclusions: %[1]v", Do: "Correct the file and add it again", Args: []any{why}}
}

// scaleFile is a scale being read, with the lines that its fields and levels begin on.
type scaleFile struct {
	data       []byte
	dec        *json.Decoder
	scale      ConclusionScale
	line       map[string]int // of each field of the scale
	levelLines []int
}

// here returns the line of what the decoder reads next.
func (p *scaleFile) here() int {
	at := int(p.dec.InputOffset())
	at += len(p.data[at:]) - len(bytes.TrimLeft(p.data[at:], " \t\r\n,:"))
	return lineOf(p.data, at)
}

func lineOf(data []byte, at int) int { return 1 + bytes.Count(data[:min(at, len(data))], []byte("\n")) }

// refuse says on which line the file is wrong.
func (p *scaleFile) refuse(line int, why Sentence) error {
	return &Error{Code: Invalid, What: "This is no scale of conclusions, line %[1]d: %[2]v", Do: "Correct the file and add it again", Args: []any{line, why}}
}

// broken says where the file is not JSON, or a value not what it has to be.
func (p *scaleFile) broken(err error, line int) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return p.refuse(lineOf(p.data, int(p.dec.InputOffset())), Sentence{Format: "this is not JSON (%[1]v)", Args: []any{err}})
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return p.refuse(lineOf(p.data, len(p.data)), Sentence{Format: "the file ends too early"})
	case errors.As(err, &kind):
		return p.refuse(line, Sentence{Format: "a %[1]s stands where something else is wanted", Args: []any{Word(kind.Value)}})
	}
	return p.refuse(line, Sentence{Format: "%[1]s", Args: []any{strings.TrimPrefix(err.Error(), "json: ")}})
}

func (p *scaleFile) read() error {
	if t, err := p.dec.Token(); err != nil {
		return p.broken(err, 1)
	} else if t != json.Delim('{') {
		return p.refuse(1, Sentence{Format: "a scale begins with {"})
	}
	p.line = map[string]int{}
	for p.dec.More() {
		line := p.here()
		t, err := p.dec.Token()
		if err != nil {
			return p.broken(err, line)
		}
		name := t.(string) // the decoder allows no other key
		if p.line[name] > 0 {
			return p.refuse(line, Sentence{Format: "%[1]q is there already, on line %[2]d", Args: []any{name, p.line[name]}})
		}
		p.line[name] = line
		if err := p.field(name, line); err != nil {
			return err
		}
	}
	if _, err := p.dec.Token(); err != nil {
		return p.broken(err, p.here())
	}
	line := p.here()
	if _, err := p.dec.Token(); err != io.EOF {
		return p.refuse(line, Sentence{Format: "something stands behind the scale's end"})
	}
	return nil
}

func (p *scaleFile) field(name string, line int) error {
	var to any
	switch name {
	case "id":
		to = &p.scale.ID
	case "name":
		to = &p.scale.Name
	case "version":
		to = &p.scale.Version
	case "source":
		to = &p.scale.Source
	case "propositions":
		to = &p.scale.Propositions
	case "levels":
		return p.levels(line)
	default:
		return p.refuse(line, Sentence{Format: "a scale has no field %[1]q", Args: []any{name}})
	}
	if err := p.dec.Decode(to); err != nil {
		return p.broken(err, line)
	}
	return nil
}

func (p *scaleFile) levels(line int) error {
	if t, err := p.dec.Token(); err != nil {
		return p.broken(err, line)
	} else if t != json.Delim('[') {
		return p.refuse(line, Sentence{Format: "levels are a list, within [ and ]"})
	}
	for p.dec.More() {
		at := p.here()
		var raw json.RawMessage
		if err := p.dec.Decode(&raw); err != nil {
			return p.broken(err, at)
		}
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		var l Level
		if err := dec.Decode(&l); err != nil {
			return p.broken(fmt.Errorf("level %d: %w", len(p.scale.Levels)+1, err), at)
		}
		p.scale.Levels, p.levelLines = append(p.scale.Levels, l), append(p.levelLines, at)
	}
	if _, err := p.dec.Token(); err != nil {
		return p.broken(err, line)
	}
	return nil
}

// check makes sure that what was read is a scale.
func (p *scaleFile) check() error {
	s := p.scale
	for _, f := range []struct {
		name, text string
		limit      int
	}{{"id", s.ID, maxScaleName}, {"name", s.Name, maxScaleName}, {"source", s.Source, maxScaleText}} {
		if p.line[f.name] == 0 {
			return wrongScale(Sentence{Format: "it has no %[1]q", Args: []any{f.name}})
		}
		if why := wrongText(f.text, f.limit); why.Format != "" {
			return p.refuse(p.line[f.name], Sentence{Format: "%[1]q %[2]v", Args: []any{f.name, why}})
		}
	}
	switch _, own := ScaleCalled(s.ID); {
	case !scaleID.MatchString(s.ID):
		return p.refuse(p.line["id"], Sentence{Format: "the id %[1]q has to be of small letters, digits, dots and dashes, 64 at most", Args: []any{s.ID}})
	case own:
		return p.refuse(p.line["id"], Sentence{Format: "the id %[1]q is that of one of this program's own scales", Args: []any{s.ID}})
	case len(s.Propositions) != 0 && len(s.Propositions) != maxPropositions:
		return p.refuse(p.line["propositions"], Sentence{Format: "there are two propositions or none, not %[1]d", Args: []any{len(s.Propositions)}})
	case p.line["levels"] == 0:
		return wrongScale(Sentence{Format: "it has no %[1]q", Args: []any{"levels"}})
	case len(s.Levels) < MinLevels || len(s.Levels) > MaxLevels:
		return p.refuse(p.line["levels"], Sentence{Format: "a scale has %[1]d to %[2]d levels, not %[3]d", Args: []any{MinLevels, MaxLevels, len(s.Levels)}})
	}
	if why := wrongText(s.Version, maxScaleName); why.Format != "" && p.line["version"] > 0 {
		return p.refuse(p.line["version"], Sentence{Format: "%[1]q %[2]v", Args: []any{"version", why}})
	}
	for i, text := range s.Propositions {
		if why := wrongText(text, maxScaleText); why.Format != "" {
			return p.refuse(p.line["propositions"], Sentence{Format: "proposition %[1]d %[2]v", Args: []any{i + 1, why}})
		}
	}
	return p.checkLevels()
}

func (p *scaleFile) checkLevels() error {
	ids, names := map[string]int{}, map[string]int{}
	for i, l := range p.scale.Levels {
		line, n := p.levelLines[i], i+1
		for _, f := range []struct {
			name, text string
			limit      int
		}{{"id", l.ID, maxScaleName}, {"name", l.Name, maxScaleName}, {"meaning", l.Meaning, maxScaleText}} {
			if why := wrongText(f.text, f.limit); why.Format != "" {
				return p.refuse(line, Sentence{Format: "level %[1]d: its %[2]q %[3]v", Args: []any{n, f.name, why}})
			}
		}
		folded := strings.ToLower(l.Name)
		switch {
		case !scaleID.MatchString(l.ID):
			return p.refuse(line, Sentence{Format: "level %[1]d: the id %[2]q has to be of small letters, digits, dots and dashes, 64 at most", Args: []any{n, l.ID}})
		case ids[l.ID] > 0:
			return p.refuse(line, Sentence{Format: "level %[1]d: its id %[2]q is that of level %[3]d", Args: []any{n, l.ID, ids[l.ID]}})
		case names[folded] > 0:
			return p.refuse(line, Sentence{Format: "level %[1]d: its name %[2]q is that of level %[3]d", Args: []any{n, l.Name, names[folded]}})
		}
		ids[l.ID], names[folded] = n, n
	}
	return nil
}

// wrongText says what is wrong with a text that has to be there; the sentence without words where nothing is.
func wrongText(text string, limit int) Sentence {
	switch {
	case strings.TrimSpace(text) == "":
		return Sentence{Format: "is empty"}
	case strings.TrimSpace(text) != text:
		return Sentence{Format: "begins or ends with blank space"}
	case utf8.RuneCountInString(text) > limit:
		return Sentence{Format: "has more than %[1]d characters", Args: []any{limit}}
	case strings.ContainsFunc(text, unicode.IsControl):
		return Sentence{Format: "has a line break or another control character"}
	}
	return Sentence{}
}
