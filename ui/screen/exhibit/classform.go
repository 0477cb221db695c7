package exhibit

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// classForm asks for an exhibit's class characteristics. Every field offers its list and the reasons for having no
// value, and takes any other text as it was seen.
type classForm struct {
	fields  []casefile.ClassField
	entries []*fw.SelectEntry
	reason  *widget.Field
	dialog  *dialog.ConfirmDialog
}

// noValue are the reasons for a characteristic having no value, offered by every field.
func noValue() map[string]casefile.CodeState {
	return map[string]casefile.CodeState{
		lang.L("not visible"): casefile.NotVisible, lang.L("not determined"): casefile.NotDetermined,
		lang.L("not applicable"): casefile.NotApplicable,
	}
}

func newClassForm(e casefile.Exhibit, w fyne.Window, save func(casefile.Class, string)) *classForm {
	f := &classForm{fields: casefile.ClassFields(), reason: widget.NewField(lang.L("why it is changed; the earlier version stays readable"))}
	form := fw.NewForm()
	for i, field := range f.fields {
		var offers []string
		for _, v := range field.List.Codes {
			offers = append(offers, v.Name)
		}
		offers = append(offers, lang.L("not visible"), lang.L("not determined"), lang.L("not applicable"))
		entry := fw.NewSelectEntry(offers)
		entry.SetPlaceHolder(lang.L("not stated"))
		if c := *field.Of(&e.Class); c.State == casefile.Stated {
			entry.SetText(c.Text())
		} else if c.State != casefile.Empty {
			entry.SetText(wording.Code(c))
		}
		f.entries = append(f.entries, entry)
		form.Append(wording.Class(e.Class)[i].Name, entry)
	}
	form.Append(lang.L("Reason"), f.reason)
	note := widget.Muted(lang.L("Choose from the list, or write what you see: it is kept as seen."))
	f.dialog = dialog.NewCustomConfirm(lang.L("Class characteristics of {{.Label}}", map[string]any{"Label": e.Label}),
		lang.L("Save"), lang.L("Cancel"), container.NewVBox(form, note), func(ok bool) {
			if ok {
				save(f.class(e.Class), f.reason.Text)
			}
		}, w)
	f.reason.OnEscape = f.dialog.Hide
	f.reason.OnSubmitted = func(string) { f.dialog.Confirm() }
	widget.SizeDialog(f.dialog, w, 640, 420)
	return f
}

// class reads the form. A field that still reads as it did keeps its value.
func (f *classForm) class(was casefile.Class) casefile.Class {
	now := was
	for i, field := range f.fields {
		text, c := f.entries[i].Text, field.Of(&now)
		switch state, none := noValue()[text]; {
		case none:
			*c = casefile.Code{State: state}
		case c.State == casefile.Stated && text == c.Text():
		default:
			*c = field.List.Encode(text)
		}
	}
	return now
}

// Describe asks for the class characteristics of the selected exhibit.
func (s *Screen) Describe() {
	e, ok := s.Current()
	if !ok {
		return
	}
	path := s.p.CasePath
	newClassForm(e.Exhibit, s.p.Shell.Window, func(class casefile.Class, reason string) {
		task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.Exhibit, error) {
			return s.p.Service.Describe(ctx, path, e.Exhibit.ID, class, reason)
		}, func(_ casefile.Exhibit, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.Refresh()
		})
	}).dialog.Show()
}
