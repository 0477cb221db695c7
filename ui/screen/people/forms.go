package people

import (
	"context"
	"errors"
	"slices"
	"strings"

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

// roleBoxes are the roles to tick, each with what it is for.
type roleBoxes struct {
	boxes  []*fw.Check
	object fyne.CanvasObject
}

func newRoleBoxes(chosen []casefile.Role) *roleBoxes {
	r := &roleBoxes{}
	rows := container.NewVBox()
	for _, role := range casefile.Roles() {
		box := fw.NewCheck(wording.Role(role), nil)
		box.SetChecked(slices.Contains(chosen, role))
		r.boxes = append(r.boxes, box)
		rows.Add(container.New(widget.Columns{0.3, 0.7}, box, widget.Muted(wording.RoleMeans(role))))
	}
	r.object = rows
	return r
}

func (r *roleBoxes) chosen() (out []casefile.Role) {
	for i, role := range casefile.Roles() {
		if r.boxes[i].Checked {
			out = append(out, role)
		}
	}
	return out
}

// secret returns an entry that does not show what is typed.
func secret() *widget.Field {
	f := widget.NewField("")
	f.Password = true
	return f
}

// take returns the passphrase in an entry, which is empty then.
func take(e *widget.Field) string {
	text := e.Text
	e.SetText("")
	return text
}

// ask shows a form, with the cursor in the first of its entries; Return in one of them confirms it. do is called with what was typed, and says why not where it is not done: the form then stays.
func (s *Screen) ask(title, confirm string, content fyne.CanvasObject, entries []*widget.Field, h float32, do func() func(context.Context) error) {
	said := widget.Wrapped("")
	said.Importance = fw.DangerImportance
	said.Hide()
	var d *dialog.CustomDialog
	ok := widget.PrimaryButton(confirm, nil, nil)
	ok.OnTapped = func() {
		work := do()
		said.Hide()
		ok.Disable()
		task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
			ok.Enable()
			if err != nil {
				said.SetText(wording.Error(err))
				said.Show()
				return
			}
			d.Hide()
			s.load()
		})
	}
	cancel := widget.NewButton(lang.L("Cancel"), nil, func() { d.Hide() })
	d = dialog.NewCustomWithoutButtons(title, container.NewBorder(nil, said, nil, nil, container.NewVScroll(content)), s.p.Shell.Window)
	d.SetButtons([]fyne.CanvasObject{cancel, ok})
	widget.SizeDialog(d, s.p.Shell.Window, 640, h)
	d.Show()
	for _, e := range entries {
		e.OnEscape = d.Hide
		e.OnSubmitted = func(string) {
			if !ok.Disabled() {
				ok.OnTapped()
			}
		}
	}
	s.p.Shell.Window.Canvas().Focus(entries[0])
}

// Add asks for a new person; without accounts for the first administrator.
func (s *Screen) Add() {
	if s.add.Disabled() {
		return
	}
	first := len(s.all) == 0
	name, logIn, agency := widget.NewField(""), widget.NewField(""), widget.NewField("")
	words, again := secret(), secret()
	var chosen []casefile.Role
	teach := lang.L("The person has to change the passphrase at the first log-in. It has at least twelve characters.")
	if first {
		chosen = []casefile.Role{casefile.Administrator}
		teach = lang.L("The first account is yours and an administrator's. The passphrase has at least twelve characters; nobody can tell you what it was.")
	} else {
		agency.SetText(s.all[0].Agency)
	}
	roles := newRoleBoxes(chosen)
	agency.SetPlaceHolder(lang.L("the workstation's"))
	content := container.NewVBox(fw.NewForm(fw.NewFormItem(lang.L("Name"), name), fw.NewFormItem(lang.L("Log-in name"), logIn),
		fw.NewFormItem(lang.L("Agency"), agency), fw.NewFormItem(lang.L("Passphrase"), words), fw.NewFormItem(lang.L("Once more"), again)),
		widget.Muted(teach), widget.Subheading(lang.L("Roles")), roles.object)
	s.ask(lang.L("Add a person"), lang.L("Add"), content, []*widget.Field{name, logIn, agency, words, again}, 640, func() func(context.Context) error {
		a := casefile.Account{Name: name.Text, LogIn: logIn.Text, Agency: strings.TrimSpace(agency.Text), Roles: roles.chosen()}
		p, q := take(words), take(again)
		return func(ctx context.Context) error {
			if p != q {
				return differ()
			}
			_, err := s.p.Service.AddPerson(ctx, a, p)
			if err == nil && first {
				s.p.Shell.Tasks.Do(s.p.Begun)
			}
			return err
		}
	})
}

func differ() error { return errors.New(lang.L("The two new passphrases differ. Type them again.")) }

