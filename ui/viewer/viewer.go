package viewer

import (
	"image"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/imaging"
	"tracemark/imaging/render"
	"tracemark/ui/task"
)

// fullAfter is how long after the last movement the smooth picture is drawn.
const fullAfter = 80 * time.Millisecond

// Viewer is the comparison widget. Its methods belong to the user-interface goroutine.
type Viewer struct {
	fw.BaseWidget
	// OnChanged is called whenever something that a toolbar shows has changed.
	OnChanged func()

	run       *task.Runner
	worker    *worker
	stage     Stage
	specimens [2]*Specimen
	pose      *imaging.Pose
	light     render.Light
	outlines  bool
	opacity   float64
	fitted    bool
	active    Side // moved by the keys while not linked: the one touched last
	gesture   gesture
	tool      Tool
	layers    []Layer
	overLine  bool
	timer     *time.Timer
	timerEnd  func()

	img   *canvas.Image
	frame scene // what img shows
}

// New returns an empty viewer that draws by run.
func New(run *task.Runner) *Viewer {
	v := &Viewer{
		run: run, light: render.DefaultLight, opacity: 0.5, active: B,
		stage: Stage{UMPerPx: 5, Linked: true, SplitAt: 0.5},
		img:   &canvas.Image{ScaleMode: canvas.ImageScaleFastest, FillMode: canvas.ImageFillStretch},
	}
	v.worker = &worker{run: run, show: v.display}
	v.ExtendBaseWidget(v)
	return v
}

// SetSpecimens shows two specimens, or one alone where the other is nil; pose lays a on b and may be nil. Both are fitted,
// aligned where there is a pose.
func (v *Viewer) SetSpecimens(a, b *Specimen, pose *imaging.Pose) {
	if a != nil && b != nil {
		a.fitTo(b)
		b.fitTo(a)
	}
	v.specimens, v.pose, v.fitted = [2]*Specimen{a, b}, pose, false
	v.stage.Absent = [2]bool{a == nil, b == nil}
	if a == nil || b == nil {
		v.pose = nil
	}
	v.Fit()
}

// Stage returns where everything lies.
func (v *Viewer) Stage() Stage { return v.stage }

// Light returns the light's direction on the screen.
func (v *Viewer) Light() render.Light { return v.light }

// Outlines reports whether cells are drawn.
func (v *Viewer) Outlines() bool { return v.outlines }

// Opacity returns how much of the upper specimen is seen in Overlay.
func (v *Viewer) Opacity() float64 { return v.opacity }

// CanAlign reports whether there is a pose to align by.
func (v *Viewer) CanAlign() bool { return v.pose != nil }

// SetLight turns the light.
func (v *Viewer) SetLight(l render.Light) {
	l.ElevationDeg = min(max(l.ElevationDeg, 5), 85)
	v.light = l
	v.moved()
}

// SetOutlines shows or hides the cells.
func (v *Viewer) SetOutlines(on bool) { v.outlines = on; v.settled() }

// SetLinked links or frees the movements of both specimens.
func (v *Viewer) SetLinked(on bool) { v.stage.Linked = on; v.settled() }

// SetMode changes how the field is shared.
func (v *Viewer) SetMode(m Mode) { v.stage.Mode = m; v.settled() }

// SetOpacity sets how much of the upper specimen is seen in Overlay, 0 to 1.
func (v *Viewer) SetOpacity(o float64) { v.opacity = min(max(o, 0), 1); v.moved() }

// SetSplit moves the split line to a share of the width; 0 and 1 park it at the ends.
func (v *Viewer) SetSplit(at float64) { v.stage.SplitAt = min(max(at, 0), 1); v.moved() }

// Swap exchanges the places of the two specimens on the screen.
func (v *Viewer) Swap() { v.stage.Swapped = !v.stage.Swapped; v.settled() }

