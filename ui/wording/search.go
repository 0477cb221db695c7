package wording

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/widget"
)

// Stage returns the name of a stage of a search; "" is what could not be searched at all.
func Stage(s casefile.StageName) string {
	switch s {
	case casefile.StageClass:
		return lang.L("Class characteristics")
	case casefile.StageRings:
		return lang.L("Rings about the firing-pin hole")
	case casefile.StageSurface:
		return lang.L("Whole surfaces, coarsely")
	case casefile.StageCells:
		return lang.L("Congruent cells")
	case "":
		return lang.L("Could not be searched")
	}
	return string(s)
}

// Conclusion returns what was concluded, by its name on the scale as it stood; an id that nobody knows by now stays as it is.
func Conclusion(c casefile.Conclusion) string {
	on, _ := c.On()
	return level(on, c.Value)
}

// View returns the view that was committed, as Conclusion does.
func View(c casefile.Commitment) string {
	on, _ := c.On()
	return level(on, c.Value)
}

func level(on casefile.ConclusionScale, id string) string {
	if l, ok := on.Level(id); ok {
		return Said(l.Name)
	}
	return id
}

// ClassSides sets the class characteristics of two exhibits beside each other; those that disagree are marked.
func ClassSides(a, b casefile.Class) []widget.SidesRow {
	x, y := Class(a), Class(b)
	rows := make([]widget.SidesRow, len(x))
	for i := range x {
		rows[i] = widget.SidesRow{Name: x[i].Name, A: x[i].Value, B: y[i].Value}
	}
	for _, d := range casefile.ClassDisagreements(a, b) {
		for i, f := range casefile.ClassFields() {
			if f.Key == d.Key {
				rows[i].Differs = true
			}
		}
	}
	return rows
}

// Disagreement says in one line in which class characteristics two exhibits disagree, "" where in none.
func Disagreement(a, b casefile.Class) string {
	names := []string{}
	for _, d := range casefile.ClassDisagreements(a, b) {
		names = append(names, ClassName(d.Key))
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return lang.L("{{.Name}} differs", map[string]any{"Name": names[0]})
	}
	return lang.L("differ: {{.Names}}", map[string]any{"Names": strings.Join(names, ", ")})
}
