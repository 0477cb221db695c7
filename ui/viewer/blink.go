package viewer

import (
	"time"

	"fyne.io/fyne/v2"
)

// Limits of the blinking, in changes of the picture a second. Slower is forgotten, faster than 5 Hz cannot be compared by
// eye, and faster than 3 Hz over a large field can provoke seizures (WCAG 2.1, 2.3.1), so 2 Hz is where it begins.
const (
	leastBlinkHz = 0.5
	mostBlinkHz  = 5
)

// blinker is the clock of one stretch of blinking.
type blinker struct {
	timer *time.Timer
	ended bool
}

// BlinkHz returns how many times a second Blink changes from one specimen to the other.
func (v *Viewer) BlinkHz() float64 { return v.blinkHz }

// SetBlinkHz sets how many times a second Blink changes, 0.5 to 5.
func (v *Viewer) SetBlinkHz(hz float64) {
	v.blinkHz = min(max(hz, leastBlinkHz), mostBlinkHz)
	v.stopBlinking()
	v.settled()
}

// keepBlinking starts or stops the clock as the mode wants it.
func (v *Viewer) keepBlinking() {
	wanted := v.stage.Mode == Blink && !v.stage.alone()
	switch {
	case !wanted:
		v.stopBlinking()
	case v.blinking == nil:
		b := &blinker{}
		v.blinking = b
		v.next(b)
	}
}

func (v *Viewer) next(b *blinker) {
	period := time.Duration(float64(time.Second) / v.blinkHz)
	b.timer = time.AfterFunc(period, func() {
		v.run.Do(func() {
			if b.ended {
				return
			}
			if fyne.CurrentApp().Driver().CanvasForObject(v) == nil { // the screen was left
				v.stopBlinking()
				return
			}
			v.next(b)
			v.blink()
		})
	})
}

// blink shows the other specimen.
func (v *Viewer) blink() {
	v.stage.Shown = 1 - v.stage.Shown
	v.ask(false)
}

func (v *Viewer) stopBlinking() {
	if v.blinking != nil {
		v.blinking.ended = true
		v.blinking.timer.Stop()
		v.blinking = nil
	}
}

// Close ends what runs by itself. The viewer may be used again.
func (v *Viewer) Close() { v.stopBlinking() }
