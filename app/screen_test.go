package main

import (
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"time"
)

// pixels reads the screen, in X's window dump format: a header of numbers, whose first is its length, then 12 bytes for each
// entry of the colour table, then four bytes a pixel. It returns them as 0xRRGGBB.
func (b *bench) pixels() []uint32 {
	b.t.Helper()
	data, err := os.ReadFile(b.picture)
	if err != nil || len(data) < 100 {
		b.t.Fatalf("the screen's picture: %d bytes, %v", len(data), err)
	}
	number := func(i int) int { return int(binary.BigEndian.Uint32(data[4*i:])) }
	b.width, b.height = number(4), number(5)
	line, start := number(12), number(0)+12*number(19)
	out := make([]uint32, 0, b.width*b.height)
	for y := range b.height {
		row := data[start+y*line:]
		for x := range b.width {
			out = append(out, binary.LittleEndian.Uint32(row[4*x:])&0xffffff)
		}
	}
	return out
}

// share returns how much of the screen has a colour, or one that differs from it by no more than within in each part, 0 to 1.
func (b *bench) share(colour uint32, within int) float64 {
	b.t.Helper()
	n, all := 0, b.pixels()
	near := func(p uint32, shift int) bool {
		d := int(p>>shift&0xff) - int(colour>>shift&0xff)
		return d >= -within && d <= within
	}
	for _, p := range all {
		if near(p, 16) && near(p, 8) && near(p, 0) {
			n++
		}
	}
	return float64(n) / float64(len(all))
}

// splitLine returns where the upright split line is, by the grip on it: the column with the most of its colour; 0 where there
// is none.
func (b *bench) splitLine() int {
	b.t.Helper()
	const grip = 20 // pixels high at least
	all := b.pixels()
	columns, best := make([]int, b.width), 0
	for i, p := range all {
		if p == lineColour {
			columns[i%b.width]++
		}
	}
	for x, n := range columns {
		if n > columns[best] {
			best = x
		}
	}
	if columns[best] < grip {
		return 0
	}
	return best
}

// hash tells one picture of the screen from another.
func (b *bench) hash() uint64 {
	b.t.Helper()
	data, err := os.ReadFile(b.picture)
	if err != nil {
		b.t.Fatal(err)
	}
	return maphash.Bytes(b.seed, data)
}

// still waits until the screen has not changed for a while, or for long enough where something on it never rests.
func (b *bench) still(wanted string) {
	b.t.Helper()
	const rest, enough = 500 * time.Millisecond, 10 * time.Second
	began := time.Now()
	for last, since := b.hash(), began; time.Since(since) < rest && time.Since(began) < enough; time.Sleep(60 * time.Millisecond) {
		if now := b.hash(); now != last {
			last, since = now, time.Now()
		}
	}
	b.t.Logf("%5.1f s  %s", time.Since(began).Seconds(), wanted)
}

// keep writes what the screen shows to a file for whoever looks into a failure, and returns a sentence about it.
func (b *bench) keep() string {
	all := b.pixels()
	img := image.NewRGBA(image.Rect(0, 0, b.width, b.height))
	for i, p := range all {
		img.SetRGBA(i%b.width, i/b.width, color.RGBA{R: uint8(p >> 16), G: uint8(p >> 8), B: uint8(p), A: 0xff})
	}
	file := filepath.Join(os.TempDir(), "tracemark-window-test.png")
	f, err := os.Create(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	if png.Encode(f, img) != nil {
		return ""
	}
	return fmt.Sprintf("; the screen is in %s", file)
}
