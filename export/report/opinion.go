package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"tracemark/assets/reports"
	"tracemark/casefile"
)

// OpinionWords are what a report says around an opinion on a scale: which propositions it weighs, what the opinion means and what it does not, with
// the source. The levels and their meanings are the scale's own (casefile.ConclusionScale). The program's are in assets/reports/opinions, by the
// scale's id; an agency's file of the same name in its folder opinions takes the place of one, and others add to them.
type OpinionWords struct {
	Scales []string `json:"scales"` // ids
	Source string   `json:"source"`
	// Propositions are weighed where the scale states none of its own; two at least.
	Propositions []string `json:"propositions"`
	Means        []string `json:"means"`    // sentences: what an opinion on this scale is
	DoesNot      []string `json:"does_not"` // sentences: what it is not
}

const opinionsFolder = "opinions"

// LoadOpinions reads the program's words and those of the agency's folder, nil where there is none; the agency's come first.
func LoadOpinions(agency fs.FS) ([]OpinionWords, error) {
	var out []OpinionWords
	for _, f := range []fs.FS{agency, reports.Files} {
		if f == nil {
			continue
		}
		names, err := fs.Glob(f, opinionsFolder+"/*.json")
		if err != nil {
			return nil, fileProblem(opinionsFolder, err)
		}
		slices.Sort(names)
		for _, n := range names {
			data, err := readSmall(f, n)
			if err != nil {
				return nil, fileProblem(n, err)
			}
			o, err := parseOpinion(data)
			if err != nil {
				return nil, fileProblem(path.Base(n), err)
			}
			out = append(out, o)
		}
	}
	return out, nil
}

func parseOpinion(data []byte) (OpinionWords, error) {
	var o OpinionWords
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&o); err != nil {
		return o, err
	}
	switch {
	case len(o.Scales) == 0:
		return o, errors.New("it names no scale")
	case len(o.Propositions) < 2:
		return o, errors.New("it states fewer than two propositions")
	case o.Source == "" || len(o.Means) == 0 || len(o.DoesNot) == 0:
		return o, errors.New("it lacks its source, what an opinion means, or what it does not")
	}
	return o, nil
}

var ownOpinions = sync.OnceValue(func() []OpinionWords {
	list, err := LoadOpinions(nil)
	if err != nil {
		panic(fmt.Sprintf("opinions: %v", err)) // embedded: wrong only where somebody edits it, and a test reads it
	}
	return list
})

// opinionOn returns the words for a scale; those for any scale ("*") where none is named.
func (b *builder) opinionOn(s casefile.ConclusionScale) OpinionWords {
	for _, id := range []string{s.ID, "*"} {
		for _, o := range append(slices.Clone(b.opinions), ownOpinions()...) {
			if slices.Contains(o.Scales, id) {
				return o
			}
		}
	}
	return OpinionWords{}
}

// propositionsOf are what an opinion on a scale weighs, and what such an opinion means and does not. A scale's own propositions come before those of
// its words. Fewer than two are no propositions: the document is then not released (see Missing).
func (b *builder) propositionsOf(s casefile.ConclusionScale) []Block {
	f, o := b.f, b.opinionOn(s)
	list, said := s.Propositions, b.Say("The propositions that the scale weighs against each other:")
	if len(list) == 0 {
		list, said = o.Propositions, b.Say("The propositions that were weighed against each other:")
	}
	blocks := []Block{{Paragraph: b.Say("The question was whether the %[1]s on item %[2]s and on item %[3]s were made by the same firearm or by different firearms.",
		b.marks(f.A.Capture.Mark), b.stated(f.A.Exhibit.Label), b.stated(f.B.Exhibit.Label))}}
	if len(list) > 0 {
		p := Block{Kind: Opinion, Items: b.AllRecorded(list)}
		if len(list) > 1 {
			p.Meets = []Obligation{Propositions}
		}
		blocks = append(blocks, Block{Paragraph: said}, p)
	}
	if len(o.Means) > 0 {
		blocks = append(blocks, Block{Paragraph: b.Say("What such an opinion means, and what it does not (after %s):", b.Recorded(o.Source))},
			Block{Kind: Limit, Items: append(b.AllRecorded(o.Means), b.AllRecorded(o.DoesNot)...)})
	}
	return blocks
}
