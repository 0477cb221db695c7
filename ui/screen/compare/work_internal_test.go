package compare

import (
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/ui/viewer"
)

func triangle(x float64) casefile.Annotation {
	s := &casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{{X: x, Y: 500}, {X: x + 400, Y: 500}, {X: x, Y: 900}}}
	return casefile.Annotation{Likeness: casefile.Similar, A: s}
}

func TestMarksAreKeptAsTheyChange(t *testing.T) {
	d := open(t, newFake())
	d.s.editor.Model.Add(triangle(300))
	d.s.editor.Model.Add(triangle(900)) // at once after the first: one version
	sees(t, d.s.marks.object, "keeping…")
	d.settle()
	if len(d.f.saved) != 1 || len(d.f.saved[0]) != 2 {
		t.Fatalf("%d versions were kept, want one with both marks: %v", len(d.f.saved), d.f.saved)
	}
	d.s.Undo()
	d.settle()
	if len(d.f.saved) != 2 || len(d.f.saved[1]) != 1 {
		t.Errorf("undoing was kept as %v", d.f.saved[1:])
	}
	sees(t, d.s.marks.object, "kept, version 2")
	d.s.Redo()
	d.s.Leave() // at once: what is not kept yet is kept now
	d.settle()
	if len(d.f.saved) != 3 || len(d.f.saved[2]) != 2 {
		t.Errorf("leaving kept %v", d.f.saved[2:])
	}
	if len(unkept) != 0 {
		t.Errorf("%d lists wait although all are kept", len(unkept))
	}
}

func TestMarksThatCannotBeKeptAreSaidAndComeBack(t *testing.T) {
	d := open(t, newFake())
	d.f.saveErr = errors.New("The disk is full: make room")
	d.s.editor.Model.Add(triangle(300))
	d.settle()
	sees(t, d.s.marks.object, "NOT KEPT: The disk is full: make room")
	sees(t, d.s.pages, "Marks !")
	d.s.decide.level.SetSelected("Identification")
	d.s.decide.reason.SetText("x")
	d.s.Snapshot() // a snapshot names a version of the marks, so it waits for them
	d.settle()
	if len(d.f.snapshots) != 0 {
		t.Error("a snapshot was kept without its marks")
	}
	d.s.Leave()
	d.settle()
	if len(d.said) == 0 || !strings.Contains(d.said[len(d.said)-1], "disk is full") {
		t.Errorf("leaving said %q", d.said)
	}
	d.f.saveErr = nil
	d.s = nil
	d.show("k1")
	if list := d.s.editor.Model.Annotations(); len(list) != 1 {
		t.Fatalf("opened again with %d marks", len(list))
	}
	if len(d.f.saved) != 1 || len(d.f.saved[0]) != 1 {
		t.Errorf("kept later: %v", d.f.saved)
	}
}

func TestCommitRevealsAndNamesTheMarks(t *testing.T) {
	f := newFake()
	f.blind = true
	d := open(t, f)
	d.s.editor.Model.Add(triangle(300))
	d.s.Commit() // nothing is chosen yet
	d.settle()
	if len(f.committed) != 0 {
		t.Fatal("a view without a level and reasons was committed")
	}
	d.s.decide.level.SetSelected("Inconclusive (a)")
	d.s.decide.reason.SetText("  Some agreement.  ")
	d.s.Commit()
	d.settle()
	if len(f.committed) != 1 || f.committed[0].Value != "inconclusive-a" || f.committed[0].Reason != "Some agreement." || f.committed[0].Markup != 1 {
		t.Fatalf("committed %+v", f.committed)
	}
	sees(t, d.s.status.object, "Your view is committed.")
	if len(d.said) > 0 {
		t.Errorf("across the window, where it moves the buttons, %q is said", d.said)
	}
	sees(t, d.s.figures.object, "What the methods gave")
	if len(d.s.viewer.Specimen(viewer.B).Outlines) == 0 {
		t.Error("the cells are not there after the view was committed")
	}
	if len(d.s.editor.Model.Annotations()) != 1 {
		t.Error("the marks are gone after the view was committed")
	}
	d.s.decide.level.SetSelected("Identification")
	d.s.Record()
	d.settle()
	if len(f.concluded) != 1 || f.concluded[0] != "identification: Some agreement." {
		t.Errorf("concluded %q", f.concluded)
	}
}

func TestSkippingNeedsAReason(t *testing.T) {
	f := newFake()
	f.blind = true
	d := open(t, f)
	d.s.Skip()
	d.settle()
	if len(f.committed) != 0 {
		t.Fatal("skipped without a reason")
	}
	d.s.decide.reason.SetText("demonstration")
	d.s.Skip()
	d.settle()
	if len(f.committed) != 1 || !f.committed[0].Skipped || f.committed[0].Value != "" {
		t.Errorf("committed %+v", f.committed)
	}
}

