package ui_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/surface"
	"tracemark/ui"
	"tracemark/ui/language"
	"tracemark/ui/viewer"
	"tracemark/ui/widget"
)

// masking is the part of the fake that prepares and keeps masks.
type masking struct {
	mu       sync.Mutex
	masks    []casefile.MaskItem // newest first
	regions  map[string]imaging.Mask
	parents  []string
	onStages func() error
	onSave   func() error
}

func (f *masking) Stages(_ context.Context, _, _ string, p casefile.Progress) ([]casefile.Stage, error) {
	if f.onStages != nil {
		if err := f.onStages(); err != nil {
			return nil, err
		}
	}
	p(1, 3, "level")
	grid := casefile.Grid{Columns: 420, Rows: 400, SpacingX: 6.25, SpacingY: 6.25}
	coarse := casefile.Grid{Columns: 210, Rows: 200, SpacingX: 12.5, SpacingY: 12.5, Resampled: true}
	return []casefile.Stage{
		{Number: 0, Name: "measured", Title: "the surface as it was measured", Points: 100000, Measured: 100000, Grid: grid, SHA256: strings.Repeat("0", 64)},
		{Number: 1, Name: "mask", Title: "which region is the breech face", Way: "propose", Note: "90 % are in the region", Points: 90000, Measured: 100000, Grid: grid},
		{Number: 2, Name: "high-pass", Title: "longer wavelengths are taken away", Points: 90000, Measured: 100000, Grid: grid,
			Params: []casefile.Param{{Name: "longer wavelengths are form", Value: "500", Unit: "µm", Source: "cmcR"}}},
		{Number: 3, Name: "resample", Title: "brought to a common spacing", Points: 22000, Measured: 100000, Grid: coarse},
	}, nil
}

func (f *masking) StageSurface(_ context.Context, _, _ string, n int) (*surface.Surface, error) {
	return relief()[n%2], nil
}

func (f *masking) Masks(context.Context, string, string) ([]casefile.MaskItem, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.masks), nil
}

func (f *masking) MaskRegion(_ context.Context, _, _, id string) (imaging.Mask, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m, ok := f.regions[id]; ok {
		return m, nil
	}
	return relief()[0].Mask(), nil
}

func (f *masking) keep(origin casefile.MaskOrigin, parent, reason string, m imaging.Mask) casefile.Mask {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := len(f.masks) + 1
	made := casefile.Mask{ID: "m" + string(rune('0'+v)), Version: v, Origin: origin, Parent: parent, Reason: reason, Points: m.Count(), Created: day}
	for i := range f.masks {
		f.masks[i].Current = false
	}
	f.masks = slices.Insert(f.masks, 0, casefile.MaskItem{Mask: made, ByName: "R. Marsh", Share: float64(m.Count()) / float64(len(m.On)), Current: true})
	if f.regions == nil {
		f.regions = map[string]imaging.Mask{}
	}
	f.regions[made.ID] = m
	f.parents = append(f.parents, parent)
	return made
}

func (f *masking) ProposeMask(context.Context, string, string) (casefile.Mask, error) {
	return f.keep(casefile.MaskProposed, "", "Found automatically: 90 %", relief()[0].Mask()), nil
}

func (f *masking) SaveMask(_ context.Context, _, _, parent string, m imaging.Mask, reason string) (casefile.Mask, error) {
	if f.onSave != nil {
		if err := f.onSave(); err != nil {
			return casefile.Mask{}, err
		}
	}
	return f.keep(casefile.MaskPainted, parent, reason, m), nil
}

func (f *masking) MaskFromFile(_ context.Context, _, _, file, reason string) (casefile.Mask, error) {
	return casefile.Mask{}, &casefile.Error{Code: casefile.NotFound, What: "Q1.x3p has no mask of its own", Do: "Paint one, or name a PNG picture"}
}

