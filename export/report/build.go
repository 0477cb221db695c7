package report

// Banners that stand on every page of a report that is not for casework.
const (
	BannerSynthetic = "SYNTHETIC DATA: simulated, not evidence"
	BannerTest      = "TEST IDENTITY: the signature does not show who signed"
)

// Build makes the report on a comparison in English.
func Build(f Facts) (Document, error) { return BuildWith(f, Style{}) }

// BuildWith makes a document of a style. What is missing in the style is the zero Style's.
func BuildWith(f Facts, style Style) (Document, error) {
	b, err := newBuilder(f, style)
	if err != nil {
		return Document{}, err
	}
	d := b.document()
	for _, p := range b.template.Sections {
		if s := b.section(p); len(s.Blocks) > 0 {
			d.Sections = append(d.Sections, s)
		}
	}
	return d, nil
}