// Align lays B under A by the computed pose; A stays where it is.
func (v *Viewer) Align() {
	if v.pose != nil {
		v.stage = v.stage.Align(*v.pose)
		v.settled()
	}
}

// Fit shows both specimens whole, aligned where there is a pose.
func (v *Viewer) Fit() {
	a, b := v.specimens[A], v.specimens[B]
	if v.stage.W == 0 || a == nil && b == nil {
		return
	}
	v.fitted = true
	switch {
	case a == nil:
		v.stage = v.stage.Fit([2]Box{b.extent, b.extent}, nil)
	case b == nil:
		v.stage = v.stage.Fit([2]Box{a.extent, a.extent}, nil)
	default:
		v.stage = v.stage.Fit([2]Box{a.extent, b.extent}, v.pose)
	}
	v.settled()
}

// OneToOne shows the specimens at one point of the finer recording per pixel of the screen.
func (v *Viewer) OneToOne() {
	finest := math.Inf(1)
	for _, s := range v.specimens {
		if s != nil && s.scaleKnown {
			finest = min(finest, s.spacing())
		}
	}
	if !math.IsInf(finest, 1) {
		v.stage = v.stage.Zoom(v.stage.UMPerPx/finest, v.middle())
		v.settled()
	}
}

func (v *Viewer) middle() Pixel { return v.stage.Centre(v.stage.Left()) }

// moved asks for a quick picture now and for a smooth one when the movement has ended.
func (v *Viewer) moved() {
	v.ask(true)
	if v.timer != nil && v.timer.Stop() {
		v.timerEnd()
	}
	end := v.run.Begin()
	v.timerEnd = end
	v.timer = time.AfterFunc(fullAfter, func() { v.run.Do(func() { v.ask(false); end() }) })
	v.changed()
}

// settled asks for a smooth picture at once.
func (v *Viewer) settled() {
	v.ask(false)
	v.changed()
}

func (v *Viewer) changed() {
	if v.OnChanged != nil {
		v.OnChanged()
	}
}

// ask wants a picture of the present state.
func (v *Viewer) ask(draft bool) {
	if v.stage.W < 1 || v.stage.H < 1 {
		return
	}
	v.worker.draw(v.scene(draft))
}

// scene returns what a picture of the present state shows.
func (v *Viewer) scene(draft bool) scene {
	k := float64(v.scale())
	return scene{
		stage: v.stage, specimens: v.specimens, light: v.light, outlines: v.outlines, opacity: v.opacity, layers: v.layers,
		draft: draft, pxPerDIP: k, lineWidth: max(1, int(math.Round(1.5*k))),
	}
}

// display puts a finished picture on the screen.
func (v *Viewer) display(img *image.RGBA, s scene) {
	v.img.Image, v.frame = img, s
	v.Refresh()
	if v.pixels() != [2]int{s.stage.W, s.stage.H} { // the window moved to a screen of another density
		v.fitPixels()
	}
}

// scale returns the device pixels of one fyne unit.
func (v *Viewer) scale() float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		return c.Scale()
	}
	return 1
}

func (v *Viewer) pixels() [2]int {
	s, k := v.Size(), v.scale()
	return [2]int{int(math.Round(float64(s.Width * k))), int(math.Round(float64(s.Height * k)))}
}

// fitPixels takes over the widget's size in device pixels.
func (v *Viewer) fitPixels() {
	px := v.pixels()
	if px == [2]int{v.stage.W, v.stage.H} || px[0] < 1 || px[1] < 1 {
		return
	}
	v.stage.W, v.stage.H = px[0], px[1]
	if !v.fitted {
		v.Fit()
	}
	v.settled()
}

// Resize implements fyne.CanvasObject.
func (v *Viewer) Resize(s fyne.Size) {
	v.BaseWidget.Resize(s)
	v.fitPixels()
}

// MinSize implements fyne.CanvasObject.
func (v *Viewer) MinSize() fyne.Size { return fyne.NewSize(320, 240) }
