// Command tracemark is a workstation for firearm examiners and tracing officers. Without arguments it opens its
// window; `tracemark --help` lists what it does without one.
//
// How fast the window is, `make bench-window` measures from outside, with OpenGL computed by Mesa: frames painted while specimens
// are dragged, parted, turned and lit, the rate of the same window in the same run when nothing in it changes, and the time to open
// a pair. On two idle cores, November 2026, 1600 × 1000 with the panels open, two scans of 4096 × 3072 points at one point a pixel, and
// the demonstration's pair:
//
//	              4096 × 3072: frames/s, unchanged, cpu-ms a frame     demonstration: frames/s, unchanged, cpu-ms a frame
//	drag                         39        57          38                               38        53          38
//	split line                   35        58          40                               36        51          39
//	turn                         36        58          41                               35        52          43
//	light                        36        57          43                               35        50          41
//
// Opening the large pair took 1.2 s to the first picture and 3.9 s to everything (2.1 and 7.5 s of processor time).
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"tracemark/app/cli"
	"tracemark/app/desktop"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once, whatever it is waiting for
	code := cli.Run(ctx, os.Args[1:], cli.Params{
		Stdout:      os.Stdout,
		Stderr:      os.Stderr,
		Workstation: desktop.Run,
		DrawScreens: desktop.DrawScreens,
	})
	stop()
	os.Exit(code)
}
