package search

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All are required.
type Params struct {
	Shell    *shell.Shell
	Service  Service
	CasePath string
	// Open is called when a person wants to see what was found.
	Open func(casefile.Found)
	// Back is called when a person wants to see what was shown before.
	Back func()
	// Kept is what was searched for last; the screen begins with it and leaves there what is searched for.
	Kept *Kept
}

// Kept is what was searched for last in a case, to come back to.
type Kept struct {
	CasePath string
	Query    casefile.Query
	Row      int // that was selected
}

// page is how many results are asked for at once.
const page = 100

// Screen is the search of one case.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc
	stop   context.CancelFunc // of the search that is under way

	people []casefile.Person
	query  casefile.Query
	found  []casefile.Found
	total  int
	more   bool
	asked  int // results up to here were asked for
	ready  bool

	words    *widget.Field
	kind, by *fw.Select
	from, to *widget.Field
	earlier  *fw.Check
	said     *fw.RichText
	list     *widget.List
	body     *fyne.Container
	root     fyne.CanvasObject
	setting  bool // filters are being filled in, not chosen
}

// New returns the screen and makes the case ready to be searched.
func New(p Params) *Screen {
	s := &Screen{p: p, said: widget.MutedLine(""), body: container.NewStack(), stop: func() {}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	if p.Kept.CasePath != p.CasePath {
		*p.Kept = Kept{CasePath: p.CasePath}
	}
	s.list = widget.NewList(func() int { return len(s.found) }, newRow, s.fill)
	s.list.SetOnSelected(func(row int) { p.Kept.Row = row })
	s.list.OnOpen = s.open
	s.list.Other = p.Shell.Key
	s.root = container.NewBorder(s.head(), nil, nil, nil, s.body)
	s.teach()
	s.prepare()
	return s
}

// head is the field with its filters.
func (s *Screen) head() fyne.CanvasObject {
	s.words = widget.NewField(lang.L("Words, \"words as they stand\""))
	s.words.OnSubmitted = func(string) { s.Run() }
	s.words.OnEscape = s.p.Back
	s.words.OnFunctionKey = s.p.Shell.Key
	s.from, s.to = widget.NewField(lang.L("YYYY-MM-DD")), widget.NewField(lang.L("YYYY-MM-DD"))
	for _, f := range []*widget.Field{s.from, s.to} {
		f.OnSubmitted = func(string) { s.Run() }
		f.OnEscape = s.p.Back
	}
	chosen := func() {
		if !s.setting {
			s.Run()
		}
	}
	names := []string{lang.L("Everything")}
	for _, k := range casefile.FoundKinds() {
		names = append(names, wording.UpperFirst(kindName(k)))
	}
	s.kind, s.by = fw.NewSelect(names, func(string) { chosen() }), fw.NewSelect([]string{lang.L("Everybody")}, func(string) { chosen() })
	s.earlier = fw.NewCheck(lang.L("Earlier versions too"), func(bool) { chosen() })
	s.restore()
	find := widget.PrimaryButton(lang.L("Search"), theme.SearchIcon(), s.Run)
	back := widget.NewButton(lang.L("Back"), theme.NavigateBackIcon(), s.p.Back)
	filters := container.NewHBox(s.kind, s.by, fw.NewLabel(lang.L("from")), widget.Fixed(s.from, 130, 0),
		fw.NewLabel(lang.L("to")), widget.Fixed(s.to, 130, 0), s.earlier)
	return container.NewVBox(widget.Inset(container.NewBorder(nil, nil, nil, container.NewCenter(back), widget.Heading(lang.L("Search"))), 8, 2),
		widget.Inset(container.NewVBox(container.NewBorder(nil, nil, nil, find, s.words), container.NewHScroll(filters), s.said), 8, 2))
}

// restore fills in what was searched for last.
func (s *Screen) restore() {
	s.setting = true
	defer func() { s.setting = false }()
	q := s.p.Kept.Query
	s.words.SetText(q.Text)
	s.from.SetText(q.From)
	s.to.SetText(q.To)
	s.earlier.SetChecked(q.Earlier)
	s.kind.SetSelectedIndex(0)
	s.by.SetSelectedIndex(0)
	if len(q.Kinds) > 0 {
		for i, k := range casefile.FoundKinds() {
			if k == q.Kinds[0] {
				s.kind.SetSelectedIndex(i + 1)
			}
		}
	}
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() { s.cancel() }

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if m != 0 {
		return false
	}
	if k == fyne.KeyEscape {
		s.p.Back()
		return true
	}
	return s.list.Key(k)
}

// Focus puts the cursor into the field.
func (s *Screen) Focus() { s.p.Shell.Window.Canvas().Focus(s.words) }

// prepare reads what of the case was never searched, and then searches for what was searched for last.
func (s *Screen) prepare() {
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) ([]casefile.Person, error) { return s.p.Service.Writers(ctx, s.p.CasePath) },
		func(people []casefile.Person, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.showPeople(people)
		})
	task.Long(s.p.Shell.Tasks, lang.L("Reading the case to search it"), func(ctx context.Context, p casefile.Progress) (struct{}, error) {
		both, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(s.ctx, cancel)()
		return struct{}{}, s.p.Service.ReadyToSearch(both, s.p.CasePath, p)
	}, func(_ struct{}, err error) {
		if s.ctx.Err() != nil {
			return
		}
		if s.ready = true; err != nil {
			s.p.Shell.Fail(err)
		}
		if q := s.p.Kept.Query; q.Text != "" || len(q.Kinds) > 0 || q.From != "" || q.To != "" || q.By != "" {
			s.Run()
		} else if s.query.Text != "" {
			s.Run()
		}
	})
}

