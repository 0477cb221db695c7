package candidates

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/palette"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. Shell, Service, CasePath and the callbacks are required.
type Params struct {
	Shell    *shell.Shell
	Service  Service
	CasePath string
	// CorrelationID is shown first; where it is "" the newest that has the pair of ComparisonID, that of ExhibitID, or of all.
	CorrelationID string
	ExhibitID     string
	// ComparisonID is the comparison looked at last: its candidate is selected first.
	ComparisonID string
	// OpenComparison is called with the comparison of the candidate that a person opened.
	OpenComparison func(comparisonID string)
	// ToExhibits is called when a person wants to choose an exhibit to correlate.
	ToExhibits func()
	// Wishes remembers what the next search is to be asked with, for as long as the program runs; may be nil.
	Wishes *Wishes
	// Now is the clock by which looking is timed; time.Now where it is nil.
	Now func() time.Time
}

// Screen is the list of candidates of one correlation, with what was searched for it.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	exhibits     map[string]casefile.Exhibit
	captures     map[string]casefile.Capture
	comparisons  []casefile.ComparisonItem
	correlations []casefile.Correlation
	shown        int                    // index of the correlation on the screen, -1 for none
	rows         []int                  // indices of its candidates that the filters leave
	mark         map[string]int         // key to the index of the mark that is looked at
	images       map[string]*image.RGBA // of the correlation on the screen, so that choosing a row does not flicker
	failed       map[string]error       // pictures that did not come, by the key of the picture
	views        map[string]bool        // ids of the comparisons that the person at the desk has committed a view of, or skipped

	alone palette.Deliberate
	since time.Time // when the candidate on the screen came to be looked at
	key   string    // of that candidate, "" for none
	// glancing sets that candidate to viewed when it has been there for a glance.
	glancing *time.Timer

	choose  *fw.Select
	again   *widget.Button
	head    *fyne.Container // what is said over the list
	pages   *widget.Segments
	filters *filters
	list    *widget.List
	none    fyne.CanvasObject // in the place of the list where the filters leave nothing
	split   *container.Split
	detail  *fyne.Container
	search  *searchPage
	body    *fyne.Container
	root    fyne.CanvasObject
}

// The pages: the candidates, and what was searched for them.
const (
	pageCandidates = iota
	pageSearch
)

type content struct {
	exhibits     []casefile.ExhibitItem
	comparisons  []casefile.ComparisonItem
	correlations []casefile.Correlation
	views        map[string]bool
}

// listShare is the share of the width that the list has at first.
const listShare = 0.4

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Wishes == nil {
		p.Wishes = &Wishes{}
	}
	s := &Screen{p: p, shown: -1}
	s.alone.Tasks = p.Shell.Tasks
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.choose = fw.NewSelect(nil, nil)
	s.choose.Hide()
	s.list = widget.NewList(func() int { return len(s.rows) }, newRow, s.fillRow)
	s.list.SetOnSelected(s.selectRow)
	s.list.OnOpen = func(int) { s.Open() }
	s.list.Other = p.Shell.Key
	s.filters = newFilters(s.narrow)
	s.detail = container.NewStack()
	s.none = widget.NewEmpty(lang.L("The filters leave no candidate"), lang.L("The candidates are still there: take the filters away to see them."),
		widget.NewButton(lang.L("Show all states and agencies"), nil, s.clearFilters))
	s.none.Hide()
	s.split = container.NewHSplit(container.NewBorder(s.filters.object, nil, nil, nil, container.NewStack(s.list, s.none)), s.detail)
	s.split.SetOffset(listShare)
	if p.Shell.Divider != nil {
		p.Shell.Divider("candidates", s.split)
	}
	s.search = newSearchPage(s)
	s.pages = widget.NewSegments(s.showPage, lang.L("Candidates"), lang.L("What was searched"))
	s.again = s.p.Shell.For(casefile.SearchService, widget.NewButton(lang.L("Correlate again"), theme.ViewRefreshIcon(), s.Correlate))
	s.head = container.NewVBox()
	s.body = container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))
	title := container.NewHBox(widget.Heading(lang.L("Candidates")), container.NewCenter(widget.Fixed(s.choose, 300, 0)))
	top := container.New(&endOrBelow{}, title, s.pages, s.again)
	s.root = container.NewBorder(container.NewVBox(widget.Inset(top, 8, 2), widget.NewBanner(wording.Said(casefile.LeadBanner)), s.head), nil, nil, nil, s.body)
	s.Refresh()
	return s
}

