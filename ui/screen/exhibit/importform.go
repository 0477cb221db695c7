package exhibit

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/shell"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// importable are the extensions of files that a folder's import takes; what a file really is, its content decides.
var importable = []string{".x3p", ".png", ".tif", ".tiff", ".jpg", ".jpeg", ".bmp"}

func base(file string) string { return filepath.Base(file) }

// importForm asks which files to import and what they are recordings of.
type importForm struct {
	sh    *shell.Shell
	run   func([]string, casefile.ImportOptions)
	files []string

	list                *fw.Label
	label, event, scale *widget.Field
	mark, kind, origin  *fw.Select
	unscaled, unchecked *fw.Check
	units               *fw.Select
	dialog              *dialog.ConfirmDialog
}

func newImportForm(sh *shell.Shell, files []string, label string, run func([]string, casefile.ImportOptions)) *importForm {
	f := &importForm{sh: sh, run: run, list: widget.Wrapped(""),
		label: widget.NewField(lang.L("empty: one exhibit per file, called like the file")),
		event: widget.NewField(lang.L("where it was found, or which test fire; optional")),
		scale: widget.NewField(lang.L("only for photographs that state none"))}
	f.label.SetText(label)
	f.scale.Validator = func(v string) error {
		_, err := scaleOf(v)
		return err
	}
	marks, kinds := []string{}, []string{}
	for _, m := range wording.Marks() {
		marks = append(marks, wording.Mark(m))
	}
	for _, k := range importKinds {
		kinds = append(kinds, wording.Kind(k))
	}
	f.mark, f.kind = fw.NewSelect(marks, nil), fw.NewSelect(kinds, nil)
	f.origin = fw.NewSelect([]string{wording.Origin(casefile.Questioned), wording.Origin(casefile.Known)}, nil)
	f.mark.SetSelectedIndex(0)
	f.kind.SetSelectedIndex(0)
	f.origin.SetSelectedIndex(0)

	f.units = fw.NewSelect([]string{lang.L("as the file says, checked for plausibility"), lang.L("metres, as the standard wants"), lang.L("micrometres"),
		lang.L("spacings in metres, heights in micrometres"), lang.L("spacings in micrometres, heights in metres")}, nil)
	f.units.SetSelectedIndex(0)
	f.unscaled = fw.NewCheck(lang.L("take photographs whose scale nobody knows"), nil)
	f.unchecked = fw.NewCheck(lang.L("take X3P files with a wrong checksum; the warning follows them into every report"), nil)

	pick := widget.NewButton(lang.L("Add a file…"), theme.FileIcon(), f.pickFile)
	folder := widget.NewButton(lang.L("Add a folder…"), theme.FolderIcon(), f.pickFolder)
	form := fw.NewForm(
		fw.NewFormItem(lang.L("Exhibit"), f.label),
		fw.NewFormItem(lang.L("Mark"), f.mark),
		fw.NewFormItem(lang.L("Kind"), f.kind),
		fw.NewFormItem(lang.L("Origin"), f.origin),
		fw.NewFormItem(lang.L("Event"), f.event),
		fw.NewFormItem(lang.L("Scale, µm per pixel"), f.scale),
		fw.NewFormItem(lang.L("Lengths in X3P"), f.units),
		fw.NewFormItem("", f.unscaled),
		fw.NewFormItem("", f.unchecked),
	)
	files2 := container.NewBorder(nil, nil, nil, container.NewVBox(container.NewHBox(pick, folder)), f.list)
	content := container.NewVBox(widget.Strong(lang.L("Files")), files2, widget.Strong(lang.L("What they are")), form,
		widget.Muted(lang.L("The files themselves are copied into the case and never changed.")))
	f.dialog = dialog.NewCustomConfirm(lang.L("Import recordings"), lang.L("Import"), lang.L("Cancel"), container.NewVScroll(widget.Inset(content, 6, 0)), f.done, sh.Window)
	for _, e := range []*widget.Field{f.label, f.event, f.scale} {
		e.OnEscape = f.dialog.Hide
		e.OnSubmitted = func(string) { f.dialog.Confirm() }
	}
	widget.SizeDialog(f.dialog, sh.Window, 680, 590)
	f.add(files...)
	return f
}

