package checkfile

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// outcome lays out what checking a file showed: the verdict first, then what is wrong or open, then everything else.
func outcome(f casefile.FileReport, originals string) fyne.CanvasObject {
	rows := container.NewVBox(verdict(f))
	for _, part := range []struct {
		kind  casefile.FindingKind
		title string
	}{{casefile.FindingProblem, lang.L("What is wrong")}, {casefile.FindingOpen, lang.L("What was not checked")}} {
		if list := findings(f, part.kind); len(list) > 0 {
			box := container.NewVBox(widget.Strong(part.title))
			for _, text := range list {
				box.Add(widget.NewWarning(text))
			}
			rows.Add(widget.NewCard(box))
		}
	}
	said := slices.Concat(findings(f, casefile.FindingProblem), findings(f, casefile.FindingOpen))
	for i, sig := range f.Signatures {
		rows.Add(signature(sig, i+1, said))
	}
	left := container.NewVBox(document(f), attachments(f))
	right := container.NewVBox(recordings(f, originals), scores(f))
	rows.Add(container.NewGridWithColumns(2, left, right))
	if list := slices.Concat(findings(f, casefile.FindingFact), findings(f, casefile.FindingLimit)); len(list) > 0 {
		box := container.NewVBox(widget.Strong(lang.L("Also to be known")))
		for _, text := range list {
			box.Add(widget.Muted(text))
		}
		rows.Add(widget.NewCard(box))
	}
	return rows
}

// verdict is the outcome in one sentence.
func verdict(f casefile.FileReport) fyne.CanvasObject {
	title, text := Verdict(f.Verdict)
	lines := widget.Tight(widget.Heading(title), widget.Wrapped(text), widget.Muted(wording.Lines(f.Name, size(f.Size))))
	if f.About != nil && f.About.Draft {
		return widget.NewCard(container.NewVBox(lines, widget.NewWarning(lang.L("This is a DRAFT: it was never issued."))))
	}
	return widget.NewCard(lines)
}

// Verdict says what a verdict means, in few words and in a sentence.
func Verdict(v casefile.FileVerdict) (title, text string) {
	switch v {
	case casefile.FileValid:
		return lang.L("VALID"), lang.L("Nothing was changed since it was signed, and everything that can be checked was.")
	case casefile.FileIncomplete:
		return lang.L("NOT CHECKED COMPLETELY"), lang.L("Nothing wrong was found, but something that matters could not be checked: see below.")
	}
	return lang.L("NOT VALID"), lang.L("Do not rely on this file: see below what is wrong with it.")
}

func findings(f casefile.FileReport, kind casefile.FindingKind) []string {
	var out []string
	for _, x := range f.Findings {
		if x.Kind == kind {
			out = append(out, wording.Sentence(x.Sentence))
		}
	}
	return out
}

func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%s kB", wording.Number(float64(n)/1024, 0))
	}
	return fmt.Sprintf("%s MB", wording.Number(float64(n)/(1<<20), 1))
}

// signature is one signature: who, when, how much that proves. What was said of the file already is not said of each signature again.
func signature(g casefile.FileSignature, n int, said []string) fyne.CanvasObject {
	when := lang.L("no time stated")
	if !g.Time.IsZero() {
		when = lang.L("{{.Time}}, by the signer's own clock", map[string]any{"Time": wording.Moment(g.Time)})
		if g.TimeTrusted {
			when = lang.L("{{.Time}}, by a time-stamp", map[string]any{"Time": wording.Moment(g.Time)})
		}
	}
	held := lang.L("damaged or changed")
	if g.Valid {
		held = lang.L("good")
	}
	facts := []string{lang.L("Signature"), held, lang.L("Time"), when, lang.L("Issuer of the certificate"), g.Issuer, lang.L("Trust"), wording.Recorded(g.Trust)}
	if g.Reason != "" {
		facts = append(facts, lang.L("Reason"), g.Reason)
	}
	if g.Level != "" {
		facts = append(facts, lang.L("Level"), lang.L("{{.Level}} (own check only)", map[string]any{"Level": g.Level}))
	}
	if g.Revocation != "" {
		facts = append(facts, lang.L("Revocation"), wording.Recorded(g.Revocation))
	}
	facts = append(facts, lang.L("Certificate, SHA-256"), g.Fingerprint)
	box := container.NewVBox(widget.Subheading(lang.L("Signature {{.N}}: {{.Name}}", map[string]any{"N": n, "Name": g.Signer})))
	if g.Test {
		box.Add(widget.NewWarning(lang.L("TEST IDENTITY: it proves nothing about who signed.")))
	}
	box.Add(widget.NewFacts(facts...))
	for _, p := range g.Problems {
		box.Add(widget.NewWarning(wording.Sentence(p.Sentence)))
	}
	for _, p := range g.Notes {
		if text := wording.Sentence(p.Sentence); !slices.Contains(said, text) {
			box.Add(widget.Muted(text))
		}
	}
	return widget.NewCard(box)
}

