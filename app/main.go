// Command tracemark is a workstation for firearm examiners and tracing officers. Without arguments it opens its
// window; `tracemark --help` lists what it does without one.
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