// Object returns what to show.
func (s *Screen) Object() fyne.CanvasObject { return s.root }

// Leave ends what the screen is waiting for.
func (s *Screen) Leave() {
	s.looked("")
	s.cancel()
}

// Refresh asks for the correlations again.
func (s *Screen) Refresh() {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (c content, err error) {
		if c.exhibits, err = s.p.Service.Exhibits(ctx, path); err != nil {
			return c, err
		}
		if c.comparisons, err = s.p.Service.ComparisonLines(ctx, path); err != nil {
			return c, err
		}
		if c.correlations, err = s.p.Service.Correlations(ctx, path); err != nil {
			return c, err
		}
		c.views = map[string]bool{}
		for _, k := range c.comparisons {
			if !listed(c.correlations, k) {
				continue
			}
			e, err := s.p.Service.Examination(ctx, path, k.Comparison.ID)
			if err != nil {
				return c, err
			}
			c.views[k.Comparison.ID] = e.Commitment != nil
		}
		return c, nil
	}, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.show(widget.NewEmpty(lang.L("The candidates cannot be read"), wording.Error(err), widget.NewButton(lang.L("Try again"), nil, s.Refresh)))
			return
		}
		s.take(c)
	})
}

func (s *Screen) show(o fyne.CanvasObject) {
	s.body.Objects = []fyne.CanvasObject{o}
	s.body.Refresh()
}

func (s *Screen) take(c content) {
	s.looked("")
	s.exhibits, s.captures = map[string]casefile.Exhibit{}, map[string]casefile.Capture{}
	for _, e := range c.exhibits {
		s.exhibits[e.Exhibit.ID] = e.Exhibit
		for _, k := range e.Captures {
			s.captures[k.ID] = k
		}
	}
	s.comparisons, s.correlations, s.views = c.comparisons, c.correlations, c.views
	if len(c.correlations) == 0 {
		s.shown, s.rows = -1, nil
		s.choose.Hide()
		s.pages.Hide()
		s.again.Hide()
		s.show(widget.NewEmpty(lang.L("Nothing has been correlated yet"),
			lang.L("Choose an exhibit of the case and press Ctrl+R. The correlation service compares it with every exhibit it knows of other events and answers with a ranked list of leads."),
			widget.PrimaryButton(lang.L("Choose an exhibit"), theme.NavigateBackIcon(), s.p.ToExhibits)))
		return
	}
	names := []string{}
	for _, k := range c.correlations {
		names = append(names, s.exhibits[k.ExhibitID].Label+"  ·  "+wording.Moment(k.AsOf))
	}
	at := s.first()
	s.choose.Show()
	s.pages.Show()
	s.again.Show()
	s.choose.OnChanged = nil
	s.choose.SetOptions(names)
	s.choose.SetSelectedIndex(at)
	s.choose.OnChanged = func(string) {
		widget.GiveKeysBack(s.root)
		s.showCorrelation(s.choose.SelectedIndex(), "")
	}
	s.showCorrelation(at, s.p.ComparisonID)
}

// first returns the correlation that is shown first.
func (s *Screen) first() int {
	exhibit, pair := -1, -1
	k, compared := s.comparison(s.p.ComparisonID)
	for i, c := range s.correlations {
		if c.ID == s.p.CorrelationID {
			return i
		}
		if exhibit < 0 && c.ExhibitID == s.p.ExhibitID {
			exhibit = i
		}
		if pair < 0 && compared && (s.p.ExhibitID == "" || c.ExhibitID == s.p.ExhibitID) && candidateOf(c, k) >= 0 {
			pair = i
		}
	}
	if pair >= 0 {
		return pair
	}
	return max(exhibit, 0)
}

