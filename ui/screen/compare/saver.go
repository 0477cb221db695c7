package compare

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/wording"
)

// How long after the last change the marks are kept, and how long after a failure that is tried again.
const (
	saveAfter  = 700 * time.Millisecond
	retryAfter = 5 * time.Second
)

// saver keeps the annotations of the pair on the screen as they change. Changes that follow each other quickly become one version; while
// one is being kept the newest waits. Nothing is lost silently: a failure stays on the screen and is tried again, and what cannot
// be kept when the pair is left is there when the program opens it the next time in this session. Its methods belong to the
// user-interface goroutine.
type saver struct {
	s       *Screen
	id      string // of the comparison
	kept    []casefile.Annotation
	wanted  []casefile.Annotation
	version int // of what is kept
	busy    bool
	failure error
	timer   *time.Timer
	end     func() // of the timer, for those who wait until everything is settled
	waiting []func(error)
}

// unkept is what could not be kept when its comparison was left, by case and comparison. User-interface goroutine only.
var unkept = map[[2]string][]casefile.Annotation{}

func newSaver(s *Screen) *saver { return &saver{s: s} }

// start begins with what is kept of a comparison, and returns what to begin with: that, or what could not be kept before.
func (v *saver) start(id string, m casefile.Markup) []casefile.Annotation {
	*v = saver{s: v.s, id: id, kept: m.Annotations, wanted: m.Annotations, version: m.Version}
	key := [2]string{v.s.p.CasePath, id}
	if list, ok := unkept[key]; ok {
		delete(unkept, key)
		v.want(list)
		return list
	}
	return m.Annotations
}

// dirty reports whether something is not kept yet.
func (v *saver) dirty() bool { return v.id != "" && !sameList(v.kept, v.wanted) }

// same takes over a list that says the same as what is kept, so that it does not count as a change.
func (v *saver) same(list []casefile.Annotation) {
	if !v.dirty() {
		v.kept = list
	}
	v.wanted = list
}

// sameList compares lists as the model hands them out: every change makes a new one.
func sameList(a, b []casefile.Annotation) bool {
	return slices.EqualFunc(a, b, func(x, y casefile.Annotation) bool { return x == y })
}

// want says what the annotations are now; they are kept a moment later.
func (v *saver) want(list []casefile.Annotation) {
	v.wanted = list
	if !v.dirty() || v.busy {
		return
	}
	v.after(saveAfter)
}

func (v *saver) after(d time.Duration) {
	v.stop()
	run := v.s.p.Shell.Tasks
	end := run.Begin()
	v.end = end
	v.timer = time.AfterFunc(d, func() {
		run.Do(func() {
			defer end()
			if v.end != nil { // nothing took its place meanwhile
				v.timer, v.end = nil, nil
				v.save()
			}
		})
	})
	if d == retryAfter { // nobody waits for a retry
		end()
	}
}

func (v *saver) stop() {
	if v.timer != nil && v.timer.Stop() {
		v.end()
	}
	v.timer, v.end = nil, nil
}

// flush keeps everything now; then is called when that is done, with what went wrong.
func (v *saver) flush(then func(error)) {
	if !v.dirty() && !v.busy {
		then(nil)
		return
	}
	v.waiting = append(v.waiting, then)
	v.stop()
	v.save()
}

// save keeps what is wanted. It outlives the screen: what was drawn is kept though the person has gone on.
func (v *saver) save() {
	if v.busy || !v.dirty() {
		return
	}
	v.busy = true
	v.s.marks.state()
	list, id, path := v.wanted, v.id, v.s.p.CasePath
	task.Load(v.s.p.Shell.Tasks, context.WithoutCancel(v.s.ctx), func(ctx context.Context) (casefile.Markup, error) {
		return v.s.p.Service.SaveMarkup(ctx, path, id, list)
	}, func(m casefile.Markup, err error) {
		if v.id != id { // another pair is on the screen
			v.keptLeft(path, id, list, err)
			return
		}
		v.busy, v.failure = false, err
		if err == nil {
			v.kept, v.version = list, m.Version
			v.s.pair.exam.Markup = m
		}
		if err == nil && v.dirty() { // more was drawn meanwhile
			v.save()
			return
		}
		for _, then := range v.waiting {
			then(err)
		}
		v.waiting = nil
		switch {
		case err == nil:
		case v.s.ctx.Err() != nil: // the screen is gone
			unkept[[2]string{path, id}] = v.wanted
			v.s.p.Shell.Fail(err)
		default:
			v.after(retryAfter)
		}
		v.s.marks.state()
	})
}

// leave keeps what is not kept yet, as the pair is left.
func (v *saver) leave() {
	v.stop()
	if v.dirty() {
		unkept[[2]string{v.s.p.CasePath, v.id}] = v.wanted // taken away again when it is kept
		if !v.busy {
			v.keepLeft(v.s.p.CasePath, v.id, v.wanted)
		}
	}
	v.id = ""
}

// keepLeft keeps what was drawn on a pair that is no longer on the screen.
func (v *saver) keepLeft(path, id string, list []casefile.Annotation) {
	task.Load(v.s.p.Shell.Tasks, context.WithoutCancel(v.s.ctx), func(ctx context.Context) (casefile.Markup, error) {
		return v.s.p.Service.SaveMarkup(ctx, path, id, list)
	}, func(_ casefile.Markup, err error) { v.keptLeft(path, id, list, err) })
}

// keptLeft goes on after a list of a pair that is no longer on the screen was kept or not.
func (v *saver) keptLeft(path, id string, list []casefile.Annotation, err error) {
	key := [2]string{path, id}
	newest, ok := unkept[key]
	switch {
	case err != nil:
		if !ok {
			unkept[key] = list
		}
		v.s.p.Shell.Fail(err)
	case ok && sameList(newest, list):
		delete(unkept, key)
	case ok:
		v.keepLeft(path, id, newest)
	}
}

// words say how far keeping is.
func (v *saver) words() (text string, trouble bool) {
	switch {
	case v.failure != nil:
		return lang.L("NOT KEPT: {{.Why}}", map[string]any{"Why": wording.Error(v.failure)}), true
	case v.busy || v.dirty():
		return lang.L("keeping…"), false
	case v.version == 0:
		return lang.L("nothing marked yet"), false
	}
	return lang.L("kept, version {{.N}}", map[string]any{"N": v.version}), false
}