// Change asks for another name, agency or other roles of the account that is selected.
func (s *Screen) Change() {
	a := s.one()
	if a == nil {
		return
	}
	next := *a
	name, logIn, agency, reason := widget.NewField(""), widget.NewField(""), widget.NewField(""), widget.NewField("")
	name.SetText(a.Name)
	logIn.SetText(a.LogIn)
	agency.SetText(a.Agency)
	reason.SetPlaceHolder(lang.L("kept with the change"))
	roles := newRoleBoxes(a.Roles)
	content := container.NewVBox(fw.NewForm(fw.NewFormItem(lang.L("Name"), name), fw.NewFormItem(lang.L("Log-in name"), logIn),
		fw.NewFormItem(lang.L("Agency"), agency), fw.NewFormItem(lang.L("Reason"), reason)), widget.Subheading(lang.L("Roles")), roles.object)
	s.ask(lang.L("Change name and roles"), lang.L("Change"), content, []*widget.Field{name, logIn, agency, reason}, 560, func() func(context.Context) error {
		next.Name, next.LogIn, next.Agency, next.Roles = name.Text, logIn.Text, agency.Text, roles.chosen()
		why := reason.Text
		return func(ctx context.Context) error {
			_, err := s.p.Service.ChangePerson(ctx, next, why)
			return err
		}
	})
}

// Activate deactivates the account that is selected, or makes it active again.
func (s *Screen) Activate() {
	a := s.one()
	if a == nil {
		return
	}
	next := *a
	next.Active = !a.Active
	title, teach, confirm := lang.L("Deactivate {{.Name}}?", map[string]any{"Name": a.Name}),
		lang.L("Nobody logs in with this account any more, from now on. It is not deleted, and what it did stays under its name."), lang.L("Deactivate")
	if next.Active {
		title, teach, confirm = lang.L("Activate {{.Name}}?", map[string]any{"Name": a.Name}), lang.L("The person logs in again, with the same roles and passphrase."), lang.L("Activate")
	}
	reason := widget.NewField("")
	reason.SetPlaceHolder(lang.L("kept with the change"))
	s.ask(title, confirm, container.NewVBox(widget.Muted(teach), fw.NewForm(fw.NewFormItem(lang.L("Reason"), reason))), []*widget.Field{reason}, 260, func() func(context.Context) error {
		why := reason.Text
		return func(ctx context.Context) error {
			_, err := s.p.Service.ChangePerson(ctx, next, why)
			return err
		}
	})
}

// Reset asks for a passphrase for the account that is selected.
func (s *Screen) Reset() {
	a := s.one()
	if a == nil {
		return
	}
	id := a.ID
	words, again := secret(), secret()
	content := container.NewVBox(widget.Muted(lang.L("Tell it to the person, who has to change it at the next log-in. Attempts that failed are forgotten.")),
		fw.NewForm(fw.NewFormItem(lang.L("New passphrase"), words), fw.NewFormItem(lang.L("Once more"), again)))
	s.ask(lang.L("Reset the passphrase of {{.Name}}", map[string]any{"Name": a.Name}), lang.L("Reset"), content, []*widget.Field{words, again}, 300, func() func(context.Context) error {
		p, q := take(words), take(again)
		return func(ctx context.Context) error {
			if p != q {
				return differ()
			}
			return s.p.Service.ResetPassphrase(ctx, id, p)
		}
	})
}

// Identity asks for the file that the account which is selected signs with.
func (s *Screen) Identity() {
	a := s.one()
	if a == nil {
		return
	}
	id := a.ID
	file := widget.NewField("")
	file.SetText(a.Identity.File)
	file.SetPlaceHolder(lang.L("empty: a test identity"))
	keep := fw.NewCheck(lang.L("Keep a copy in the data folder"), nil)
	keep.SetChecked(a.Identity.Kept)
	choose := widget.NewButton(lang.L("Choose…"), nil, func() {
		d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
			if err != nil || r == nil {
				s.p.Shell.Fail(err)
				return
			}
			r.Close()
			file.SetText(r.URI().Path())
		}, s.p.Shell.Window)
		widget.SizeDialog(d, s.p.Shell.Window, 900, 600)
		d.Show()
	})
	content := container.NewVBox(widget.Muted(lang.L("A PKCS#12 file (.p12, .pfx), as authorities hand it out. Its passphrase is the person's own: it is asked for whenever something is signed, and never kept. Until then nobody can read whom its certificate names.")),
		container.NewBorder(nil, nil, nil, choose, file), keep)
	s.ask(lang.L("What {{.Name}} signs with", map[string]any{"Name": a.Name}), lang.L("Use it"), content, []*widget.Field{file}, 320, func() func(context.Context) error {
		path, kept := strings.TrimSpace(file.Text), keep.Checked
		return func(ctx context.Context) error {
			_, err := s.p.Service.SetIdentity(ctx, id, path, kept)
			return err
		}
	})
}
