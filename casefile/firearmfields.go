package casefile

// Paths that more than forms ask for.
const (
	ListSerials   = "serial"
	ListMarks     = "mark"
	ListHeadstamp = "headstamp"
	ListLands     = "land"

	FieldMake  = "make"
	FieldModel = "model"
)

// firearmFields is the description of a firearm in the order in which it is looked at. Nothing in it is made of something
// else: what is marked is written as marked, whatever the firm behind it is called.
func firearmFields() []Field {
	const what, origin, size, state, sure = "What it is", "Where it comes from", "Measures", "State", "How sure the identification is"
	fields := []Field{
		{Path: "type", Name: "Type", Group: what, Kind: FieldCoded, List: FirearmTypes},
		{Path: "action", Name: "Action", Group: what, Kind: FieldCoded, List: FirearmActions},
		{Path: FieldMake, Name: "Make as marked", Group: what, Kind: FieldText, Help: "As it stands on the firearm, letter by letter"},
		{Path: "manufacturer", Name: "Manufacturer", Group: what, Kind: FieldText, Help: "The firm that made it, which may not be the one marked"},
		{Path: FieldModel, Name: "Model as marked", Group: what, Kind: FieldText},
		{Path: "model-normal", Name: "Model", Group: what, Kind: FieldText, Help: "The usual name of the model"},
		{Path: "variant", Name: "Variant or generation", Group: what, Kind: FieldText},
		calibreField(what),
		{Path: "calibre-marked", Name: "Calibre as marked", Group: what, Kind: FieldText},
		{Path: "calibre-basis", Name: "How the calibre is known", Group: what, Kind: FieldCoded, List: CalibreBases},

		{Path: "manufacture", Name: "How it was made", Group: origin, Kind: FieldCoded, List: Manufactures},
		{Path: "country", Name: "Country of manufacture", Group: origin, Kind: FieldText},
		{Path: "year", Name: "Year of manufacture", Group: origin, Kind: FieldDate, Help: "Or the first year of a range; say the range in the notes"},
		{Path: "importer", Name: "Importer", Group: origin, Kind: FieldText, Help: "Name and place as marked"},
		{Path: "import-country", Name: "Country of last import", Group: origin, Kind: FieldText},
		{Path: "import-year", Name: "Year of last import", Group: origin, Kind: FieldDate},
		{Path: "donor-make", Name: "Make of the weapon it was made from", Group: origin, Kind: FieldText},
		{Path: "donor-model", Name: "Model of the weapon it was made from", Group: origin, Kind: FieldText},
		{Path: "design", Name: "Name of the design", Group: origin, Kind: FieldText, Help: "Of a printed or home-made firearm, as far as it is known"},
	}
	fields = append(fields, serialFields()...)
	fields = append(fields, markFields()...)
	return append(fields,
		Field{Path: "barrel-length", Name: "Barrel length", Group: size, Kind: FieldNumber, Units: []string{"mm", "cm", "in"}},
		Field{Path: "overall-length", Name: "Overall length", Group: size, Kind: FieldNumber, Units: []string{"mm", "cm", "in"}},
		Field{Path: "weight", Name: "Weight", Group: size, Kind: FieldNumber, Units: []string{"g", "kg", "oz"}},
		Field{Path: "bore", Name: "Bore", Group: size, Kind: FieldCoded, List: Bores},
		Field{Path: "grooves", Name: "Number of grooves", Group: size, Kind: FieldCount},
		Field{Path: "twist", Name: "Direction of twist", Group: size, Kind: FieldCoded, List: Twists},
		Field{Path: "twist-length", Name: "Length of one turn", Group: size, Kind: FieldNumber, Units: []string{"mm", "in"}},
		Field{Path: "capacity", Name: "Capacity", Group: size, Kind: FieldCount, Help: "Cartridges in the magazine or cylinder"},
		Field{Path: "finish", Name: "Finish", Group: state, Kind: FieldText},
		Field{Path: "grip", Name: "Stock or grip", Group: state, Kind: FieldText},
		Field{Path: "condition", Name: "Condition", Group: state, Kind: FieldCoded, List: Conditions},
		Field{Path: "function", Name: "Function", Group: state, Kind: FieldCoded, List: FiringTests},
		Field{Path: "completeness", Name: "What is missing", Group: state, Kind: FieldText},
		Field{Path: "accessories", Name: "Accessories and magazine", Group: state, Kind: FieldText},
		Field{Path: "safe-by", Name: "Made safe by", Group: state, Kind: FieldText},
		Field{Path: "safe-on", Name: "Made safe on", Group: state, Kind: FieldDate},
		Field{Path: "confidence", Name: "Identification", Group: sure, Kind: FieldCoded, List: Confidences},
		Field{Path: "reference", Name: "Reference used", Group: sure, Kind: FieldText, Help: "Name and version of the work, and the number of the entry"},
		Field{Path: "identified-by", Name: "Identified by", Group: sure, Kind: FieldText},
		Field{Path: "identified-on", Name: "Identified on", Group: sure, Kind: FieldDate},
		Field{Path: "verified-by", Name: "Checked by", Group: sure, Kind: FieldText},
		notesField(sure),
	)
}

