package compare

import (
	"context"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging/render"
	"tracemark/imaging/surface"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// lookPage is how the specimens are shown: the light, the colours, the heights, the levels of photographs, and what a mode can be
// changed by.
type lookPage struct {
	s      *Screen
	object fyne.CanvasObject
	busy   bool // the controls are being set from the viewer, not by a person

	sides                                         *widget.Segments // whose look is changed: both, A, B
	dial                                          *widget.Dial
	lightText                                     *fw.RichText
	elevation                                     *slider
	presets                                       []*widget.Tool
	lights, surface, levels                       *widget.Panel // cards
	mix, rate                                     *fyne.Container
	colour, version                               *widget.Segments
	stretch, black, white, gamma, opacity, blinks *slider
}

func newLookPage(s *Screen) *lookPage {
	p := &lookPage{s: s}
	v := s.viewer
	p.sides = widget.NewSegments(p.apart, lang.L("Both"), "A", "B")

	p.dial = widget.NewDial(v.Light().AzimuthDeg, func(deg float64) { p.light(func(l *render.Light) { l.AzimuthDeg, l.Ring = deg, false }) })
	p.lightText = widget.Caption("")
	p.elevation = newSlider(lang.L("Height of the light"), 5, 85, 1, func(e float64) string { return strconv.Itoa(int(math.Round(e))) + "°" },
		func(e float64) { p.light(func(l *render.Light) { l.ElevationDeg = e }) })
	presets := container.NewGridWithColumns(3)
	for i, l := range viewer.Presets() {
		t := widget.NewTool(nil, presetName(l), lang.L("The light {{.Name}} (G goes through all)", map[string]any{"Name": presetName(viewer.Presets()[i])}), func() { p.light(func(to *render.Light) { *to = l }) })
		t.OnHint = s.status.hint
		p.presets = append(p.presets, t)
		presets.Add(t)
	}
	p.lights = widget.NewCard(container.NewVBox(widget.Strong(lang.L("Light")),
		container.NewBorder(nil, nil, p.dial, nil, container.NewVBox(p.lightText, p.elevation.object)), presets,
		widget.Muted(lang.L("Comma and full stop turn the light, J and U lower and lift it."))))

	p.colour = widget.NewSegments(func(i int) { p.change(func(l *viewer.Look) { l.Colour = viewer.Colour(i) }) }, lang.L("Relief"), lang.L("Heights in colour"))
	p.version = widget.NewSegments(func(i int) { s.setFiltered(i == 0) }, lang.L("Filtered"), lang.L("As recorded"))
	p.stretch = newSlider(lang.L("Height exaggeration"), 1, 10, 0.5, func(k float64) string { return "×" + wording.Figures(k, 3) },
		func(k float64) { p.change(func(l *viewer.Look) { l.Stretch = k }) })
	p.surface = widget.NewCard(container.NewVBox(widget.Strong(lang.L("Surface")), p.colour, p.version, p.stretch.object))

	share := wording.Percent
	p.black = newSlider(lang.L("Black"), 0, 0.9, 0.01, share, func(x float64) { p.change(func(l *viewer.Look) { l.Black = x }) })
	p.white = newSlider(lang.L("White"), 0.1, 1, 0.01, share, func(x float64) { p.change(func(l *viewer.Look) { l.White = x }) })
	p.gamma = newSlider(lang.L("Gamma"), 0.2, 3, 0.05, func(x float64) string { return wording.Number(x, 2) }, func(x float64) { p.change(func(l *viewer.Look) { l.Gamma = x }) })
	p.levels = widget.NewCard(container.NewVBox(widget.Strong(lang.L("Photograph")), p.black.object, p.white.object, p.gamma.object))

	p.opacity = newSlider(lang.L("Opacity of the upper one"), 0, 1, 0.02, share, v.SetOpacity)
	p.mix = container.NewVBox(p.opacity.object)
	p.blinks = newSlider(lang.L("Changes a second"), 0.5, 5, 0.5, func(x float64) string { return wording.Number(x, 1) }, v.SetBlinkHz)
	p.rate = container.NewVBox(p.blinks.object)

	plain := widget.NewButton(lang.L("As at first"), nil, p.reset)
	flips := container.NewGridWithColumns(2,
		widget.NewButton(lang.L("Mirror A"), nil, func() { s.Flip(viewer.A) }),
		widget.NewButton(lang.L("Mirror B"), nil, func() { s.Flip(viewer.B) }))
	body := container.NewVBox(p.mix, p.rate, p.sides, p.lights, p.surface, p.levels, plain,
		widget.NewCard(container.NewVBox(widget.Strong(lang.L("Mirroring")),
			widget.Muted(lang.L("Only for a cast against what it was cast from. The picture says so, and the case's log keeps it.")), flips)))
	p.object = container.NewVScroll(widget.Inset(body, 6, 4))
	p.fill()
	return p
}

// presetName returns the name of a light.
func presetName(l render.Light) string {
	switch {
	case l == render.DefaultLight:
		return lang.L("Oblique")
	case l.Ring:
		return lang.L("Ring")
	}
	return lang.L("Raking {{.N}}", map[string]any{"N": clock(l.AzimuthDeg)})
}

// side returns whose look the controls show.
func (p *lookPage) side() viewer.Side {
	if i := p.sides.Selected(); i > 0 {
		return viewer.Side(i - 1)
	}
	return viewer.Both
}

// shownSide is the side whose values the controls show.
func (p *lookPage) shownSide() viewer.Side {
	if s := p.side(); s != viewer.Both {
		return s
	}
	if p.s.viewer.Stage().Absent[viewer.A] {
		return viewer.B
	}
	return viewer.A
}

// apart changes whose look is changed.
func (p *lookPage) apart(i int) {
	if p.s.viewer.LightsApart() != (i > 0) {
		p.s.viewer.SetLightsApart(i > 0)
	}
	p.refresh()
}

// change changes the look of what is chosen.
func (p *lookPage) change(f func(*viewer.Look)) {
	if p.busy {
		return
	}
	for side := viewer.A; side <= viewer.B; side++ {
		if p.side() == viewer.Both || p.side() == side {
			l := p.s.viewer.Look(side)
			f(&l)
			p.s.viewer.SetLook(side, l)
		}
	}
	widget.GiveKeysBack(p.s.viewer)
}

func (p *lookPage) light(f func(*render.Light)) { p.change(func(l *viewer.Look) { f(&l.Light) }) }

// reset shows what is chosen as at first.
func (p *lookPage) reset() { p.change(func(l *viewer.Look) { *l = viewer.DefaultLook }) }

// fill shows what makes sense for the pair.
func (p *lookPage) fill() {
	lit, photo := false, false
	for side := viewer.A; side <= viewer.B; side++ {
		if sp := p.s.viewer.Specimen(side); sp != nil {
			lit, photo = lit || sp.Lit(), photo || !sp.Lit()
		}
	}
	p.lights.Hidden = !lit && photo
	p.surface.Hidden = !lit && photo
	p.levels.Hidden = !photo
	p.refresh()
	p.object.Refresh()
}

// refresh shows the viewer's state.
func (p *lookPage) refresh() {
	if p.object == nil || p.busy {
		return
	}
	p.busy = true
	defer func() { p.busy = false }()
	v := p.s.viewer
	l := v.Look(p.shownSide())
	if p.dial.Degrees() != l.Light.AzimuthDeg {
		p.dial.SetDegrees(l.Light.AzimuthDeg)
	}
	p.elevation.set(l.Light.ElevationDeg)
	text := lang.L("from {{.N}} o'clock", map[string]any{"N": clock(l.Light.AzimuthDeg)})
	if l.Light.Ring {
		text = lang.L("from all round")
	}
	widget.SetText(p.lightText, text)
	for i, t := range p.presets {
		t.SetOn(viewer.Presets()[i] == l.Light)
	}
	p.colour.Select(int(l.Colour))
	if l.Filtered {
		p.version.Select(0)
	} else {
		p.version.Select(1)
	}
	p.stretch.set(l.Stretch)
	p.black.set(l.Black)
	p.white.set(l.White)
	p.gamma.set(l.Gamma)
	p.opacity.set(v.Opacity())
	p.blinks.set(v.BlinkHz())
	p.show(p.mix, v.Stage().Mode == viewer.Overlay)
	p.show(p.rate, v.Stage().Mode == viewer.Blink)
}

func (p *lookPage) show(c *fyne.Container, on bool) {
	if c.Visible() != on {
		c.Hidden = !on
		p.object.Refresh()
	}
}

// clock returns the clock position of a direction, to the half hour.
func clock(deg float64) string {
	h := math.Mod(math.Round(deg/15)/2, 12)
	if h < 1 {
		h += 12
	}
	return wording.Number(h, -1)
}

// setFiltered shows the filtered surfaces, or those as recorded, which are read when they are first asked for.
func (s *Screen) setFiltered(on bool) {
	s.look.change(func(l *viewer.Look) { l.Filtered = on })
	if !on && s.pair.shown {
		s.readRaw()
	}
}

// readRaw reads the recordings as they are, where that was not done yet.
func (s *Screen) readRaw() {
	k, path := s.pair, s.p.CasePath
	for i := range k.sides {
		m := &k.sides[i]
		if m.side.Capture.Kind == casefile.Photograph || m.rawWhole || m.rawAsk {
			continue
		}
		m.rawAsk = true
		step(s, lang.L("Reading {{.Label}} as recorded", map[string]any{"Label": m.side.Exhibit.Label}), func(ctx context.Context) (*surface.Surface, error) {
			return s.p.Service.RawSurface(ctx, path, m.side.Capture.ID)
		}, func(sf *surface.Surface, err error) {
			m.rawAsk = false
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			m.raw, m.rawWhole = sf, true
			s.viewer.SetSpecimen(viewer.Side(i), k.specimen(viewer.Side(i)))
			s.moved()
		})
	}
}
