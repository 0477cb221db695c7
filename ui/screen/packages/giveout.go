package packages

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// order is the form of a package to be given out.
type order struct {
	s          *Screen
	scope      *fw.RadioGroup
	exhibits   *fw.CheckGroup
	labels     *widget.Field // instead, where there are many
	recipients *widget.Field
	passphrase *fw.Entry
	redact     *fw.Check
	full       *widget.Field
	fields     *fw.CheckGroup
	people     *widget.Field
	codes      *widget.Field
	court      *fw.Check
	redaction  *fyne.Container
}

// withholdable are the fields that can be ticked; the command line knows all of them.
var withholdable = [][]string{
	{"event.place", "event_version.place"},
	{"event.date", "event_version.date"},
	{"exhibit_version.description"},
	{"conclusion.reason", "commitment.reason"},
	{"capture.file_name"},
}

func fieldNames() []string {
	return []string{lang.L("Places of events"), lang.L("Dates of events"), lang.L("Descriptions of exhibits"), lang.L("Reasons of conclusions"), lang.L("Names of recorded files")}
}

// mostTicks is up to how many exhibits are ticked; of more, the labels are typed.
const mostTicks = 40

func newOrder(s *Screen) *order {
	o := &order{s: s}
	var labels []string
	for _, e := range s.exhibits {
		labels = append(labels, e.Exhibit.Label)
	}
	o.labels = widget.NewField(lang.L("labels of exhibits, comma between"))
	if len(labels) > mostTicks {
		labels = nil
	}
	o.exhibits = fw.NewCheckGroup(labels, nil)
	o.scope = fw.NewRadioGroup([]string{lang.L("The whole case"), lang.L("Chosen exhibits, with everything they need")}, func(string) { o.changed() })
	o.scope.Required = true
	o.recipients = widget.NewTextField(lang.L("one key a line; a key begins with age1"), 3)
	o.passphrase = fw.NewPasswordEntry()
	o.passphrase.SetPlaceHolder(lang.L("at least 15 characters, told to the recipient another way"))
	o.full = widget.NewField(lang.L("the full package that this one is made from"))
	o.fields = fw.NewCheckGroup(fieldNames(), nil)
	o.people = widget.NewField(lang.L("names, comma between"))
	o.codes = widget.NewField(lang.L("codes, comma between"))
	o.court = fw.NewCheck(lang.L("What may not be used in proceedings"), nil)
	o.redaction = container.NewVBox()
	o.redact = fw.NewCheck(lang.L("Leave something out (redacted package)"), func(bool) { o.changed() })
	o.scope.SetSelected(o.scope.Options[0])
	return o
}

// changed shows what the choices need.
func (o *order) changed() {
	if o.redaction == nil || o.redact == nil {
		return
	}
	chosen := o.scope.Selected == o.scope.Options[1]
	many := len(o.s.exhibits) > mostTicks
	o.exhibits.Hidden, o.labels.Hidden = !chosen || many, !chosen || !many
	o.exhibits.Refresh()
	o.labels.Refresh()
	o.redaction.Objects = nil
	if o.redact.Checked {
		choose := widget.NewButton(lang.L("Choose…"), theme.FolderOpenIcon(), func() {
			o.s.pick(lang.L("Choose the full package"), func(path string) { o.full.SetText(path) })
		})
		o.redaction.Objects = []fyne.CanvasObject{
			widget.Muted(lang.L("Each thing that is left out is replaced by a salted hash: nobody can guess it, and whoever has the full package can check it. What a picture shows is not looked at.")),
			fw.NewForm(fw.NewFormItem(lang.L("Full package"), container.NewBorder(nil, nil, nil, choose, o.full)),
				fw.NewFormItem(lang.L("Fields"), o.fields), fw.NewFormItem(lang.L("People"), o.people), fw.NewFormItem(lang.L("Handling codes"), o.codes), fw.NewFormItem("", o.court)),
		}
	}
	o.redaction.Refresh()
}

