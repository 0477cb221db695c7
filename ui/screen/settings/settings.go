package settings

import (
	"context"
	"math"
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
	"tracemark/ui/language"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	uitheme "tracemark/ui/theme"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required.
type Params struct {
	Shell   *shell.Shell
	Service Service
	Version string
	// Mode is the colour scheme in use, SetMode changes it.
	Mode    uitheme.Mode
	SetMode func(uitheme.Mode)
	// Scale is the size of text in use, SetScale changes it.
	Scale    float32
	SetScale func(float32)
	// Language is the one that was chosen, SetLanguage changes it.
	Language    language.Tag
	SetLanguage func(language.Tag)
	// CheckReport goes where the file of a report is checked.
	CheckReport func()
}

// Screen is the settings with what the program says of itself.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	profile          casefile.Profile
	agency, examiner *fw.Entry
	address          *widget.Field
	save             *widget.Button
	examining        *examining
	service, signer  *fyne.Container
	root             fyne.CanvasObject
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, agency: fw.NewEntry(), examiner: fw.NewEntry(), address: widget.NewTextField(lang.L("street, place and country, as reports print them"), 2), service: container.NewStack(), signer: container.NewStack()}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.save = widget.PrimaryButton(lang.L("Save"), theme.ConfirmIcon(), s.Save)
	s.save.Disable()
	s.examining = newExamining(s.SaveExamining, s.PickScale)
	s.agency.OnChanged, s.examiner.OnChanged, s.address.OnChanged = s.enable, s.enable, s.enable
	who := widget.NewCard(container.NewVBox(widget.Subheading(lang.L("Who works here")),
		fw.NewForm(fw.NewFormItem(lang.L("Agency"), s.agency), fw.NewFormItem(lang.L("Address"), s.address), fw.NewFormItem(lang.L("Examiner"), s.examiner)),
		container.NewHBox(s.save),
		widget.Muted(lang.L("They stand on every report that is issued from now on."))))
	look := widget.NewCard(container.NewVBox(widget.Subheading(lang.L("How it looks")), fw.NewForm(
		fw.NewFormItem(lang.L("Colours"), s.colours()), fw.NewFormItem(lang.L("Text size"), s.sizes()), fw.NewFormItem(lang.L("Language"), s.languages()))))
	service := widget.NewCard(container.NewVBox(widget.Subheading(lang.L("Correlation service and signature")), s.service))
	verify := widget.NewCard(container.NewVBox(widget.Subheading(lang.L("Is this report genuine?")),
		widget.Muted(lang.L("Says who signed a PDF, when, and whether anything was changed since.")),
		container.NewHBox(widget.NewButton(lang.L("Check a report…"), theme.ConfirmIcon(), p.CheckReport))))
	about := widget.NewCard(container.NewVBox(widget.Subheading("Tracemark"),
		widget.NewFacts(lang.L("Version"), p.Version, lang.L("Licence"), "Apache-2.0"),
		widget.Muted(lang.L("Compares fired cartridge cases from surface recordings. Its scores are leads for an examiner, never conclusions. Every number in a report can be computed again from the originals."))))
	s.root = container.NewBorder(widget.Inset(widget.Heading(lang.L("Settings")), 8, 6), nil, nil, nil,
		container.NewVScroll(widget.Inset(container.New(&besideOrBelow{}, container.NewVBox(who, look, service, newSigning(s.ctx, p.Shell, p.Service).object), container.NewVBox(s.examining.object, verify, about)), 8, 4)))
	s.load()
	return s
}

// colours returns the choice of the colour scheme.
func (s *Screen) colours() fyne.CanvasObject {
	names := map[uitheme.Mode]string{uitheme.System: lang.L("like the desktop"), uitheme.Light: lang.L("light"), uitheme.Dark: lang.L("dark"), uitheme.Dim: lang.L("for a dim room")}
	return choice(uitheme.Modes(), s.p.Mode, func(m uitheme.Mode) string { return names[m] }, s.p.SetMode)
}

// sizes returns the choice of the size of text.
func (s *Screen) sizes() fyne.CanvasObject {
	return choice(uitheme.Scales(), s.p.Scale, func(k float32) string { return strconv.Itoa(int(math.Round(float64(100*k)))) + " %" }, s.p.SetScale)
}

