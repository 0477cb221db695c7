package report

import (
	"math"
	"strings"

	"tracemark/casefile"
	"tracemark/imaging"
)

// pair is what kind of recordings the report is about.
func (f Facts) pair() casefile.PairKind { return casefile.PairOf(f.A.Capture, f.B.Capture) }

// trustNames are the figures of a registration of photographs in words.
var trustNames = map[string]fixed{
	imaging.ScorePhotoTrust:       "trust: powers of ten by which chance alone falls short of so good a position; trusted from 3, one in a thousand",
	imaging.ScorePhotoCorrelation: "correlation of the filtered photographs in that position, over what both show",
	imaging.ScorePhotoOverlap:     "share of A's middle disc that B shows too",
}

// methodSeen says how a pair in which a photograph takes part was compared.
func (b *builder) methodSeen() Section {
	f := b.f
	if f.pair() == casefile.TopographyAndPhotograph {
		return Section{Heading: b.Say("Method"), Blocks: []Block{
			{Kind: Limit, Meets: []Obligation{"f"}, Notice: &Notice{Kind: NoticeWarning, Title: b.Say("No method"), Text: []string{b.Say("One recording is a topography and the other a photograph. No method compares the two: they were laid beside each other and looked at, " +
				"and nothing was computed. What the conclusion rests on is the examination alone.")}}},
			{Pairs: []Pair{b.pair(b.Say("Laid beside each other"), b.When(f.Comparison.Created)), b.pair(b.Say("Program"), b.stated(strings.Join(f.Comparison.Software, "; ")))}}}}
	}
	return Section{Heading: b.Say("Method"), Blocks: []Block{
		{Meets: []Obligation{"f"}, Paragraph: b.Say("Both photographs are filtered to the size of the marks that eyes compare. One is laid on the other at every rotation, and where a scale is not known at several magnifications; " +
			"the best position is refined, and kept if chance alone would hardly give one as good. It is a registration for viewing.")},
		{Kind: Limit, Notice: &Notice{Kind: NoticeWarning, Title: b.Say("No validated score exists for photographs"), Text: []string{b.Say("The registration measures no likeness of the marks. Photographs of marks from different firearms can have a trustworthy position, " +
			"for instance where both marks are parallel. What the conclusion rests on is the examination alone.")}}},
		{Table: b.versions()},
		b.computed(),
	}}
}

// resultsSeen gives the position of two photographs and how far it can be trusted. Of a topography and a photograph there are no results.
func (b *builder) resultsSeen() Section {
	f := b.f
	out := Section{Heading: b.Say("Results (registration for viewing)")}
	for _, r := range f.Comparison.Results {
		switch {
		case r.Pose != nil:
			t := b.poseTable()
			t.Rows = [][]string{b.pose(b.named(methodNames, r.Method), r.Pose)}
			out.Blocks = append(out.Blocks, Block{Heading: b.Say("Position")}, Block{Kind: Result, Meets: []Obligation{"m"}, Table: t},
				Block{Paragraph: b.Say("The position lays photograph A on photograph B. Positive angles turn clockwise; x grows to the right, y downwards.")})
		case r.PhotoPose != nil:
			q := r.PhotoPose
			out.Blocks = append(out.Blocks, Block{Heading: b.Say("Position")}, Block{Kind: Result, Meets: []Obligation{"m"}, Pairs: []Pair{
				b.pair(b.Say("Rotation"), b.Say("%.2f°", q.AngleDeg)),
				b.pair(b.Say("Magnification"), b.Say("the width of A covers %.4f of the width of B", q.Magnify)),
				b.pair(b.Say("Translation x, y"), b.Say("%.4f, %.4f of the width of B", q.TX, q.TY)),
			}}, Block{Paragraph: b.Say("The position lays photograph A on photograph B. Positive angles turn clockwise; x grows to the right, y downwards. The scale of a photograph is not known: no length can be given.")})
		default:
			out.Blocks = append(out.Blocks, Block{Notice: &Notice{Kind: NoticeWarning, Title: b.Say("No trustworthy registration"), Text: []string{b.Say("The program found no position that it can vouch for. The photographs were aligned by eye, if at all.")}}})
		}
		if len(r.Scores) > 0 {
			t := &Table{Columns: []Column{{Title: b.Say("How far the position can be trusted"), Share: 4}, {Title: b.Say("Value"), Share: 0.8, Right: true}}}
			for _, s := range r.Scores {
				t.Rows = append(t.Rows, []string{b.named(trustNames, s.Name), b.Decimal(math.Round(100*s.Value) / 100)})
			}
			out.Blocks = append(out.Blocks, Block{Kind: Result, Meets: []Obligation{"m"}, Table: t})
		}
		if len(r.Notes) > 0 {
			out.Blocks = append(out.Blocks, Block{Notice: &Notice{Kind: NoticeInfo, Title: b.Say("Notes that belong to the registration"), Text: b.AllRecorded(r.Notes)}})
		}
	}
	return out
}

// limitsSeen are the limits of looking at photographs.
func (b *builder) limitsSeen() []string {
	list := []string{
		b.Say("No validated score exists for photographs, and no error rate is known of looking at them with this program."),
		b.Say("A photograph shows light and shadow, not heights: the same mark looks different under another light, and different marks can look alike."),
		b.Say("The recordings were compared, not the items. What a recording does not hold, because of the camera, its resolution, the lighting or missing data, was not compared."),
		b.Say("Agreement of marks can be due to subclass characteristics that tools made one after another share; the examiner has to tell them apart."),
	}
	if b.f.pair() == casefile.TwoPhotographs {
		list = append(list, b.Say("The figures of the registration say how far the position can be trusted. They are not comparable with scores of topographies, nor with those of other photographs, and say nothing about the source of the marks."))
	}
	return list
}
