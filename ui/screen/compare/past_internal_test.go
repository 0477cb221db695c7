package compare

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"tracemark/casefile"
	uitheme "tracemark/ui/theme"
)

func pngOf(t *testing.T, img *image.RGBA) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// seen draws the field as it is now.
func (d *desk) seen() []byte {
	d.t.Helper()
	img, err := d.s.viewer.Picture(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return pngOf(d.t, img)
}

func TestASnapshotShowsTheMarksOfItsTimeToTheByte(t *testing.T) {
	d := open(t, newFake())
	d.s.editor.Model.Add(triangle(300))
	d.s.setHeat(1)
	d.key(fyne.KeyRightBracket)
	d.key(fyne.KeyS) // with the mark chosen, as it is after drawing
	if len(d.f.snapshots) != 1 {
		t.Fatalf("%d snapshots; said %q", len(d.f.snapshots), d.said)
	}
	n, kept := d.f.snapshots[0], pngOf(t, d.f.pictures[0])

	d.s.editor.Model.Add(triangle(900))
	d.key(fyne.KeyF)
	d.s.setHeat(0)
	d.settle()
	if bytes.Equal(d.seen(), kept) {
		t.Fatal("what was changed is not seen")
	}
	d.s.ShowSnapshot(n)
	d.settle()
	if !bytes.Equal(d.seen(), kept) {
		t.Error("shown again, the snapshot differs from its picture")
	}
	sees(t, d.s.status.object, "MARKS OF SNAPSHOT 1, 2026-03-04 09:30")
	sees(t, d.s.marks.object, "These are the marks that a snapshot was taken with. Today's are unchanged.")

	// Nothing can be marked meanwhile, and nothing of today's is lost.
	d.s.Undo()
	d.s.otherLikeness()
	d.s.pickPen(casefile.Ellipse)
	d.s.jumpTo(0)
	d.settle()
	if d.s.viewer.Tool() != nil || len(d.s.editor.Model.Annotations()) != 2 || len(d.f.saved) != 2 {
		t.Errorf("tool %v, %d marks, %d versions", d.s.viewer.Tool(), len(d.s.editor.Model.Annotations()), len(d.f.saved))
	}
	d.key(fyne.KeyEscape)
	if d.s.pair.past != nil || len(d.s.annotations()) != 2 || !d.s.canMark() {
		t.Error("Escape does not go back to today's marks")
	}
	sees(t, d.s.marks.object, "kept, version 2")

	// Opened anew, in another theme, the same.
	d.s.ShowSnapshot(n)
	d.settle()
	fyne.CurrentApp().Settings().SetTheme(uitheme.New(uitheme.Light))
	d.show("k1")
	d.s.ShowSnapshot(n)
	d.settle()
	if !bytes.Equal(d.seen(), kept) {
		t.Error("opened anew in another theme, the snapshot differs from its picture")
	}
}

func TestASnapshotFromBeforeAnythingWasMarkedIsShownWithoutMarks(t *testing.T) {
	d := open(t, newFake())
	d.key(fyne.KeyS)
	kept := pngOf(t, d.f.pictures[0])
	d.s.editor.Model.Add(triangle(300))
	d.settle()
	d.s.ShowSnapshot(d.f.snapshots[0])
	d.settle()
	if len(d.s.annotations()) != 0 || !bytes.Equal(d.seen(), kept) {
		t.Errorf("shown with %d marks", len(d.s.annotations()))
	}
	d.key(fyne.KeyS) // a snapshot of it names the version that is seen
	if got := d.f.snapshots[1].Scene.Markup; got != 0 || !bytes.Equal(pngOf(t, d.f.pictures[1]), kept) {
		t.Errorf("kept again with version %d", got)
	}
}

func TestAViewIsNotCommittedWhileOlderMarksAreShown(t *testing.T) {
	f := newFake()
	f.blind = true
	d := open(t, f)
	d.key(fyne.KeyS)
	d.s.editor.Model.Add(triangle(300))
	d.settle()
	d.s.ShowSnapshot(f.snapshots[0])
	d.s.decide.level.SetSelected("Inconclusive (a)")
	d.s.decide.reason.SetText("Some agreement.")
	d.s.Commit()
	d.settle()
	if len(f.committed) != 0 {
		t.Fatal("a view was committed to marks that were not seen")
	}
	d.s.today()
	d.s.Commit()
	d.settle()
	if len(f.committed) != 1 || f.committed[0].Markup != 1 {
		t.Errorf("committed %+v", f.committed)
	}
}

func TestAFirstLookIsNotKept(t *testing.T) {
	f := newFake()
	f.hold = make(chan struct{})
	d := open(t, newFake())
	d.s.Leave()
	d.s, d.f = nil, f
	d.s = New(Params{Shell: d.shell, Service: f, CasePath: "/case", ComparisonID: "k1", Conclude: func(string) {}, Now: func() time.Time { return d.now }})
	d.window.SetContent(d.s.Object())
	for i := 0; i < 1000 && !d.s.pair.shown; i++ {
		d.turn()
	}
	d.s.Snapshot()
	sees(t, d.s.status.object, "Q1 is not read whole yet: keep the snapshot in a moment.")
	close(f.hold)
	d.settle()
	d.key(fyne.KeyS)
	if len(f.snapshots) != 1 {
		t.Errorf("%d snapshots", len(f.snapshots))
	}
}

// turn lets what is under way go on for a moment without waiting for its end.
func (d *desk) turn() {
	ctx, cancel := context.WithTimeout(d.t.Context(), 10*time.Millisecond)
	defer cancel()
	_ = d.tasks.Settle(ctx) // that the time is over is what is wanted
}

func (d *desk) readied() int {
	d.f.mu.Lock()
	defer d.f.mu.Unlock()
	return len(d.f.ahead)
}

func TestTheNextCandidateIsReadiedAndLeavingCancelsThat(t *testing.T) {
	f := newFake()
	d := open(t, f)
	if !slices.Equal(f.ahead, []string{"key-K2"}) || len(f.acts) != 0 {
		t.Fatalf("readied %q, noted %+v", f.ahead, f.acts)
	}
	d.key(fyne.KeyN) // K2 is the last
	if len(f.ahead) != 1 {
		t.Errorf("readied %q", f.ahead)
	}
	f.mu.Lock()
	f.holdAhead = true
	f.mu.Unlock()
	d.s.OpenPair("k1")
	for i := 0; i < 1000 && d.readied() < 2; i++ {
		d.turn()
	}
	d.s.Leave()
	d.settle()
	if !slices.Equal(f.ahead, []string{"key-K2", "key-K2", "cancelled"}) {
		t.Errorf("readied %q", f.ahead)
	}
}
