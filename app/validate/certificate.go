package validate

import (
	"bytes"
	"fmt"
	"image/png"
	"math"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/export/report"
)

// Installation is what a certificate is for and who issues it.
type Installation struct {
	ID         string // of the certificate
	Issued     time.Time
	Agency     string
	Issuer     casefile.Person
	Signer     report.Signer
	Machine    []string // processor, cores, system
	Program    string   // SHA-256 of the program's file
	Collection string   // name of the scans
}

// Certificate returns the document that states what this installed version gave on this machine on these data, beside the
// published figures. It states a run; it does not say that the method suits anybody's casework.
func (r Report) Certificate(in Installation) (report.Document, error) {
	d := report.Document{Title: "Validation certificate", Noun: "Certificate", ReportID: in.ID, Lang: "en-GB", Agency: in.Agency, Case: "validation on " + in.Collection,
		Author: in.Issuer.Name, Issued: in.Issued.UTC(), EndMark: "End of certificate " + in.ID}
	if len(r.Software) > 0 {
		d.Producer = r.Software[0]
	}
	if r.Synthetic {
		d.Banners = append(d.Banners, report.BannerSynthetic)
	}
	if in.Signer.Test {
		d.Banners = append(d.Banners, report.BannerTest)
	}
	pictures, err := r.pictures()
	if err != nil {
		return report.Document{}, err
	}
	d.Sections = []report.Section{
		{Blocks: []report.Block{
			{Pairs: []report.Pair{
				{Name: "Agency", Value: in.Agency}, {Name: "Certificate id", Value: in.ID, Mono: true},
				{Name: "Issued", Value: in.Issued.UTC().Format(report.TimeLayout)}, {Name: "Issued by", Value: in.Issuer.Name},
			}},
			{Notice: &report.Notice{Kind: report.NoticeInfo, Title: "What this certifies", Text: []string{
				fmt.Sprintf("The program named below compared all %d pairs of %d scans whose sources are known, on the machine named below, with the results that follow.", len(r.List), r.Scans),
				"The results hold for these scans. They say nothing about other makes, ammunition, instruments or marks, and they are not error rates of casework."}}},
		}},
		r.installed(in),
		{Heading: "Figures", Blocks: r.figureBlocks()},
		{Heading: "Distributions", Blocks: pictures},
		{Heading: "Data", NewPage: true, Blocks: r.dataBlocks()},
		{Heading: "Parameters", Blocks: []report.Block{r.parameterTable()}},
		{Heading: "Signature", NewPage: true, Blocks: []report.Block{{Sign: &report.SignLine{Name: in.Issuer.Name, Role: in.Issuer.Role, Place: in.Agency,
			Date: in.Issued.UTC().Format(report.TimeLayout), Text: signText(in.Signer)}}}},
	}
	return d, nil
}

func signText(s report.Signer) string {
	text := "Signed electronically by " + s.Name + ". The signature is inside the PDF file (PAdES) and covers every byte of it; “tracemark verify” checks it."
	if s.Test {
		text = "Signed with a TEST IDENTITY: the signature shows changes to the file, not who signed. " + text
	}
	return text
}

func (r Report) installed(in Installation) report.Section {
	return report.Section{Heading: "Program and machine", Blocks: []report.Block{{Pairs: []report.Pair{
		{Name: "Program and libraries", Value: strings.Join(r.Software, "; ")},
		{Name: "SHA-256 of the program", Value: stated(in.Program), Mono: in.Program != ""},
		{Name: "Machine", Value: stated(strings.Join(in.Machine, "; "))},
		{Name: "Time per pair", Value: fmt.Sprintf("%.1f ms (median; registered and surface, both scans prepared), all methods that ran %.1f ms", r.MedianMS, r.MedianAllMS)},
		{Name: "Preparation per scan", Value: fmt.Sprintf("%.1f ms (median)", r.PrepareMS)},
		{Name: "Whole run", Value: fmt.Sprintf("%.1f s with %d jobs on %d cores", r.WallS, r.Jobs, r.Cores)},
		{Name: "Times", Value: "by the clock: other programs that ran on the machine lengthen them"},
	}}}}
}

