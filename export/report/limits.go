package report

import "tracemark/casefile"

func limits(b *builder) Section {
	f := b.f
	list := []string{
		b.Say("A score is a lead, not a conclusion: it says how well two recordings agree under the stated method, not that they have the same source."),
		b.Say("The method compares the recordings, not the items. What a recording does not hold, because of the instrument, its resolution, the lighting or missing data, was not compared."),
		b.Say("Agreement of marks can be due to subclass characteristics that tools made one after another share. The method does not tell them apart; the examiner has to."),
	}
	if f.pair() != casefile.TwoTopographies {
		list = b.limitsSeen()
	}
	list = append(list, b.AllRecorded(f.Limits)...)
	blocks := append([]Block{{Kind: Limit, Items: list}}, b.robustness()...)
	blocks = append(blocks, Block{Heading: b.Say("Validated domain")})
	switch {
	case f.pair() != casefile.TwoTopographies:
		blocks = append(blocks, Block{Kind: Limit, Paragraph: b.Say("None: no method of this program is validated for photographs.")})
	case len(f.Domain) == 0:
		blocks = append(blocks, Block{Kind: Limit, Paragraph: b.Say("Not stated: no validation of this version of the method is on record here.")})
	default:
		blocks = append(blocks, Block{Kind: Limit, Items: b.AllRecorded(f.Domain)})
	}
	return Section{Heading: b.Say("Limits"), Blocks: blocks}
}

// uncertainty says how far the numbers of the document can be trusted, and with how many digits they are written (ISO 21043-5).
func uncertainty(b *builder) Section {
	f := b.f
	var list []string
	switch {
	case f.scored():
		list = append(list,
			b.Say("Counts of cells and scores are computed: the same recordings, masks, method and parameters give the same values again. They are no measurements of a quantity, and no measurement uncertainty is attached to them; "+
				"what other recordings of the same items would give is not part of them."),
			b.Say("Scores are written with up to four decimals so that they can be recomputed and compared, not because all of them matter. Likelihood ratios and bounds are rounded to two significant figures; intervals and bounds hold at 95 %."))
	case f.pair() == casefile.TwoPhotographs:
		list = append(list, b.Say("The position of the photographs is written with the digits that it was computed with; its uncertainty is not known. No quantity was measured on the photographs."))
	default:
		list = append(list, b.Say("No quantity was measured or computed."))
	}
	if f.pair() == casefile.TwoTopographies {
		list = append(list, b.Say("Lengths, heights and positions rest on the scale that the recording states and on the calibration of the instrument, which are given with the recordings. The uncertainty of measurement of the instruments is not part of the scores, and is not known to this program."))
	}
	return Section{Heading: b.Say("Uncertainty and significant figures"), Blocks: []Block{{Kind: Limit, Items: list}}}
}
