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
	show func(img *image.RGBA, s *scene) // on the user-interface goroutine

	mu     sync.Mutex
	next   scene
	wanted bool
	busy   bool

	// The drawing goroutine's.
	easel   *easel
	now     scene
	buffers [2]*image.RGBA
	back    int
	present func() // shows the buffer that was just drawn
}

func newWorker(run *task.Runner, show func(*image.RGBA, *scene)) *worker {
	w := &worker{run: run, show: show, easel: newEasel()}
	w.present = func() { w.show(w.buffers[w.back], &w.now) }
	return w
}

// draw asks for a picture of s.
func (w *worker) draw(s scene) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.next, w.wanted = s, true
	if !w.busy {
		w.busy = true
		go w.loop(w.run.Begin())
	}
}

func (w *worker) loop(end func()) {
	defer end()
	for {
		w.mu.Lock()
		wanted := w.wanted
		w.now, w.wanted, w.busy = w.next, false, wanted
		w.mu.Unlock()
		if !wanted {
			return
		}
		st := &w.now.stage
		if img := w.buffers[w.back]; img == nil || img.Rect.Dx() != st.W || img.Rect.Dy() != st.H {
			w.buffers[w.back] = image.NewRGBA(image.Rect(0, 0, st.W, st.H))
		}
		w.easel.draw(w.buffers[w.back], &w.now)
		// Waiting keeps this goroutine from drawing on the buffer that is still on the screen, and from drawing faster
		// than the window can show.
		w.run.DoWait(w.present)
		w.back = 1 - w.back
	}
}
