// Command tracemark is a workstation for firearm examiners and tracing officers. Without arguments it opens its
// window; `tracemark --help` lists what it does without one.
//
// How fast the window is, `make bench-window` measures from outside, with OpenGL computed by Mesa: frames painted while specimens
// are dragged, parted, turned and lit, the rate of the same window when nothing in it changes, and the time to open a pair. On two
// cores at a load of 8 to 13, other programs' and its own, November 2026, 1600 × 1000 with the panels open, one turn each of two scans of
// 4096 × 3072 points at one point a pixel, and several of the demonstration's pair:
//
//	                 4096 × 3072: frames/s, unchanged   cpu-ms a frame      demonstration: cpu-ms a frame
//	drag                           15       21                38                  35 to 43
//	split line                     12       18                41                  40 to 41
//	turn                           10       25                51                  42 to 45
//	light                          17       23                41                  39 to 42
//
// Opening the large pair took the program 2.3 s of processor time to the first picture and 7.3 to everything, 3.6 and 19 s by the
// clock. On idle cores none of this has been measured yet; the processor times are what a faster or idler machine divides.
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
