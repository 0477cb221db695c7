package report

import (
	"fmt"
	"strconv"
	"strings"

	"tracemark/casefile"
)

// Examination notes, the bench record: what was looked at, how, when and by whom, with every version of what was marked, committed and concluded. They
// let another qualified examiner see, without the items, what was compared and why (SWGGUN, guideline on documentation).

// SubjectNotes is a comparison with its conclusion and what the bench record holds beside them: Facts.Bench.
const SubjectNotes Subject = "notes"

func (f Facts) checkNotes() error {
	if err := f.check(); err != nil {
		return err
	}
	if f.Bench == nil {
		return &casefile.Error{Code: casefile.Invalid, What: "The examination notes cannot be made: nothing of the examination was gathered", Do: "Open the comparison again"}
	}
	return nil
}

// notesParts are the parts of examination notes; a record of a verification can have them of the verifier's own comparison.
func notesParts() map[string]part {
	of := []Subject{SubjectNotes, SubjectVerification}
	return map[string]part{
		"notes-head":     {notesHead, []Subject{SubjectNotes}},
		"notes-masks":    {notesMasks, of},
		"notes-views":    {notesViews, of},
		"notes-marked":   {notesMarked, of},
		"notes-looked":   {notesLooked, of},
		"notes-pictures": {notesPictures, of},
		"notes-list":     {notesList, of},
	}
}

func notesHead(b *builder) Section {
	f := b.f
	performed := f.performed()
	for _, a := range f.Bench.Acts {
		if !a.Created.IsZero() && a.Created.Before(performed[0]) {
			performed[0] = a.Created
		}
		if a.Created.After(performed[1]) {
			performed[1] = a.Created
		}
	}
	return Section{Blocks: []Block{
		{Pairs: b.administrative(f.Examiner, performed)},
		{Paragraph: b.Say("These are the notes of the examination of item %[1]s (%[2]s) and item %[3]s (%[4]s): comparison %[5]d of this case. They hold everything on record of it, what was corrected or given up too. "+
			"Lengths are µm in the frame of each recording, times UTC.", b.stated(f.A.Exhibit.Label), b.kind(f.A), b.stated(f.B.Exhibit.Label), b.kind(f.B), f.Comparison.Number)},
	}}
}

// bench is what was gathered, nothing where nothing was.
func (b *builder) bench() Bench {
	if b.f.Bench == nil {
		return Bench{}
	}
	return *b.f.Bench
}

func (b *builder) nameOf(id string) string { return b.stated(b.bench().Names[id], id) }

// notesMasks lists every version of which points took part.
func notesMasks(b *builder) Section {
	s := Section{Heading: b.Say("Masks")}
	t := &Table{Columns: []Column{{Title: b.Say("Recording"), Share: 0.9}, {Title: b.Say("Version"), Share: 0.6, Right: true}, {Title: b.Say("Origin"), Share: 0.9}, {Title: b.Say("Share of points"), Share: 0.7, Right: true},
		{Title: b.Say("By, when"), Share: 1.5}, {Title: b.Say("Reason"), Share: 1.8}, {Title: "SHA-256", Share: 1.6, Mono: true}}}
	for n, versions := range b.bench().Masks {
		item := []Item{b.f.A, b.f.B}[n]
		for _, m := range versions {
			version := strconv.Itoa(m.Mask.Version)
			if item.maskID() == m.Mask.ID {
				version += " *"
			}
			t.Rows = append(t.Rows, []string{string(rune('A'+n)) + ": " + b.stated(item.Exhibit.Label), version, b.stated(b.Term(string(m.Mask.Origin))), b.Say("%.1[1]f %%", 100*m.Share),
				join(", ", m.ByName, b.minute(m.Mask.Created)), b.stated(b.Recorded(oneLine(m.Mask.Reason))), m.Mask.SHA256})
		}
	}
	if len(t.Rows) == 0 {
		s.Blocks = []Block{{Paragraph: b.Say("Nobody masked these recordings: the program found the faces by itself at each comparison.")}}
		return s
	}
	s.Blocks = []Block{{Table: t}, {Paragraph: b.Say("* compared under this version. A recording without a mark was compared under the mask that the program found by itself.")}}
	return s
}

