package candidates

import (
	"context"
	"image"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/shell"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// Params are what the screen needs. All but ExhibitID and CorrelationID are required.
type Params struct {
	Shell    *shell.Shell
	Service  Service
	CasePath string
	// CorrelationID is shown first; where it is "" the newest of ExhibitID, or the newest of all.
	CorrelationID string
	ExhibitID     string
	// OpenComparison is called with the comparison of the candidate that a person opened.
	OpenComparison func(comparisonID string)
	// ToExhibits is called when a person wants to choose an exhibit to correlate.
	ToExhibits func()
}

// Screen is the list of candidates of one correlation.
type Screen struct {
	p      Params
	ctx    context.Context
	cancel context.CancelFunc

	labels       map[string]string // exhibit id to label
	captures     map[string]casefile.Capture
	correlations []casefile.Correlation
	shown        int                    // index of the correlation on the screen
	mark         map[string]int         // key to the index of the mark that is looked at
	images       map[string]*image.RGBA // of the correlation on the screen, so that choosing a row does not flicker

	choose *fw.Select
	asked  *fw.RichText
	left   *widget.Button // tells how much was not searched
	reveal *widget.Button // asks for the ranked list before a view is committed
	since  time.Time      // when the candidate on the screen came to be looked at
	key    string         // of that candidate, "" for none
	list   *widget.List
	detail *fyne.Container
	body   *fyne.Container
	root   fyne.CanvasObject
}

type content struct {
	exhibits     []casefile.ExhibitItem
	correlations []casefile.Correlation
}

// New returns the screen and begins to load it.
func New(p Params) *Screen {
	s := &Screen{p: p, asked: widget.MutedLine(""), shown: -1}
	s.left = widget.NewButton("", theme.VisibilityOffIcon(), s.showLeftOut)
	s.left.Hide()
	s.reveal = widget.NewButton(lang.L("Show ranks…"), theme.VisibilityIcon(), s.askReveal)
	s.reveal.Hide()
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.choose = fw.NewSelect(nil, nil)
	s.list = widget.NewList(s.length, newRow, s.fillRow)
	s.list.SetOnSelected(s.selectRow)
	s.list.OnOpen = func(int) { s.Open() }
	s.list.Other = p.Shell.Key
	s.detail = container.NewStack()
	s.body = container.NewStack(container.NewCenter(widget.Muted(lang.L("Loading…"))))
	again := widget.NewButton(lang.L("Correlate again"), theme.ViewRefreshIcon(), s.Correlate)
	top := container.NewBorder(nil, nil, widget.Heading(lang.L("Candidates")), container.NewCenter(again),
		container.NewCenter(widget.Fixed(s.choose, 420, 0)))
	s.root = container.NewBorder(container.NewVBox(widget.Inset(top, 8, 2), widget.NewBanner(wording.Said(casefile.LeadBanner)), widget.Inset(container.NewBorder(nil, nil, nil, container.NewHBox(s.reveal, s.left), s.asked), 8, 0)), nil, nil, nil, s.body)
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

// Key handles a key that was typed while nothing had the focus.
func (s *Screen) Key(k fyne.KeyName, _ fyne.KeyModifier) bool {
	switch k {
	case fyne.KeyD:
		s.setState(casefile.Dismissed)
	case fyne.KeyH:
		s.setState(casefile.HitProposed)
	default:
		return s.list.Key(k)
	}
	return true
}

// Refresh asks for the correlations again.
func (s *Screen) Refresh() {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (c content, err error) {
		if c.exhibits, err = s.p.Service.Exhibits(ctx, path); err != nil {
			return c, err
		}
		c.correlations, err = s.p.Service.Correlations(ctx, path)
		return c, err
	}, func(c content, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			s.show(widget.NewEmpty(lang.L("The candidates cannot be read"), err.Error(), widget.NewButton(lang.L("Try again"), nil, s.Refresh)))
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
	s.labels, s.captures = map[string]string{}, map[string]casefile.Capture{}
	for _, e := range c.exhibits {
		s.labels[e.Exhibit.ID] = e.Exhibit.Label
		for _, k := range e.Captures {
			s.captures[k.ID] = k
		}
	}
	s.correlations = c.correlations
	if len(c.correlations) == 0 {
		s.choose.Hide()
		s.show(widget.NewEmpty(lang.L("Nothing has been correlated yet"),
			lang.L("Choose an exhibit of the case and press Ctrl+R. The correlation service compares it with every exhibit it knows of other events and answers with a ranked list of leads."),
			widget.PrimaryButton(lang.L("Choose an exhibit"), theme.NavigateBackIcon(), s.p.ToExhibits)))
		return
	}
	names, at := []string{}, -1
	for i, k := range c.correlations {
		names = append(names, s.labels[k.ExhibitID]+"  ·  "+wording.Moment(k.AsOf))
		switch {
		case k.ID == s.p.CorrelationID:
			at = i
		case at < 0 && s.p.CorrelationID == "" && k.ExhibitID == s.p.ExhibitID:
			at = i
		}
	}
	s.choose.Show()
	s.choose.OnChanged = nil
	s.choose.SetOptions(names)
	s.choose.SetSelectedIndex(max(at, 0))
	s.choose.OnChanged = func(string) {
		widget.GiveKeysBack(s.root)
		s.showCorrelation(s.choose.SelectedIndex())
	}
	s.showCorrelation(max(at, 0))
}

func (s *Screen) showCorrelation(i int) {
	s.looked("")
	s.shown, s.mark, s.images = i, map[string]int{}, map[string]*image.RGBA{}
	c := s.correlations[i]
	order := lang.L("ranked by {{.Score}}, version {{.Version}}", map[string]any{"Score": rankedBy(c), "Version": c.Version})
	if c.Withheld {
		order = lang.L("the first {{.N}}, in no order: commit your view of a pair to see its figures", map[string]any{"N": len(c.Candidates)})
	}
	widget.SetText(s.asked, wording.Lines(
		lang.N("{{.N}} exhibits searched", c.GallerySize, map[string]any{"N": c.GallerySize}), wording.Moment(c.AsOf), c.Service, order))
	s.reveal.Hidden = !c.Withheld
	s.left.SetText(lang.L("{{.N}} left out…", map[string]any{"N": len(c.LeftOut)}))
	s.left.Hidden = len(c.LeftOut) == 0
	s.root.Refresh()
	if len(c.Candidates) == 0 {
		s.show(widget.NewEmpty(lang.L("No candidates"),
			lang.N("The service searched {{.N}} exhibits of other events and returned none. That is not an elimination: the firearm may not be in the gallery, or its marks may differ too much.", c.GallerySize, map[string]any{"N": c.GallerySize})))
		return
	}
	s.show(container.NewBorder(nil, nil, widget.Fixed(s.list, 470, 0), nil, s.detail))
	s.list.Clear()
	s.list.Refresh()
	s.list.Select(0)
}

func rankedBy(c casefile.Correlation) string {
	for _, k := range c.Candidates {
		if len(k.Scores) > 0 {
			return wording.Score(k.Scores[0].Name)
		}
	}
	return c.Method
}

func (s *Screen) correlation() casefile.Correlation { return s.correlations[s.shown] }

func (s *Screen) length() int {
	if s.shown < 0 || s.shown >= len(s.correlations) {
		return 0
	}
	return len(s.correlation().Candidates)
}

// Current returns the selected candidate; ok is false before one is.
func (s *Screen) Current() (c casefile.Candidate, ok bool) {
	if i := s.list.Selected(); i >= 0 && i < s.length() {
		return s.correlation().Candidates[i], true
	}
	return c, false
}

// row is one line of the list.
type row struct {
	rank, label, score *fw.Label
	of                 *fw.RichText
	own, theirs        *widget.Picture
}

// rowSide is the side of the thumbnails in the list, in fyne units.
const rowSide = 62

func newRow() fyne.CanvasObject {
	r := &row{
		rank: fw.NewLabelWithStyle("", fyne.TextAlignCenter, fyne.TextStyle{Bold: true}), label: widget.Strong(""), score: widget.Strong(""),
		of:  widget.Caption(""),
		own: widget.NewPicture(rowSide, lang.L("SYN")), theirs: widget.NewPicture(rowSide, lang.L("SYN")),
	}
	r.rank.SizeName = theme.SizeNameSubHeadingText
	pair := container.NewHBox(widget.Fixed(container.NewCenter(r.rank), 34, 0), container.NewCenter(r.own), container.NewCenter(r.theirs))
	return widget.NewRow(widget.Inset(container.NewBorder(nil, nil, pair, nil, widget.Tight(r.label, r.score, r.of)), 4, 3), r)
}

func (s *Screen) fillRow(i int, o fyne.CanvasObject) {
	r, k := widget.RowData[*row](o), s.correlation()
	c := k.Candidates[i]
	r.label.SetText(wording.Lines(c.Label, c.Owner(), c.CaseRef))
	if c.Rank == 0 {
		r.rank.SetText("–")
		r.score.SetText(lang.L("figures after your view"))
		widget.SetText(r.of, wording.Lines(wording.State(c.State), lang.L("searched on {{.Date}}", map[string]any{"Date": wording.Date(k.AsOf)})))
	} else {
		r.rank.SetText(strconv.Itoa(c.Rank))
		r.score.SetText(firstScore(c))
		widget.SetText(r.of, wording.Lines(wording.State(c.State),
			lang.L("rank {{.Rank}} of {{.N}} searched on {{.Date}}", map[string]any{"Rank": c.Rank, "N": k.GallerySize, "Date": wording.Date(k.AsOf)})))
	}
	s.pair(c, s.markOf(c), r.own, r.theirs, 2*rowSide)
}

func firstScore(c casefile.Candidate) string {
	scores := c.Scores
	if len(scores) == 0 && len(c.Marks) > 0 {
		scores = c.Marks[0].Scores
	}
	if len(scores) == 0 {
		return lang.L("no score")
	}
	return wording.Value(scores[0]) + "  " + scoreWords(scores[0])
}

func scoreWords(s imaging.Score) string { return wording.Score(s.Name) }