// document says what the file says of itself.
func document(f casefile.FileReport) fyne.CanvasObject {
	box := container.NewVBox(widget.Strong(lang.L("The document")))
	if a := f.About; a != nil {
		box.Add(widget.NewFacts(lang.L("Title"), a.Title, lang.L("Report id"), a.ReportID, lang.L("Agency"), a.Agency, lang.L("Case"), a.Case, lang.L("Author"), a.Author,
			lang.L("Issued"), wording.Moment(a.Issued), lang.L("Made by"), a.Program))
	} else {
		box.Add(widget.Muted(lang.L("It carries no attachments that say what it is.")))
	}
	box.Add(widget.NewFacts(lang.L("SHA-256 of the file"), f.SHA256))
	return widget.NewCard(box)
}

// State names what became of the check of one thing.
func State(s casefile.FileState) string {
	switch s {
	case casefile.StateAgrees:
		return lang.L("agrees")
	case casefile.StateDiffers:
		return lang.L("DIFFERS")
	case casefile.StateMissing:
		return lang.L("not found")
	}
	return lang.L("not checked")
}

func attachments(f casefile.FileReport) fyne.CanvasObject {
	box := container.NewVBox(widget.Strong(lang.L("Attached files")))
	if len(f.Attachments) == 0 {
		box.Add(widget.Muted(lang.L("None.")))
	}
	for _, a := range f.Attachments {
		box.Add(line(a.Name, wording.Lines(size(a.Size), a.SHA256), State(a.State)))
	}
	return widget.NewCard(box)
}

func recordings(f casefile.FileReport, originals string) fyne.CanvasObject {
	box := container.NewVBox(widget.Strong(lang.L("Original recordings")))
	if originals == "" {
		box.Add(widget.Muted(lang.L("Choose the folder of the originals to have them checked and the scores computed again.")))
	} else {
		box.Add(widget.MutedLine(lang.L("Looked for in {{.Folder}}", map[string]any{"Folder": originals})))
	}
	for _, o := range f.Originals {
		box.Add(line(wording.Lines(o.Exhibit, o.FileName), wording.Lines(size(o.Size), o.SHA256), State(o.State)))
	}
	return widget.NewCard(box)
}

func scores(f casefile.FileReport) fyne.CanvasObject {
	box := container.NewVBox(widget.Strong(lang.L("Scores computed again")))
	if len(f.Scores) == 0 {
		box.Add(widget.Muted(lang.L("The report states no scores.")))
	}
	for _, x := range f.Scores {
		said := lang.L("stated {{.Value}}", map[string]any{"Value": wording.Value(x.Stated)})
		switch {
		case x.Computed != nil:
			said = wording.Lines(said, lang.L("computed {{.Value}}", map[string]any{"Value": wording.Value(*x.Computed)}))
		case x.Why != nil:
			said = wording.Lines(said, wording.Sentence(*x.Why))
		}
		box.Add(line(wording.Score(x.Stated.Name), said, State(x.State)))
	}
	return widget.NewCard(box)
}

// line is one checked thing: its name, what is known of it below, and what became of the check on the right.
func line(name, detail, state string) fyne.CanvasObject {
	text := widget.Muted(detail)
	return container.NewBorder(nil, nil, nil, container.NewCenter(fw.NewLabelWithStyle(state, fyne.TextAlignTrailing, fyne.TextStyle{Bold: true})), widget.Tight(widget.Wrapped(name), text))
}