// languages returns the choice of the language; each is called as it calls itself.
func (s *Screen) languages() fyne.CanvasObject {
	tags, names := []language.Tag{language.System}, map[language.Tag]string{language.System: lang.L("like the system")}
	for _, l := range language.All() {
		tags, names[l.Tag] = append(tags, l.Tag), l.Name
	}
	return choice(tags, s.p.Language, func(t language.Tag) string { return names[t] }, s.p.SetLanguage)
}

// choice returns a list to choose one of values from; chosen is shown without being told of.
func choice[T comparable](values []T, chosen T, name func(T) string, tell func(T)) fyne.CanvasObject {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = name(v)
	}
	list := fw.NewSelect(names, nil)
	if i := slices.Index(values, chosen); i >= 0 {
		list.SetSelectedIndex(i)
	}
	list.OnChanged = func(string) { tell(values[list.SelectedIndex()]) }
	return list
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() { s.cancel() }

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(fyne.KeyName, fyne.KeyModifier) bool { return false }

// loaded is what the screen shows.
type loaded struct {
	profile casefile.Profile
	scales  []casefile.ConclusionScale
}

func (s *Screen) load() {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (loaded, error) {
		p, err := s.p.Service.Profile(ctx)
		if err != nil {
			return loaded{}, err
		}
		scales, err := s.p.Service.Scales(ctx)
		return loaded{p, scales}, err
	}, func(l loaded, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		p := l.profile
		s.profile = p
		s.agency.SetText(p.Agency)
		s.address.SetText(p.Address)
		s.examiner.SetText(p.Examiner)
		where := p.Service
		if p.Embedded {
			where = wording.Lines(where, lang.L("inside this program"))
		}
		signer := p.Signer
		if p.TestIdentity {
			signer = wording.Lines(signer, lang.L("test identity, proves nothing"))
		}
		s.service.Objects = []fyne.CanvasObject{widget.NewFacts(lang.L("Service"), where, lang.L("Signs as"), signer, lang.L("Cases are kept in"), p.DataFolder)}
		s.service.Refresh()
		s.examining.show(p, l.scales, s.enableExamining)
		s.enable("")
		s.enableExamining()
	})
}

func (s *Screen) enable(string) {
	a, e := strings.TrimSpace(s.agency.Text), strings.TrimSpace(s.examiner.Text)
	if a == "" || e == "" || a == s.profile.Agency && e == s.profile.Examiner && strings.TrimSpace(s.address.Text) == s.profile.Address {
		s.save.Disable()
	} else {
		s.save.Enable()
	}
}

func (s *Screen) enableExamining() {
	if s.profile.Agency != "" && s.examining.differs(s.profile) {
		s.examining.save.Enable()
	} else {
		s.examining.save.Disable()
	}
}

// Save keeps the names that were entered.
func (s *Screen) Save() {
	p := s.profile
	p.Agency, p.Examiner, p.Address = strings.TrimSpace(s.agency.Text), strings.TrimSpace(s.examiner.Text), strings.TrimSpace(s.address.Text)
	s.keep(p)
}

// SaveExamining keeps how pairs are looked at and concluded.
func (s *Screen) SaveExamining() {
	p := s.profile
	s.examining.put(&p)
	s.keep(p)
}

func (s *Screen) keep(p casefile.Profile) {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.SetProfile(ctx, p)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("Saved."))
		s.load()
	})
}

// PickScale asks for the file of a scale and adds it.
func (s *Screen) PickScale() {
	s.pick(".json", s.AddScale)
}

// AddScale adds a scale of the agency's own and shows it as the choice; it holds once it is saved.
func (s *Screen) AddScale(file string) {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (loaded, error) {
		added, err := s.p.Service.AddScale(ctx, file)
		if err != nil {
			return loaded{}, err
		}
		scales, err := s.p.Service.Scales(ctx)
		return loaded{casefile.Profile{Scale: added.ID}, scales}, err
	}, func(l loaded, err error) {
		if s.examining.refuse(err); err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.examining.offer(l.scales, l.profile.Scale)
		s.enableExamining()
		s.p.Shell.Say(widget.Good, lang.L("The scale is added."))
	})
}

// pick asks for a file whose name ends in extension.
func (s *Screen) pick(extension string, chosen func(file string)) {
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			s.p.Shell.Fail(err)
			return
		}
		path := r.URI().Path()
		if err := r.Close(); err != nil {
			s.p.Shell.Fail(err)
			return
		}
		chosen(path)
	}, s.p.Shell.Window)
	d.SetFilter(storage.NewExtensionFileFilter([]string{extension}))
	widget.ShowFiles(d)
}
