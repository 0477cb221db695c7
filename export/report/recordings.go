package report

import (
	"tracemark/casefile"
)

func recordings(b *builder) Section {
	f := b.f
	t := b.sides()
	t.add(b.Say("Capture id"), func(i Item) string { return i.Capture.ID })
	t.add(b.Say("SHA-256 of the original"), func(i Item) string { return i.Capture.SHA256 })
	t.add(b.Say("File"), func(i Item) string {
		return b.Say("%[1]s, %[2]s, %[3]d bytes", b.stated(i.Capture.FileName), b.stated(i.Capture.MediaType), i.Capture.Size)
	})
	t.add(b.Say("Mark"), func(i Item) string { return b.named(markNames, string(i.Capture.Mark)) })
	t.add(b.Say("Kind of recording"), func(i Item) string {
		kind := b.stated(b.Term(string(i.Capture.Kind)))
		if i.Capture.Synthetic {
			return b.Say("%s, SYNTHETIC", kind)
		}
		return kind
	})
	t.add(b.Say("Points"), func(i Item) string { return b.Say("%[1]d × %[2]d", i.Capture.Width, i.Capture.Height) })
	t.add(b.Say("Scale"), b.scale)
	if f.pair() == casefile.TwoTopographies {
		t.add(b.Say("Mask"), b.maskFact)
	}
	t.add(b.Say("Instrument"), func(i Item) string {
		return b.stated(join(" ", i.Capture.Instrument.Maker, i.Capture.Instrument.Model))
	})
	t.add(b.Say("Instrument serial no."), func(i Item) string { return b.stated(i.Capture.Instrument.Serial) })
	t.add(b.Say("Instrument software"), func(i Item) string { return b.stated(i.Capture.Instrument.Version) })
	t.add(b.Say("Calibrated"), func(i Item) string { return b.stated(i.Capture.Instrument.Calibrated) })
	t.add(b.Say("Recorded"), func(i Item) string { return b.stated(i.Capture.RecordedAt) })
	t.add(b.Say("Added to the case"), func(i Item) string { return b.When(i.Capture.Created) })
	out := Section{Heading: b.Say("Recordings compared"), Blocks: []Block{{Table: t.table(), Meets: []Obligation{"g"}}}}
	for n, i := range []Item{f.A, f.B} {
		if len(i.Capture.Warnings) > 0 {
			out.Blocks = append(out.Blocks, Block{Kind: Limit, Notice: &Notice{Kind: NoticeWarning,
				Title: b.Say("Warnings about recording %[1]s (%[2]s)", string(rune('A'+n)), b.stated(i.Exhibit.Label)), Text: b.AllRecorded(i.Capture.Warnings)}})
		}
	}
	return out
}

// scale says how far apart a recording's points are and who says so.
func (b *builder) scale(i Item) string {
	x, y, ok := i.Capture.Scale.UM()
	if !ok {
		return b.Say(notKnown)
	}
	from := b.stated(i.Capture.Scale.Source)
	if p, ok := scaleSources[i.Capture.Scale.Source]; ok {
		from = b.fixed(p)
	} else if units := i.Capture.Scale.Units(); units != "" {
		from = b.Say("from the examiner, who stated that the file is in %s", units)
	}
	return b.Say("%[1]s × %[2]s µm per point, %[3]s", b.Decimal(x), b.Decimal(y), from)
}

// scaleSources say where a scale comes from.
var scaleSources = map[string]fixed{"file": "from the file", "examiner": "from the examiner"}

// maskFact says under which mask a recording was compared.
func (b *builder) maskFact(i Item) string {
	if i.Mask == nil {
		return b.Say("found automatically")
	}
	m := i.Mask.Mask
	return b.Say("version %[1]d, %[2]s; SHA-256 %.16[3]s…; %[4]s, %[5]s: %[6]s", m.Version, b.stated(b.Term(string(m.Origin))), b.stated(m.SHA256),
		b.stated(i.Mask.ByName), b.When(m.Created), b.stated(b.Recorded(m.Reason)))
}
