package report

import (
	"fmt"
	"strings"
	"time"

	"tracemark/casefile"
)

// Words for what is missing.
const (
	notStated = "not stated"
	notKnown  = "not known"
)

// Banners that stand on every page of a report that is not for casework.
const (
	BannerSynthetic = "SYNTHETIC DATA: simulated, not evidence"
	BannerTest      = "TEST IDENTITY: the signature does not show who signed"
)

// TimeLayout is how reports write a time.
const TimeLayout = "2 January 2006, 15:04:05 UTC"

// Build makes the report on a comparison in English.
func Build(f Facts) (Document, error) { return BuildWith(f, Style{}) }

// BuildWith makes a document of a style. What is missing in the style is the zero Style's.
func BuildWith(f Facts, style Style) (Document, error) {
	b, err := newBuilder(f, style)
	if err != nil {
		return Document{}, err
	}
	d := b.document()
	for _, p := range b.template.Sections {
		if s := b.section(p); len(s.Blocks) > 0 {
			d.Sections = append(d.Sections, s)
		}
	}
	return d, nil
}

func head(f Facts, agency string) Section {
	level, _ := f.Scale.Level(f.Conclusion.Value)
	pairs := []Pair{
		{Name: "Agency", Value: agency},
		{Name: "Address", Value: stated(f.Agency.Address)},
		{Name: "Case", Value: strings.TrimSpace(stated(f.Case.Number) + " " + dash(f.Case.Title))},
		{Name: "Offence", Value: stated(f.Case.Offence)},
		{Name: "Handling code", Value: stated(f.Case.HandlingCode)},
		{Name: "Report id", Value: f.ReportID, Mono: true},
		{Name: "Issued", Value: when(f.Issued)},
		{Name: "Examiner", Value: person(f.Examiner)},
	}
	if i := f.issuer(); i != f.Examiner {
		pairs = append(pairs, Pair{Name: "Issued by", Value: person(i)})
	}
	if f.Supersedes != "" {
		pairs = append(pairs, Pair{Name: "Replaces report", Value: f.Supersedes, Mono: true})
	}
	opinion := fmt.Sprintf("Item %s (%s) and item %s (%s): comparison of the %s marks, comparison %d of this case.",
		stated(f.A.Exhibit.Label), stated(string(f.A.Exhibit.Kind)), stated(f.B.Exhibit.Label), stated(string(f.B.Exhibit.Kind)),
		stated(string(f.A.Capture.Mark)), f.Comparison.Number)
	return Section{Blocks: []Block{
		{Pairs: pairs},
		{Notice: &Notice{Kind: NoticeOpinion, Title: "Conclusion: " + level.Name, Text: []string{opinion, level.Meaning,
			"This is the examiner's opinion. Its reasons, and what it rests on, follow below.", verified(f)}}},
	}}
}

func items(f Facts) Section {
	t := sides(f)
	t.add("Item", func(i Item) string { return stated(i.Exhibit.Label) })
	t.add("Kind", func(i Item) string { return stated(string(i.Exhibit.Kind)) })
	t.add("Origin", func(i Item) string { return stated(string(i.Exhibit.Origin)) })
	t.add("Fired in", func(i Item) string {
		if i.Parent == nil {
			return notKnown
		}
		return stated(i.Parent.Label) + " " + dash(i.Parent.Description)
	})
	t.add("Event", func(i Item) string {
		if i.Event == nil {
			return notKnown
		}
		return join(", ", i.Event.Label, i.Event.Kind, i.Event.Date, i.Event.Place)
	})
	t.add("Description", func(i Item) string { return stated(i.Exhibit.Description) })
	t.add("Held by", func(i Item) string { return stated(i.Exhibit.Owner, f.Agency.Name, f.Case.Agency) })
	c := sides(f)
	c.add("Calibre", func(i Item) string { return code(i.Exhibit.Class.Calibre) })
	c.add("Breech-face pattern", func(i Item) string { return code(i.Exhibit.Class.BreechFace) })
	c.add("Firing-pin shape", func(i Item) string { return code(i.Exhibit.Class.FiringPin) })
	c.add("Ejector, clock position", func(i Item) string { return code(i.Exhibit.Class.EjectorClock) })
	c.add("Extractor, clock position", func(i Item) string { return code(i.Exhibit.Class.ExtractorClock) })
	blocks := []Block{{Table: t.table()}, {Heading: "Class characteristics as recorded"}, {Table: c.table()}}
	// Before any score: marks that differ in class are not of one firearm unless one is described wrongly.
	if list := casefile.ClassDisagreements(f.A.Exhibit.Class, f.B.Exhibit.Class); len(list) > 0 {
		n := &Notice{Kind: NoticeWarning, Title: "Class characteristics differ"}
		for _, d := range list {
			n.Text = append(n.Text, d.String()+".")
		}
		blocks = append(blocks, Block{Notice: n})
	}
	return Section{Heading: "Items", Blocks: append(blocks, Block{Paragraph: "The results relate only to the items and recordings named here."})}
}

