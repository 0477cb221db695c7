package exhibit

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/wording"
)

// Describing is the part of the service that this screen asks about what is said of the case, its exhibits and its events, and
// about documents and hits. A reason is needed for every change of what is there already.
type Describing interface {
	// EditCase records a new version of the case itself.
	EditCase(ctx context.Context, casePath string, c casefile.Case, reason string) (casefile.CaseRef, error)
	// AddExhibit adds an exhibit without recordings; EditExhibit records a new version of one.
	AddExhibit(ctx context.Context, casePath string, e casefile.Exhibit) (casefile.Exhibit, error)
	EditExhibit(ctx context.Context, casePath string, e casefile.Exhibit, reason string) (casefile.Exhibit, error)
	// Events returns the events; SaveEvent adds one without an id and records a new version of another.
	Events(ctx context.Context, casePath string) ([]casefile.Event, error)
	SaveEvent(ctx context.Context, casePath string, e casefile.Event, reason string) (casefile.Event, error)
	// Documents returns the documents, withdrawn ones too. AttachDocument keeps a file and attaches it, EditDocument records a
	// new version of what is said of it, OpenDocument shows it in the system's viewer after its hash was checked.
	Documents(ctx context.Context, casePath string) ([]casefile.Document, error)
	AttachDocument(ctx context.Context, casePath, file string, doc casefile.Document) (casefile.Document, error)
	EditDocument(ctx context.Context, casePath string, doc casefile.Document, reason string) (casefile.Document, error)
	OpenDocument(ctx context.Context, casePath, documentID string) error
	// Hits returns the hits, withdrawn ones too. ConfirmHit confirms one on the conclusion that holds for a comparison.
	Hits(ctx context.Context, casePath string) ([]casefile.HitItem, error)
	ConfirmHit(ctx context.Context, casePath, comparisonID, reason string) (casefile.Hit, error)
	WithdrawHit(ctx context.Context, casePath, hitID, reason string) (casefile.Hit, error)
	// History returns every version of the case (""), or of what item names, with what each changed.
	History(ctx context.Context, casePath, item string) ([]casefile.HistoryEntry, error)
}

// described is what is loaded of it.
type described struct {
	events    []casefile.Event
	documents []casefile.Document
	hits      []casefile.HitItem
}

func (s *Screen) loadDescribed(ctx context.Context) (d described, err error) {
	path := s.p.CasePath
	if d.events, err = s.p.Service.Events(ctx, path); err != nil {
		return d, err
	}
	if d.documents, err = s.p.Service.Documents(ctx, path); err != nil {
		return d, err
	}
	d.hits, err = s.p.Service.Hits(ctx, path)
	return d, err
}

// asTree orders exhibits so that each follows what it came from, and returns how deep each lies. What came from something that is
// not listed lies at the top.
func asTree(all []casefile.ExhibitLine) (ordered []casefile.ExhibitLine, depth map[string]int) {
	depth = map[string]int{}
	there, children := map[string]bool{}, map[string][]casefile.ExhibitLine{}
	for _, e := range all {
		there[e.ID] = true
	}
	for _, e := range all {
		parent := e.ParentID
		if !there[parent] {
			parent = ""
		}
		children[parent] = append(children[parent], e)
	}
	var add func(parent string, at int)
	add = func(parent string, at int) {
		for _, e := range children[parent] {
			ordered = append(ordered, e)
			depth[e.ID] = at
			add(e.ID, at+1)
		}
	}
	add("", 0)
	return ordered, depth
}

// indented writes a label below what it came from.
func indented(label string, depth int) string {
	if depth == 0 {
		return label
	}
	return strings.Repeat("    ", depth-1) + "└ " + label
}

// saving keeps what a form says; it stays open with the reason where that is refused.
func saving[T any](s *Screen, f *factForm, save func(context.Context) (T, error)) {
	task.Load(s.p.Shell.Tasks, s.ctx, save, func(_ T, err error) {
		if err != nil {
			f.say(wording.Error(err))
			return
		}
		f.popup.Hide()
		s.Refresh()
	})
}

// EditCase asks for what is said of the case itself.
func (s *Screen) EditCase() {
	c, path := s.ref.Case, s.p.CasePath
	f := s.newFactForm(lang.L("Case {{.Number}}", map[string]any{"Number": c.Number}), casefile.CaseFields(), c.Facts)
	number, title, agency := f.text(lang.L("Case number"), c.Number), f.text(lang.L("Title"), c.Title), f.text(lang.L("Agency"), c.Agency)
	offence := f.text(lang.L("Offence"), c.Offence)
	status := f.choice(lang.L("Status"), string(c.Status), words(casefile.CaseStatuses()))
	handling := f.text(lang.L("Handling code"), c.HandlingCode)
	retain, review := f.text(lang.L("Keep until"), c.RetainUntil), f.text(lang.L("Review on"), c.ReviewOn)
	retain.SetPlaceHolder(lang.L("YYYY-MM-DD"))
	review.SetPlaceHolder(lang.L("YYYY-MM-DD"))
	related := f.notes(lang.L("Related cases"), casefile.RelatedText(c.Related), lang.L("one a line: number, agency: reason"))
	f.show(true, func(facts casefile.Facts, reason string) {
		now := c
		now.Number, now.Title, now.Agency, now.Offence, now.Status = number.Text, title.Text, agency.Text, offence.Text, casefile.CaseStatus(status())
		now.HandlingCode, now.RetainUntil, now.ReviewOn = handling.Text, retain.Text, review.Text
		now.Related, now.Facts = casefile.ParseRelated(related.Text), facts
		saving(s, f, func(ctx context.Context) (casefile.CaseRef, error) {
			return s.p.Service.EditCase(ctx, path, now, reason)
		})
	}, func() { s.ShowHistory("", c.Number) })
}

