package compare

import (
	"math"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
	"tracemark/ui/viewer/plot"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// status is the strip below the field: what is under the pointer, what a tool does, what is still being loaded, and the profile
// plot while a line is drawn.
type status struct {
	s      *Screen
	object fyne.CanvasObject

	left     *fw.RichText
	warning  *fw.Label
	older    *fw.Label // which marks are shown, where they are not today's
	olderBox *fyne.Container
	plot     *plot.Plot
	plotBox  *fyne.Container
	plotText *fw.RichText

	hinted  string
	flashed string
	pointed string
	over    bool         // the pointer is over the field, at
	at      viewer.Pixel // this pixel
	running []string
}

// plotHeight is the height of the profile plot in fyne units.
const plotHeight = 132

func newStatus(s *Screen) *status {
	t := &status{s: s, left: widget.MutedLine(""), warning: fw.NewLabel(""), plotText: widget.MutedLine("")}
	t.warning.Importance = fw.WarningImportance
	t.warning.TextStyle.Bold = true
	t.warning.Hide()
	t.plot = plot.New()
	shut := widget.NewTool(theme.CancelIcon(), "", lang.L("Remove the line (Del)"), func() { s.viewer.SetLine(nil) })
	shut.OnHint = t.hint
	t.plotBox = widget.Inset(container.NewBorder(container.NewBorder(nil, nil, nil, shut, t.plotText), nil, nil, nil, widget.Fixed(t.plot, 300, plotHeight)), 6, 0)
	t.plotBox.Hide()
	t.older = fw.NewLabel("")
	t.older.Importance, t.older.TextStyle.Bold = fw.WarningImportance, true
	t.olderBox = container.NewHBox(t.older, widget.NewButton(lang.L("Today's marks (Esc)"), nil, s.today))
	t.olderBox.Hide()
	line := container.NewBorder(nil, nil, t.olderBox, t.warning, t.left)
	t.object = widget.NewPanel(theme.ColorNameHeaderBackground, container.NewVBox(t.plotBox, widget.Inset(line, 2, 0)))
	return t
}

// hint says what the tool under the pointer does, "" when there is none.
func (t *status) hint(sentence string) {
	t.hinted = sentence
	t.say()
}

// flashTime is how long a sentence about something that went well stands in the strip.
const flashTime = 6 * time.Second

// flash says for a while that something went well, or what is still to do. It moves neither the field nor a button, as a notice across
// the window would under a second click.
func (t *status) flash(sentence string) {
	t.flashed = sentence
	t.say()
	time.AfterFunc(flashTime, func() {
		t.s.p.Shell.Tasks.Do(func() {
			if t.flashed == sentence {
				t.flashed = ""
				t.say()
			}
		})
	})
}

// begin says that something is being loaded until the function it returns is called.
func (t *status) begin(what string) (done func()) {
	t.running = append(t.running, what)
	t.say()
	over := false
	return func() {
		if over {
			return
		}
		over = true
		for i, w := range t.running {
			if w == what {
				t.running = append(t.running[:i:i], t.running[i+1:]...)
				break
			}
		}
		t.say()
	}
}

func (t *status) say() {
	switch {
	case t.hinted != "":
		widget.SetText(t.left, t.hinted)
	case t.flashed != "":
		widget.SetText(t.left, t.flashed)
	case len(t.running) > 0:
		widget.SetText(t.left, strings.Join(t.running, "; ")+"…")
	default:
		widget.SetText(t.left, t.pointed)
	}
}

// refresh says what is unusual about the field. Its scale and how the specimens are turned stand in the picture, which snapshots keep.
func (t *status) refresh() {
	t.measure()
	v := t.s.viewer
	st := v.Stage()
	warnings := []string{}
	for side := viewer.A; side <= viewer.B; side++ {
		if st.Absent[side] {
			continue
		}
		if st.Views[side].Flipped {
			warnings = append(warnings, lang.L("{{.Side}} MIRRORED", map[string]any{"Side": sideName(side)}))
		}
		if k := v.Look(side).Stretch; k != 1 && v.Specimen(side).Lit() {
			warnings = append(warnings, lang.L("{{.Side}} HEIGHT ×{{.K}}", map[string]any{"Side": sideName(side), "K": wording.Figures(k, 3)}))
		}
	}
	if older := t.s.pastWords(); t.older.Text != older {
		t.older.SetText(older)
		t.olderBox.Hidden = older == ""
		t.object.Refresh()
	}
	text := strings.Join(warnings, "  ")
	if t.warning.Text != text {
		t.warning.SetText(text)
		t.warning.Hidden = text == ""
		t.object.Refresh()
	}
}

// sideName returns the letter of a specimen.
func sideName(s viewer.Side) string { return string("AB"[s]) }

// point says where the pointer is on both specimens and how high they are there: now, or with the next picture.
func (t *status) point(q viewer.Pixel, now bool) {
	t.over, t.at = true, q
	if now {
		t.measure()
	}
}

// measure says what is under the pointer now; specimens move under a pointer that rests, too.
func (t *status) measure() {
	if !t.over {
		return
	}
	st, q := t.s.viewer.Stage(), t.at
	parts := []string{}
	for side := viewer.A; side <= viewer.B; side++ {
		if sp := t.s.viewer.Specimen(side); sp != nil && (st.Mode != viewer.SideBySide || st.Under(q) == side) {
			parts = append(parts, t.value(side, sp, st.Specimen(side, q)))
		}
	}
	t.pointed = strings.Join(parts, "      ")
	t.say()
}

// value says a place on a specimen and what was measured there.
func (t *status) value(side viewer.Side, sp *viewer.Specimen, p imaging.Point) string {
	line := casefile.SceneLine{From: p, To: imaging.Point{X: p.X + 1e-6, Y: p.Y}}
	look := t.s.viewer.Look(side)
	k := viewer.ProfileOf(sp, nil, [2]casefile.SceneLine{line}, [2]viewer.Look{look})
	place := sideName(side) + "  " + wording.Place(p.X, p.Y)
	if !sp.ScaleKnown() {
		place = sideName(side)
	}
	switch {
	case len(k.A) == 0 || math.IsNaN(k.A[0]):
		return place + "  " + lang.L("not measured")
	case k.Photograph[0]:
		return place + "  " + lang.L("grey {{.V}}", map[string]any{"V": wording.Number(k.A[0], 0)})
	}
	return place + "  " + wording.Signed(k.A[0], 2) + " µm"
}

// leave says nothing about the pointer any more.
func (t *status) leave() {
	t.pointed, t.over = "", false
	t.say()
}

// line shows the profile along the line that was drawn, or puts the plot away.
func (t *status) line() {
	p, ok := t.s.viewer.Profile()
	t.s.bar.refresh()
	if !ok || len(p.UM) < 2 {
		if t.plotBox.Visible() {
			t.plotBox.Hide()
			t.plot.SetProfile(viewer.Profile{})
			t.relay()
		}
		return
	}
	t.plot.SetProfile(p)
	measured := lang.L("The scale is unknown: lengths mean nothing.")
	if um, deg, known := t.s.viewer.Measure(); known {
		measured = lang.L("length {{.UM}} µm, direction {{.Deg}}°", map[string]any{"UM": wording.Number(um, 1), "Deg": wording.Number(deg, 1)})
	}
	widget.SetText(t.plotText, wording.Lines(measured, lang.L("Delete takes the line away, Shift keeps its direction")))
	if !t.plotBox.Visible() {
		t.plotBox.Show()
		t.relay()
	}
}

// relay lays the screen out anew after the strip has changed its height.
func (t *status) relay() {
	t.object.Refresh()
	if t.s.root != nil {
		t.s.root.Refresh()
	}
}