func (o *order) card() fyne.CanvasObject {
	o.changed()
	return widget.NewCard(container.NewVBox(
		widget.Subheading(lang.L("Give out a package")),
		widget.Muted(lang.L("It is signed with your identity, encrypted to its recipients and to this workstation, and carries proofs from the case's log.")),
		o.scope, o.exhibits, o.labels,
		fw.NewForm(fw.NewFormItem(lang.L("Recipients' keys"), o.recipients), fw.NewFormItem(lang.L("or a passphrase"), o.passphrase)),
		o.redact, o.redaction,
		widget.Inset(container.NewHBox(widget.PrimaryButton(lang.L("Export package…"), theme.MailSendIcon(), o.ask)), 6, 4),
	))
}

// order makes the order of what is filled in.
func (o *order) order() casefile.PackageOrder {
	out := casefile.PackageOrder{Passphrase: o.passphrase.Text, Recipients: strings.Fields(strings.ReplaceAll(o.recipients.Text, ",", " "))}
	if o.scope.Selected == o.scope.Options[1] {
		out.Exhibits = append(slices.Clone(o.exhibits.Selected), commas(o.labels.Text)...)
	}
	if !o.redact.Checked {
		return out
	}
	w := &casefile.Withhold{Of: strings.TrimSpace(o.full.Text), People: commas(o.people.Text), HandlingCodes: commas(o.codes.Text), ProceedingsOnly: o.court.Checked}
	for i, name := range o.fields.Options {
		if slices.Contains(o.fields.Selected, name) {
			w.Columns = append(w.Columns, withholdable[i]...)
		}
	}
	out.Withhold = w
	return out
}

func commas(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// ask refuses what cannot be a package before anybody chooses a file for it.
func (o *order) ask() {
	order := o.order()
	switch {
	case o.scope.Selected == o.scope.Options[1] && len(order.Exhibits) == 0:
		o.s.p.Shell.Fail(&casefile.Error{Code: casefile.Invalid, What: "No exhibit is chosen", Do: "tick at least one, or give out the whole case"})
		return
	case len(order.Recipients) == 0 && order.Passphrase == "":
		o.s.p.Shell.Fail(&casefile.Error{Code: casefile.Invalid, What: "The package has no recipient", Do: "give a recipient's key or a passphrase"})
		return
	}
	o.s.save(o.s.number, ".tmcase", func(path string) {
		order.File = path
		o.s.Export(order)
	})
}

// fileName makes a file's name of a case number.
func fileName(number string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, number)
}

// save asks in which folder a new file is to be written. Nothing is opened yet: a dialog that names a file would empty one that is
// there.
func (s *Screen) save(name, extension string, then func(path string)) {
	s.folder(lang.L("Choose the folder for the file"), func(dir string) {
		then(filepath.Join(dir, fileName(name)+"-"+time.Now().Format("20060102-150405")+extension))
	})
}

// Export makes the package and shows what it is.
func (s *Screen) Export(o casefile.PackageOrder) {
	task.Long(s.p.Shell.Tasks, lang.L("Making the package"), func(ctx context.Context, progress casefile.Progress) (casefile.PackageSlip, error) {
		return s.p.Service.MakePackage(ctx, s.p.CasePath, o, progress)
	}, func(slip casefile.PackageSlip, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.tell(lang.L("The package was made"), slip, lang.L("Tell the recipient the SHA-256 another way than the package goes: by it they know that it is this one."))
		s.Refresh()
	})
}

// tell shows what a package is.
func (s *Screen) tell(title string, slip casefile.PackageSlip, notes ...string) {
	rows := container.NewVBox(widget.NewFacts(append([]string{lang.L("File"), filepath.Base(slip.File)}, slipFacts(slip)...)...))
	if slip.TestIdentity {
		rows.Add(widget.NewWarning(lang.L("Signed with a test identity: it proves nothing about who signed.")))
	}
	for _, n := range slices.Concat(slip.Withheld, notes) {
		if slip.TestIdentity && strings.Contains(n, "TEST IDENTITY") { // said already
			continue
		}
		rows.Add(widget.Muted(wording.Recorded(n)))
	}
	d := dialog.NewCustom(title, lang.L("Close"), container.NewVScroll(rows), s.p.Shell.Window)
	widget.SizeDialog(d, s.p.Shell.Window, 780, 480)
	d.Show()
}
