package palette

import (
	"time"

	"fyne.io/fyne/v2"

	"tracemark/ui/task"
)

// Pause is how long a letter stands alone before it counts as pressed on purpose: hands that type sentences leave 50 to 250 ms between
// letters.
const Pause = 280 * time.Millisecond

// Deliberate tells a letter that was pressed as a command from one of a sentence that is typed where no field has the focus. It is for the
// letters that write to the case: such a letter does something only if no other comes shortly before or after it. The zero value but for
// Tasks is ready; its methods belong to the user-interface goroutine.
type Deliberate struct {
	Tasks *task.Runner

	last fyne.KeyName
	at   time.Time
	wait *waiting
}

// waiting is a letter that has not stood alone for long enough yet.
type waiting struct {
	timer *time.Timer
	end   func()
	run   func()
}

// Typed must be told of every key that Writes, before Press is. It reports whether the key belongs to a
// sentence: another one came just before it.
func (d *Deliberate) Typed(k fyne.KeyName) (sentence bool) {
	now := time.Now()
	sentence = d.last != "" && d.last != k && now.Sub(d.at) < Pause
	d.last, d.at = k, now
	if w := d.wait; w != nil && sentence {
		d.wait = nil
		if w.timer.Stop() {
			w.end()
		}
	}
	return sentence
}

// Typing reports whether a key that Typed was told of came just now.
func (d *Deliberate) Typing() bool { return d.last != "" && time.Since(d.at) < Pause }

// Press runs what the key k is for, once it has stood alone for long enough. The same key again is no sentence: what waits runs at once.
func (d *Deliberate) Press(run func()) {
	if w := d.wait; w != nil {
		d.wait = nil
		if w.timer.Stop() {
			w.run()
			w.end()
		}
	}
	w := &waiting{run: run, end: d.Tasks.Begin()}
	d.wait = w
	w.timer = time.AfterFunc(Pause, func() {
		d.Tasks.Do(func() {
			defer w.end()
			if d.wait == w {
				d.wait = nil
				w.run()
			}
		})
	})
}

// Writes reports whether a key writes a letter, or the space between words.
func Writes(k fyne.KeyName, m fyne.KeyModifier) bool {
	return m&^fyne.KeyModifierShift == 0 && (len(k) == 1 && k >= "A" && k <= "Z" || k == fyne.KeySpace)
}