func (s *Screen) showPeople(people []casefile.Person) {
	s.setting = true
	defer func() { s.setting = false }()
	s.people = people
	names := []string{lang.L("Everybody")}
	at := 0
	for i, p := range people {
		names = append(names, p.Name)
		if p.ID == s.p.Kept.Query.By {
			at = i + 1
		}
	}
	s.by.SetOptions(names)
	s.by.SetSelectedIndex(at)
}

// Run searches for what is in the field and the filters.
func (s *Screen) Run() {
	q := casefile.Query{Text: strings.TrimSpace(s.words.Text), From: strings.TrimSpace(s.from.Text), To: strings.TrimSpace(s.to.Text), Earlier: s.earlier.Checked, Limit: page}
	if i := s.kind.SelectedIndex(); i > 0 {
		q.Kinds = []string{casefile.FoundKinds()[i-1]}
	}
	if i := s.by.SelectedIndex(); i > 0 && i <= len(s.people) {
		q.By = s.people[i-1].ID
	}
	if q.Text == "" && len(q.Kinds) == 0 && q.From == "" && q.To == "" && q.By == "" {
		s.stop()
		s.query, s.p.Kept.Query = q, casefile.Query{}
		s.teach()
		return
	}
	row := 0
	if sameQuery(q, s.p.Kept.Query) {
		row = s.p.Kept.Row
	}
	s.query, s.p.Kept.Query = q, q
	if !s.ready {
		widget.SetText(s.said, lang.L("The case is being read for the first time; the search follows by itself."))
		return
	}
	s.stop()
	ctx, stop := context.WithCancel(s.ctx)
	s.stop = stop
	s.load(ctx, q, row)
}

func sameQuery(a, b casefile.Query) bool { return a.Sentence() == b.Sentence() }

// load shows the first page of a query, and selects a row.
func (s *Screen) load(ctx context.Context, q casefile.Query, row int) {
	widget.SetText(s.said, lang.L("Searching…"))
	task.Load(s.p.Shell.Tasks, ctx, func(ctx context.Context) (casefile.FoundList, error) { return s.p.Service.Search(ctx, s.p.CasePath, q) },
		func(l casefile.FoundList, err error) {
			if err != nil {
				widget.SetText(s.said, "")
				s.found, s.total = nil, 0
				s.show(widget.NewEmpty(lang.L("The search did not succeed"), wording.Error(err), widget.NewButton(lang.L("Try again"), nil, s.Run)))
				return
			}
			s.found, s.total, s.more, s.asked = l.Found, l.Total, l.More, len(l.Found)
			s.tell()
			if l.Total == 0 {
				s.show(widget.NewEmpty(lang.L("Nothing was found"), lang.L("Every word must occur. Try fewer words, the beginning of a word, or other filters. What waits for your own view is not found before it.")))
				return
			}
			s.show(s.list)
			s.list.Clear()
			s.list.Refresh()
			s.list.Select(min(row, len(s.found)-1))
			s.p.Shell.Window.Canvas().Focus(s.list)
		})
}

// tell says how much was found.
func (s *Screen) tell() {
	said := wording.Count(s.total, lang.L("result"), lang.L("results"))
	if s.more {
		said = lang.L("More than {{.N}} results: narrow the search.", map[string]any{"N": s.total})
	}
	widget.SetText(s.said, said)
}

// next asks for the next page, when the last result that is there comes into sight.
func (s *Screen) next() {
	if s.asked >= s.total || s.asked > len(s.found) {
		return
	}
	q := s.query
	q.Offset = s.asked
	s.asked += page
	ctx, asked := s.ctx, s.query
	task.Load(s.p.Shell.Tasks, ctx, func(ctx context.Context) (casefile.FoundList, error) { return s.p.Service.Search(ctx, s.p.CasePath, q) },
		func(l casefile.FoundList, err error) {
			if !sameQuery(asked, s.query) {
				return
			}
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.found = append(s.found, l.Found...)
			s.asked = len(s.found)
			if len(l.Found) == 0 { // the case has changed meanwhile
				s.total = len(s.found)
			}
			s.list.Refresh()
		})
}

func (s *Screen) open(row int) {
	if row >= 0 && row < len(s.found) {
		s.p.Open(s.found[row])
	}
}

func (s *Screen) show(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

// teach says what can be searched, while nothing is searched for.
func (s *Screen) teach() {
	s.found, s.total, s.asked = nil, 0, 0
	widget.SetText(s.said, "")
	s.show(widget.NewEmpty(lang.L("Search everything in this case"),
		lang.L("Exhibits, recordings, events, comparisons, conclusions, annotations, custody, documents and reports. Case and accents do not matter, and a word finds what begins with it. Without words, the filters list the newest first. Searches are noted in the case's log.")))
}
