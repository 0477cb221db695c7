package packages

import (
	"encoding/json"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// passageKind is what a passage is called.
func passageKind(k casefile.PassageKind) string {
	switch k {
	case casefile.PackageOut:
		return lang.L("Package given out")
	case casefile.PackageIn:
		return lang.L("Package taken in")
	case casefile.MadeFrom:
		return lang.L("Case made from an export or a package")
	case casefile.Exported:
		return lang.L("Case exported as JSON")
	case casefile.ListOut:
		return lang.L("List exported")
	}
	return string(k)
}

// listName is what a list is called; one that has no name here is called as its table.
func listName(what string) string {
	switch what {
	case "case":
		return lang.L("Case")
	case "people":
		return lang.L("People")
	case "events":
		return lang.L("Events")
	case "exhibits":
		return lang.L("Exhibits")
	case "captures":
		return lang.L("Captures")
	case "masks":
		return lang.L("Masks")
	case "comparisons":
		return lang.L("Comparisons")
	case "conclusions":
		return lang.L("Conclusions")
	case "custody":
		return lang.L("Custody")
	case "reports":
		return lang.L("Reports")
	case "searches":
		return lang.L("Searches")
	case "checkpoints":
		return lang.L("Checkpoints")
	case "passages":
		return lang.L("Packages and exports")
	case "acts":
		return lang.L("Acts of looking")
	case "candidates":
		return lang.L("Candidates")
	case "log":
		return lang.L("Log")
	}
	return what
}

func listNames(all []string) []string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = listName(n)
	}
	return out
}

func passageRow(p casefile.Passage) fyne.CanvasObject {
	var f casefile.PassageFacts
	if err := json.Unmarshal(p.About, &f); err != nil {
		f = casefile.PassageFacts{}
	}
	about := []string{f.File}
	if f.What != "" && p.Kind == casefile.ListOut {
		about = append(about, listName(f.What))
	}
	if len(f.Exhibits) > 0 {
		about = append(about, strings.Join(f.Exhibits, ", "))
	}
	if len(f.Withheld) > 0 {
		about = append(about, lang.L("redacted"))
	}
	hash := p.SHA256
	if hash == "" {
		hash = p.ManifestSHA256
	}
	return widget.Tight(widget.Strong(wording.Lines(passageKind(p.Kind), wording.Moment(p.Created))), widget.MutedLine(wording.Lines(f.By, wording.Lines(about...))),
		widget.MutedLine("SHA-256 "+hash))
}

// slipFacts are what a package says of itself, for a dialog.
func slipFacts(s casefile.PackageSlip) []string {
	facts := []string{
		lang.L("Case"), wording.Lines(s.CaseNumber, s.Agency),
		lang.L("From"), s.From,
		lang.L("Signed by"), s.Signer,
		lang.L("Made"), wording.Moment(s.Created),
		lang.L("Exhibits"), orWhole(s),
		lang.L("Originals"), fmt.Sprint(s.Originals),
		lang.L("Size"), fmt.Sprintf("%.1f MB", float64(s.Size)/1e6),
		"SHA-256", s.SHA256,
	}
	if s.RedactedOf != "" {
		facts = append(facts, lang.L("Redacted from"), s.RedactedOf)
	}
	return facts
}

func orWhole(s casefile.PackageSlip) string {
	if len(s.Exhibits) == 0 {
		return lang.L("the whole case")
	}
	return strings.Join(s.Exhibits, ", ")
}