// openPreparation opens a window on the preparation of Q1's breech face, by the key on the exhibit.
func openPreparation(t *testing.T, f *fake) *ui.Window {
	t.Helper()
	w := openWith(t, f)
	w.Navigate(ui.Route{Place: ui.Case, CasePath: casePath, Exhibit: "e-Q1"})
	settle(t, w)
	key(t, w, fyne.KeyP)
	if r := w.Route(); r.Place != ui.Prepare || r.Capture != "c-Q11" {
		t.Fatalf("P leads to %+v", r)
	}
	return w
}

func openWith(t *testing.T, s ui.Services) *ui.Window {
	t.Helper()
	w, err := ui.New(test.NewTempApp(t), ui.Params{Services: s, Version: "0.1.0-test", Offscreen: true, Language: language.English})
	if err != nil {
		t.Fatal(err)
	}
	w.Show()
	w.Window().Resize(fyne.NewSize(1340, 700))
	settle(t, w)
	return w
}

// found returns the first object of a type that can be seen.
func found[T fyne.CanvasObject](t *testing.T, w *ui.Window) (out T) {
	t.Helper()
	ok := false
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		if x, is := o.(T); is && !ok {
			out, ok = x, true
		}
	})
	if !ok {
		t.Fatalf("there is no %T on the screen", out)
	}
	return out
}

// stroke drags over the middle of the viewer.
func stroke(t *testing.T, w *ui.Window) {
	t.Helper()
	v := found[*viewer.Viewer](t, w)
	at := fyne.NewPos(v.Size().Width/2-60, v.Size().Height/2-100)
	v.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	for range 12 {
		at = at.AddXY(10, 0)
		v.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}, Dragged: fyne.NewDelta(10, 0)})
	}
	v.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	settle(t, w)
}

func wantShown(t *testing.T, w *ui.Window, words ...string) {
	t.Helper()
	text := shown(w)
	for _, s := range words {
		if !strings.Contains(text, s) {
			t.Errorf("the screen does not say %q:\n%s", s, text)
		}
	}
}

func writeReason(t *testing.T, w *ui.Window, text string) {
	t.Helper()
	done := false
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		if e, ok := o.(interface {
			SetText(string)
			TypedShortcut(fyne.Shortcut)
		}); ok && !done {
			e.SetText(text)
			done = true
		}
	})
	if !done {
		t.Fatal("there is no field for the reason")
	}
	settle(t, w)
}

