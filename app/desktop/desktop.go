// Package desktop puts the workstation's window together: it hands the casework calls to the screens, and starts Fyne
// with a display, or without one to draw the screens as pictures.
package desktop

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/test"

	"tracemark/app/casework"
	"tracemark/app/version"
	"tracemark/casefile"
	"tracemark/ui"
	"tracemark/ui/theme"
)

// appID names the program to the desktop; preferences such as the colours are kept under it.
const appID = "io.tracemark.workstation"

// Run opens the window and returns when it is closed or ctx ends.
func Run(ctx context.Context, desk *casework.Desk) error {
	room, err := screenRoom()
	if err != nil {
		return err
	}
	if cache, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(cache, 0o700) // a new user has none; fyne makes its own folder in it only, and complains otherwise
	}
	a := app.NewWithID(appID)
	w, err := ui.New(a, ui.Params{Services: facade{desk}, Version: version.String, Room: room})
	if err != nil {
		return fmt.Errorf("make the window: %w", err)
	}
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-ctx.Done():
			fyne.Do(a.Quit)
		case <-ended:
		}
	}()
	looking, stop := context.WithCancel(ctx)
	var keeper sync.WaitGroup
	keeper.Go(func() { desk.KeepCases(looking) })
	keeper.Go(func() { watchIdle(looking, w) })
	defer func() { stop(); keeper.Wait() }()
	w.Resume()
	w.Show()
	a.Lifecycle().SetOnStarted(func() {
		fyne.Do(func() { watchScanner(w) })
		time.AfterFunc(settled, func() { fyne.Do(w.FitScreen) })
	})
	a.Run()
	return nil
}

// settled is how long after its start a window has its size from the system; what is asked for before is undone.
const settled = 500 * time.Millisecond

// The size of the pictures that DrawScreens makes, in pixels.
const pictureWidth, pictureHeight = 1600, 1000

// DrawScreens draws the main screens, filled with the case in the folder casePath, into PNG files in the folder dir, and
// returns their paths. It needs no display. It shows the newest correlation and comparison of the case.
func DrawScreens(ctx context.Context, desk *casework.Desk, casePath, dir string) ([]string, error) {
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	comparisons, err := desk.Comparisons(ctx, casePath)
	if err != nil {
		return nil, err
	}
	var newest string
	if len(comparisons) > 0 {
		newest = comparisons[0].Comparison.ID
	}
	a := test.NewApp()
	defer a.Quit()
	w, err := ui.New(a, ui.Params{Services: facade{desk}, Version: version.String, Offscreen: true, Colours: theme.Dark})
	if err != nil {
		return nil, fmt.Errorf("make the window: %w", err)
	}
	w.Show()
	w.Window().Resize(fyne.NewSize(pictureWidth, pictureHeight))
	capture, err := firstTopography(ctx, desk, casePath)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, place := range append(ui.Places(), ui.Prepare) {
		if newest == "" && (place == ui.Compare || place == ui.Conclude) || capture == "" && place == ui.Prepare {
			continue
		}
		w.Navigate(ui.Route{Place: place, CasePath: casePath, Comparison: newest, Capture: capture})
		if err := w.Settle(ctx); err != nil {
			return files, err
		}
		file := filepath.Join(dir, string(place)+".png")
		if err := savePicture(w.Window().Canvas(), file); err != nil {
			return files, err
		}
		files = append(files, file)
	}
	return files, nil
}

// firstTopography returns the id of the case's first topography, "" where it has none.
func firstTopography(ctx context.Context, desk *casework.Desk, casePath string) (string, error) {
	items, err := desk.Exhibits(ctx, casePath)
	if err != nil {
		return "", err
	}
	for _, e := range items {
		for _, c := range e.Captures {
			if c.Kind == casefile.Topography {
				return c.ID, nil
			}
		}
	}
	return "", nil
}

func makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The folder %[1]s cannot be made", Do: "Name another one", Args: []any{dir}, Cause: err}
	}
	return nil
}

func savePicture(c fyne.Canvas, file string) error {
	f, err := os.Create(file)
	if err == nil {
		err = png.Encode(f, c.Capture())
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}
	if err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The picture %[1]s cannot be written", Do: "Check the disk", Args: []any{file}, Cause: err}
	}
	return nil
}