// showCorrelation shows a list, with the candidate of a comparison selected.
func (s *Screen) showCorrelation(i int, comparison string) {
	s.looked("")
	s.shown, s.mark, s.images, s.failed = i, map[string]int{}, map[string]*image.RGBA{}, map[string]error{}
	s.p.CorrelationID = s.correlation().ID
	c := s.correlation()
	s.head.Objects = s.headOf(c)
	s.pages.SetText(pageSearch, lang.L("What was searched"))
	if n := len(c.LeftOut); n > 0 {
		s.pages.SetText(pageSearch, lang.L("What was searched: {{.N}} left out", map[string]any{"N": n}))
	}
	s.filters.offer(c)
	s.search.fill(c)
	key := ""
	if k, ok := s.comparison(comparison); ok {
		if at := candidateOf(c, k); at >= 0 {
			key = c.Candidates[at].Key
		}
	}
	s.p.ComparisonID = ""
	s.showPage(s.pages.Selected())
	s.narrowTo(key)
	s.root.Refresh()
}

// showPage shows the candidates or what was searched. Only what is on the screen is looked at.
func (s *Screen) showPage(page int) {
	if s.shown < 0 {
		return
	}
	s.pages.Select(page)
	c := s.correlation()
	switch {
	case page == pageSearch:
		s.looked("")
		s.show(s.search.object)
	case len(c.Candidates) == 0:
		s.show(widget.NewEmpty(lang.L("No candidates"),
			lang.N("The service searched {{.N}} exhibits of other events and returned none. That is not an elimination: the firearm may not be in the gallery, or its marks may differ too much.", c.GallerySize, map[string]any{"N": c.GallerySize})))
	default:
		s.show(s.split)
		if k, ok := s.Current(); ok {
			s.looked(k.Key)
		}
	}
}

func (s *Screen) correlation() casefile.Correlation { return s.correlations[s.shown] }

// Current returns the selected candidate; ok is false before one is.
func (s *Screen) Current() (c casefile.Candidate, ok bool) {
	if i := s.list.Selected(); s.shown >= 0 && i >= 0 && i < len(s.rows) {
		return s.correlation().Candidates[s.rows[i]], true
	}
	return c, false
}

// comparison returns the comparison with an id.
func (s *Screen) comparison(id string) (casefile.ComparisonItem, bool) {
	for _, k := range s.comparisons {
		if id != "" && k.Comparison.ID == id {
			return k, true
		}
	}
	return casefile.ComparisonItem{}, false
}

// candidateOf returns the index of the candidate whose pair was compared, -1 where the list has none.
func candidateOf(c casefile.Correlation, k casefile.ComparisonItem) int {
	for i, candidate := range c.Candidates {
		if pairOf(candidate, k) {
			return i
		}
	}
	return -1
}

// pairOf reports whether a comparison is of a candidate's pair.
func pairOf(c casefile.Candidate, k casefile.ComparisonItem) bool {
	for _, m := range c.Marks {
		if m.OwnCaptureID == k.Comparison.A && (m.CaptureID == k.Comparison.B || m.CaptureSHA256 != "" && (m.CaptureSHA256 == k.Comparison.HashB || m.CaptureSHA256 == k.B.Capture.SHA256)) {
			return true
		}
	}
	return false
}

// listed reports whether a comparison is of a candidate's pair: a case may have thousands that are of none.
func listed(lists []casefile.Correlation, k casefile.ComparisonItem) bool {
	for _, list := range lists {
		for _, c := range list.Candidates {
			if pairOf(c, k) {
				return true
			}
		}
	}
	return false
}

// compared returns the newest comparison of a candidate's pair.
func (s *Screen) compared(c casefile.Candidate) (casefile.ComparisonItem, bool) {
	for _, k := range s.comparisons { // the newest first
		if pairOf(c, k) {
			return k, true
		}
	}
	return casefile.ComparisonItem{}, false
}
