package filter

import (
	"math"
	"slices"
)

// components numbers the connected regions (four neighbours) from 1; 0 is outside.
func components(on []bool, w, h int) (label []int32, n int) {
	label = make([]int32, len(on))
	var stack []int
	for s := range on {
		if !on[s] || label[s] != 0 {
			continue
		}
		n++
		label[s] = int32(n)
		stack = append(stack[:0], s)
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := i%w, i/w
			visit := func(j int) {
				if on[j] && label[j] == 0 {
					label[j] = int32(n)
					stack = append(stack, j)
				}
			}
			if x > 0 {
				visit(i - 1)
			}
			if x < w-1 {
				visit(i + 1)
			}
			if y > 0 {
				visit(i - w)
			}
			if y < h-1 {
				visit(i + w)
			}
		}
	}
	return label, n
}

// erode takes r points off the region's edge.
func erode(on []bool, w, h, r int) []bool {
	for ; r > 0; r-- {
		next := make([]bool, len(on))
		for y := 1; y < h-1; y++ {
			for x := 1; x < w-1; x++ {
				i := y*w + x
				next[i] = on[i] && on[i-1] && on[i+1] && on[i-w] && on[i+w]
			}
		}
		on = next
	}
	return on
}

// dilate adds r points around the region.
func dilate(on []bool, w, h, r int) []bool {
	for ; r > 0; r-- {
		next := append([]bool(nil), on...)
		for i, in := range on {
			if !in {
				continue
			}
			if x := i % w; x > 0 {
				next[i-1] = true
				if x < w-1 {
					next[i+1] = true
				}
			} else if w > 1 {
				next[i+1] = true
			}
			if i >= w {
				next[i-w] = true
			}
			if i+w < len(on) {
				next[i+w] = true
			}
		}
		on = next
	}
	return on
}

// holes numbers the parts that the region encloses; size[l] is 0 for those that reach the rim and for the region itself.
func holes(on []bool, w, h int) (label []int32, size []int) {
	off := make([]bool, len(on))
	for i, in := range on {
		off[i] = !in
	}
	label, n := components(off, w, h)
	size = make([]int, n+1)
	for _, l := range label {
		size[l]++
	}
	size[0] = 0
	for i, l := range label {
		if x, y := i%w, i/w; x == 0 || y == 0 || x == w-1 || y == h-1 {
			size[l] = 0
		}
	}
	return label, size
}

// fillHoles adds the holes of fewer than limit points.
func fillHoles(on []bool, w, h int, limit float64) []bool {
	label, size := holes(on, w, h)
	out := make([]bool, len(on))
	for i, l := range label {
		out[i] = on[i] || size[l] > 0 && float64(size[l]) < limit
	}
	return out
}

// largestHole returns the largest hole, nil when there is none.
func largestHole(on []bool, w, h int) []bool {
	label, size := holes(on, w, h)
	best := 0
	for l, n := range size {
		if n > size[best] {
			best = l
		}
	}
	if best == 0 {
		return nil
	}
	out := make([]bool, len(on))
	for i, l := range label {
		out[i] = int(l) == best
	}
	return out
}

// onGrid carries a region from a coarse grid to a finer one of the same scan.
func onGrid(fine, coarse *Field, region []bool) []bool {
	out := make([]bool, len(fine.M))
	for i := range out {
		x, y := fine.position(i)
		cx := min(max(int(math.Floor((x-coarse.X0)/coarse.DX+0.5)), 0), coarse.W-1)
		cy := min(max(int(math.Floor((y-coarse.Y0)/coarse.DY+0.5)), 0), coarse.H-1)
		out[i] = region[cy*coarse.W+cx]
	}
	return out
}

func countOn(on []bool) int {
	n := 0
	for _, in := range on {
		if in {
			n++
		}
	}
	return n
}

// dropIslands keeps the largest piece and those of at least the given share of it.
func dropIslands(on []bool, w, h int, share float64) []bool {
	label, n := components(on, w, h)
	size := make([]int, n+1)
	for _, l := range label {
		size[l]++
	}
	size[0] = 0
	most := slices.Max(size)
	out := make([]bool, len(on))
	for i, l := range label {
		out[i] = l > 0 && float64(size[l]) >= share*float64(most)
	}
	return out
}