// figureBlocks states how well each score tells the kinds apart, the published one last.
func (r Report) figureBlocks() []report.Block {
	figures := &report.Table{Columns: []report.Column{{Title: "Score", Share: 2.4}, {Title: "Version", Share: 0.9}, {Title: "Same source min / mean / max", Share: 2.2, Right: true},
		{Title: "Different source max", Share: 1.2, Right: true}, {Title: "AUC", Share: 0.9, Right: true}, {Title: "Variance ratio", Share: 1, Right: true}}}
	best := &report.Table{Columns: []report.Column{{Title: "Score", Share: 2.4}, {Title: "Best threshold", Share: 1, Right: true},
		{Title: "Same source below", Share: 2, Right: true}, {Title: "Different source at or above", Share: 2.2, Right: true}}}
	weights := &report.Table{Columns: []report.Column{{Title: "Score", Share: 2.2}, {Title: "Cllr", Share: 0.7, Right: true}, {Title: "Cllr min", Share: 0.8, Right: true},
		{Title: "Same source, LR < 1", Share: 1.9, Right: true}, {Title: "Different source, LR > 1", Share: 2.1, Right: true}, {Title: "Effective pairs", Share: 1.2, Right: true}}}
	why := ""
	var words []string
	for _, s := range r.decided() {
		name := s.Name
		if s.Method == "" {
			name = "published " + name
			words = append(words, name+": figures that others published for the same pairs")
		} else {
			words = append(words, name+": "+report.ScoreInWords(s.Name))
		}
		figures.Rows = append(figures.Rows, []string{name, s.Version, number(s.KM.Min) + " / " + number(s.KM.Mean) + " / " + number(s.KM.Max), number(s.KNM.Max),
			fixed(s.AUC, 4), fixed(s.VarianceRatio, 1)})
		if t := s.Threshold; !math.IsNaN(t.Value) {
			best.Rows = append(best.Rows, []string{name, number(t.Value), report.Rate(t.KMBelow, t.KM), report.Rate(t.KNMAtOrAbove, t.KNM)})
		}
		if e := s.Weight; e != nil && e.Why == "" {
			weights.Rows = append(weights.Rows, []string{name, fixed(e.Cllr, 3), fixed(e.CllrMin, 3), report.Rate(e.MisleadingKM, len(e.KM)), report.Rate(e.MisleadingKNM, len(e.KNM)),
				fmt.Sprintf("%.0f and %.0f", e.Resolution.EffectiveKM, e.Resolution.EffectiveKNM)})
		} else if e != nil {
			why = e.Why
		}
	}
	blocks := []report.Block{
		{Paragraph: fmt.Sprintf("%d pairs of one source and %d of different sources, grouped by %s. The product decides by %s.", r.Pairs.KM, r.Pairs.KNM, r.Grouping, r.Default)},
		{Table: figures}, {Items: words}, {Heading: "Each score by its own best threshold on these scans"}, {Table: best},
		{Paragraph: "Percentages are exact upper bounds (95 %, one-sided) with the pairs taken as independent, which pairs that share scans are not."},
		{Heading: "Likelihood ratios, cross-validated by source"},
	}
	if len(weights.Rows) > 0 {
		blocks = append(blocks, report.Block{Table: weights}, report.Block{Paragraph: "Cllr is the cost of the likelihood ratios, 0 for perfect and 1 for useless ones; its minimum is that of the scores' order alone. " +
			"Effective pairs, of one source and of different sources, are as many independent ones as the pairs are worth; no likelihood ratio goes beyond them."})
	}
	if why != "" {
		blocks = append(blocks, report.Block{Paragraph: "None for some scores. " + why})
	}
	return append(blocks, r.disagreementBlocks()...)
}

// maxListed bounds the pairs of a certificate; the CSV has all of them.
const maxListed = 60

func (r Report) disagreementBlocks() []report.Block {
	head := report.Block{Heading: "Pairs that two scores decide differently"}
	if len(r.Disagreements) == 0 {
		return []report.Block{head, {Paragraph: "None, each score by its own best threshold."}}
	}
	t := &report.Table{Columns: []report.Column{{Title: "Pair", Share: 2}, {Title: "Truth", Share: 1.1}, {Title: "Scores; + is taken for one source", Share: 4}}}
	for i, d := range r.Disagreements {
		if i == maxListed {
			break
		}
		var scores []string
		for _, c := range d.Decisions {
			scores = append(scores, c.Score+" "+c.String())
		}
		t.Rows = append(t.Rows, []string{d.A + " – " + d.B, map[bool]string{true: "one source", false: "different"}[d.Same], strings.Join(scores, ", ")})
	}
	blocks := []report.Block{head, {Table: t}}
	if n := len(r.Disagreements); n > maxListed {
		blocks = append(blocks, report.Block{Paragraph: fmt.Sprintf("%d more are not listed here.", n-maxListed)})
	}
	return blocks
}

// dataBlocks states what went in, by hash.
func (r Report) dataBlocks() []report.Block {
	t := &report.Table{Columns: []report.Column{{Title: "File", Share: 1.2}, {Title: "SHA-256", Share: 3, Mono: true}}}
	for _, f := range r.hashes {
		t.Rows = append(t.Rows, []string{f.name, f.sha256})
	}
	blocks := []report.Block{{Pairs: []report.Pair{
		{Name: "Recorded by", Value: stated(strings.Join(r.Domain.Instruments, ", "))},
		{Name: "Spacing", Value: r.Domain.Spacing() + " µm"},
		{Name: "Digest of scans and sources", Value: r.DataDigest, Mono: true},
	}}, {Table: t}}
	if len(r.Notes) > 0 {
		blocks = append(blocks, report.Block{Heading: "Notes"}, report.Block{Items: r.Notes})
	}
	return blocks
}

func (r Report) parameterTable() report.Block {
	t := &report.Table{Columns: []report.Column{{Title: "Parameter", Share: 2.4}, {Title: "Value", Share: 1.3}, {Title: "Unit", Share: 0.9}, {Title: "Source", Share: 3}}}
	for _, p := range r.Params {
		t.Rows = append(t.Rows, []string{p.Name, p.Value, p.Unit, p.Source})
	}
	return report.Block{Table: t}
}

// pictures draws the distributions, two rows of plots a picture, so that they fit a page.
func (r Report) pictures() ([]report.Block, error) {
	list := r.tiles()
	var blocks []report.Block
	for n := 1; len(list) > 0; n++ {
		some := list[:min(len(list), 3*plotColumns)]
		list = list[len(some):]
		var b bytes.Buffer
		if err := r.drawTiles(&b, some); err != nil {
			return nil, err
		}
		img, err := png.Decode(&b)
		if err != nil {
			return nil, fmt.Errorf("read plot: %w", err)
		}
		blocks = append(blocks, report.Block{Figures: []*report.Picture{report.NewPicture(report.Figure{Image: img,
			Caption: "Scores of pairs of one source and of different sources, and Tippett plots of their likelihood ratios.",
			Alt:     "Histograms and Tippett plots of the scores"}, n)}})
	}
	return blocks, nil
}

func stated(s string) string {
	if strings.TrimSpace(s) == "" {
		return "not stated"
	}
	return s
}