// notesViews lists every view and every conclusion in the order of time, with what had been visible before.
func notesViews(b *builder) Section {
	s := Section{Heading: b.Say("Views and conclusions")}
	t := &Table{Columns: []Column{{Title: b.Say("When (UTC)"), Share: 1}, {Title: b.Say("By"), Share: 1.1}, {Title: b.Say("What"), Share: 1.3}, {Title: b.Say("Reasons"), Share: 2.6}, {Title: b.Say("Visible before"), Share: 1.2},
		{Title: b.Say("Regions, version"), Share: 0.7, Right: true}}}
	bench := b.bench()
	for _, c := range bench.Commitments {
		what := b.Say("view skipped")
		if on, ok := c.On(); ok && !c.Skipped {
			level, _ := on.Level(c.Value)
			what = b.Say("view: %s", b.stated(b.Recorded(level.Name), c.Value))
		}
		t.Rows = append(t.Rows, []string{b.minute(c.Created), b.nameOf(c.By), what, b.stated(oneLine(c.Reason)), b.Visible(c.Exposed), strconv.Itoa(c.Markup)})
	}
	for _, c := range bench.Conclusions {
		what := c.Value
		if on, ok := c.On(); ok {
			level, _ := on.Level(c.Value)
			what = b.Say("conclusion: %s", b.stated(b.Recorded(level.Name), c.Value))
		}
		if c.Supersedes != "" {
			what += " " + b.Say("(corrects an earlier one)")
		}
		t.Rows = append(t.Rows, []string{b.minute(c.Created), b.nameOf(c.By), what, b.stated(oneLine(c.Reason)), "–", "–"})
	}
	if len(t.Rows) == 0 {
		s.Blocks = []Block{{Paragraph: b.Say("No view and no conclusion is on record.")}}
		return s
	}
	s.Blocks = []Block{{Kind: Opinion, Meets: []Obligation{"m"}, Table: t}}
	return s
}

// notesMarked says what each version of the marked regions changed of the one before: all of them follow from it.
func notesMarked(b *builder) Section {
	s := Section{Heading: b.Say("Marked regions, version by version")}
	t := &Table{Columns: []Column{{Title: b.Say("Version"), Share: 0.6, Right: true}, {Title: b.Say("By, when"), Share: 1.4}, {Title: b.Say("Change"), Share: 0.9}, {Title: b.Say("Marked as"), Share: 1.2},
		{Title: b.Say("On A"), Share: 1.4}, {Title: b.Say("On B"), Share: 1.4}, {Title: b.Say("Text"), Share: 1.6}}}
	before := map[string]casefile.Annotation{}
	var order []string
	for _, m := range b.bench().Markups {
		by := join(", ", b.nameOf(m.By), b.minute(m.Created))
		row := func(what string, a casefile.Annotation) {
			t.Rows = append(t.Rows, []string{strconv.Itoa(m.Version), by, what, join(", ", b.Term(string(a.Likeness)), b.Term(string(a.Character))), b.outline(a.A), b.outline(a.B), orDash(oneLine(a.Text))})
		}
		now := map[string]casefile.Annotation{}
		for _, a := range m.Annotations {
			now[a.ID] = a
		}
		for _, id := range order {
			if _, still := now[id]; !still {
				row(b.Say("taken away"), before[id])
			}
		}
		order = order[:0]
		for _, a := range m.Annotations {
			order = append(order, a.ID)
			switch was, there := before[a.ID]; {
			case !there:
				row(b.Say("added"), a)
			case b.annotationText(was) != b.annotationText(a):
				row(b.Say("changed"), a)
			}
		}
		before = now
	}
	if len(t.Rows) == 0 {
		s.Blocks = []Block{{Paragraph: b.Say("Nothing was marked.")}}
		return s
	}
	s.Blocks = []Block{{Kind: Opinion, Table: t}, {Paragraph: b.Say("Each version is the one before with these changes. Regions are given by the points that were drawn, in µm in the recording's frame; of many points the first and the number.")}}
	return s
}