func recordings(f Facts) Section {
	t := sides(f)
	t.add("Capture id", func(i Item) string { return i.Capture.ID })
	t.add("SHA-256 of the original", func(i Item) string { return i.Capture.SHA256 })
	t.add("File", func(i Item) string {
		return fmt.Sprintf("%s, %s, %d bytes", stated(i.Capture.FileName), stated(i.Capture.MediaType), i.Capture.Size)
	})
	t.add("Mark", func(i Item) string { return stated(string(i.Capture.Mark)) })
	t.add("Kind of recording", func(i Item) string {
		if i.Capture.Synthetic {
			return stated(string(i.Capture.Kind)) + ", SYNTHETIC"
		}
		return stated(string(i.Capture.Kind))
	})
	t.add("Points", func(i Item) string { return fmt.Sprintf("%d × %d", i.Capture.Width, i.Capture.Height) })
	t.add("Scale", func(i Item) string {
		x, y, ok := i.Capture.Scale.UM()
		if !ok {
			return notKnown
		}
		return fmt.Sprintf("%s × %s µm per point, from the %s", Decimal(x), Decimal(y), stated(i.Capture.Scale.Source))
	})
	if f.pair() == casefile.TwoTopographies {
		t.add("Mask", maskFact)
	}
	t.add("Instrument", func(i Item) string { return stated(join(" ", i.Capture.Instrument.Maker, i.Capture.Instrument.Model)) })
	t.add("Instrument serial no.", func(i Item) string { return stated(i.Capture.Instrument.Serial) })
	t.add("Instrument software", func(i Item) string { return stated(i.Capture.Instrument.Version) })
	t.add("Calibrated", func(i Item) string { return stated(i.Capture.Instrument.Calibrated) })
	t.add("Recorded", func(i Item) string { return stated(i.Capture.RecordedAt) })
	t.add("Added to the case", func(i Item) string { return when(i.Capture.Created) })
	out := Section{Heading: "Recordings compared", Blocks: []Block{{Table: t.table()}}}
	for n, i := range []Item{f.A, f.B} {
		if len(i.Capture.Warnings) > 0 {
			out.Blocks = append(out.Blocks, Block{Notice: &Notice{Kind: NoticeWarning,
				Title: fmt.Sprintf("Warnings about recording %c (%s)", 'A'+n, stated(i.Exhibit.Label)), Text: i.Capture.Warnings}})
		}
	}
	return out
}

// maskFact says under which mask a recording was compared.
func maskFact(i Item) string {
	switch {
	case i.Mask == nil:
		return "found automatically"
	}
	m := i.Mask.Mask
	return fmt.Sprintf("version %d, %s; SHA-256 %.16s…; %s, %s: %s", m.Version, stated(string(m.Origin)), stated(m.SHA256), stated(i.Mask.ByName),
		when(m.Created), stated(m.Reason))
}

func limits(f Facts) Section {
	list := []string{
		"A score is a lead, not a conclusion: it says how well two recordings agree under the stated method, not that they have the same source.",
		"The method compares the recordings, not the items. What a recording does not hold, because of the instrument, its resolution, the lighting or missing data, was not compared.",
		"Agreement of marks can be due to subclass characteristics that tools made one after another share. The method does not tell them apart; the examiner has to.",
		"The uncertainty of measurement of the recording instruments is not part of the scores. Scores are given with the figures that the method's resolution supports.",
	}
	if f.pair() != casefile.TwoTopographies {
		list = limitsSeen(f)
	}
	list = append(list, f.Limits...)
	blocks := append([]Block{{Items: list}}, robustness(f)...)
	blocks = append(blocks, Block{Heading: "Validated domain"})
	if f.pair() != casefile.TwoTopographies {
		blocks = append(blocks, Block{Paragraph: "None: no method of this program is validated for photographs."})
	} else if len(f.Domain) == 0 {
		blocks = append(blocks, Block{Paragraph: "Not stated: no validation of this version of the method is on record here."})
	} else {
		blocks = append(blocks, Block{Items: f.Domain})
	}
	return Section{Heading: "Limits", Blocks: blocks}
}

