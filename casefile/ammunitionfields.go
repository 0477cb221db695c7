package casefile

// caseFields is the description of a cartridge case: its class characteristics, its headstamp, and what it is made of.
func caseFields() []Field {
	const what, state = "What it is", "State"
	fields := []Field{calibreField(what)}
	for _, c := range ClassFields()[1:] {
		fields = append(fields, Field{Path: c.Key, Name: c.Name, Group: "Marks on it", Kind: FieldCoded, List: c.List})
	}
	fields = append(fields, headstampFields()...)
	fields = append(fields, cartridgeCaseFields()...)
	return append(fields,
		Field{Path: "fired", Name: "Fired", Group: state, Kind: FieldCoded, List: YesNo},
		Field{Path: "reloaded", Name: "Signs of reloading", Group: state, Kind: FieldCoded, List: YesNo},
		Field{Path: "condition", Name: "Condition", Group: state, Kind: FieldCoded, List: Conditions},
		notesField(state),
	)
}

// cartridgeFields is the description of a cartridge that was not fired.
func cartridgeFields() []Field {
	const what, bullet, state = "What it is", "Bullet", "State"
	fields := []Field{calibreField(what)}
	fields = append(fields, headstampFields()...)
	fields = append(fields, cartridgeCaseFields()...)
	return append(fields,
		Field{Path: "bullet-type", Name: "Type", Group: bullet, Kind: FieldCoded, List: BulletTypes},
		Field{Path: "jacket", Name: "Jacket", Group: bullet, Kind: FieldCoded, List: Jackets},
		Field{Path: "tip-colour", Name: "Colour of the tip", Group: bullet, Kind: FieldText},
		Field{Path: "packaging", Name: "Packaging", Group: state, Kind: FieldText},
		Field{Path: "lot-number", Name: "Lot number", Group: state, Kind: FieldText},
		Field{Path: "weight", Name: "Weight", Group: state, Kind: FieldNumber, Units: []string{"g", "gr"}},
		Field{Path: "misfired", Name: "Struck but not fired", Group: state, Kind: FieldCoded, List: YesNo},
		Field{Path: "condition", Name: "Condition", Group: state, Kind: FieldCoded, List: Conditions},
		notesField(state),
	)
}

// cartridgeCaseFields are what a cartridge case and a whole cartridge have alike.
func cartridgeCaseFields() []Field {
	const group, primer = "Case", "Primer"
	return []Field{
		{Path: "shape", Name: "Shape", Group: group, Kind: FieldCoded, List: CaseShapes},
		{Path: "material", Name: "Material and finish", Group: group, Kind: FieldCoded, List: CaseMaterials},
		{Path: "length", Name: "Length", Group: group, Kind: FieldNumber, Units: []string{"mm", "in"}},
		{Path: "primer", Name: "Type", Group: primer, Kind: FieldCoded, List: Primers},
		{Path: "primer-colour", Name: "Colour", Group: primer, Kind: FieldCoded, List: PrimerMetals},
		{Path: "primer-crimp", Name: "Crimp", Group: primer, Kind: FieldCoded, List: Crimps},
		{Path: "primer-sealant", Name: "Sealant", Group: primer, Kind: FieldCoded, List: Sealants},
	}
}

// headstampFields are the fields of each element of a headstamp, and what is made of them all. A headstamp proves neither calibre
// nor maker.
func headstampFields() []Field {
	const group, decoded = "Headstamp", "What the headstamp says"
	return []Field{
		{Path: "headstamp/#/clock", Name: "Position", Group: group, Kind: FieldCoded, List: ClockPositions, Help: "As on a clock, held so that the first element stands at 12"},
		{Path: "headstamp/#/text", Name: "As seen", Group: group, Kind: FieldText, Help: "Letters and digits as they stand there; a symbol in words, such as five-pointed star"},
		{Path: "headstamp/#/kind", Name: "Kind", Group: group, Kind: FieldCoded, List: HeadstampKind},
		{Path: "headstamp/#/script", Name: "Script", Group: group, Kind: FieldCoded, List: Scripts},
		{Path: "maker", Name: "Maker", Group: decoded, Kind: FieldText},
		{Path: "country", Name: "Country", Group: decoded, Kind: FieldText},
		{Path: "year", Name: "Year", Group: decoded, Kind: FieldDate},
		{Path: "decoding", Name: "How sure", Group: decoded, Kind: FieldCoded, List: Confidences, Help: "A headstamp is no proof of calibre or maker: cases are re-formed, and makers stamp for others"},
	}
}

// bulletFields is the description of a fired bullet.
func bulletFields() []Field {
	const what, rifling, state = "What it is", "Rifling marks", "State"
	mm := []string{"mm", "µm", "in"}
	return []Field{
		calibreField(what),
		{Path: "bullet-type", Name: "Type", Group: what, Kind: FieldCoded, List: BulletTypes},
		{Path: "jacket", Name: "Jacket", Group: what, Kind: FieldCoded, List: Jackets},
		{Path: "weight", Name: "Weight", Group: what, Kind: FieldNumber, Units: []string{"g", "gr"}},
		{Path: "diameter", Name: "Diameter", Group: what, Kind: FieldNumber, Units: mm},
		{Path: "length", Name: "Length", Group: what, Kind: FieldNumber, Units: mm},
		{Path: "tip-colour", Name: "Colour of the tip", Group: what, Kind: FieldText},
		{Path: "base", Name: "Base", Group: what, Kind: FieldText},
		{Path: "cannelures", Name: "Cannelures", Group: what, Kind: FieldCount},
		{Path: "rifling", Name: "Rifling", Group: rifling, Kind: FieldCoded, List: Bores},
		{Path: "lands", Name: "Lands and grooves", Group: rifling, Kind: FieldCount, Help: "How many land impressions there are all around"},
		{Path: "twist", Name: "Direction of twist", Group: rifling, Kind: FieldCoded, List: Twists},
		{Path: "twist-angle", Name: "Angle of twist", Group: rifling, Kind: FieldNumber, Units: []string{"°"}},
		{Path: "twist-length", Name: "Length of one turn", Group: rifling, Kind: FieldNumber, Units: []string{"mm", "in"}},
		{Path: "land-width", Name: "Land width", Group: rifling, Kind: FieldNumber, Units: mm, Help: "The mean; single ones go below"},
		{Path: "groove-width", Name: "Groove width", Group: rifling, Kind: FieldNumber, Units: mm},
		{Path: "land/#/width", Name: "Land width", Group: "Each land and the groove after it", Kind: FieldNumber, Units: mm},
		{Path: "land/#/groove", Name: "Groove width", Group: "Each land and the groove after it", Kind: FieldNumber, Units: mm},
		{Path: "land/#/state", Name: "State", Group: "Each land and the groove after it", Kind: FieldCoded, List: Conditions},
		{Path: "damage", Name: "Damage", Group: state, Kind: FieldCoded, List: Damages},
		{Path: "trace", Name: "Traces on it", Group: state, Kind: FieldText, Help: "Such as paint, glass, fibres or blood"},
		{Path: "condition", Name: "Condition", Group: state, Kind: FieldCoded, List: Conditions},
		notesField(state),
	}
}