// annotationText is everything that an annotation says, to tell whether it changed.
func (b *builder) annotationText(a casefile.Annotation) string {
	text := fmt.Sprint(a.Likeness, a.Character, a.Text)
	for _, s := range []*casefile.Shape{a.A, a.B} {
		if s != nil {
			text += fmt.Sprint(*s)
		}
	}
	return text
}

// mostPoints are written out of a region; a brush has hundreds.
const mostPoints = 6

// outline writes a region so that it can be drawn again, or of a long line where it begins.
func (b *builder) outline(s *casefile.Shape) string {
	if s == nil || len(s.Points) == 0 {
		return "–"
	}
	var pts []string
	for _, p := range s.Points[:min(len(s.Points), mostPoints)] {
		pts = append(pts, fmt.Sprintf("(%.0f, %.0f)", p.X, p.Y))
	}
	if n := len(s.Points); n > mostPoints {
		pts = append(pts[:1], b.Say("and %d points more", n-1))
	}
	return b.Say("%[1]s: %[2]s", b.Term(string(s.Kind)), strings.Join(pts, " "))
}

// acts are what was done while looking, in words.
var acts = map[string]fixed{
	string(casefile.ActViewedCandidate): "candidate looked at", string(casefile.ActViewedComparison): "comparison looked at", string(casefile.ActFlipped): "specimen mirrored or back",
	string(casefile.ActRevealed): "figures shown", string(casefile.ActPrintedLabel): "label printed", string(casefile.ActSearched): "case searched",
}

// notesLooked lists the acts of looking with their times.
func notesLooked(b *builder) Section {
	s := Section{Heading: b.Say("What was looked at, and when")}
	t := &Table{Columns: []Column{{Title: b.Say("When (UTC)"), Share: 1}, {Title: b.Say("By"), Share: 1.2}, {Title: b.Say("What"), Share: 1.4}, {Title: b.Say("Detail"), Share: 2.2}, {Title: b.Say("For"), Share: 0.8, Right: true},
		{Title: b.Say("Made visible"), Share: 1.2}}}
	sum := 0.0
	for _, a := range b.bench().Acts {
		lasted, shown := "–", "–"
		if a.Seconds > 0 {
			lasted = duration(a.Seconds)
			sum += a.Seconds
		}
		if len(a.Exposed) > 0 {
			shown = b.Visible(a.Exposed)
		}
		t.Rows = append(t.Rows, []string{b.minute(a.Created), b.nameOf(a.By), b.named(acts, string(a.Kind)), orDash(b.Recorded(oneLine(a.Detail))), lasted, shown})
	}
	if len(t.Rows) == 0 {
		s.Blocks = []Block{{Kind: Limit, Paragraph: b.Say("Nothing is on record of what was looked at.")}}
		return s
	}
	s.Blocks = []Block{{Table: t}, {Paragraph: b.Say("Looked at on screen: %s in all. Times are of the window, not of the eye.", duration(sum))}}
	return s
}

// notesPictures lists every snapshot with the state that shows it again.
func notesPictures(b *builder) Section {
	s := Section{Heading: b.Say("Snapshots")}
	t := &Table{Columns: []Column{{Title: b.Say("No."), Share: 0.5, Right: true}, {Title: b.Say("By, when"), Share: 1.3}, {Title: b.Say("Caption"), Share: 1.5}, {Title: b.Say("Settings"), Share: 3}, {Title: b.Say("In the report"), Share: 0.7},
		{Title: "SHA-256", Share: 1.5, Mono: true}}}
	for _, n := range b.bench().Snapshots {
		in := b.Say("no")
		if n.InReport {
			in = b.Say("yes")
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(n.Number), join(", ", b.nameOf(n.By), b.minute(n.Created)), orDash(oneLine(n.Caption)), b.settings(n.Scene), in, n.SHA256})
	}
	if len(t.Rows) == 0 {
		s.Blocks = []Block{{Paragraph: b.Say("No snapshot was kept.")}}
		return s
	}
	s.Blocks = []Block{{Table: t}}
	return s
}

