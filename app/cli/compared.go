package cli

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"tracemark/app/analysis"
	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/imaging"
)

// comparedFormat names what `compare --json` prints; its number goes up when readers could misread a newer one.
const comparedFormat = "tracemark-comparison/1"

// comparedSchema documents it: a JSON schema (draft 2020-12), printed by `compare --schema`.
//
//go:embed compare.schema.json
var comparedSchema []byte

// compared is what `compare` prints: all that is needed to draw the result elsewhere.
type compared struct {
	Format string `json:"format"`
	ID     string `json:"id,omitempty"` // of the stored comparison
	Number int    `json:"number,omitempty"`
	A      string `json:"a"`
	B      string `json:"b"`
	Scans  []side `json:"scans"` // A's and B's
	// Withheld is true where a view of the pair is still to be committed: Results hold the pose alone.
	Withheld bool `json:"withheld,omitempty"`
	// ClassDisagreements come before any score: class characteristics that the exhibits state differently.
	ClassDisagreements []casefile.ClassDisagreement `json:"class_disagreements,omitempty"`
	Default            string                       `json:"default"`
	Results            []imaging.Result             `json:"results"`
	Params             []casefile.Param             `json:"params"`
	Software           []string                     `json:"software"`
	Notices            []string                     `json:"notices,omitempty"` // about the files themselves
	Millis             float64                      `json:"millis"`
	// Reference is where the default score stands in the reference set that was named.
	Reference *report.Reference     `json:"reference,omitempty"`
	Explain   *casefile.Explanation `json:"explain,omitempty"`

	made     casefile.Comparison // what the figures above are taken from
	captures [2]casefile.Capture // not stored where files were compared
	masks    [2]*casefile.MaskItem
}

// label is how a person calls the scan: by its exhibit, else by its file.
func (s side) label() string {
	if s.Exhibit != "" {
		return s.Exhibit
	}
	return s.Name
}

// side is a scan that was compared.
type side struct {
	Name       string            `json:"name"`
	Exhibit    string            `json:"exhibit,omitempty"` // label
	SHA256     string            `json:"sha256"`            // of the original
	Mark       casefile.MarkKind `json:"mark"`
	Columns    int               `json:"columns"`
	Rows       int               `json:"rows"`
	Kind       string            `json:"kind,omitempty"` // "photograph"; empty for a topography
	SpacingX   *float64          `json:"spacing_x_um"`   // nil where the scale is not known
	SpacingY   *float64          `json:"spacing_y_um"`
	Instrument string            `json:"instrument,omitempty"`
	Synthetic  bool              `json:"synthetic,omitempty"`
	Mask       *maskFacts        `json:"mask,omitempty"` // that a person or a program kept; without one the face was found automatically
}

// maskFacts is the version of a mask that a scan was compared under.
type maskFacts struct {
	ID      string              `json:"id"`
	Version int                 `json:"version"`
	Origin  casefile.MaskOrigin `json:"origin"`
	SHA256  string              `json:"sha256"`
	Points  int                 `json:"points"`
	Reason  string              `json:"reason"`
	By      string              `json:"by"`
	Created time.Time           `json:"created"`
}

func maskFactsOf(m *casefile.MaskItem) *maskFacts {
	if m == nil {
		return nil
	}
	return &maskFacts{ID: m.Mask.ID, Version: m.Mask.Version, Origin: m.Mask.Origin, SHA256: m.Mask.SHA256, Points: m.Mask.Points,
		Reason: m.Mask.Reason, By: m.ByName, Created: m.Mask.Created}
}

func sideOf(name, exhibit string, c casefile.Capture) side {
	s := side{Name: name, Exhibit: exhibit, SHA256: c.SHA256, Mark: c.Mark, Columns: c.Width, Rows: c.Height,
		Instrument: analysis.InstrumentName(c.Instrument), Synthetic: c.Synthetic}
	if x, y, ok := c.Scale.UM(); ok {
		s.SpacingX, s.SpacingY = &x, &y
	}
	if c.Kind == casefile.Photograph {
		s.Kind = string(c.Kind)
	}
	return s
}

// note adds what must be said of the scans themselves.
func (c *compared) note(names []string) {
	for i, capture := range c.captures {
		for _, w := range capture.Warnings {
			c.Notices = append(c.Notices, names[i]+": "+w)
		}
		if capture.Synthetic {
			c.Notices = append(c.Notices, names[i]+": SYNTHETIC data")
		}
	}
}

// explainStored explains a comparison of captures.
func (c *compared) explainStored(ctx context.Context, desk *casework.Desk, path string, filters bool, progress casefile.Progress) error {
	e, err := desk.Explain(ctx, path, c.ID, filters, progress)
	c.Explain = &e
	return err
}

// writeRobustness prints the counts under other thresholds and filters.
func writeRobustness(w io.Writer, e *casefile.Explanation) {
	if e == nil || len(e.Thresholds) == 0 {
		return
	}
	fmt.Fprintln(w, "registered count under other thresholds (correlation down, distance across, rotation within 6°):")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	last := -1.0
	head, body := "  r at least\t", ""
	for _, c := range e.Thresholds {
		if c.WithinDeg != 6 {
			continue
		}
		if c.MinR != last {
			if last < 0 {
				body = ""
			} else {
				body += "\n"
			}
			body += fmt.Sprintf("  %g\t", c.MinR)
		}
		if c.MinR == e.Thresholds[0].MinR {
			head += fmt.Sprintf("%g µm\t", c.WithinUM)
		}
		last = c.MinR
		mark := ""
		if c.Own {
			mark = "*"
		}
		body += report.Decimal(c.Count) + mark + "\t"
	}
	fmt.Fprintf(t, "%s\n%s\n", head, body)
	_ = t.Flush() // standard output; a reader that has gone is no error
	if len(e.Filters) == 0 {
		return
	}
	fmt.Fprintln(w, "scores under other filters, one changed at a time:")
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "  setting\tregistered\tfraction\tsurface")
	for _, o := range e.Filters {
		if o.Problem != "" {
			fmt.Fprintf(t, "  %s\t%s\n", o.Setting, o.Problem)
			continue
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\n", o.Setting, report.Decimal(o.Count), report.Decimal(o.Fraction), report.Decimal(o.Surface))
	}
	_ = t.Flush()
}
