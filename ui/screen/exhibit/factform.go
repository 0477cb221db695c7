package exhibit

import (
	"slices"
	"strconv"
	"strings"

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

// formSize is how large a form opens, in fyne units; it is a little smaller than the smallest window.
var formSize = fyne.NewSize(780, 660)

// nameWidth is the width of the column of names.
const nameWidth = 200

// factForm asks for the fields of a table (casefile.Field) and for what stands before them. Every field offers its list and the
// reasons for having no value, takes any other text as it was seen, and has a button for where it comes from.
type factForm struct {
	s        *Screen
	title    string
	fields   []casefile.Field
	facts    casefile.Facts
	shown    map[string][]int // elements of a list that are shown though nothing is said of them yet
	rows     []factRow
	head     *fyne.Container
	body     *fyne.Container
	scroll   *container.Scroll
	message  *fw.Label
	reason   *widget.Field
	onChoice func() // another choice was made in the head
	popup    *dialog.CustomDialog
}

// factRow is one field with what was written in it.
type factRow struct {
	field casefile.Field
	text  func() string
	was   string
}

func (s *Screen) newFactForm(title string, fields []casefile.Field, facts casefile.Facts) *factForm {
	f := &factForm{s: s, title: title, fields: fields, facts: facts, shown: map[string][]int{}, head: container.NewVBox(), body: container.NewVBox(),
		message: widget.Wrapped(""), reason: widget.NewField(lang.L("why it is changed; the earlier version stays readable"))}
	f.message.Importance = fw.DangerImportance
	f.message.Hide()
	return f
}

// line puts a name before something to fill in.
func line(name string, o fyne.CanvasObject, after ...fyne.CanvasObject) fyne.CanvasObject {
	l := widget.Wrapped(name)
	return container.NewBorder(nil, nil, widget.Fixed(l, nameWidth, 0), container.NewHBox(after...), o)
}

func (f *factForm) text(name, value string) *widget.Field {
	e := widget.NewField("")
	e.SetText(value)
	f.head.Add(line(name, e))
	return e
}

func (f *factForm) notes(name, value, hint string) *widget.Field {
	e := widget.NewTextField(hint, 2)
	e.SetText(value)
	f.head.Add(line(name, e))
	return e
}

// choice adds a list to choose from and returns what gives the value chosen.
func (f *factForm) choice(name, value string, choices []choice) func() string {
	sel, chosen := f.selector(value, choices)
	f.head.Add(line(name, sel))
	return chosen
}

func (f *factForm) selector(value string, choices []choice) (*fw.Select, func() string) {
	var names []string
	at := 0
	for i, c := range choices {
		names = append(names, c.name)
		if c.value == value {
			at = i
		}
	}
	sel := fw.NewSelect(names, nil)
	sel.SetSelectedIndex(at)
	sel.OnChanged = func(string) {
		if f.onChoice != nil {
			f.onChoice()
		}
	}
	return sel, func() string {
		if i := sel.SelectedIndex(); i >= 0 {
			return choices[i].value
		}
		return ""
	}
}

// provenance adds the lines of where something comes from to the head.
func (f *factForm) provenance(p casefile.Provenance) func() casefile.Provenance {
	kind := f.choice(lang.L("Source"), string(p.Kind), append([]choice{{"", lang.L("not said")}}, words(casefile.SourceKinds())...))
	source := f.text(lang.L("Who or what"), p.Source)
	handling := f.text(lang.L("Handling code"), p.HandlingCode)
	use := f.choice(lang.L("In proceedings"), string(p.Use), useChoices())
	return func() casefile.Provenance {
		return casefile.Provenance{Kind: casefile.SourceKind(kind()), Source: strings.TrimSpace(source.Text), DocumentID: p.DocumentID,
			HandlingCode: strings.TrimSpace(handling.Text), Use: casefile.Use(use())}
	}
}

func useChoices() []choice {
	out := []choice{{"", lang.L("not said")}}
	for _, u := range casefile.Uses() {
		out = append(out, choice{string(u), wording.Use(u)})
	}
	return out
}

// show opens the form. needReason asks for the reason of a change; history shows the earlier versions.
func (f *factForm) show(needReason bool, save func(facts casefile.Facts, reason string), history func()) {
	f.build()
	f.scroll = container.NewVScroll(widget.Inset(container.NewVBox(f.head, f.body), 4, 4))
	cancel := widget.NewButton(lang.L("Cancel"), nil, func() { f.popup.Hide() })
	keep := widget.PrimaryButton(lang.L("Save"), theme.DocumentSaveIcon(), func() {
		if err := f.read(); err != nil {
			f.say(wording.Error(err))
			return
		}
		save(f.facts, f.reason.Text)
	})
	var buttons fyne.CanvasObject = container.NewHBox(cancel, keep)
	foot := container.NewVBox(f.message)
	if needReason {
		f.reason.OnSubmitted = func(string) { keep.OnTapped() }
		foot.Add(line(lang.L("Reason"), f.reason))
		past := widget.NewButton(lang.L("History…"), theme.HistoryIcon(), func() { f.popup.Hide(); history() })
		buttons = container.NewBorder(nil, nil, past, buttons)
	} else {
		buttons = container.NewBorder(nil, nil, nil, buttons)
	}
	foot.Add(buttons)
	f.popup = dialog.NewCustomWithoutButtons(f.title, container.NewBorder(nil, widget.Inset(foot, 4, 2), nil, nil, f.scroll), f.s.p.Shell.Window)
	f.reason.OnEscape = f.popup.Hide
	f.popup.Resize(widget.DialogSize(f.s.p.Shell.Window, formSize.Width, formSize.Height))
	f.popup.Show()
}

// beginAt puts the cursor into the first field, where nothing stands in it yet; Escape leaves the form from there too.
func (f *factForm) beginAt(first *widget.Field) {
	first.OnEscape = f.popup.Hide
	if first.Text == "" {
		f.s.p.Shell.Window.Canvas().Focus(first)
	}
}

func (f *factForm) say(sentence string) {
	f.message.SetText(sentence)
	f.message.Show()
}

// use asks for other fields, keeping what was written in those that stay.
func (f *factForm) use(fields []casefile.Field) {
	if err := f.read(); err != nil {
		f.say(wording.Error(err))
	}
	f.fields = fields
	f.build()
}

// build makes the rows anew.
func (f *factForm) build() {
	f.rows = nil
	f.body.RemoveAll()
	group, list := "", ""
	for i, field := range f.fields {
		if field.Group != group {
			group = field.Group
			f.body.Add(widget.Strong(wording.Said(group)))
		}
		if name := field.ListName(); name == "" {
			f.addRow(field)
			list = ""
		} else if name != list {
			list = name
			f.addList(list, f.fields[i:])
		}
	}
	f.body.Refresh()
}

// addList adds the rows of every element of a list, and a button for another.
func (f *factForm) addList(list string, from []casefile.Field) {
	end := slices.IndexFunc(from, func(x casefile.Field) bool { return x.ListName() != list })
	if end < 0 {
		end = len(from)
	}
	another := func(clock int) {
		if err := f.read(); err != nil {
			f.say(wording.Error(err))
			return
		}
		n := max(f.facts.NextElement(list), next(f.shown[list]))
		f.shown[list] = append(f.shown[list], n)
		if clock > 0 {
			f.facts.Set(casefile.ElementPath(list, n, "clock"), casefile.ValueOf(casefile.ClockPositions.Encode(strconv.Itoa(clock))))
		}
		f.build()
	}
	if list == casefile.ListHeadstamp {
		f.body.Add(container.NewCenter(newHeadstampView(casefile.HeadstampOf(f.facts), another)))
	}
	for _, n := range f.elements(list) {
		f.body.Add(widget.Muted(wording.Said(from[0].Group) + " " + strconv.Itoa(n)))
		for _, field := range from[:end] {
			f.addRow(field.Element(n))
		}
	}
	f.body.Add(container.NewHBox(widget.NewButton(lang.L("Add another"), theme.ContentAddIcon(), func() { another(0) })))
}

func (f *factForm) elements(list string) []int {
	all := append(f.facts.Elements(list), f.shown[list]...)
	slices.Sort(all)
	return slices.Compact(all)
}

func next(numbers []int) int {
	if len(numbers) == 0 {
		return 1
	}
	return slices.Max(numbers) + 1
}

// addRow adds one field.
func (f *factForm) addRow(field casefile.Field) {
	value := f.facts.Value(field.Path)
	was := shownAs(value)
	row := factRow{field: field, was: was}
	var entry fyne.CanvasObject
	if field.Kind == casefile.FieldNotes {
		e := widget.NewTextField("", 2)
		e.SetText(was)
		row.text, entry = func() string { return e.Text }, e
	} else {
		var options []string
		if field.Kind == casefile.FieldCoded {
			for _, c := range field.List.Codes {
				options = append(options, wording.Said(c.Name))
			}
		}
		e := fw.NewSelectEntry(append(options, lang.L("not visible"), lang.L("not determined"), lang.L("not applicable")))
		if field.Kind != casefile.FieldText {
			e.Scroll = container.ScrollNone // what it takes is short, and the wheel over it moves the form
		}
		e.SetPlaceHolder(hint(field))
		e.SetText(was)
		row.text, entry = func() string { return e.Text }, e
	}
	f.rows = append(f.rows, row)
	f.body.Add(line(wording.Said(field.Name), entry, f.sourceButton(field)))
}

// shownAs is a value as a form shows it, ready to be read again.
func shownAs(v casefile.Value) string {
	if v.State == casefile.Stated && v.Unit != "" {
		return v.AsSeen
	}
	return wording.FieldValue(v)
}

// hint says in an empty entry what it takes.
func hint(f casefile.Field) string {
	switch f.Kind {
	case casefile.FieldNumber:
		return strings.Join(f.Units, ", ")
	case casefile.FieldDate:
		return lang.L("YYYY-MM-DD, or as exactly as it is known")
	}
	return wording.Said(f.Help)
}

// sourceButton opens where a field comes from; it stands out where something is said, more so where the field may not be used.
func (f *factForm) sourceButton(field casefile.Field) *widget.Button {
	b := widget.NewButton("", theme.InfoIcon(), nil)
	paint := func() {
		switch p := f.facts.Provenance[field.Path]; {
		case p.Use.Forbids():
			b.Importance = fw.WarningImportance
		case p != (casefile.Provenance{}):
			b.Importance = fw.HighImportance
		default:
			b.Importance = fw.LowImportance
		}
		b.Refresh()
	}
	paint()
	b.OnTapped = func() {
		sub := f.s.newFactForm(lang.L("Where it comes from: {{.Field}}", map[string]any{"Field": wording.FieldName(field.Name)}), nil, casefile.Facts{})
		read := sub.provenance(f.facts.Provenance[field.Path])
		sub.show(false, func(casefile.Facts, string) {
			f.facts.SetProvenance(field.Path, read())
			paint()
			sub.popup.Hide()
		}, nil)
		sub.popup.Resize(fyne.NewSize(560, 300))
	}
	return b
}

// read takes what was written into the facts. A field that still reads as it did keeps its value.
func (f *factForm) read() error {
	f.message.Hide()
	for i := range f.rows {
		r := &f.rows[i]
		text := r.text()
		if text == r.was {
			continue
		}
		v, err := r.field.Parse(plain(r.field, text))
		if err != nil {
			return err
		}
		f.facts.Set(r.field.Path, v)
		r.was = text
	}
	return nil
}

// plain returns what was written with the words of the screen as those of the domain.
func plain(f casefile.Field, text string) string {
	if state, none := noValue()[text]; none {
		return string(state)
	}
	for _, c := range f.List.Codes {
		if strings.EqualFold(text, wording.Said(c.Name)) {
			return c.Code
		}
	}
	return text
}