// settings are what the microscope needs to show a picture again, as far as words can say it.
func (b *builder) settings(c casefile.Scene) string {
	text := b.scene(c)
	for i, side := range c.Sides {
		text += " " + b.Say("%[1]s: middle at %.0[2]f, %.0[3]f µm, turned by %.1[4]f°.", string(rune('A'+i)), side.Centre.X, side.Centre.Y, side.AngleDeg)
	}
	if c.Markup > 0 {
		text += " " + b.Say("Marked regions of version %d.", c.Markup)
	}
	return text
}

// notesList says from which list of candidates the pair came, where it came from one.
func notesList(b *builder) Section {
	c := b.bench().Candidate
	if c == nil {
		return Section{}
	}
	l := c.List
	pairs := []Pair{b.pair(b.Say("Asked at"), b.stated(l.Service)), b.pair(b.Say("As of"), b.When(l.AsOf)), b.pair(b.Say("Exhibits searched"), strconv.Itoa(l.GallerySize)),
		b.pair(b.Say("Ranked by"), b.stated(join(" ", l.Method, l.Version))), b.pair(b.Say("Candidate"), b.stated(join(", ", c.Line.Label, c.Line.AgencyName, c.Line.CaseRef))),
		b.pair(b.Say("Rank"), strconv.Itoa(c.Line.Rank)), b.pair(b.Say("State of the candidate"), b.stated(b.Term(string(c.Line.State)))), {Name: b.Say("Id of the list"), Value: l.ID, Mono: true}}
	blocks := []Block{{Pairs: pairs}}
	scores := &Table{Columns: []Column{{Title: b.Say("Mark"), Share: 1}, {Title: b.Say("Score"), Share: 2.4}, {Title: b.Say("Value"), Share: 0.8, Right: true}}}
	for _, m := range c.Line.Marks {
		for _, v := range m.Scores {
			scores.Rows = append(scores.Rows, []string{b.named(markNames, string(m.Mark)), b.named(scoreNames, v.Name), b.Decimal(v.Value)})
		}
	}
	if len(scores.Rows) > 0 {
		blocks = append(blocks, Block{Kind: Result, Table: scores})
	}
	stages := make([]string, 0, len(l.Stages))
	for _, st := range l.Stages {
		stages = append(stages, b.stage(st))
	}
	if len(stages) > 0 {
		blocks = append(blocks, Block{Items: stages})
	}
	if len(l.LeftOut) > 0 {
		blocks = append(blocks, Block{Kind: Limit, Paragraph: b.Count(len(l.LeftOut), "%d exhibit or recording was not searched; the case holds which and why.", "%d exhibits or recordings were not searched; the case holds which and why.", len(l.LeftOut))})
	}
	blocks = append(blocks, Block{Kind: Limit, Paragraph: b.Say("A place in a list is a lead: it says what to look at first, and nothing of the source of a mark.")})
	return Section{Heading: b.Say("The list of candidates that the pair came from"), Blocks: blocks}
}

// stage says what a stage of a search did with the recordings of one mark.
func (b *builder) stage(s casefile.SearchStage) string {
	text := b.Say("%[1]s, %[2]s: %[3]d looked at", b.named(markNames, string(s.Mark)), b.named(stageNames, string(s.Stage)), s.Recordings)
	if s.Stage == casefile.StageCells {
		return text
	}
	text += ", " + b.Say("%d left out", s.LeftOut)
	if s.Passed > 0 {
		text += ", " + b.Say("%d let through without a place", s.Passed)
	}
	return text
}

// stageNames are the stages by what they measure.
var stageNames = map[string]fixed{
	string(casefile.StageClass): "by class characteristics", string(casefile.StageRings): "by rings about the firing-pin hole",
	string(casefile.StageSurface): "by whole surfaces at a low resolution", string(casefile.StageCells): "by congruent cells",
}
