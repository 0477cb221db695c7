package cmc

import (
	"slices"

	"tracemark/imaging"
	"tracemark/imaging/register"
)

// Grid is the division of an image's measured part into cells.
type Grid struct {
	im    *register.Image
	cells []cell
}

// cell is a rectangle [x0,x1)×[y0,y1) of pixels.
type cell struct {
	row, col       int
	x0, y0, x1, y1 int
	valid          int
	kept           bool
}

// NewGrid divides the smallest rectangle that holds im's measured points into rows×cols cells; cells that miss more than
// maxMissing of their points are not compared.
func NewGrid(im *register.Image, rows, cols int, maxMissing float64) *Grid {
	g := &Grid{im: im}
	x0, y0, x1, y1 := im.Bounds()
	for r := 0; r < rows; r++ {
		for c := 0; c < cols; c++ {
			k := cell{row: r, col: c,
				x0: x0 + (x1-x0)*c/cols, x1: x0 + (x1-x0)*(c+1)/cols,
				y0: y0 + (y1-y0)*r/rows, y1: y0 + (y1-y0)*(r+1)/rows}
			for y := k.y0; y < k.y1; y++ {
				for x := k.x0; x < k.x1; x++ {
					if _, m := im.At(x, y); m != 0 {
						k.valid++
					}
				}
			}
			size := (k.x1 - k.x0) * (k.y1 - k.y0)
			k.kept = size >= minCellPoints && float64(size-k.valid) <= maxMissing*float64(size)
			g.cells = append(g.cells, k)
		}
	}
	return g
}

// minCellPoints is the smallest cell, in points, whose correlation means anything: below 8×8 points a chance r of
// 0.5 is common.
const minCellPoints = 64

// Kept returns the number of cells with enough measured points.
func (g *Grid) Kept() int {
	n := 0
	for _, c := range g.cells {
		if c.kept {
			n++
		}
	}
	return n
}

// centre returns the cell's middle in the scan's frame.
func (g *Grid) centre(c *cell) imaging.Point {
	return g.im.Position(float64(c.x0+c.x1-1)/2, float64(c.y0+c.y1-1)/2)
}

// report starts what is said of a cell.
func (g *Grid) report(c *cell) imaging.Cell {
	return imaging.Cell{
		Row: c.row, Col: c.col, Centre: g.centre(c),
		SideX: float64(c.x1-c.x0) * g.im.DX, SideY: float64(c.y1-c.y0) * g.im.DX,
		AngleDeg: nan, Correlation: nan, Overlap: nan, Reason: imaging.ReasonLittleData,
	}
}

// median returns the middle of v (the mean of the two middles), sorting v; NaN when v is empty.
func median(v []float64) float64 {
	if len(v) == 0 {
		return nan
	}
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}
