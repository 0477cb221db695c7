package custody

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

func number(n int) string { return strconv.Itoa(n) }

// card shows one event of the chain.
func (s *Screen) card(l casefile.CustodyLink) fyne.CanvasObject {
	e := l.Event
	name := number(e.Number)
	if l.Of != "" {
		name = s.record.Labels[l.Of] + "/" + name
	}
	title := wording.Lines(name, wording.CustodyKind(e.Kind), wording.Moment(e.Happened))
	if e.Void {
		title = lang.L("Did not happen: {{.What}}", map[string]any{"What": title})
	}
	head := container.NewBorder(nil, nil, nil, s.corrections(l), widget.Strong(title))
	box := container.NewVBox(head)
	if e.Void {
		box.Add(widget.Muted(e.Reason))
	}
	for _, b := range l.Breaks {
		box.Add(widget.NewWarning(wording.Sentence(b)))
	}
	if !e.Void {
		box.Add(widget.NewFacts(s.facts(e)...))
	}
	box.Add(widget.Caption(s.recorded(e)))
	for i := len(l.Earlier) - 1; i >= 0; i-- {
		was := l.Earlier[i]
		box.Add(widget.Caption(lang.L("Version {{.N}}, corrected since: {{.What}}", map[string]any{"N": was.Version, "What": wording.Lines(wording.CustodyKind(was.Kind),
			wording.Moment(was.Happened), was.From.Name, was.To.Name, was.Place, was.Why)})))
	}
	return widget.NewCard(box)
}

// facts are what an event says, without what it does not.
func (s *Screen) facts(e casefile.CustodyEvent) (out []string) {
	add := func(name, value string) {
		if value != "" {
			out = append(out, name, value)
		}
	}
	if e.From.Known() || e.Kind.Transfers() {
		name := lang.L("From")
		if !e.Kind.Transfers() {
			name = lang.L("By")
		}
		add(name, wording.Lines(wording.Party(e.From), wording.PartyProof(e.From)))
	}
	if e.To.Known() {
		add(lang.L("To"), wording.Lines(wording.Party(e.To), wording.PartyProof(e.To)))
	}
	add(lang.L("Place"), e.Place)
	add(lang.L("Why"), e.Why)
	add(lang.L("Due back"), e.Due)
	seals := wording.Seals(e.SealsAfter)
	if wording.Seals(e.SealsBefore) != seals {
		seals = lang.L("found {{.Before}}, afterwards {{.After}}", map[string]any{"Before": wording.Seals(e.SealsBefore), "After": seals})
	}
	if broken := e.SealsBroken(); len(broken) > 0 {
		seals = wording.Lines(seals, lang.L("broken: {{.Seals}}", map[string]any{"Seals": wording.Seals(broken)}))
	}
	add(lang.L("Seals"), seals)
	add(lang.L("Condition"), e.Condition)
	if e.Quantity != nil {
		add(lang.L("Pieces"), number(*e.Quantity))
	}
	add(lang.L("Explanation"), e.Explanation)
	if e.Version > 1 {
		add(lang.L("Corrected"), e.Reason)
	}
	return out
}

func (s *Screen) recorded(e casefile.CustodyEvent) string {
	return lang.L("recorded {{.When}} by {{.Who}}, version {{.N}}", map[string]any{"When": wording.Moment(e.Created), "Who": s.record.Names[e.By], "N": e.Version})
}

// corrections are the buttons of an event of the exhibit itself.
func (s *Screen) corrections(l casefile.CustodyLink) fyne.CanvasObject {
	if l.Of != "" || l.Event.Void || len(s.parties) == 0 {
		return nil
	}
	correct := widget.NewButton(lang.L("Correct…"), theme.DocumentCreateIcon(), func() { s.form.correct(l.Event) })
	void := widget.NewButton(lang.L("Did not happen…"), theme.ContentRemoveIcon(), func() { s.askVoid(l.Event) })
	correct.Importance, void.Importance = fw.LowImportance, fw.LowImportance
	return container.NewHBox(correct, void)
}

// askVoid asks why an event is said not to have happened.
func (s *Screen) askVoid(e casefile.CustodyEvent) {
	reason := widget.NewField(lang.L("such as: recorded for another exhibit"))
	explain := widget.NewField(lang.L("only where later events no longer fit"))
	d := dialog.NewForm(lang.L("Event {{.N}} did not happen", map[string]any{"N": e.Number}), lang.L("Record"), lang.L("Cancel"), []*fw.FormItem{
		fw.NewFormItem(lang.L("Reason"), reason), fw.NewFormItem(lang.L("Explanation"), explain),
	}, func(ok bool) {
		if ok {
			s.save(casefile.CustodyStatement{Event: casefile.CustodyEvent{ExhibitID: e.ExhibitID, Number: e.Number, Kind: e.Kind, Void: true, Reason: reason.Text, Explanation: explain.Text}}, true)
		}
	}, s.p.Shell.Window)
	for _, f := range []*widget.Field{reason, explain} {
		f.OnEscape = d.Hide
		f.OnSubmitted = func(string) { d.Submit() }
	}
	d.Resize(fyne.NewSize(560, 230))
	d.Show()
	s.p.Shell.Window.Canvas().Focus(reason)
}
