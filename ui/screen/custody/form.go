package custody

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// momentForm is how a moment is written in the form, in local time.
const momentForm = "2006-01-02 15:04"

// form asks what happened to the exhibit, or corrects what is said of it.
type form struct {
	s          *Screen
	correcting *casefile.CustodyEvent // nil for a new event
	kinds      []casefile.CustodyKind // as offered

	kind          *fw.Select
	from, to      *partyField
	toBox, dueBox *fyne.Container
	when, place   *widget.Field
	why           *widget.Field
	before, after *widget.Field
	condition     *widget.Field
	pieces, due   *widget.Field
	explain       *widget.Field
	reason        *widget.Field
	misfits       *fyne.Container
	object        *fyne.Container
	scroll        *container.Scroll // that the form is in
}

func newForm(s *Screen) *form {
	f := &form{s: s, misfits: container.NewVBox()}
	field := func(hint string) *widget.Field {
		x := widget.NewField(hint)
		x.OnEscape = func() { widget.GiveKeysBack(x) }
		x.OnSubmitted = func(string) { s.Record() }
		x.OnSave = s.Record
		return x
	}
	f.when, f.place, f.why = field(momentHint()), field(lang.L("where the exhibit is afterwards")), field(lang.L("what it is for"))
	f.before, f.after = field(lang.L("numbers, comma between; empty: none")), field(lang.L("numbers, comma between; empty: none"))
	f.condition, f.pieces, f.due = field(lang.L("as seen, such as: bag torn at a corner")), field(lang.L("only where a lot is counted")), field("2026-12-31")
	f.explain, f.reason = field(lang.L("why it does not fit the events before")), field(lang.L("the earlier version stays readable"))
	f.from, f.to = newPartyField(s), newPartyField(s)
	f.toBox, f.dueBox = container.NewVBox(), container.NewVBox()
	f.kinds = s.offered()
	names := make([]string, len(f.kinds))
	for i, k := range f.kinds {
		names[i] = wording.CustodyKind(k)
	}
	f.kind = fw.NewSelect(names, nil)
	f.object = container.NewVBox()
	f.fresh()
	f.kind.OnChanged = func(string) { f.changed() }
	return f
}

func momentHint() string { return time.Date(2026, 12, 31, 14, 30, 0, 0, time.UTC).Format(momentForm) }

// offered are the kinds of event that can come next, the likely one first.
func (s *Screen) offered() []casefile.CustodyKind {
	st := s.record.State
	if st.With != "" && st.Known {
		return []casefile.CustodyKind{casefile.Separated}
	}
	kinds := casefile.CustodyKinds()
	no := []casefile.CustodyKind{casefile.Separated, casefile.PutBack}
	if s.record.Exhibit.ParentID != "" && st.Known {
		no = no[:1]
	}
	return slices.DeleteFunc(kinds, func(k casefile.CustodyKind) bool { return slices.Contains(no, k) })
}

// fresh empties the form for a new event.
func (f *form) fresh() {
	st := f.s.record.State
	f.correcting = nil
	likely := casefile.HandedOver
	switch {
	case !st.Known:
		likely = casefile.BookedIn
	case st.Due != "":
		likely = casefile.Returned
	}
	f.kind.SetSelectedIndex(max(slices.Index(f.kinds, likely), 0))
	f.when.SetText(f.s.p.Now().Format(momentForm))
	for _, x := range []*widget.Field{f.place, f.why, f.condition, f.pieces, f.due, f.explain, f.reason} {
		x.SetText("")
	}
	f.before.SetText(strings.Join(st.Seals, ", "))
	f.after.SetText(strings.Join(st.Seals, ", "))
	f.from.set(st.Holder)
	f.to.set(casefile.Party{})
	if !st.Known || st.Due != "" {
		f.to.set(f.s.parties[0].Party)
	}
	f.changed()
}

// correct fills the form with an event to be corrected.
func (f *form) correct(e casefile.CustodyEvent) {
	f.correcting = &e
	if !slices.Contains(f.kinds, e.Kind) {
		f.kinds = append(f.kinds, e.Kind)
		f.kind.Options = append(f.kind.Options, wording.CustodyKind(e.Kind))
	}
	f.kind.SetSelectedIndex(slices.Index(f.kinds, e.Kind))
	f.when.SetText(e.Happened.Local().Format(momentForm))
	f.place.SetText(e.Place)
	f.why.SetText(e.Why)
	f.before.SetText(strings.Join(e.SealsBefore, ", "))
	f.after.SetText(strings.Join(e.SealsAfter, ", "))
	f.condition.SetText(e.Condition)
	f.pieces.SetText("")
	if e.Quantity != nil {
		f.pieces.SetText(number(*e.Quantity))
	}
	f.due.SetText(e.Due)
	f.explain.SetText(e.Explanation)
	f.reason.SetText("")
	f.from.set(e.From)
	f.to.set(e.To)
	f.changed()
	f.s.p.Shell.Window.Canvas().Focus(f.reason)
}

