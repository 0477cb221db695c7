package viewer

import (
	"context"
	"image"
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/task"
	uitheme "tracemark/ui/theme"
)

// fullAfter is how long after the last movement the smooth picture is drawn.
const fullAfter = 80 * time.Millisecond

// Viewer is the comparison widget. Its methods belong to the user-interface goroutine. The callbacks may be nil.
type Viewer struct {
	fw.BaseWidget
	// OnChanged is called whenever something that a toolbar shows has changed: while something moves with each picture that
	// shows it, so that both are painted at once, and no more often.
	OnChanged func()
	// OnCell is called when a cell was clicked, with its index in the specimen's Outlines; −1 when the choice was given up.
	OnCell func(side Side, index int)
	// OnFlipped is called when a specimen was mirrored or mirrored back: the case's log keeps it.
	OnFlipped func(side Side, flipped bool)
	// OnLine is called when the profile line was drawn, moved or removed.
	OnLine func()

	run       *task.Runner
	worker    *worker
	words     *words
	stage     Stage
	specimens [2]*Specimen
	pose      *imaging.Pose
	looks     [2]Look
	apart     bool // the sides' lights are turned one at a time
	outlines  bool
	rejected  bool
	chosen    int
	heat      *HeatMap
	line      *[2]casefile.SceneLine
	opacity   float64
	blinkHz   float64
	blinking  *blinker
	fitted    bool
	fitTo     Stage // what Fit last laid: whoever moves a specimen leaves it
	active    Side  // moved by the keys while not linked: the one touched last
	gesture   gesture
	overLine  bool
	tool      Tool
	layers    []Layer
	timer     *time.Timer
	timerEnd  func()

	img    *canvas.Image
	frame  scene // what img shows
	untold bool  // OnChanged is to be called with the next picture
}

// New returns an empty viewer that draws by run.
func New(run *task.Runner) *Viewer {
	v := &Viewer{
		run: run, words: translated(), looks: [2]Look{DefaultLook, DefaultLook}, opacity: 0.5, blinkHz: 2, active: B,
		stage: Stage{UMPerPx: 5, Linked: true, SplitAt: 0.5, Absent: [2]bool{true, true}},
		img:   &canvas.Image{ScaleMode: canvas.ImageScaleFastest, FillMode: canvas.ImageFillStretch},
	}
	v.worker = newWorker(run, v.display)
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
	v.specimens, v.pose, v.fitted, v.chosen, v.line = [2]*Specimen{a, b}, pose, false, 0, nil
	v.stage.Absent = [2]bool{a == nil, b == nil}
	if a == nil || b == nil {
		v.pose = nil
	}
	if v.stage.Mode == Difference && !CanSubtract(a, b) {
		v.stage.Mode = Split
	}
	for i := range v.stage.Views {
		v.stage.Views[i].Flipped = false
	}
	v.ready(a)
	v.ready(b)
	v.Fit()
	v.settled()
}

// ready makes both versions of a specimen ahead, so that changing between them is instant.
func (v *Viewer) ready(s *Specimen) {
	if s == nil || !s.HasBoth() {
		return
	}
	end := v.run.Begin()
	go func() {
		defer end()
		_ = s.Prepare(context.Background()) // its only error is the context's
	}()
}

// SetSpecimen replaces one specimen by another version of itself, such as one with its filtered surface or with cells:
// nothing moves, but where everything was shown whole and the new version is of another size. What was made of the same surfaces is kept.
func (v *Viewer) SetSpecimen(side Side, s *Specimen) {
	fit := v.keepsFit()
	before, _ := v.boxes()
	if old := v.specimens[side]; old != nil && s != nil {
		s.adopt(old)
	}
	v.ready(s)
	v.specimens[side] = s
	v.stage.Absent[side] = s == nil
	if v.stage.Mode == Difference && !CanSubtract(v.specimens[A], v.specimens[B]) {
		v.stage.Mode = Split
	}
	if now, _ := v.boxes(); !v.fitted {
		v.Fit()
	} else if fit && now != before {
		v.refit()
	}
	v.settled()
}

// SetPose sets the pose that Align and Fit use, which lays A on B; nothing moves. nil is no pose.
func (v *Viewer) SetPose(pose *imaging.Pose) { v.pose = pose; v.settled() }

// Specimen returns what is shown on a side, nil where there is nothing.
func (v *Viewer) Specimen(side Side) *Specimen { return v.specimens[side] }

// Stage returns where everything lies.
func (v *Viewer) Stage() Stage { return v.stage }

// moved asks for a quick picture now and for a smooth one when the movement has ended.
func (v *Viewer) moved() {
	v.ask(true)
	if v.timer != nil && v.timer.Stop() {
		v.timerEnd()
	}
	end := v.run.Begin()
	v.timerEnd = end
	v.timer = time.AfterFunc(fullAfter, func() { v.run.Do(func() { v.ask(false); end() }) })
	if v.untold = v.drawable(); !v.untold {
		v.changed()
	}
}

// settled asks for a smooth picture at once.
func (v *Viewer) settled() {
	v.ask(false)
	v.changed()
}

func (v *Viewer) changed() {
	v.untold = false
	if v.OnChanged != nil {
		v.OnChanged()
	}
}

// ask wants a picture of the present state.
func (v *Viewer) ask(draft bool) {
	if !v.drawable() {
		return
	}
	v.keepBlinking()
	s := v.scene(draft)
	s.pointer = v.keyPoint()
	v.worker.draw(s)
}

// drawable reports whether there is room for a picture.
func (v *Viewer) drawable() bool { return v.stage.W >= 1 && v.stage.H >= 1 }

// textUnits is the size of the texts on the picture against the theme's.
const textUnits = 0.95

// scene returns what a picture of the present state shows.
func (v *Viewer) scene(draft bool) scene {
	k := float64(v.scale())
	ground, word := uitheme.Synthetic()
	return scene{
		stage: v.stage, specimens: v.specimens, looks: v.looks, opacity: v.opacity, layers: v.layers,
		outlines: v.outlines, rejected: v.rejected, chosen: v.chosen, heat: v.heat, line: v.line, pose: v.pose,
		draft: draft, pxPerDIP: k, textPx: math.Round(textUnits * float64(fynetheme.TextSize()) * k), words: v.words,
		synthetic: [2]color.NRGBA{ground, word},
	}
}

// display puts a finished picture on the screen.
func (v *Viewer) display(img *image.RGBA, s *scene) {
	v.img.Image, v.frame = img, *s
	v.img.Refresh()
	if v.untold {
		v.changed()
	}
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
	fit := !v.fitted || v.keepsFit()
	v.stage.W, v.stage.H = px[0], px[1]
	if fit {
		v.refit()
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

// CreateRenderer implements fyne.Widget.
func (v *Viewer) CreateRenderer() fyne.WidgetRenderer { return &renderer{v: v} }

// renderer shows the picture; everything that lies over the specimens is part of it.
type renderer struct{ v *Viewer }

// Objects implements fyne.WidgetRenderer.
func (r *renderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.v.img} }

// MinSize implements fyne.WidgetRenderer.
func (r *renderer) MinSize() fyne.Size { return r.v.MinSize() }

// Destroy implements fyne.WidgetRenderer.
func (r *renderer) Destroy() {}

// Layout implements fyne.WidgetRenderer.
func (r *renderer) Layout(s fyne.Size) {
	r.v.img.Move(fyne.NewPos(0, 0))
	r.v.img.Resize(s)
}

// Refresh implements fyne.WidgetRenderer; the theme's text may have changed size.
func (r *renderer) Refresh() { r.v.ask(false) }