// serialFields are the fields of each serial number. A firearm may have several, and the same number may stand on several.
func serialFields() []Field {
	const group = "Serial numbers"
	return []Field{
		{Path: "serial/#/text", Name: "As seen", Group: group, Kind: FieldText, Help: "Exactly as it stands there, with its spaces; ? for a character that cannot be read"},
		{Path: "serial/#/location", Name: "Where", Group: group, Kind: FieldCoded, List: MarkPlaces},
		{Path: "serial/#/role", Name: "Whose number", Group: group, Kind: FieldCoded, List: SerialRoles},
		{Path: "serial/#/reading", Name: "Read as", Group: group, Kind: FieldText, Help: "What it is taken to be, where that is not what is seen"},
		{Path: "serial/#/script", Name: "Script", Group: group, Kind: FieldCoded, List: Scripts},
		{Path: "serial/#/method", Name: "How it was made", Group: group, Kind: FieldCoded, List: MarkMethods},
		{Path: "serial/#/state", Name: "State", Group: group, Kind: FieldCoded, List: MarkStates},
		{Path: "serial/#/restoration", Name: "How it was restored", Group: group, Kind: FieldText},
		{Path: "serial/#/second-reader", Name: "Read again by", Group: group, Kind: FieldText},
	}
}

// markFields are the fields of each other mark: proof, property, import and so on.
func markFields() []Field {
	const group = "Other marks"
	return []Field{
		{Path: "mark/#/kind", Name: "Kind", Group: group, Kind: FieldCoded, List: FirearmMarks},
		{Path: "mark/#/text", Name: "As seen", Group: group, Kind: FieldText, Help: "Letters and digits as they stand there; a symbol in words"},
		{Path: "mark/#/location", Name: "Where", Group: group, Kind: FieldCoded, List: MarkPlaces},
		{Path: "mark/#/reading", Name: "Read as", Group: group, Kind: FieldText},
	}
}

// partFields is the description of a part.
func partFields() []Field {
	const what, state = "What it is", "State"
	fields := []Field{
		{Path: "part", Name: "Part", Group: what, Kind: FieldCoded, List: PartKinds},
		{Path: FieldMake, Name: "Make as marked", Group: what, Kind: FieldText},
		{Path: FieldModel, Name: "Model as marked", Group: what, Kind: FieldText},
		{Path: "fits", Name: "Belongs to", Group: what, Kind: FieldText, Help: "Make and model of the firearms that it fits"},
		calibreField(what),
		{Path: "country", Name: "Country of manufacture", Group: what, Kind: FieldText},
		{Path: "manufacture", Name: "How it was made", Group: what, Kind: FieldCoded, List: Manufactures},
	}
	fields = append(fields, serialFields()...)
	fields = append(fields, markFields()...)
	return append(fields,
		Field{Path: "length", Name: "Length", Group: state, Kind: FieldNumber, Units: []string{"mm", "cm", "in"}},
		Field{Path: "weight", Name: "Weight", Group: state, Kind: FieldNumber, Units: []string{"g", "kg", "oz"}},
		Field{Path: "material", Name: "Material", Group: state, Kind: FieldText},
		Field{Path: "condition", Name: "Condition", Group: state, Kind: FieldCoded, List: Conditions},
		notesField(state),
	)
}

// documentFields is the description of a paper or file that is itself an exhibit.
func documentFields() []Field {
	const what, state = "What it is", "State"
	return []Field{
		{Path: "document", Name: "Kind of document", Group: what, Kind: FieldText},
		{Path: "number", Name: "Number", Group: what, Kind: FieldText},
		{Path: "author", Name: "Author", Group: what, Kind: FieldText},
		{Path: "issuer", Name: "Issued by", Group: what, Kind: FieldText},
		{Path: "date", Name: "Date", Group: what, Kind: FieldDate},
		{Path: "language", Name: "Language", Group: what, Kind: FieldText},
		{Path: "pages", Name: "Pages", Group: what, Kind: FieldCount},
		{Path: "genuine", Name: "Genuine", Group: state, Kind: FieldCoded, List: YesNo},
		{Path: "condition", Name: "Condition", Group: state, Kind: FieldCoded, List: Conditions},
		notesField(state),
	}
}

func calibreField(group string) Field {
	return Field{Path: "calibre", Name: "Calibre", Group: group, Kind: FieldCoded, List: Calibres}
}

func notesField(group string) Field {
	return Field{Path: "notes", Name: "Notes", Group: group, Kind: FieldNotes}
}