// changed lays the form out for the kind of event that is chosen.
func (f *form) changed() {
	k := f.chosen()
	if k == casefile.Opened && f.correcting == nil {
		f.after.SetText("")
	}
	f.misfits.Objects = nil
	title, done := lang.L("Record what happened"), lang.L("Record")
	if f.correcting != nil {
		title = lang.L("Correct event {{.N}}", map[string]any{"N": f.correcting.Number})
	}
	f.object.Objects = []fyne.CanvasObject{widget.Subheading(title)}
	add := func(name string, o fyne.CanvasObject) { f.object.Add(widget.Tight(widget.Caption(name), o)) }
	add(lang.L("What"), f.kind)
	if k.Transfers() {
		add(lang.L("From: who had it"), f.from.object)
		add(lang.L("To: who has it now"), f.to.object)
	} else {
		add(lang.L("By: who has it"), f.from.object)
	}
	if k == casefile.Lent {
		add(lang.L("Due back (date)"), f.due)
	}
	add(lang.L("When (date and time)"), f.when)
	if k != casefile.PutBack {
		add(lang.L("Place"), f.place)
	}
	add(lang.L("Why"), f.why)
	add(lang.L("Seals as found"), f.before)
	if k != casefile.PutBack {
		add(lang.L("Seals afterwards"), f.after)
	}
	add(lang.L("Condition"), f.condition)
	add(lang.L("Pieces afterwards"), f.pieces)
	if f.correcting != nil {
		add(lang.L("Reason for the correction"), f.reason)
	}
	f.object.Add(f.misfits)
	record := widget.PrimaryButton(done, theme.ConfirmIcon(), f.s.Record)
	buttons := container.NewHBox(record)
	if f.correcting != nil {
		buttons.Add(widget.NewButton(lang.L("Do not correct"), nil, f.fresh))
	}
	f.object.Add(widget.Inset(buttons, 0, 6))
	f.object.Refresh()
}

// Filling reports whether there is something in the form that nobody has recorded.
func (s *Screen) Filling() bool {
	if s.form == nil {
		return false
	}
	f := s.form
	for _, x := range []*widget.Field{f.place, f.why, f.condition, f.explain, f.reason} {
		if strings.TrimSpace(x.Text) != "" {
			return true
		}
	}
	return false
}

func (f *form) chosen() casefile.CustodyKind { return f.kinds[max(f.kind.SelectedIndex(), 0)] }

// statement reads the form.
func (f *form) statement() (st casefile.CustodyStatement, err error) {
	e := casefile.CustodyEvent{ExhibitID: f.s.record.Exhibit.ID, Kind: f.chosen(), Place: f.place.Text, Why: f.why.Text, SealsBefore: sealList(f.before.Text),
		SealsAfter: sealList(f.after.Text), Condition: f.condition.Text, Explanation: f.explain.Text}
	if e.Kind == casefile.Lent {
		e.Due = strings.TrimSpace(f.due.Text)
	}
	e.From, st.From = f.from.party()
	if e.Kind.Transfers() {
		e.To, st.To = f.to.party()
	}
	if e.Happened, err = time.ParseInLocation(momentForm, strings.TrimSpace(f.when.Text), time.Local); err != nil {
		return st, &casefile.Error{Code: casefile.Invalid, What: "%[1]q is no date and time", Do: "Write it as %[2]s", Args: []any{f.when.Text, momentHint()}, Cause: err}
	}
	if text := strings.TrimSpace(f.pieces.Text); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			return st, &casefile.Error{Code: casefile.Invalid, What: "%[1]q is no number of pieces", Do: "Give a whole number, or leave it empty", Args: []any{text}, Cause: err}
		}
		e.Quantity = &n
	}
	if f.correcting != nil {
		e.Number, e.Reason = f.correcting.Number, f.reason.Text
		if f.correcting.Happened.Truncate(time.Minute).Equal(e.Happened) {
			e.Happened = f.correcting.Happened // to the second, as it was
		}
	}
	st.Event = e
	return st, nil
}

func sealList(text string) []string {
	var out []string
	for _, s := range strings.Split(text, ",") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Record records what the form says. What does not fit the chain of custody is shown first, and asks for an explanation.
func (s *Screen) Record() {
	if s.form == nil {
		return
	}
	st, err := s.form.statement()
	if err != nil {
		s.p.Shell.Fail(err)
		return
	}
	path := s.p.CasePath
	check := st.Event
	check.From, check.To = s.form.from.supposed(), s.form.to.supposed()
	if !check.Kind.Transfers() {
		check.To = casefile.Party{}
	}
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) ([]casefile.Irregularity, error) {
		return s.p.Service.CheckCustody(ctx, path, check)
	},
		func(list []casefile.Irregularity, err error) {
			switch {
			case err != nil:
				s.p.Shell.Fail(err)
			case len(list) > 0 && strings.TrimSpace(st.Event.Explanation) == "":
				s.form.explainFirst(list)
			default:
				s.save(st, s.form.correcting != nil)
			}
		})
}

// explainFirst shows what does not fit, and a field to explain it in.
func (f *form) explainFirst(list []casefile.Irregularity) {
	f.misfits.Objects = []fyne.CanvasObject{widget.NewWarning(lang.L("This does not fit the chain of custody: {{.What}}. Correct it, or explain it: it is then recorded as a break.",
		map[string]any{"What": wording.Sentence(casefile.Irregularities(list))})), widget.Tight(widget.Caption(lang.L("Explanation")), f.explain)}
	f.object.Refresh()
	f.scroll.Refresh()
	f.scroll.ScrollToBottom()
	f.s.p.Shell.Window.Canvas().Focus(f.explain)
}

// save records a statement and shows the chain again.
func (s *Screen) save(st casefile.CustodyStatement, correction bool) {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.CustodyEvent, error) {
		if correction {
			return s.p.Service.CorrectCustody(ctx, path, st)
		}
		return s.p.Service.AddCustody(ctx, path, st)
	}, func(_ casefile.CustodyEvent, err error) {
		if err != nil {
			s.p.Shell.Fail(err)
			return
		}
		s.p.Shell.Say(widget.Good, lang.L("Recorded."))
		widget.GiveKeysBack(s.root)
		s.Refresh()
	})
}
