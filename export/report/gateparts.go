package report

// gateParts are the parts that say what the check before a release let pass, for documents of every subject.
func gateParts() map[string]part {
	return map[string]part{"withheld": {make: withheldSection}, "quoted": {make: quotedSection}}
}

// fieldWords are the columns of the records whose facts can be withheld.
var fieldWords = map[string]fixed{
	"number": "number", "title": "title", "agency": "agency", "offence": "offence", "status": "status", "handling-code": "handling code", "related": "related cases",
	"label": "label", "kind": "kind", "origin": "origin", "event": "event", "parent": "item that it came from", "quantity": "number of pieces", "description": "description",
	"calibre": "calibre", "breech-face": "breech-face pattern", "firing-pin": "firing-pin shape", "ejector": "ejector", "extractor": "extractor", "date": "date", "place": "place",
	"retain-until": "kept until", "review-on": "review on",
}

// recordWords are the records.
var recordWords = map[string]fixed{"case": "case", "exhibit": "exhibit", "event": "event"}
