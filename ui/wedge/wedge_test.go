package wedge_test

import (
	"strings"
	"testing"
	"time"

	"tracemark/ui/wedge"
)

// desk is a Reader with a clock of its own, and what came through.
type desk struct {
	*wedge.Reader
	now    time.Duration
	timers []timer
	passed strings.Builder
	codes  []string
	broken int
}

type timer struct {
	at time.Duration
	do func()
}

func newDesk() *desk {
	d := &desk{}
	d.Reader = &wedge.Reader{Prefix: "TMK1", Length: 21, Found: func(c string) { d.codes = append(d.codes, c) }, Broken: func() { d.broken++ },
		After: func(after time.Duration, do func()) { d.timers = append(d.timers, timer{d.now + after, do}) }}
	return d
}

// wait lets time go by, a millisecond after the other.
func (d *desk) wait(t time.Duration) {
	for end := d.now + t; d.now < end; d.now += time.Millisecond {
		d.due()
	}
	d.due()
}

// due runs what is due.
func (d *desk) due() {
	for i := 0; i < len(d.timers); i++ {
		if d.timers[i].at <= d.now {
			do := d.timers[i].do
			d.timers = append(d.timers[:i], d.timers[i+1:]...)
			do()
			i = -1
		}
	}
}

// key presses and lets go the key of a character, or Return for \n.
func (d *desk) key(c rune) {
	say := func(s string) func() { return func() { d.passed.WriteString(s) } }
	if c == '\n' {
		d.End(say("\n"))
	} else {
		d.Press(say("<"))
		d.Char(c, say(string(c)))
	}
	d.Release(say(">"))
}

func (d *desk) types(text string, every time.Duration) {
	for _, c := range text {
		d.key(c)
		d.wait(every)
	}
}

// text is what came through without the keys.
func (d *desk) text() string { return strings.NewReplacer("<", "", ">", "").Replace(d.passed.String()) }

const code = "TMK151028274307579051"

func TestACodePassesNowhere(t *testing.T) {
	for name, every := range map[string]time.Duration{"at once": 0, "a cabled scanner": 5 * time.Millisecond, "a wireless one": 50 * time.Millisecond} {
		for _, end := range []string{"\n", ""} {
			d := newDesk()
			d.types(strings.ToLower(code[:4])+code[4:]+end, every)
			d.wait(time.Second)
			if len(d.codes) != 1 || d.codes[0] != code || d.text() != "" || d.broken != 0 {
				t.Errorf("%s, %q: codes %q, passed %q", name, end, d.codes, d.passed.String())
			}
			d.types("hello", 100*time.Millisecond)
			d.wait(time.Second)
			if got := d.text(); got != "hello" {
				t.Errorf("%s: after it %q", name, got)
			}
		}
	}
}

func TestWhatPeopleTypeComesThroughWholeAndInOrder(t *testing.T) {
	for _, text := range []string{"t", "T", "tt", "tmt", "TMK", "TMTMK1 is a prefix", "the cat sat on the mat", "TMK1", "1234567890", "a\nb", "t\n", "TMK15x"} {
		for _, every := range []time.Duration{0, 30 * time.Millisecond, 100 * time.Millisecond} {
			d := newDesk()
			d.types(text, every)
			d.wait(time.Second)
			if got := d.text(); got != text || len(d.codes) != 0 || d.broken != 0 {
				t.Errorf("%q every %s: %q, %q, %d", text, every, got, d.codes, d.broken)
			}
			if keys := d.passed.String(); strings.Count(keys, "<") != len(strings.ReplaceAll(text, "\n", "")) || strings.Count(keys, ">") != len(text) {
				t.Errorf("%q: keys %q", text, keys)
			}
		}
	}
}

func TestACodeTypedByHandIsText(t *testing.T) {
	d := newDesk()
	d.types(code, 120*time.Millisecond)
	if d.text() != code || len(d.codes) != 0 {
		t.Errorf("%q, %q", d.text(), d.codes)
	}
}

func TestACodeThatBreaksOffPassesNowhereEither(t *testing.T) {
	for _, text := range []string{code[:12], code[:12] + "\n", code[:12] + "x" + code[12:] + "\n", code + "77"} {
		d := newDesk()
		d.types(text, 5*time.Millisecond)
		d.wait(time.Second)
		if d.broken != 1 || d.text() != "" || len(d.codes) != 0 {
			t.Errorf("%q: broken %d, passed %q, codes %q", text, d.broken, d.text(), d.codes)
		}
		d.types("after", 100*time.Millisecond)
		d.wait(time.Second)
		if d.text() != "after" {
			t.Errorf("%q: then %q", text, d.text())
		}
	}
}

func TestAKeyWithoutCharacterIsNotLost(t *testing.T) {
	d := newDesk()
	d.Press(func() { d.passed.WriteString("dead") })
	d.Press(func() { d.passed.WriteString(" e") })
	d.Char('é', func() { d.passed.WriteString("é") })
	d.key('t')
	d.Other(func() { d.passed.WriteString("→") })
	if got := d.passed.String(); got != "dead eé<t>→" {
		t.Errorf("got %q", got)
	}
}