// importKinds are the kinds of exhibit that marks are recorded of.
var importKinds = []casefile.ExhibitKind{casefile.KindCartridgeCase, casefile.KindBullet, casefile.KindCartridge, casefile.KindFirearm, casefile.KindPart}

// importUnits are the units that the form offers for the lengths of X3P files; the first lets the program find out.
var importUnits = []string{"", casefile.UnitsMetres, casefile.UnitsMicrometres, casefile.UnitsMicrometreHeight, casefile.UnitsMicrometreSpaced}

// Show shows the form.
func (f *importForm) Show() {
	f.dialog.Show()
	f.sh.Window.Canvas().Focus(f.label)
}

func (f *importForm) add(files ...string) {
	for _, p := range files {
		if !slices.Contains(f.files, p) {
			f.files = append(f.files, p)
		}
	}
	const shown = 3
	switch n := len(f.files); {
	case n == 0:
		f.list.SetText(lang.L("None chosen yet. You can also drop files on the window."))
	case n <= shown:
		names := []string{}
		for _, p := range f.files {
			names = append(names, base(p))
		}
		f.list.SetText(strings.Join(names, ", "))
	default:
		f.list.SetText(lang.L("{{.N}} files, from {{.First}} to {{.Last}}", map[string]any{"N": n, "First": base(f.files[0]), "Last": base(f.files[n-1])}))
	}
}

func (f *importForm) pickFile() {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			f.sh.Fail(err)
			return
		}
		path := r.URI().Path()
		if err := r.Close(); err != nil {
			f.sh.Fail(err)
			return
		}
		f.add(path)
	}, f.sh.Window)
	d.SetFilter(storage.NewExtensionFileFilter(importable))
	widget.ShowFiles(d)
}

func (f *importForm) pickFolder() {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil || u == nil {
			f.sh.Fail(err)
			return
		}
		items, err := u.List()
		if err != nil {
			f.sh.Fail(err)
			return
		}
		paths := []string{}
		for _, i := range items {
			if slices.Contains(importable, strings.ToLower(i.Extension())) {
				paths = append(paths, i.Path())
			}
		}
		slices.Sort(paths)
		f.add(paths...)
	}, f.sh.Window)
	widget.ShowFiles(d)
}

// scaleOf reads a scale; "" is 0, which stands for unknown.
func scaleOf(v string) (float64, error) {
	v = strings.TrimSpace(strings.ReplaceAll(v, ",", "."))
	if v == "" {
		return 0, nil
	}
	um, err := strconv.ParseFloat(v, 64)
	if err != nil || !(um > 0 && um < 1e4) {
		return 0, &casefile.Error{Code: casefile.Invalid, What: lang.L("The scale is not a length"), Do: lang.L("Write the µm per pixel as a number such as 3.45"), Cause: err}
	}
	return um, nil
}

// options reads the form.
func (f *importForm) options() (casefile.ImportOptions, error) {
	um, err := scaleOf(f.scale.Text)
	o := casefile.ImportOptions{
		ExhibitLabel: strings.TrimSpace(f.label.Text), EventLabel: strings.TrimSpace(f.event.Text), ScaleUM: um,
		Mark: wording.Marks()[f.mark.SelectedIndex()], Kind: importKinds[f.kind.SelectedIndex()], Origin: casefile.Questioned,
		Units: importUnits[f.units.SelectedIndex()], AcceptUnknownScale: f.unscaled.Checked, AcceptWrongChecksum: f.unchecked.Checked,
	}
	if f.origin.SelectedIndex() == 1 {
		o.Origin = casefile.Known
	}
	return o, err
}

func (f *importForm) done(ok bool) {
	if !ok {
		return
	}
	o, err := f.options()
	if err != nil {
		f.sh.Fail(err)
		f.Show()
		return
	}
	if len(f.files) == 0 {
		f.sh.Say(widget.Info, lang.L("No file was chosen, so nothing was imported."))
		return
	}
	f.run(f.files, o)
}
