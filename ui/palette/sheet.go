package palette

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"tracemark/ui/widget"
)

// Sheet returns every command that has a key or is a gesture, group by group, in columns about equally long.
func Sheet(groups []Group, columns int) fyne.CanvasObject {
	columns = max(columns, 1)
	var parts []Group
	total := 0
	for _, g := range groups {
		kept := Group{Title: g.Title}
		for _, c := range g.Commands {
			if c.Shortcut() != "" {
				kept.Commands = append(kept.Commands, c)
			}
		}
		if len(kept.Commands) > 0 {
			parts = append(parts, kept)
			total += weight(kept)
		}
	}
	boxes := make([]fyne.CanvasObject, columns)
	next, done := 0, 0
	for i := range boxes {
		box := container.NewVBox()
		for next < len(parts) && (i == columns-1 || done+weight(parts[next])/2 <= total*(i+1)/columns) {
			g := parts[next]
			pairs := make([]string, 0, 2*len(g.Commands))
			for _, c := range g.Commands {
				pairs = append(pairs, c.Shortcut(), c.Title)
			}
			box.Add(container.NewVBox(widget.Strong(g.Title), widget.NewFacts(pairs...)))
			done += weight(g)
			next++
		}
		boxes[i] = box
	}
	return container.NewGridWithColumns(columns, boxes...)
}

// weight is how many lines a group takes, its title counted twice for its size and room.
func weight(g Group) int { return len(g.Commands) + 2 }
