package desktop

import (
	"context"
	"io"
	"log"
	"time"

	"fyne.io/fyne/v2"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/screensaver"
	"github.com/jezek/xgb/xproto"

	"tracemark/ui"
)

// idleEvery is how often it is asked for how long nobody has touched the machine: the lock may come so much late.
const idleEvery = 5 * time.Second

// watchIdle tells the window for how long nobody has touched the keyboard or the mouse, until ctx ends. Fyne does not know; the X
// server does, for all of the screen (extension MIT-SCREEN-SAVER). Where it cannot be asked the window goes by what it sees itself.
func watchIdle(ctx context.Context, w *ui.Window) {
	idle, stop := xIdle()
	defer stop()
	tick := time.NewTicker(idleEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			d := idle()
			fyne.Do(func() { w.Idle(d) })
		}
	}
}

// xIdle returns what asks the X server; where there is none, or it does not know, that answers with a negative time.
func xIdle() (idle func() time.Duration, stop func()) {
	unknown := func() time.Duration { return -1 }
	xgb.Logger = log.New(io.Discard, "", 0) // it would write to the terminal what is no news there
	conn, err := xgb.NewConn()
	if err != nil {
		return unknown, func() {}
	}
	if err := screensaver.Init(conn); err != nil {
		return unknown, conn.Close
	}
	root := xproto.Drawable(xproto.Setup(conn).DefaultScreen(conn).Root)
	return func() time.Duration {
		info, err := screensaver.QueryInfo(conn, root).Reply()
		if err != nil {
			return -1
		}
		return time.Duration(info.MsSinceUserInput) * time.Millisecond
	}, conn.Close
}
