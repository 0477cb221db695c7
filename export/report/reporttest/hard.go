package reporttest

import (
	"image"
	"image/color"
	"strings"

	"tracemark/casefile"
	"tracemark/export/report"
)

// Letterhead is an agency's with a logo.
func Letterhead() *report.Letterhead {
	logo := image.NewNRGBA(image.Rect(0, 0, 360, 240))
	for y := range 240 {
		for x := range 360 {
			c := color.NRGBA{27, 72, 112, 255}
			if dx, dy := x-180, y-120; dx*dx+dy*dy < 90*90 && dx*dx+dy*dy > 60*60 {
				c = color.NRGBA{240, 200, 80, 255}
			}
			logo.SetNRGBA(x, y, c)
		}
	}
	return &report.Letterhead{Lines: []string{"1 Example Street, 12345 Exampletown", "Telephone +00 000 0000, accredited as ISO/IEC 17025 testing laboratory no. 0000"},
		Foot: "Example Forensic Laboratory, testing laboratory no. 0000. May be copied only as a whole.", Logo: logo}
}

// Amended is Facts's comparison with all that can befall it: an amendment, waivers, a disputed verification.
func Amended() report.Facts {
	f := VerificationRecord(false)
	f.Bench = nil
	f.Code = f.ReportID + " " + strings.Repeat("ab", 32)
	f.Life.Waivers = []casefile.ReportWaiver{{Obligation: "k", Reason: "The customer chose the items."}, {Obligation: "p", Reason: "Nothing was done outside the laboratory."}}
	f.Life.Amends = &report.Amendment{ReportID: "TM-2026-0420-AAAAAA", SHA256: strings.Repeat("7c", 32), Issued: Clock.AddDate(0, 0, -14), Reason: "The calibre of item Q-3 had been noted wrongly.",
		Changes: []report.Change{{Section: "Items", What: "Calibre", Was: "9 mm Luger; .40 S&W", Now: "9 mm Luger; 9 mm Luger"}, {Section: "Limits", Now: "A sentence that is new."}, {Section: "Results", What: "Congruent cells", Was: "17; 18"}}}
	return f
}

// longName is of an agency, a place or a person, as long as they come.
const longName = "Institut national de criminalistique et de criminologie, Direction générale de la police scientifique et technique, Département des armes à feu et de la balistique"

// Hard is f with long names, and values in Cyrillic, Greek, Arabic and Hebrew wherever people write. A draft that lacks the rest.
func Hard(f report.Facts) report.Facts {
	f.Agency = report.Agency{Name: longName, Address: "Διεύθυνση Εγκληματολογικών Ερευνών, Λεωφόρος Αλεξάνδρας 173, 115 22 Αθήνα"}
	f.Case.Agency, f.Case.Number = longName, "2026/0815-АБ/ΓΔ-0000000000000000000000000001"
	f.Case.Title = "Дело о краже на складе № 3; " + strings.Repeat("a title that is far too long ", 6)
	f.Examiner.Name, f.Signer.Name = "Αικατερίνη Παπαδοπούλου-Χατζηκωνσταντίνου", "Αικατερίνη Παπαδοπούλου-Χατζηκωνσταντίνου (TEST IDENTITY)"
	f.Statements = casefile.ReportStatements{Customer: "نيابة مدينة النموذج القسم رقم 12", Place: longName, Condition: "чистый, без повреждений", Sampling: "תרמיל אחד נבחר, מספר AB1234"}
	if f.Comparison.ID != "" {
		hardItem(&f.A, "K-1/гильза-АБ-1234/очень-длинная-метка", "гильза, калибр 9 мм, найдена на месте происшествия")
		hardItem(&f.B, "Q-3", "ظرف رقم 12 من عيار 9 ملم")
		f.B.Capture.FileName = strings.Repeat("a-file-name-without-an-end_", 5) + ".x3p"
		f.Conclusion.Reason = "Следы патронного упора обеих гильз показывают один и тот же рисунок.\n\nوجد الفاحص تطابقا في العلامات على الظرف رقم AB1234\n\nΤα ίχνη συμφωνούν."
		if f.Examination != nil && f.Examination.Commitment != nil {
			c := *f.Examination.Commitment
			c.Reason = "Параллельные следы; تطابق جزئي"
			f.Examination.Commitment = &c
		}
	}
	for i := range f.Custody {
		if i%5 == 3 {
			f.Custody[i].Exhibit.Description = "ظرف رقم 12 من عيار 9 ملم"
		}
		if i%5 == 1 {
			f.Custody[i].Exhibit.Label += "/метка-которая-длиннее-обычной"
			f.Custody[i].Exhibit.Description = strings.Repeat("found below the third step of the stairs ", 4)
		}
	}
	f.Code = ""
	f.Life = &report.Life{Version: 1, Draft: true}
	return f
}

func hardItem(i *report.Item, label, description string) {
	i.Exhibit.Label, i.Exhibit.Description = label, description
	if i.Custody != nil {
		r := *i.Custody
		r.Exhibit = i.Exhibit
		i.Custody = &r
	}
}

// Bare is Facts's comparison with nothing on record beside what was computed and concluded.
func Bare() report.Facts {
	f := Facts()
	f.Agency, f.Case.Agency, f.Case.Offence, f.Case.Title = report.Agency{}, "", "", ""
	f.Explanation, f.Examination, f.Reference, f.Domain, f.Figures = nil, nil, nil, nil, nil
	for _, i := range []*report.Item{&f.A, &f.B} {
		i.Exhibit.Description, i.Exhibit.Class, i.Exhibit.Kind, i.Event, i.Parent = "", casefile.Class{}, "", nil, nil
		i.Capture.Instrument, i.Capture.RecordedAt, i.Capture.FileName = casefile.Instrument{}, "", ""
	}
	f.Conclusion.Reason = "See pictures."
	f.Life = &report.Life{Version: 1, Draft: true}
	return f
}

// Restricted is f with facts that may not be used, or not yet.
func Restricted(f report.Facts) report.Facts {
	from := casefile.Provenance{Kind: "import", Source: "partner service", Use: casefile.UseNo}
	f.Case.Facts.Provenance = map[string]casefile.Provenance{"title": from}
	from.Use = casefile.UseAsk
	f.B.Exhibit.Facts.Provenance = map[string]casefile.Provenance{"description": from, "calibre": from}
	return f
}
