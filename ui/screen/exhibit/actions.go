package exhibit

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Correlate asks the correlation service about the selected exhibit.
func (s *Screen) Correlate() {
	e, ok := s.Current()
	if !ok || len(e.Captures) == 0 {
		s.p.Shell.Say(widget.Info, lang.L("Choose an exhibit that has a capture first."))
		return
	}
	path, id := s.p.CasePath, e.Exhibit.ID
	task.Long(s.p.Shell.Tasks, lang.L("Correlating {{.Label}}", map[string]any{"Label": e.Exhibit.Label}),
		func(ctx context.Context, p casefile.Progress) (casefile.Correlation, error) {
			return s.p.Service.Correlate(ctx, path, id, casefile.CorrelateOptions{}, p)
		}, func(c casefile.Correlation, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.p.Correlated(c)
		})
}

// PrepareSelected shows the preparation of the selected exhibit's topography: of the ticked one where it has several.
func (s *Screen) PrepareSelected() {
	e, ok := s.Current()
	if !ok {
		return
	}
	var found *casefile.Capture
	for i, c := range e.Captures {
		ticked := slices.ContainsFunc(s.ticked, func(t casefile.Capture) bool { return t.ID == c.ID })
		if c.Kind == casefile.Topography && (found == nil || ticked) {
			found = &e.Captures[i]
			if ticked {
				break
			}
		}
	}
	if found == nil {
		s.p.Shell.Say(widget.Info, lang.L("This exhibit has no topography to prepare."))
		return
	}
	s.p.Prepare(e.Exhibit, *found)
}

// CompareTicked compares the two captures that are marked.
func (s *Screen) CompareTicked() {
	if len(s.ticked) != 2 {
		s.p.Shell.Say(widget.Info, lang.L("Tick two captures first: the box under a thumbnail."))
		return
	}
	path, a, b := s.p.CasePath, s.ticked[0].ID, s.ticked[1].ID
	task.Long(s.p.Shell.Tasks, lang.L("Comparing two captures"), func(ctx context.Context, p casefile.Progress) (casefile.Comparison, error) {
		return s.p.Service.Compare(ctx, path, a, b, p)
	}, func(c casefile.Comparison, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.OpenComparison(c.ID)
	})
}

// Verify checks the case and says what was found.
func (s *Screen) Verify() {
	path := s.p.CasePath
	task.Long(s.p.Shell.Tasks, lang.L("Checking the case"), func(ctx context.Context, p casefile.Progress) (casefile.Verdict, error) {
		return s.p.Service.VerifyCase(ctx, path, p)
	}, func(v casefile.Verdict, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		tone := widget.Good
		if !v.OK {
			tone = widget.Trouble
		}
		s.p.Shell.Say(tone, strings.Join(wording.AllRecorded(v.Sentences), " "))
	})
}

// Import asks what files are recordings of, and imports them. With no files it asks for those as well.
func (s *Screen) Import(files []string) {
	label := ""
	if e, ok := s.Current(); ok && len(e.Captures) == 0 {
		label = e.Exhibit.Label
	}
	newImportForm(s.p.Shell, files, label, s.runImport).Show()
}

func (s *Screen) runImport(files []string, o casefile.ImportOptions) {
	path := s.p.CasePath
	task.Long(s.p.Shell.Tasks, lang.L("Importing"), func(ctx context.Context, p casefile.Progress) ([]casefile.ImportOutcome, error) {
		return s.p.Service.Import(ctx, path, files, o, p)
	}, func(done []casefile.ImportOutcome, err error) {
		s.report(done, len(files), err)
		if s.ctx.Err() == nil {
			s.Refresh()
		}
	})
}

// report says how an import went: a sentence where all went well, a list of what was refused otherwise.
func (s *Screen) report(done []casefile.ImportOutcome, wanted int, err error) {
	good, bad := 0, []casefile.ImportOutcome{}
	for _, o := range done {
		if o.Err == nil {
			good++
			s.p.ExhibitID = o.Capture.ExhibitID
		} else {
			bad = append(bad, o)
		}
	}
	said := lang.L("{{.N}} of {{.M}} files imported.", map[string]any{"N": good, "M": wanted})
	switch {
	case err != nil && !task.Cancelled(err):
		s.p.Shell.Say(widget.Trouble, said+" "+wording.Error(err))
	case len(bad) == 1:
		s.p.Shell.Say(widget.Trouble, said+" "+base(bad[0].File)+": "+wording.Error(bad[0].Err))
	case len(bad) > 1:
		s.p.Shell.Say(widget.Trouble, said)
		rows := container.NewVBox()
		for _, o := range bad {
			rows.Add(widget.Tight(widget.Strong(base(o.File)), widget.Wrapped(wording.Error(o.Err))))
		}
		d := dialog.NewCustom(lang.L("Files that were not imported"), lang.L("Close"), container.NewVScroll(rows), s.p.Shell.Window)
		widget.SizeDialog(d, s.p.Shell.Window, 640, 420)
		d.Show()
	default:
		s.p.Shell.Say(widget.Good, said)
	}
}