func conclusion(f Facts) Section {
	level, _ := f.Scale.Level(f.Conclusion.Value)
	pairs := []Pair{
		{Name: "Scale", Value: join(", version ", f.Scale.Name, f.Scale.Version)},
		{Name: "SHA-256 of the scale", Value: f.Scale.Digest(), Mono: true},
		{Name: "Source of the scale", Value: stated(f.Scale.Source)},
		{Name: "Concluded by", Value: person(f.Examiner)},
		{Name: "Concluded", Value: when(f.Conclusion.Created)},
	}
	if c := f.Corrected; c != nil {
		on, ok := c.On()
		if !ok {
			on = f.Scale
		}
		was, _ := on.Level(c.Value)
		pairs = append(pairs, Pair{Name: "Corrects conclusion", Value: c.ID, Mono: true},
			Pair{Name: "which was", Value: join(", ", stated(was.Name, c.Value), when(c.Created))})
	}
	// Two propositions at least: ISO 21043-4 has an opinion weigh one against another.
	question := fmt.Sprintf("The question was whether the %s marks on item %s and on item %s were made by the same firearm or by different firearms.",
		stated(string(f.A.Capture.Mark)), stated(f.A.Exhibit.Label), stated(f.B.Exhibit.Label))
	blocks := []Block{{Paragraph: question}}
	if len(f.Scale.Propositions) > 0 {
		blocks = append(blocks, Block{Paragraph: "The propositions that the scale weighs against each other:"}, Block{Items: f.Scale.Propositions})
	}
	blocks = append(blocks, Block{Notice: &Notice{Kind: NoticeOpinion, Title: level.Name, Text: []string{level.Meaning}}})
	if missing := classGaps(f); len(missing) > 0 {
		blocks = append(blocks, Block{Notice: &Notice{Kind: NoticeWarning, Title: "Class characteristics that are not on record", Text: []string{
			"Not recorded for both items: " + strings.Join(missing, ", ") + ". This report cannot show whether they agree; what the conclusion says of class characteristics rests on the examination alone.",
		}}})
	}
	blocks = append(blocks, Block{Pairs: pairs}, Block{Heading: "Reasons"})
	for _, p := range paragraphs(f.Conclusion.Reason) {
		blocks = append(blocks, Block{Paragraph: p})
	}
	blocks = append(blocks, Block{Heading: "All conclusions of the scale"}, Block{Table: scaleTable(f.Scale)})
	return Section{Heading: "Conclusion (opinion of the examiner)", Blocks: blocks}
}

// classGaps names the class characteristics that nobody filled in for one item or both. SWGGUN's documentation guideline
// wants the record to show their agreement or disagreement.
func classGaps(f Facts) []string {
	var missing []string
	for _, c := range casefile.ClassFields() {
		if c.Of(&f.A.Exhibit.Class).State == casefile.Empty || c.Of(&f.B.Exhibit.Class).State == casefile.Empty {
			missing = append(missing, strings.ToLower(c.Name))
		}
	}
	return missing
}

func scaleTable(s casefile.ConclusionScale) *Table {
	t := &Table{Columns: []Column{{Title: "Conclusion", Share: 1}, {Title: "Meaning", Share: 3}}}
	for _, l := range s.Levels {
		t.Rows = append(t.Rows, []string{l.Name, l.Meaning})
	}
	return t
}

func record(f Facts) Section {
	signer, issuer := stated(f.Signer.Name), f.issuer()
	text := "The electronic signature is inside the PDF file (PAdES, ETSI.CAdES.detached) and covers every byte of it. " +
		"A print carries no signature. Any program that checks PDF signatures can verify it, and so can “tracemark verify”."
	if f.Signer.Test {
		text = "This report is signed with a TEST IDENTITY. The signature shows changes to the file; it does not prove who signed. " + text
	}
	root, size := stated(f.Log.Root), notKnown
	if f.Log.Root != "" {
		size = fmt.Sprintf("%d", f.Log.Size)
	}
	return Section{Heading: "Record and signature", Blocks: []Block{
		{Pairs: []Pair{
			{Name: "Comparison id", Value: stated(f.Comparison.ID), Mono: true},
			{Name: "Conclusion id", Value: stated(f.Conclusion.ID), Mono: true},
			{Name: "Records in the case's log", Value: size},
			{Name: "Root hash of the log", Value: root, Mono: f.Log.Root != ""},
			{Name: "Program for this report", Value: stated(strings.Join(f.Software, "; "))},
			{Name: "Fonts", Value: "Liberation Sans and Liberation Mono 2, SIL Open Font License 1.1"},
		}},
		{Sign: &SignLine{Name: stated(issuer.Name), Role: stated(issuer.Role), Place: stated(issuer.Agency, f.Case.Agency),
			Date: when(f.Issued), Text: "Signed electronically by " + signer + ". " + text}},
	}}
}

// when writes a time in UTC.
func when(t time.Time) string {
	if t.IsZero() {
		return notStated
	}
	return t.UTC().Format(TimeLayout)
}
