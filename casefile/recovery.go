package casefile

// EventFields returns the fields of an event, in the order in which they are shown: a recovery or seizure whole, and what a test
// fire has of it. Label, kind, date and place are the event's own.
//
// Why a thing was taken (the legal justification) and what crime it belongs to (the criminal context) are two fields: the
// second is often learned later, and it is not the same.
func EventFields() []Field {
	const when, where, why, how, found = "When", "Where", "Why", "How it came there", "What and who was found"
	return []Field{
		{Path: "time", Name: "Time", Group: when, Kind: FieldText, Help: "Such as 14:30, with the zone where that may be doubted"},
		{Path: "precision", Name: "How exact date and time are", Group: when, Kind: FieldCoded, List: Precisions},
		{Path: "end", Name: "End", Group: when, Kind: FieldDate, Help: "The last day it can have been, or it went on to"},
		{Path: "custody-start", Name: "In custody from", Group: when, Kind: FieldText, Help: "Date and time at which somebody first held it for the authority"},
		{Path: "address", Name: "Address", Group: where, Kind: FieldText},
		{Path: "latitude", Name: "Latitude", Group: where, Kind: FieldNumber, Units: []string{"°"}, Help: "WGS 84, north positive"},
		{Path: "longitude", Name: "Longitude", Group: where, Kind: FieldNumber, Units: []string{"°"}, Help: "WGS 84, east positive"},
		{Path: "admin", Name: "District or region", Group: where, Kind: FieldText},
		{Path: "border-point", Name: "Border point", Group: where, Kind: FieldText},
		{Path: "country", Name: "Country", Group: where, Kind: FieldText},
		{Path: "operation", Name: "Operation code", Group: why, Kind: FieldText},
		{Path: "agency", Name: "Agency", Group: why, Kind: FieldText},
		{Path: "officer", Name: "Officer", Group: why, Kind: FieldText},
		{Path: "justification", Name: "Legal justification", Group: why, Kind: FieldCoded, List: Justification, Help: "On which ground it was taken"},
		{Path: "context", Name: "Criminal context", Group: why, Kind: FieldCoded, List: CrimeContexts, Help: "What crime it belongs to, as far as that is known; often learned later"},
		{Path: "crime-code", Name: "Crime code", Group: why, Kind: FieldText},
		{Path: "priority", Name: "Priority", Group: why, Kind: FieldCoded, List: Priorities},
		{Path: "priority-reason", Name: "Reason for the priority", Group: why, Kind: FieldText},
		{Path: "amnesty", Name: "Handed in under an amnesty", Group: why, Kind: FieldCoded, List: YesNo, Help: "What was handed in under an amnesty is usually not traced"},
		{Path: "conveyance", Name: "Conveyance", Group: how, Kind: FieldCoded, List: Conveyances},
		{Path: "concealment", Name: "How it was hidden", Group: how, Kind: FieldText},
		{Path: "departure", Name: "Departure", Group: how, Kind: FieldText},
		{Path: "transit", Name: "Transit", Group: how, Kind: FieldText},
		{Path: "destination", Name: "Destination", Group: how, Kind: FieldText},
		{Path: "quantity", Name: "Quantity", Group: found, Kind: FieldCount, Help: "How many things were found in all"},
		{Path: "goods", Name: "Other goods seized", Group: found, Kind: FieldText, Help: "Such as drugs, cash or documents"},
		{Path: "persons", Name: "Persons present", Group: found, Kind: FieldNotes},
		notesField(found),
	}
}

// BlocksTrace reports whether what belongs to the event is not to be traced, having been handed in under an amnesty.
func (e Event) BlocksTrace() bool {
	return e.Kind == "amnesty" || e.Facts.Value("amnesty").Code == "yes"
}