// pressIcon taps the button with this icon.
func pressIcon(t *testing.T, w *ui.Window, icon fyne.Resource) {
	t.Helper()
	var found *widget.Button
	walk(w.Window().Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && b.Icon != nil && b.Icon.Name() == icon.Name() {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("no button with the icon %s", icon.Name())
	}
	found.Tapped(&fyne.PointEvent{})
	settle(t, w)
}

func TestAMaskIsPaintedAndSaved(t *testing.T) {
	f := newFake()
	w := openPreparation(t, f)
	wantShown(t, w, "Preparation", "0  As measured", "Automatic mask, in use", "Save as version 1", "takes part")
	before := relief()[0].Mask()

	press(t, w, "Eraser (Shift+B)")
	stroke(t, w)
	wantShown(t, w, "Changed, not saved.")
	pressIcon(t, w, theme.ContentUndoIcon())
	if strings.Contains(shown(w), "Changed, not saved.") {
		t.Error("undone, and still changed")
	}
	pressIcon(t, w, theme.ContentRedoIcon())
	wantShown(t, w, "Changed, not saved.")

	// Without a reason nothing is saved.
	key(t, w, fyne.KeyEscape)
	if w.Route().Place != ui.Prepare {
		t.Fatal("Escape puts the tool away first")
	}
	writeReason(t, w, "Scratch over the aperture left out.")
	press(t, w, "Save as version 1")
	if len(f.masks) != 1 {
		t.Fatalf("%d masks", len(f.masks))
	}
	m := f.masks[0].Mask
	if m.Origin != casefile.MaskPainted || m.Parent != "" || m.Reason != "Scratch over the aperture left out." || m.Points >= before.Count() {
		t.Errorf("%+v; %d points before", m, before.Count())
	}
	region := f.regions[m.ID]
	for i, on := range region.On {
		if on && !before.On[i] {
			t.Fatal("the eraser took points in")
		}
	}
	wantShown(t, w, "Version 1 of the mask is saved", "Version 1, painted", "R. Marsh", "Scratch over the aperture", "Save as version 2")

	// An older one is looked at and started from; the next one says so.
	press(t, w, "Automatic mask")
	key(t, w, fyne.KeyB)
	stroke(t, w)
	key(t, w, fyne.KeyEscape)
	writeReason(t, w, "Taken in again.")
	press(t, w, "Save as version 2")
	if len(f.masks) != 2 || f.parents[1] != "" || f.regions["m2"].Count() <= f.regions["m1"].Count() {
		t.Errorf("%+v, %v", f.masks, f.parents)
	}
	press(t, w, fmt.Sprintf("Version 1, painted, %.1f %%", 100*f.masks[1].Share))
	writeReason(t, w, "Back to the first.")
	press(t, w, "Save as version 3")
	if len(f.masks) != 3 || f.parents[2] != "m1" || f.regions["m3"].Count() != f.regions["m1"].Count() {
		t.Errorf("%+v, %v", f.masks, f.parents)
	}
}

func TestUnsavedChangesToAMaskWait(t *testing.T) {
	f := newFake()
	w := openPreparation(t, f)
	press(t, w, "Eraser (Shift+B)")
	stroke(t, w)
	writeReason(t, w, "half done")
	w.Go(ui.Cases)
	settle(t, w)
	w.Back()
	settle(t, w)
	wantShown(t, w, "not saved are here again", "Changed, not saved.")
	f.onSave = func() error {
		return &casefile.Error{Code: casefile.Failed, What: "The disk is full", Do: "Make room"}
	}
	press(t, w, "Save as version 1")
	wantShown(t, w, "The disk is full", "Changed, not saved.")
	f.onSave = nil
	press(t, w, "Save as version 1")
	if len(f.masks) != 1 || f.masks[0].Mask.Reason != "half done" {
		t.Errorf("%+v", f.masks)
	}
	w.Go(ui.Cases)
	settle(t, w)
	w.Back()
	settle(t, w)
	if strings.Contains(shown(w), "here again") {
		t.Error("what was saved came back as a draft")
	}
}

func TestEachStageIsShownWithItsParameters(t *testing.T) {
	f := newFake()
	w := openPreparation(t, f)
	key(t, w, fyne.KeyPageDown)
	wantShown(t, w, "90 % are in the region", "Which region is the breech face.")
	key(t, w, fyne.KeyPageDown)
	wantShown(t, w, "500 µm", "longer wavelengths are form", "Source: cmcR")
	key(t, w, fyne.KeyPageDown)
	wantShown(t, w, "12.5 µm apart")
	// On another grid nothing can be painted: the tool leads back to the measured surface.
	key(t, w, fyne.KeyB)
	wantShown(t, w, "The surface as it was measured.")
	press(t, w, "Propose automatically")
	wantShown(t, w, "Version 1, proposed", "Found automatically")
	press(t, w, "Take from a file…")
	press(t, w, "The mask in the recording's own file")
	wantShown(t, w, "has no mask of its own")
}

func TestAPreparationThatFailsSaysSoAndCanBeTriedAgain(t *testing.T) {
	f := newFake()
	f.onStages = func() error {
		return &casefile.Error{Code: casefile.Damaged, What: "The original was altered", Do: "Verify the case"}
	}
	w := openPreparation(t, f)
	wantShown(t, w, "The original was altered: verify the case.", "Try again")
	f.onStages = nil
	press(t, w, "Try again")
	wantShown(t, w, "0  As measured")
	found[*fw.Slider](t, w)
}
