package settings

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// SigningService is what the parts about signatures and trust ask for.
type SigningService interface {
	// SigningSettings returns how this workstation signs beyond who signs; SetSigning changes it.
	SigningSettings() casefile.SigningSettings
	SetSigning(ctx context.Context, s casefile.SigningSettings) error
	// TrustStore returns the authorities that the agency trusts, also those that it no longer does, and what in its folder is left out.
	TrustStore(ctx context.Context) ([]casefile.TrustedCA, []casefile.Sentence, error)
	// Trust adds the authorities of a file of certificates, Distrust removes one by the hash of its certificate. Both keep the reason.
	Trust(ctx context.Context, file string, purpose casefile.TrustPurpose, reason string) ([]casefile.TrustedCA, error)
	Distrust(ctx context.Context, certificate string, purpose casefile.TrustPurpose, reason string) (casefile.TrustedCA, error)
}

// signing is how reports are signed, and whom the agency believes.
type signing struct {
	shell   *shell.Shell
	service SigningService
	ctx     context.Context
	level   *fw.Select
	stamps  *widget.Field
	module  *widget.Field
	save    *widget.Button
	trusted *fyne.Container
	object  fyne.CanvasObject
	said    casefile.SigningSettings
}

func newSigning(ctx context.Context, sh *shell.Shell, service SigningService) *signing {
	x := &signing{shell: sh, service: service, ctx: ctx, stamps: widget.NewField("https://"), module: widget.NewField("/usr/lib/…/pkcs11.so"), trusted: container.NewVBox()}
	var names []string
	for _, l := range casefile.SignatureLevels() {
		names = append(names, levelName(l))
	}
	x.level = fw.NewSelect(names, func(string) { x.enable() })
	x.stamps.OnChanged, x.module.OnChanged = func(string) { x.enable() }, func(string) { x.enable() }
	x.save = widget.PrimaryButton(lang.L("Save"), theme.ConfirmIcon(), x.keep)
	x.save.Disable()
	add := sh.For(casefile.ChangeSettings, widget.NewButton(lang.L("Trust an authority…"), theme.ContentAddIcon(), x.Pick))
	x.object = container.NewVBox(
		widget.NewCard(container.NewVBox(widget.Subheading(lang.L("Signatures of reports")),
			fw.NewForm(fw.NewFormItem(lang.L("Level"), x.level), fw.NewFormItem(lang.L("Time-stamp service"), x.stamps), fw.NewFormItem(lang.L("Module for smart cards"), x.module)),
			widget.Muted(lang.L("A report is signed at this level or not at all: it is never lowered without a word. Levels above B-B need the network at the moment of signing.")),
			container.NewHBox(x.save))),
		widget.NewCard(container.NewVBox(widget.Subheading(lang.L("Authorities that are trusted")),
			widget.Muted(lang.L("Whoever these authorities issued a certificate to is believed to be who it says. Every change is written to the workstation's log with its reason.")),
			x.trusted, container.NewHBox(add))))
	x.load()
	return x
}

// levelName says what a level brings.
func levelName(l casefile.SignatureLevel) string {
	switch l {
	case casefile.LevelBT:
		return wording.Lines(string(l), lang.L("with a time-stamp"))
	case casefile.LevelBLT:
		return wording.Lines(string(l), lang.L("with what is needed to check it later"))
	case casefile.LevelBLTA:
		return wording.Lines(string(l), lang.L("with a time-stamp over all of it"))
	}
	return wording.Lines(string(casefile.LevelBB), lang.L("who signed what, without the network"))
}

// about is what the signing parts show, loaded together.
type about struct {
	signing casefile.SigningSettings
	trusted []casefile.TrustedCA
	left    []casefile.Sentence // of the trust store
}

func (x *signing) load() {
	task.Load(x.shell.Tasks, x.ctx, func(ctx context.Context) (a about, err error) {
		a.signing = x.service.SigningSettings()
		a.trusted, a.left, err = x.service.TrustStore(ctx)
		return a, err
	}, func(a about, err error) {
		if err != nil {
			x.shell.Fail(err)
			return
		}
		x.said = a.signing
		if x.said.Level == "" {
			x.said.Level = casefile.LevelBB
		}
		x.level.SetSelectedIndex(max(slices.Index(casefile.SignatureLevels(), x.said.Level), 0))
		x.stamps.SetText(x.said.TimeStampURL)
		x.module.SetText(x.said.CardModule)
		x.list(a)
		x.enable()
	})
}

// written is what the fields say.
func (x *signing) written() casefile.SigningSettings {
	return casefile.SigningSettings{TimeStampURL: strings.TrimSpace(x.stamps.Text), CardModule: strings.TrimSpace(x.module.Text),
		Level: casefile.SignatureLevels()[max(x.level.SelectedIndex(), 0)]}
}

func (x *signing) enable() {
	if x.save == nil {
		return
	}
	if x.said.Level != "" && x.written() != x.said && x.shell.Allows(casefile.ChangeSettings) {
		x.save.Enable()
	} else {
		x.save.Disable()
	}
}

