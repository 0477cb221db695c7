//go:build linux

package main

import (
	"bufio"
	"encoding/binary"
	"hash/fnv"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// xServer is an X server without a monitor, and a client of it that is told of every paint (the DAMAGE extension) and sees what
// the screen shows. X Window System Protocol, version 11; The X Damage Extension, version 1.1. All numbers are little-endian.
type xServer struct {
	name   string // such as :7
	conn   net.Conn
	screen *os.File // Xvfb's picture of the screen, in the format of XWD
	start  int64    // of the pixels in it, four bytes each
	base   uint32   // of the ids of what this client makes
	damage byte     // the extension's requests
	notify byte     // its event
	window uint32   // the one that is watched

	mu             sync.Mutex
	paints, frames int
	last           time.Time
	seen           uint64 // the field's pixels at the last paint
}

// Where the field lies in the benchmark's window, well inside the panels: its middle, and the part that is looked at.
const (
	fieldX, fieldY          = 720, 480
	fieldLeft, fieldRight   = 400, 1040
	fieldTop, fieldBottom   = 220, 740
	fieldRows, reliefGreys  = 14, 12
	xExposure, xExposeEvent = 0x8000, 12
)

func newXServer(b *testing.B) *xServer {
	b.Helper()
	dir := b.TempDir()
	r, told, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	server := exec.CommandContext(b.Context(), "Xvfb", "-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-fbdir", dir)
	server.ExtraFiles = []*os.File{told}
	err = server.Start()
	told.Close()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		b.Fatalf("Xvfb does not say which display it serves: %v", err)
	}
	x := &xServer{name: ":" + strings.TrimSpace(number)}
	if x.conn, err = net.Dial("unix", "/tmp/.X11-unix/X"+strings.TrimSpace(number)); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.conn.Close() })
	if x.screen, err = os.Open(filepath.Join(dir, "Xvfb_screen0")); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.screen.Close() })
	var head [80]byte
	if _, err := x.screen.ReadAt(head[:], 0); err != nil {
		b.Fatal(err)
	}
	x.start = int64(binary.BigEndian.Uint32(head[:])) + 12*int64(binary.BigEndian.Uint32(head[76:]))
	x.greet(b)
	return x
}

// greet sets the connection up and asks for the extension.
func (x *xServer) greet(b *testing.B) {
	b.Helper()
	x.send(b, []byte{'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	head := x.read(b, 8)
	rest := x.read(b, 4*int(binary.LittleEndian.Uint16(head[6:])))
	if head[0] != 1 {
		b.Fatalf("the X server refuses: %s", rest)
	}
	x.base = binary.LittleEndian.Uint32(rest[4:])
	x.send(b, append([]byte{98, 0, 4, 0, 6, 0, 0, 0}, "DAMAGE\x00\x00"...)) // QueryExtension
	reply := x.read(b, 32)
	if reply[8] == 0 {
		b.Skip("this Xvfb has no DAMAGE extension, by which paints are counted")
	}
	x.damage, x.notify = reply[9], reply[10]
	x.send(b, []byte{x.damage, 0, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0}) // DamageQueryVersion
	x.read(b, 32)
}

// watch begins to count the paints of a window.
func (x *xServer) watch(b *testing.B, window uint32) {
	b.Helper()
	x.window = window
	request := []byte{x.damage, 1, 4, 0} // DamageCreate, reporting every rectangle
	request = binary.LittleEndian.AppendUint32(request, x.base+1)
	request = binary.LittleEndian.AppendUint32(request, window)
	x.send(b, append(request, 0, 0, 0, 0))
	x.last = time.Now()
	go func() {
		var event [32]byte
		for {
			if _, err := io.ReadFull(x.conn, event[:]); err != nil {
				return // the test has closed the connection
			}
			w, h := binary.LittleEndian.Uint16(event[20:]), binary.LittleEndian.Uint16(event[22:])
			if event[0]&0x7f == x.notify && int(w)*int(h) > benchWidth*benchHeight/2 {
				x.painted()
			}
		}
	}()
}

// painted notes that the window was painted, and whether the field shows something else now.
func (x *xServer) painted() {
	h := fnv.New64a()
	row := make([]byte, 4*(fieldRight-fieldLeft))
	for i := range fieldRows {
		if _, err := x.row(row, fieldTop+i*(fieldBottom-fieldTop)/fieldRows); err != nil {
			return
		}
		h.Write(row)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.paints++
	x.last = time.Now()
	if now := h.Sum64(); now != x.seen {
		x.seen = now
		x.frames++
	}
}

// row reads the field's pixels of a row of the screen.
func (x *xServer) row(into []byte, y int) (int, error) {
	return x.screen.ReadAt(into, x.start+4*int64(y*benchWidth+fieldLeft))
}

// relief reports whether the field shows specimens on either side: many greys in both halves of most rows.
func (x *xServer) relief(b *testing.B) bool {
	b.Helper()
	row := make([]byte, 4*(fieldRight-fieldLeft))
	rows := 0
	for i := range fieldRows {
		if _, err := x.row(row, fieldTop+i*(fieldBottom-fieldTop)/fieldRows); err != nil {
			b.Fatal(err)
		}
		if shadesIn(row[:len(row)/2]) > reliefGreys && shadesIn(row[len(row)/2:]) > reliefGreys {
			rows++
		}
	}
	return 2*rows > fieldRows
}

func shadesIn(pixels []byte) int {
	seen := map[uint32]bool{}
	for ; len(pixels) >= 4; pixels = pixels[4:] {
		seen[binary.LittleEndian.Uint32(pixels)] = true
	}
	return len(seen)
}

// splitLine finds the split line's column by its colour, where the mouse of the gesture before does not lie on it.
func (x *xServer) splitLine(b *testing.B) int {
	b.Helper()
	row := make([]byte, 4*(fieldRight-fieldLeft))
	if _, err := x.row(row, fieldTop); err != nil {
		b.Fatal(err)
	}
	for i := 0; i < len(row); i += 4 {
		if binary.LittleEndian.Uint32(row[i:])&0xffffff == 0xffe066 {
			return fieldLeft + i/4
		}
	}
	b.Fatal("the split line is not in the middle of the field")
	return 0
}

// uncover tells the window, as a server does, that a part of it has come into sight and must be painted.
func (x *xServer) uncover(b *testing.B) {
	b.Helper()
	request := []byte{25, 0, 11, 0} // SendEvent
	request = binary.LittleEndian.AppendUint32(request, x.window)
	request = binary.LittleEndian.AppendUint32(request, xExposure)
	request = append(request, xExposeEvent, 0, 0, 0)
	request = binary.LittleEndian.AppendUint32(request, x.window)
	request = append(request, 0, 0, 0, 0, 1, 0, 1, 0) // a pixel in the corner
	x.send(b, append(request, make([]byte, 16)...))
}

func (x *xServer) reset() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.paints, x.frames = 0, 0
}

func (x *xServer) counts() (paints, frames int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.paints, x.frames
}

func (x *xServer) lastPaint() time.Time {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.last
}

func (x *xServer) send(b *testing.B, request []byte) {
	b.Helper()
	if _, err := x.conn.Write(request); err != nil {
		b.Fatal(err)
	}
}

func (x *xServer) read(b *testing.B, n int) []byte {
	b.Helper()
	into := make([]byte, n)
	if _, err := io.ReadFull(x.conn, into); err != nil {
		b.Fatal(err)
	}
	return into
}
