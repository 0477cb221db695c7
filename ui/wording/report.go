package wording

import (
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
)

// ReportKind names what a report is about.
func ReportKind(k casefile.ReportKind) string {
	switch k {
	case casefile.ReportOnComparison:
		return lang.L("Comparison report")
	case casefile.ReportOfNotes:
		return lang.L("Examination notes")
	case casefile.ReportOfVerification:
		return lang.L("Verification record")
	case casefile.ReportOfCustody:
		return lang.L("Custody record")
	}
	return string(k)
}

// ReportState says where a report stands, and what it waits for.
func ReportState(s casefile.ReportState) string {
	switch s {
	case casefile.ReportStateDraft:
		return lang.L("draft")
	case casefile.ReportStateReturned:
		return lang.L("returned to its author")
	case casefile.ReportStateSubmitted:
		return lang.L("awaits technical review")
	case casefile.ReportStateTechnical:
		return lang.L("awaits administrative review")
	case casefile.ReportStateReviewed:
		return lang.L("awaits authorisation")
	case casefile.ReportStateAuthorised:
		return lang.L("awaits signatures")
	case casefile.ReportStateSigning:
		return lang.L("signed in part")
	case casefile.ReportStateSigned:
		return lang.L("signed, can be issued")
	case casefile.ReportStateIssued:
		return lang.L("issued")
	case casefile.ReportStateWithdrawn:
		return lang.L("withdrawn")
	}
	return string(s)
}

// ReportStep names a step that is taken with a report.
func ReportStep(k casefile.ReportStepKind) string {
	switch k {
	case casefile.ReportSubmitted:
		return lang.L("Submitted")
	case casefile.ReportTechnical:
		return lang.L("Technical review")
	case casefile.ReportAdministrative:
		return lang.L("Administrative review")
	case casefile.ReportAuthorised:
		return lang.L("Authorised")
	case casefile.ReportReturned:
		return lang.L("Returned")
	case casefile.ReportSigned:
		return lang.L("Signed")
	case casefile.ReportIssued:
		return lang.L("Issued")
	case casefile.ReportWithdrawn:
		return lang.L("Withdrawn")
	}
	return string(k)
}

// Capacity says as whom somebody signs a report.
func Capacity(c casefile.Capacity) string {
	switch c {
	case casefile.SignsAsExaminer:
		return lang.L("as examiner")
	case casefile.SignsAsVerifier:
		return lang.L("as verifier")
	case casefile.SignsAsAuthoriser:
		return lang.L("as authoriser")
	}
	return string(c)
}

// ReportLanguage names a language that reports can be in.
func ReportLanguage(tag string) string {
	switch tag {
	case "fr":
		return lang.L("French")
	case "es":
		return lang.L("Spanish")
	}
	return lang.L("English")
}

// ReportStatement names a statement of a report by its name on the command line.
func ReportStatement(name string) string {
	switch name {
	case "customer":
		return lang.L("Customer")
	case "contact":
		return lang.L("Contact of the customer")
	case "place":
		return lang.L("Where the work was done")
	case "condition":
		return lang.L("Condition of the items")
	case "received":
		return lang.L("When the items were received")
	case "sampling":
		return lang.L("Sampling")
	case "environment":
		return lang.L("Conditions of the work")
	case "deviations":
		return lang.L("Deviations from the method")
	case "external":
		return lang.L("Results from others")
	case "remarks":
		return lang.L("Remarks")
	}
	return name
}
