package custody

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/widget"
)

// partyField asks who one side of an event is: somebody known here, with a passphrase where they have an account, or somebody from
// outside by name, organisation and what they showed.
type partyField struct {
	s        *Screen
	choose   *fw.Select
	name     *widget.Field
	agency   *widget.Field
	document *widget.Field
	pass     *widget.Field
	detail   *fyne.Container
	object   fyne.CanvasObject
}

func newPartyField(s *Screen) *partyField {
	p := &partyField{s: s, name: widget.NewField(lang.L("name")), agency: widget.NewField(lang.L("organisation")), document: widget.NewField(lang.L("document shown: kind and number")),
		pass: widget.NewField(lang.L("own passphrase, to be authenticated")), detail: container.NewVBox()}
	p.pass.Password = true
	for _, f := range []*widget.Field{p.name, p.agency, p.document, p.pass} {
		f.OnEscape = func() { widget.GiveKeysBack(f) }
		f.OnSubmitted = func(string) { s.Record() }
		f.OnSave = s.Record
	}
	var names []string
	for _, c := range s.parties {
		name := c.Party.Text()
		if c.Self {
			name = lang.L("{{.Name}}, at the desk", map[string]any{"Name": name})
		}
		names = append(names, name)
	}
	names = append(names, lang.L("Somebody else from outside"))
	p.choose = fw.NewSelect(names, nil)
	p.choose.PlaceHolder = lang.L("choose who")
	p.choose.OnChanged = func(string) { p.changed() }
	p.object = container.NewVBox(p.choose, p.detail)
	return p
}

// set chooses a party.
func (p *partyField) set(who casefile.Party) {
	for _, f := range []*widget.Field{p.name, p.agency, p.document, p.pass} {
		f.SetText("")
	}
	if !who.Known() {
		p.choose.ClearSelected()
		p.changed()
		return
	}
	for i, c := range p.s.parties {
		if c.Party.Same(who) {
			p.choose.SetSelectedIndex(i)
			p.changed()
			return
		}
	}
	p.choose.SetSelectedIndex(len(p.s.parties))
	p.changed()
	p.name.SetText(who.Name)
	p.agency.SetText(who.Organisation)
	p.document.SetText(who.Document)
}

// chosen returns who is chosen of those known; ok is false for anybody else.
func (p *partyField) chosen() (c casefile.CustodyParty, ok bool) {
	if i := p.choose.SelectedIndex(); i >= 0 && i < len(p.s.parties) {
		return p.s.parties[i], true
	}
	return c, false
}

// changed shows the fields that the choice needs.
func (p *partyField) changed() {
	p.detail.Objects = nil
	c, known := p.chosen()
	switch {
	case known && c.LogIn != "" && !c.Self:
		p.detail.Objects = []fyne.CanvasObject{p.pass}
	case known && c.Party.Outside():
		p.detail.Objects = []fyne.CanvasObject{p.document, notAuthenticated()}
		p.document.SetText(c.Party.Document)
	case known:
	case p.choose.SelectedIndex() == len(p.s.parties):
		p.detail.Objects = []fyne.CanvasObject{p.name, p.agency, p.document, notAuthenticated()}
	}
	p.detail.Refresh()
}

func notAuthenticated() fyne.CanvasObject {
	return widget.Caption(lang.L("recorded as not authenticated here"))
}

// party returns who is stated, with the credentials given.
func (p *partyField) party() (casefile.Party, casefile.Credentials) {
	c, known := p.chosen()
	switch {
	case known && c.LogIn != "" && !c.Self:
		if p.pass.Text == "" {
			return c.Party, casefile.Credentials{}
		}
		return c.Party, casefile.Credentials{LogIn: c.LogIn, Passphrase: p.pass.Text}
	case known && c.Party.Outside():
		c.Party.Document = p.document.Text
		return c.Party, casefile.Credentials{}
	case known:
		return c.Party, casefile.Credentials{}
	case p.choose.SelectedIndex() < 0:
		return casefile.Party{}, casefile.Credentials{}
	}
	return casefile.Party{Name: p.name.Text, Organisation: p.agency.Text, Document: p.document.Text}, casefile.Credentials{}
}

// supposed returns who it is once the credentials are found right.
func (p *partyField) supposed() casefile.Party {
	who, _ := p.party()
	return who
}
