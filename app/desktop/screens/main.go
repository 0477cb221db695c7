// Command screens draws every screen of the workstation and every mode of the microscope, in every theme and language, for
// looking at, and makes the pictures of the user guide from them. It needs no display; everything on the pictures is
// simulated. It fails where a text of the interface has no translation. `make guide` runs it.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"tracemark/app/desktop"
)

func main() {
	out := flag.String("out", "", "folder for the pictures; required")
	only := flag.String("only", "", "draw in this language and theme only, such as fr-dim")
	guide := flag.String("guide", "", "folder of the guide, whose pictures are made anew; without it they stay as they are")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *only, *guide); err != nil {
		fmt.Fprintln(os.Stderr, "screens:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out, only, guide string) (err error) {
	if out == "" {
		return errors.New("name the folder for the pictures with --out")
	}
	// Not a folder with a random name: it is seen on the pictures.
	work := filepath.Join(os.TempDir(), "tracemark-demonstration")
	if err := os.Mkdir(work, 0o700); err != nil {
		return fmt.Errorf("make a folder for the demonstration, which must not be there: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	said := &untranslated{texts: map[string]bool{}}
	log.SetOutput(said)
	n, err := desktop.DrawAlbum(ctx, work, out, only)
	if err != nil {
		return err
	}
	fmt.Printf("%d pictures in %s\n", n, out)
	if guide != "" {
		if err := desktop.DrawGuide(out, guide); err != nil {
			return err
		}
	}
	return said.err()
}

// untranslated hears fyne's log, which names every text that has no translation; other lines it passes on.
type untranslated struct {
	lock  sync.Mutex
	texts map[string]bool
}

var lacking = regexp.MustCompile(`message (".*") not found in language ("[a-z]+")`)

// Write implements io.Writer.
func (u *untranslated) Write(p []byte) (int, error) {
	u.lock.Lock()
	defer u.lock.Unlock()
	m := lacking.FindSubmatch(p)
	switch {
	case m != nil:
		u.texts[string(m[2])+": "+string(m[1])] = true
	case bytes.Contains(p, []byte("Translation failure")) || bytes.Contains(p, []byte("  At:")):
	default:
		return os.Stderr.Write(p)
	}
	return len(p), nil
}

func (u *untranslated) err() error {
	if len(u.texts) == 0 {
		return nil
	}
	return errors.New("texts without translation:\n" + strings.Join(slices.Sorted(maps.Keys(u.texts)), "\n"))
}
