package verification

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// AskParams say what is asked about.
type AskParams struct {
	Shell        *shell.Shell
	Service      AskService
	CasePath     string
	ComparisonID string
	// Asked is called when a verification was asked for.
	Asked func()
}

// Ask asks for a verification of what was concluded from a comparison: first who there is, then the dialog.
func Ask(ctx context.Context, p AskParams) {
	task.Load(p.Shell.Tasks, ctx, func(ctx context.Context) ([]casefile.Person, error) {
		return p.Service.Verifiers(ctx, p.CasePath, p.ComparisonID)
	}, func(people []casefile.Person, err error) {
		if err != nil {
			p.Shell.Fail(err)
			return
		}
		p.show(people)
	})
}

// show is the dialog: who is asked, here or at another workstation, and the note.
func (p AskParams) show(people []casefile.Person) {
	names := []string{lang.L("Anybody who may verify")}
	for _, x := range people {
		names = append(names, wording.Lines(x.Name, x.Agency))
	}
	elsewhere := lang.L("Somebody at another workstation, by a sealed package")
	who := fw.NewSelect(append(names, elsewhere), nil)
	note := widget.NewTextField(lang.L("such as: breech face, sides lit from the same direction"), 3)
	keys := widget.NewTextField(lang.L("age1…, the key that the other workstation shows under Packages"), 2)
	file := widget.NewField("")
	file.SetText(filepath.Join(filepath.Dir(p.CasePath), "verification.tmcase"))
	sealed := container.NewVBox(widget.Caption(lang.L("Key of the verifier's workstation")), keys, widget.Caption(lang.L("File")), file,
		widget.Muted(lang.L("Only the two recordings go, as Specimen 1 and Specimen 2, with their masks and class characteristics: no labels, names, case number or figures. The files themselves go unchanged, so that their hashes hold: what a file says of itself inside may name its item. The signature names whoever signs here.")))
	sealed.Hide()
	who.OnChanged = func(chosen string) {
		sealed.Hidden = chosen != elsewhere
		sealed.Refresh()
	}
	who.SetSelectedIndex(0)
	content := container.NewVBox(
		widget.Muted(lang.L("The verifier is shown the two recordings in an order left to chance: no labels, no figures, neither the conclusion nor who reached it.")),
		widget.Caption(lang.L("Whom to ask")), who, sealed,
		widget.Caption(lang.L("Note for the verifier")), note,
		widget.NewBanner(lang.L("The note must say nothing of the conclusion, nor which way you lean.")))
	d := dialog.NewCustomConfirm(lang.L("Ask for a verification"), lang.L("Ask"), lang.L("Cancel"), container.NewVScroll(content), func(ok bool) {
		if !ok {
			return
		}
		if who.Selected == elsewhere {
			p.give(casefile.SealedOrder{File: strings.TrimSpace(file.Text), Recipients: strings.Fields(keys.Text), Note: note.Text})
			return
		}
		verifier := ""
		if i := who.SelectedIndex(); i > 0 {
			verifier = people[i-1].ID
		}
		p.ask(verifier, note.Text)
	}, p.Shell.Window)
	for _, f := range []*widget.Field{note, keys, file} {
		f.OnEscape = d.Hide
	}
	d.Resize(fyne.NewSize(700, 640))
	d.Show()
	p.Shell.Window.Canvas().Focus(who)
}

// ask asks at this workstation. The comparison that the verifier will work on is made now, which takes some seconds.
func (p AskParams) ask(verifier, note string) {
	task.Long(p.Shell.Tasks, lang.L("Asking for a verification"), func(ctx context.Context, progress casefile.Progress) (casefile.Verification, error) {
		return p.Service.AskVerification(ctx, p.CasePath, p.ComparisonID, verifier, note, progress)
	}, func(v casefile.Verification, err error) {
		if err != nil {
			p.Shell.Fail(err)
			return
		}
		p.Asked()
		p.Shell.Say(widget.Good, lang.L("Verification {{.N}} is asked for.", map[string]any{"N": v.Request.Number}))
	})
}

// give asks at another workstation.
func (p AskParams) give(o casefile.SealedOrder) {
	task.Long(p.Shell.Tasks, lang.L("Writing the sealed verification"), func(ctx context.Context, progress casefile.Progress) (casefile.SealedSlip, error) {
		return p.Service.GiveVerification(ctx, p.CasePath, p.ComparisonID, o, progress)
	}, func(s casefile.SealedSlip, err error) {
		if err != nil {
			p.Shell.Fail(err)
			return
		}
		p.Asked()
		p.Shell.Say(widget.Good, lang.L("Verification {{.N}} is asked for: give the verifier the file {{.File}}.", map[string]any{"N": s.Number, "File": s.File}))
	})
}
