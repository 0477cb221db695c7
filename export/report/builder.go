package report

import (
	"errors"

	"tracemark/casefile"
)

// builder makes the sections of one document: from these facts, in these words.
type builder struct {
	Wording
	f        Facts
	template Template
	head     *Letterhead
	opinions []OpinionWords // the agency's own, see opinionOn
	agency   string
}

// newBuilder checks that the facts belong together and fills in what the style leaves open.
func newBuilder(f Facts, style Style) (*builder, error) {
	if style.Template.ID == "" {
		t, err := loadTemplate(TemplateComparison, nil)
		if err != nil {
			return nil, err
		}
		style.Template = t
	}
	check := subjects[style.Template.Subject]
	if check == nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "The report cannot be made: %[1]s", Do: "Choose another template",
			Args: []any{errors.New("its template has no subject that this program knows")}}
	}
	if err := check(f); err != nil {
		return nil, err
	}
	b := &builder{Wording: style.Wording, f: f, template: style.Template, head: style.Letterhead, opinions: style.Opinions}
	b.agency = b.stated(f.Agency.Name, f.Case.Agency)
	if b.head != nil && b.head.Name != "" {
		b.agency = b.head.Name
	}
	return b, nil
}

// document makes what stands around the sections.
func (b *builder) document() Document {
	f, t := b.f, b.template
	d := Document{
		Title: b.Say(t.Title), ReportID: f.ReportID, Noun: b.Say(t.Noun), Lang: b.tag(), Words: b.words(), Template: t.ID, Agency: b.agency,
		Case: stated(f.Case.Number), Author: stated(f.Examiner.Name), Issued: f.Issued.UTC(), Obliged: t.Obliged,
		EndMark: b.Say(t.End, f.ReportID), Letterhead: b.head, Code: f.Code,
	}
	if len(f.Software) > 0 {
		d.Producer = f.Software[0]
	}
	if f.Synthetic() {
		d.Banners = append(d.Banners, b.Say(BannerSynthetic))
	}
	if f.Signer.Test {
		d.Banners = append(d.Banners, b.Say(BannerTest))
	}
	if f.Life != nil && f.Life.Draft {
		d.Watermark = b.Say("DRAFT")
	}
	return d
}

// tag is the language as the document states it.
func (b *builder) tag() string {
	if b.Lang == "" || b.Lang == "en" {
		return "en-GB"
	}
	return b.Lang
}

func (b *builder) words() Words {
	return Words{PageOf: b.Say(English.PageOf), Case: b.Say(English.Case), Figure: b.Say(English.Figure), NoImage: b.Say(English.NoImage),
		Lossy: b.Say(English.Lossy), Code: b.Say(English.Code)}
}

// section makes a part of the template.
func (b *builder) section(p Part) Section {
	s := Section{}
	if p.Builder != "" {
		if made, ok := partNamed(p.Builder); ok {
			s = made.make(b)
			s.Part = p.Builder
		}
	}
	for _, text := range p.Text {
		s.Blocks = append(s.Blocks, Block{Kind: p.Kind, Meets: p.Meets, Paragraph: b.Say(text)})
	}
	if p.Heading != "" {
		s.Heading = b.Say(p.Heading)
	}
	s.NewPage = s.NewPage || p.NewPage
	return s
}