// AddExhibit asks for an exhibit without recordings.
func (s *Screen) AddExhibit() {
	s.editExhibit(casefile.Exhibit{Kind: casefile.KindFirearm, Origin: casefile.Questioned})
}

// EditExhibit asks for everything that is said of the selected exhibit.
func (s *Screen) EditExhibit() {
	if e, ok := s.Current(); ok && e.Exhibit.Owner == "" {
		s.editExhibit(e.Exhibit)
	}
}

// editExhibit shows the form of an exhibit's kind, and that of another kind when another is chosen.
func (s *Screen) editExhibit(e casefile.Exhibit) {
	path := s.p.CasePath
	title := lang.L("New exhibit")
	if e.ID != "" {
		title = e.Label
	}
	facts := e.Facts
	for _, c := range casefile.ClassFields() {
		facts.Set(c.Key, e.Value(c.Key))
	}
	f := s.newFactForm(title, casefile.Fields(e.Kind), facts)
	label := f.text(lang.L("Label"), e.Label)
	kind := f.choice(lang.L("Kind"), string(e.Kind), kindWords())
	origin := f.choice(lang.L("Origin"), string(e.Origin), []choice{{string(casefile.Questioned), wording.Origin(casefile.Questioned)}, {string(casefile.Known), wording.Origin(casefile.Known)}})
	event := f.choice(lang.L("Event"), e.EventID, s.eventChoices())
	parent := f.choice(lang.L("Came from"), e.ParentID, s.parentChoices(e.ID))
	quantity := f.text(lang.L("Quantity"), count(e.Quantity))
	quantity.SetPlaceHolder(lang.L("of a lot: how many alike things it is"))
	about := f.notes(lang.L("In words"), e.Description, "")
	f.onChoice = func() { f.use(casefile.Fields(casefile.ExhibitKind(kind()))) }
	f.show(e.ID != "", func(facts casefile.Facts, reason string) {
		now := e
		now.Label, now.Kind, now.Origin = label.Text, casefile.ExhibitKind(kind()), casefile.Origin(origin())
		now.EventID, now.ParentID, now.Description = event(), parent(), about.Text
		v, err := casefile.Field{Name: "Quantity", Kind: casefile.FieldCount}.Parse(quantity.Text)
		if err != nil {
			f.say(wording.Error(err))
			return
		}
		now.Quantity = int(v.Number)
		for _, c := range casefile.ClassFields() {
			now.Set(c.Key, facts.Value(c.Key))
			facts.Set(c.Key, casefile.Value{})
		}
		now.Facts = facts
		saving(s, f, func(ctx context.Context) (casefile.Exhibit, error) {
			if e.ID == "" {
				return s.p.Service.AddExhibit(ctx, path, now)
			}
			return s.p.Service.EditExhibit(ctx, path, now, reason)
		})
	}, func() { s.ShowHistory(e.ID, e.Label) })
	f.beginAt(label)
}

// editEvent asks for everything that is said of an event, of a new one where it has no id.
func (s *Screen) editEvent(e casefile.Event) {
	path, title := s.p.CasePath, lang.L("New event")
	if e.ID != "" {
		title = e.Label
	}
	f := s.newFactForm(title, casefile.EventFields(), e.Facts)
	label := f.text(lang.L("Label"), e.Label)
	kind := f.choice(lang.L("Kind"), e.Kind, codeChoices(casefile.EventKinds, e.Kind))
	date := f.text(lang.L("Date"), e.Date)
	date.SetPlaceHolder(lang.L("YYYY-MM-DD, or as exactly as it is known"))
	place := f.text(lang.L("Place"), e.Place)
	f.show(e.ID != "", func(facts casefile.Facts, reason string) {
		now := e
		now.Label, now.Kind, now.Date, now.Place, now.Facts = label.Text, kind(), date.Text, place.Text, facts
		saving(s, f, func(ctx context.Context) (casefile.Event, error) {
			return s.p.Service.SaveEvent(ctx, path, now, reason)
		})
	}, func() { s.ShowHistory(e.ID, e.Label) })
	f.beginAt(label)
}

// editDocument asks for what is said of a document.
func (s *Screen) editDocument(d casefile.Document) {
	path := s.p.CasePath
	f := s.newFactForm(lang.L("Document {{.N}}", map[string]any{"N": d.Number}), nil, casefile.Facts{})
	title := f.text(lang.L("Title"), d.Title)
	kind := f.choice(lang.L("Kind"), string(d.Kind), words(casefile.DocumentKinds()))
	date, author := f.text(lang.L("Date"), d.Date), f.text(lang.L("Author"), d.Author)
	p := f.provenance(d.Provenance)
	withdrawn := f.choice(lang.L("State"), yes(d.Withdrawn), []choice{{"", lang.L("counts")}, {"yes", lang.L("withdrawn")}})
	f.show(true, func(_ casefile.Facts, reason string) {
		now := d
		now.Title, now.Kind, now.Date, now.Author, now.Provenance = title.Text, casefile.DocumentKind(kind()), date.Text, author.Text, p()
		now.Withdrawn = withdrawn() == "yes"
		saving(s, f, func(ctx context.Context) (casefile.Document, error) {
			return s.p.Service.EditDocument(ctx, path, now, reason)
		})
	}, func() { s.ShowHistory(d.ID, d.Title) })
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
