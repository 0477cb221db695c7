package compare

import (
	"image"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/surface"
	"tracemark/ui/viewer"
	"tracemark/ui/wording"
)

// recording is what is looked at on one side.
type recording struct {
	photo         *image.RGBA
	raw, filtered *surface.Surface
	rawWhole      bool // raw has all its points, and is not only for a first look
}

// material is what a side's specimen is made of.
type material struct {
	recording
	side    casefile.Side
	looked  bool // the first look has come, or failed
	settled bool // the first version has come, or failed with err
	whole   bool // the last has
	err     error
	rawAsk  bool // the recording as it is was asked for
}

// specimen returns what the viewer shows of a side, nil where there is nothing.
func (k *pair) specimen(i viewer.Side) *viewer.Specimen {
	m := k.sides[i]
	label := wording.Lines(m.side.Exhibit.Label, wording.Mark(m.side.Capture.Mark))
	r, _ := main(k.item.Comparison)
	var sp *viewer.Specimen
	switch {
	case m.photo != nil:
		dx, dy, _ := m.side.Capture.Scale.UM()
		if sp = viewer.NewPhoto(label, m.photo, dx, dy); !sp.ScaleKnown() {
			if spacing, _ := placed(k.item, r); spacing[i] > 0 {
				sp = viewer.NewPlacedPhoto(label, m.photo, spacing[i])
			}
		}
	case m.raw != nil || m.filtered != nil:
		sp = viewer.NewTopography(label, m.raw, m.filtered)
	default:
		return nil
	}
	sp.Synthetic = m.side.Capture.Synthetic
	sp.Original = m.side.Capture.SHA256
	sp.MaskID = [2]string{k.item.Comparison.MaskA, k.item.Comparison.MaskB}[i]
	if dx, _, ok := m.side.Capture.Scale.UM(); ok && m.photo == nil {
		sp.RecordedUM = dx
	}
	sp.Outlines = cellOutlines(r)[i]
	return sp
}

// cellOutlines returns what to draw on A, its own cells, and on B, where those cells fell: with the specimens aligned, congruent
// cells lie on each other. A cell and its partner have one number, counted from 1 in the order of the result's cells.
func cellOutlines(r imaging.Result) (o [2][]viewer.Outline) {
	for i, c := range r.CellsAB {
		if !c.Comparable {
			continue
		}
		cell := viewer.Outline{Centre: c.Centre, SideX: c.SideX, SideY: c.SideY, Congruent: c.Congruent, Reason: c.Reason, Number: i + 1, Text: cellText(c)}
		o[0] = append(o[0], cell)
		cell.Centre, cell.AngleDeg, cell.Quiet = c.Partner, c.AngleDeg, !c.Congruent
		o[1] = append(o[1], cell)
	}
	return o
}

// cellText says a cell's correlation, and why it is not congruent.
func cellText(c imaging.Cell) string {
	text := lang.L("r = {{.R}}", map[string]any{"R": wording.Number(c.Correlation, 2)})
	if !c.Congruent {
		text = wording.Lines(text, wording.Reason(c.Reason))
	}
	return text
}