func (x *signing) keep() {
	s := x.written()
	task.Load(x.shell.Tasks, x.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, x.service.SetSigning(ctx, s)
	}, func(_ struct{}, err error) {
		if err != nil {
			x.shell.Fail(err)
			return
		}
		x.shell.Say(widget.Good, lang.L("Saved."))
		x.load()
	})
}

// list shows the authorities, those in use first.
func (x *signing) list(a about) {
	all := a.trusted
	x.trusted.Objects = nil
	for _, s := range a.left {
		x.trusted.Add(widget.NewWarning(wording.Sentence(s)))
	}
	for _, gone := range []bool{false, true} {
		for _, ca := range all {
			if ca.Removed.IsZero() == gone {
				continue
			}
			x.trusted.Add(x.row(ca))
		}
	}
	if len(all) == 0 {
		x.trusted.Add(widget.Muted(lang.L("None: of no certificate is it known who issued it.")))
	}
	x.trusted.Refresh()
}

func (x *signing) row(ca casefile.TrustedCA) fyne.CanvasObject {
	lines := container.NewVBox(widget.Tight(widget.Wrapped(ca.Name), widget.Muted(wording.Lines(purposeName(ca.Purpose),
		lang.L("until {{.Day}}", map[string]any{"Day": wording.Date(ca.Until)}), ca.Reason)), widget.Caption("SHA-256 "+ca.SHA256)))
	if ca.Test {
		lines.Add(widget.NewWarning(lang.L("It says that it is a test: what it issued is never called trusted.")))
	}
	for _, w := range ca.Warnings {
		lines.Add(widget.NewWarning(wording.Recorded(w)))
	}
	if !ca.Removed.IsZero() {
		lines.Add(widget.Muted(lang.L("Removed {{.When}} by {{.Name}}: {{.Why}}", map[string]any{"When": wording.Moment(ca.Removed), "Name": ca.RemovedBy, "Why": ca.RemovedReason})))
		return lines
	}
	remove := x.shell.For(casefile.ChangeSettings, widget.NewButton(lang.L("Remove…"), nil, func() { x.Remove(ca) }))
	return container.NewBorder(nil, nil, nil, container.NewCenter(remove), lines)
}

func purposeName(p casefile.TrustPurpose) string {
	if p == casefile.TrustTimeStamps {
		return lang.L("for time-stamps")
	}
	return lang.L("for signers")
}

// Pick asks for a file of certificates.
func (x *signing) Pick() {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			x.shell.Fail(err)
			return
		}
		r.Close() // it is read by its path
		x.Trust(r.URI().Path())
	}, x.shell.Window)
	d.SetTitleText(lang.L("Choose the authority's certificate"))
	widget.ShowFiles(d)
}

// Trust asks what the authorities of a file are trusted for, and why, and adds them.
func (x *signing) Trust(file string) {
	var names []string
	for _, p := range casefile.TrustPurposes() {
		names = append(names, purposeName(p))
	}
	purpose, why := fw.NewSelect(names, nil), widget.NewTextField(lang.L("such as: our ministry's authority, its hash compared by telephone"), 2)
	purpose.SetSelectedIndex(0)
	content := container.NewVBox(widget.MutedLine(file), fw.NewForm(fw.NewFormItem(lang.L("Trusted"), purpose), fw.NewFormItem(lang.L("Reason"), why)))
	d := dialog.NewCustomConfirm(lang.L("Trust an authority"), lang.L("Trust it"), lang.L("Cancel"), content, func(ok bool) {
		if ok {
			p := casefile.TrustPurposes()[purpose.SelectedIndex()]
			x.change(func(ctx context.Context) error {
				_, err := x.service.Trust(ctx, file, p, strings.TrimSpace(why.Text))
				return err
			})
		}
	}, x.shell.Window)
	why.OnEscape = d.Hide
	widget.SizeDialog(d, x.shell.Window, 660, 300)
	d.Show()
	x.shell.Window.Canvas().Focus(why)
}

// Remove asks why an authority is no longer trusted, and removes it.
func (x *signing) Remove(ca casefile.TrustedCA) {
	why := widget.NewTextField("", 2)
	content := container.NewVBox(widget.Muted(lang.L("What it issued is no longer called trusted. The certificate is kept, with the day and the reason.")), widget.Caption(lang.L("Reason")), why)
	d := dialog.NewCustomConfirm(lang.L("Remove {{.Name}}", map[string]any{"Name": ca.Name}), lang.L("Remove it"), lang.L("Cancel"), content, func(ok bool) {
		if ok {
			x.change(func(ctx context.Context) error {
				_, err := x.service.Distrust(ctx, ca.SHA256, ca.Purpose, strings.TrimSpace(why.Text))
				return err
			})
		}
	}, x.shell.Window)
	why.OnEscape = d.Hide
	widget.SizeDialog(d, x.shell.Window, 640, 260)
	d.Show()
	x.shell.Window.Canvas().Focus(why)
}

// change makes a change of the authorities and shows them again.
func (x *signing) change(do func(context.Context) error) {
	task.Load(x.shell.Tasks, x.ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			x.shell.Fail(err)
			return
		}
		x.load()
	})
}