func TestASnapshotShowsTheSameFieldAgain(t *testing.T) {
	d := open(t, newFake())
	d.s.editor.Model.Add(triangle(300))
	d.key(fyne.Key3)
	d.key(fyne.KeyU)
	d.s.setHeat(1)
	d.key(fyne.KeyRightBracket)
	d.key(fyne.KeyS)
	if len(d.f.snapshots) != 1 {
		t.Fatalf("%d snapshots; said %q", len(d.f.snapshots), d.said)
	}
	n := d.f.snapshots[0]
	if !strings.Contains(n.Caption, "Q1") || !strings.Contains(n.Caption, "K1") || n.Scene.Markup != 1 || n.Scene.Mode != "overlay" {
		t.Errorf("kept %q, scene %+v", n.Caption, n.Scene)
	}
	before := d.s.viewer.Scene()
	d.key(fyne.Key1)
	d.key(fyne.KeyF)
	d.s.setHeat(0)
	d.key(fyne.KeyL)
	d.s.ShowSnapshot(n)
	d.settle()
	after := d.s.viewer.Scene()
	if before.Sides != after.Sides || before.Mode != after.Mode || before.UMPerPx != after.UMPerPx || before.Linked != after.Linked || strings.Join(before.Overlays, ",") != strings.Join(after.Overlays, ",") {
		t.Errorf("shown again as\n%+v\nwant\n%+v", after, before)
	}
	d.s.decide.snapshots.choose(n, true, "Figure 1")
	d.settle()
	if !d.f.snapshots[0].InReport || d.f.snapshots[0].Caption != "Figure 1" {
		t.Errorf("chosen as %+v", d.f.snapshots[0])
	}
}

func TestTheNextCandidateOpensAlignedAndTheTimeIsNoted(t *testing.T) {
	d := open(t, newFake())
	sees(t, d.s.leads.object, "Leads for examination, not identifications.", "K1", "K2")
	d.key(fyne.Key3)
	d.now = d.now.Add(95 * time.Second)
	d.key(fyne.KeyPageDown)
	if d.s.pair.id != "k2" || len(d.opened) != 1 || d.opened[0] != "k2" {
		t.Fatalf("shows %q, told %q", d.s.pair.id, d.opened)
	}
	if got := d.s.viewer.Stage(); got.Mode != viewer.Overlay || !near(got.Pose(), pose) {
		t.Errorf("opened in mode %d at %+v, want overlay at %+v", got.Mode, got.Pose(), pose)
	}
	var acts []string
	for _, a := range d.f.acts {
		acts = append(acts, string(a.Kind)+" "+a.Subject)
		if a.Seconds != 95 {
			t.Errorf("%+v, want 95 s", a)
		}
	}
	if got := strings.Join(acts, "; "); got != "viewed comparison k1; viewed candidate r1/key-K1" {
		t.Errorf("noted %q", got)
	}
	d.key(fyne.KeyN) // there is none after it
	if d.s.pair.id != "k2" {
		t.Errorf("shows %q", d.s.pair.id)
	}
	sees(t, d.s.status.object, "There are no more candidates")
	d.key(fyne.KeyN, fyne.KeyModifierShift)
	if d.s.pair.id != "k1" {
		t.Errorf("the candidate before is %q", d.s.pair.id)
	}
}

// A time that was logged before is out of date while the pair is looked at.
func TestTheStripSaysHowLongOnlyOfPairsThatWereLeft(t *testing.T) {
	f := newFake()
	f.blind = true // no rank takes the line
	d := open(t, f)
	for i := range d.s.leads.list.Candidates {
		d.s.leads.list.Candidates[i].Seen = 61 * float64(1+i)
	}
	d.s.leads.narrow()
	sees(t, d.s.leads.object, "-seen for 1 min", "seen for 2 min")
}

func TestTheChainIsLitWhileBothMoveTogether(t *testing.T) {
	d := open(t, newFake())
	for _, linked := range []bool{true, false, true} {
		if lit := d.s.bar.linked.Importance == fw.HighImportance; lit != linked {
			t.Errorf("lit %v, linked %v", lit, linked)
		}
		d.key(fyne.KeyL)
	}
}

func near(a, b imaging.Pose) bool {
	d := func(x, y float64) bool { return x-y < 1e-6 && y-x < 1e-6 }
	return d(a.AngleDeg, b.AngleDeg) && d(a.TX, b.TX) && d(a.TY, b.TY)
}

func TestAFirstLookComesBeforeThePreparedSurfaces(t *testing.T) {
	f := newFake()
	f.hold = make(chan struct{})
	d := &desk{}
	done := make(chan struct{})
	go func() { // let the prepared surfaces come a moment later
		defer close(done)
		time.Sleep(300 * time.Millisecond)
		close(f.hold)
	}()
	d = open(t, f)
	<-done
	a := d.s.viewer.Specimen(viewer.A)
	if a == nil || !a.HasBoth() {
		t.Fatal("the first look was thrown away when the prepared surface came")
	}
	f.hold = make(chan struct{}) // never opened: leaving must end the waiting
	d.s.OpenPair("k2")
	d.s.Leave()
	d.settle()
}

