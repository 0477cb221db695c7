package custody

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Print asks on which paper the exhibit's label is printed.
func (s *Screen) Print() {
	if s.record.Exhibit.ID == "" {
		return
	}
	AskLabels(s.ctx, s.p.Shell, s.p.Service, s.p.CasePath, s.record.Exhibit)
}

// Printer is what asking for labels needs of a Service.
type Printer interface {
	Exhibits(ctx context.Context, casePath string) ([]casefile.ExhibitItem, error)
	PrintLabels(ctx context.Context, casePath string, exhibits []string, o casefile.LabelOptions) (string, error)
	OpenFile(ctx context.Context, file string) error
}

// AskLabels asks on which paper labels are printed, of one exhibit or of all of the case, makes the file and shows it.
func AskLabels(ctx context.Context, sh *shell.Shell, service Printer, casePath string, x casefile.Exhibit) {
	sheets := casefile.LabelSheets()
	names := make([]string, len(sheets))
	for i, sheet := range sheets {
		names[i] = sheet.Name
	}
	paper := fw.NewSelect(names, nil)
	paper.SetSelectedIndex(0)
	what := fw.NewRadioGroup([]string{lang.L("Only {{.Label}}", map[string]any{"Label": x.Label}), lang.L("All exhibits of the case")}, nil)
	what.SetSelected(what.Options[0])
	what.Required = true
	start := widget.NewField("1")
	start.SetText("1")
	d := dialog.NewForm(lang.L("Print labels"), lang.L("Make the file"), lang.L("Cancel"), []*fw.FormItem{
		fw.NewFormItem(lang.L("Labels"), what), fw.NewFormItem(lang.L("Paper"), paper),
		{Text: lang.L("First free place"), Widget: start, HintText: lang.L("on the first sheet, row by row")},
	}, func(ok bool) {
		if !ok {
			return
		}
		n, err := strconv.Atoi(start.Text)
		if err != nil {
			sh.Fail(&casefile.Error{Code: casefile.Invalid, What: "%[1]q is no place on a sheet", Do: "Give a number from 1 on", Args: []any{start.Text}, Cause: err})
			return
		}
		o := casefile.LabelOptions{Sheet: sheets[paper.SelectedIndex()].ID, Start: n, Kinds: kindWords()}
		printLabels(ctx, sh, service, casePath, x, what.Selected == what.Options[1], o)
	}, sh.Window)
	start.OnEscape = d.Hide
	start.OnSubmitted = func(string) { d.Submit() }
	d.Resize(fyne.NewSize(480, 300))
	d.Show()
	sh.Window.Canvas().Focus(start)
}

// kindWords are the kinds of exhibit in the language of the screen.
func kindWords() map[casefile.ExhibitKind]string {
	out := map[casefile.ExhibitKind]string{}
	for _, k := range []casefile.ExhibitKind{casefile.KindFirearm, casefile.KindCartridgeCase, casefile.KindBullet, casefile.KindCartridge, casefile.KindPart, casefile.KindDocument} {
		out[k] = wording.Kind(k)
	}
	return out
}

func printLabels(ctx context.Context, sh *shell.Shell, service Printer, casePath string, x casefile.Exhibit, all bool, o casefile.LabelOptions) {
	task.Load(sh.Tasks, ctx, func(ctx context.Context) (string, error) {
		ids := []string{x.ID}
		if all {
			items, err := service.Exhibits(ctx, casePath)
			if err != nil {
				return "", err
			}
			ids = nil
			for _, item := range items {
				if item.Exhibit.Owner == "" {
					ids = append(ids, item.Exhibit.ID)
				}
			}
		}
		file, err := service.PrintLabels(ctx, casePath, ids, o)
		if err != nil {
			return "", err
		}
		return file, service.OpenFile(ctx, file)
	}, func(file string, err error) {
		if err != nil {
			sh.Fail(err)
			return
		}
		sh.Say(widget.Good, lang.L("The labels are in {{.File}}. That they were printed is in the case's log.", map[string]any{"File": file}))
	})
}
