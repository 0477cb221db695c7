// Package wedge finds in a window's keystrokes what a scanner of bar codes typed. Such a scanner is a keyboard: it types the code of a
// label, very fast, and usually Return. It does so wherever the keys go at that moment, and nobody can be asked to put them somewhere
// first.
//
// A Reader sits before everything that takes keys. It lets everything pass, but holds back what may be the beginning of a code until
// the next key, or until no scanner would have waited so long; a person who types a T sees it that much later. What turns out to be no
// code passes then, in order and whole. What is one passes nowhere: no command runs, no text field gets a part of it.
//
// It knows nothing of windows: events are functions that pass them on.
package wedge

import (
	"strings"
	"time"
)

// Gap is the longest time between two characters of a scanner: cabled ones need 1 to 15 ms, wireless ones up to 50 ms. People who type
// fast need 80 ms and more from key to key, and do not type codes.
const Gap = 70 * time.Millisecond

// certain is how many characters nobody but a scanner types so fast: what breaks off after them is thrown away.
const certain = 6

// Reader finds codes. All of its functions belong to one goroutine.
type Reader struct {
	Prefix string       // of a code, in capitals; the rest are digits
	Length int          // of a code
	Found  func(string) // is told of a code
	Broken func()       // is told of one that broke off
	After  func(time.Duration, func())

	held      []func()
	typed     string
	press     bool // a key was pressed, and its character has not come yet
	swallow   bool // what comes belongs to a code that broke off
	scheduled int
}

// Press takes a key that may have a character, which comes next. Keys with Control and the like are for Other.
func (r *Reader) Press(pass func()) {
	if r.swallow {
		r.wait()
		return
	}
	if r.press { // that one had none
		r.let()
	}
	r.held = append(r.held, pass)
	r.press = true
	r.wait()
}

// Char takes the character of the key that was pressed.
func (r *Reader) Char(c rune, pass func()) {
	r.press = false
	switch {
	case r.swallow:
		r.wait()
	case r.next(c):
		r.held = append(r.held, pass)
		r.typed += strings.ToUpper(string(c))
		r.wait()
	case len(r.typed) >= certain:
		r.swallow, r.held, r.typed = true, nil, ""
		r.wait()
	default:
		last := r.held
		r.held, r.typed = nil, ""
		// It may begin a code itself.
		if n := len(last); n > 0 && r.next(c) {
			for _, f := range last[:n-1] {
				f()
			}
			r.held, r.typed = []func(){last[n-1], pass}, strings.ToUpper(string(c))
			r.wait()
			return
		}
		for _, f := range last {
			f()
		}
		pass()
	}
}

// next reports whether c goes on with a code.
func (r *Reader) next(c rune) bool {
	at := len(r.typed)
	switch {
	case at >= r.Length:
		return false
	case at < len(r.Prefix):
		return strings.ToUpper(string(c)) == r.Prefix[at:at+1]
	}
	return c >= '0' && c <= '9'
}

// Release takes a key that was let go: it follows its press.
func (r *Reader) Release(pass func()) {
	switch {
	case r.swallow:
	case len(r.held) > 0:
		r.held = append(r.held, pass)
	default:
		pass()
	}
}

// End takes Return or Tab, with which scanners end a code.
func (r *Reader) End(pass func()) {
	switch {
	case r.swallow:
		r.broke()
	case len(r.typed) == r.Length && r.Length > 0:
		r.found()
	case len(r.typed) >= certain:
		r.broke()
	default:
		r.let()
		pass()
	}
}

// Other takes whatever else happens on a keyboard, but for keys such as Shift, which need not be handed over at all.
func (r *Reader) Other(pass func()) {
	if !r.swallow {
		r.let()
	}
	pass()
}

// let passes on what is held back.
func (r *Reader) let() {
	held := r.held
	r.held, r.typed, r.press = nil, "", false
	for _, f := range held {
		f()
	}
}

func (r *Reader) found() {
	code := r.typed
	r.held, r.typed, r.press = nil, "", false
	r.Found(code)
}

func (r *Reader) broke() {
	r.held, r.typed, r.press, r.swallow = nil, "", false, false
	r.Broken()
}

// wait ends what is held back unless something comes within Gap. A window that paints meanwhile takes its events late: it is given
// the time to take them before the end.
func (r *Reader) wait() {
	r.scheduled++
	n := r.scheduled
	r.After(Gap, func() {
		if n == r.scheduled {
			r.After(Gap/4, func() {
				if n == r.scheduled {
					r.end()
				}
			})
		}
	})
}

// end is what becomes of what is held back when nothing more comes.
func (r *Reader) end() {
	switch {
	case r.swallow, len(r.typed) >= certain && len(r.typed) < r.Length:
		r.broke()
	case len(r.typed) == r.Length:
		r.found() // by a scanner that is set to type no Return
	default:
		r.let()
	}
}