func TestMirroringIsNoted(t *testing.T) {
	d := open(t, newFake())
	d.s.Flip(viewer.B)
	d.settle()
	if len(d.f.acts) != 1 || d.f.acts[0].Kind != casefile.ActFlipped || d.f.acts[0].Detail != "B mirrored" {
		t.Errorf("noted %+v", d.f.acts)
	}
	sees(t, d.s.status.object, "B MIRRORED")
}

func TestEscapeGivesUpOneThingAtATime(t *testing.T) {
	d := open(t, newFake())
	d.s.editor.Model.Add(triangle(300))
	d.key(fyne.KeyB)
	if d.s.viewer.Tool() == nil {
		t.Fatal("B gives the pointer to no tool")
	}
	d.key(fyne.KeyEscape)
	if _, chosen := d.s.editor.Model.Selected(); d.s.viewer.Tool() != nil || !chosen {
		t.Error("Escape did not give the pointer back, or took more")
	}
	d.key(fyne.KeyEscape)
	if _, chosen := d.s.editor.Model.Selected(); chosen {
		t.Error("Escape did not let go of the mark")
	}
	if !d.s.Key(fyne.KeyEscape, 0) {
		t.Error("Escape with nothing to give up is left to the window, which goes back and loses how the specimens lie")
	}
}

func TestThePanelsCloseWithOneKey(t *testing.T) {
	d := open(t, newFake())
	wide := d.s.viewer.Size().Width
	d.key(fyne.KeyF9)
	d.key(fyne.KeyF8)
	if got := d.s.viewer.Size().Width; got < wide+panelWidth+stripWidth-20 {
		t.Errorf("the field is %g wide, was %g", got, wide)
	}
	d.key(fyne.KeyF3)
	if !d.s.panel.Visible() || d.s.pages.Selected() != pageMarks {
		t.Error("F3 does not open the marks")
	}
}

func TestThePointerSaysWhereItIsOnBoth(t *testing.T) {
	d := open(t, newFake())
	p := newPointer(d.s)
	p.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(d.s.viewer.Size().Width/3, d.s.viewer.Size().Height/3)}})
	if !strings.Contains(d.s.status.pointed, "A ") || !strings.Contains(d.s.status.pointed, "B ") || !strings.Contains(d.s.status.pointed, "µm") {
		t.Errorf("the strip says %q", d.s.status.pointed)
	}
	before := d.s.status.pointed
	d.key(fyne.KeyRight)
	d.settle()
	if d.s.status.pointed == before {
		t.Error("the specimens moved under the pointer, and the strip says what it said")
	}
	before = d.s.status.pointed
	p.MouseMoved(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(d.s.viewer.Size().Width/4, d.s.viewer.Size().Height/3)}})
	if d.s.status.pointed != before {
		t.Error("while something is dragged the strip does not wait for the picture")
	}
	p.MouseOut()
	if d.s.status.pointed != "" {
		t.Error("the strip still speaks of the pointer")
	}
	d.key(fyne.KeyRight)
	d.settle()
	if d.s.status.pointed != "" {
		t.Error("the strip speaks of a pointer that is elsewhere")
	}
}

func TestACellIsChosenOnTheFieldAndInTheList(t *testing.T) {
	d := open(t, newFake())
	d.s.figures.cells.list.Select(1)
	if d.s.viewer.Chosen() != 2 || !d.s.viewer.Outlines() {
		t.Errorf("the field shows cell %d", d.s.viewer.Chosen())
	}
	d.s.viewer.Choose(4)
	d.s.viewer.OnCell(viewer.A, 3)
	if got := d.s.figures.cells.list.Selected(); got != 3 {
		t.Errorf("the list has row %d chosen, want 3", got)
	}
}

func TestWhereARegionFitsIsShownOnTheOtherSide(t *testing.T) {
	d := open(t, newFake())
	d.s.editor.Model.Add(triangle(300))
	d.s.BestFit()
	d.settle()
	sees(t, d.s.marks.object, "Best place on B", "r = 0.83")
	if f := d.s.pair.fit; f == nil || f.layer.side != viewer.B || len(f.layer.places) != 1 {
		t.Fatalf("shown as %+v", d.s.pair.fit)
	}
	if got, want := d.s.pair.fit.layer.places[0][0], pose.Apply(imaging.Point{X: 300, Y: 500}); got != want {
		t.Errorf("the first corner lies at %v, want %v", got, want)
	}
	d.key(fyne.KeyEscape) // the mark
	d.key(fyne.KeyEscape)
	if d.s.pair.fit != nil {
		t.Error("Escape does not take the place away")
	}
}

func TestOtherFiltersAreComputedWhenAskedFor(t *testing.T) {
	d := open(t, newFake())
	sees(t, d.s.figures.object, "Compute (some seconds)", "-as validated")
	d.s.computeFilters()
	sees(t, d.s.figures.object, "being prepared anew")
	d.settle()
	sees(t, d.s.figures.object, "as validated", "17 (0.70, z 0.50)", "Too little is left.", "-Compute (some seconds)")
}
