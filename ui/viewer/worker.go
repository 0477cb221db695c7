package viewer

import (
	"image"
	"sync"

	"tracemark/ui/task"
)

// worker draws scenes on a goroutine, the newest wish first and only; a wish that was overtaken is never drawn. It owns
// two buffers: one is on the screen, the other is drawn on, and they change places on the user-interface goroutine.
type worker struct {
	run  *task.Runner
	show func(img *image.RGBA, s scene) // on the user-interface goroutine

	mu   sync.Mutex
	next *scene
	busy bool

	buffers [2]*image.RGBA // the drawing goroutine's
	back    int
}

// draw asks for a picture of s.
func (w *worker) draw(s scene) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next = &s
	if !w.busy {
		w.busy = true
		go w.loop(w.run.Begin())
	}
}

func (w *worker) loop(end func()) {
	defer end()
	for {
		w.mu.Lock()
		s := w.next
		w.next = nil
		w.busy = s != nil
		w.mu.Unlock()
		if s == nil {
			return
		}
		img := w.buffers[w.back]
		if img == nil || img.Rect.Dx() != s.stage.W || img.Rect.Dy() != s.stage.H {
			img = image.NewRGBA(image.Rect(0, 0, s.stage.W, s.stage.H))
			w.buffers[w.back] = img
		}
		draw(img, *s)
		w.back = 1 - w.back
		// Waiting keeps this goroutine from drawing on the buffer that is still on the screen, and from drawing faster
		// than the window can show.
		w.run.DoWait(func() { w.show(img, *s) })
	}
}
