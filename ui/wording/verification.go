package wording

import (
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
)

// Specimen names a specimen whose label is not shown.
func Specimen(n int) string { return lang.L("Specimen {{.N}}", map[string]any{"N": n}) }

// VerificationState names where a verification stands.
func VerificationState(s casefile.VerificationState) string {
	switch s {
	case casefile.VerificationOpen:
		return lang.L("not answered yet")
	case casefile.VerificationAgreed:
		return lang.L("agreed")
	case casefile.VerificationDisputed:
		return lang.L("differs, not resolved")
	case casefile.VerificationResolved:
		return lang.L("differed, resolved")
	case casefile.VerificationWithdrawn:
		return lang.L("withdrawn")
	}
	return string(s)
}

// VerificationStep names a step that followed a verification, with what it decided.
func VerificationStep(x casefile.VerificationStep) string {
	switch x.Kind {
	case casefile.Consultation:
		return lang.L("Consultation")
	case casefile.Resolution:
		return Lines(lang.L("Resolution"), Standing(x.Stands))
	case casefile.Withdrawal:
		return lang.L("Withdrawal")
	}
	return string(x.Kind)
}

// Standing says which view a resolution lets stand.
func Standing(s casefile.Standing) string {
	switch s {
	case casefile.FirstStands:
		return lang.L("The conclusion is reported")
	case casefile.VerifierStands:
		return lang.L("The verifier's view is reported")
	case casefile.NeitherStands:
		return lang.L("Reported as not verified, with both views")
	}
	return string(s)
}

// VerificationRule names a rule which conclusions are verified.
func VerificationRule(r casefile.VerificationRule) string {
	switch r {
	case casefile.VerifyIdentifications:
		return lang.L("Identifications")
	case casefile.VerifyEverything:
		return lang.L("All conclusions")
	}
	return lang.L("None")
}
