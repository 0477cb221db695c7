package server

import (
	"context"
	"errors"
	"log/slog"

	"tracemark/app/hub/store"
	"tracemark/app/job"
	"tracemark/casefile"
)

// sketchFresh makes the sketches of originals that have arrived, or whose sketches are of another version, one after the other, until the server
// stops. As long as the service holds so few recordings that every search compares all, there is nothing to do.
func (s *Server) sketchFresh(e Screener) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() {
		<-s.stop
		stop()
	}()
	for {
		if err := s.sketchMissing(ctx, e); err != nil && ctx.Err() == nil {
			slog.Error("make sketches", "err", err)
		}
		select {
		case <-s.stop:
			return
		case <-s.fresh:
		}
	}
}

func (s *Server) sketchMissing(ctx context.Context, e Screener) error {
	n, err := s.store.Scans(ctx)
	if err != nil || n <= s.cfg.Cells {
		return err
	}
	v := e.Screening()
	versions := map[store.SketchPart]string{store.Rings: v.Rings, store.Relief: v.Relief}
	for last := ""; ; {
		list, err := s.store.Unsketched(ctx, last, sketchesAtOnce, versions)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, sha := range list {
			if _, err := s.sketch(ctx, e, sha); ctx.Err() != nil {
				return ctx.Err()
			} else if err != nil { // of the disk: a search, or the next pass, tries again
				slog.Warn("make sketch", "sha256", sha, "err", err)
			}
		}
		last = list[len(list)-1]
	}
}

// sketch makes the sketch of an original and keeps it. One that cannot be sketched has an empty one, kept as well: the
// comparison will say what is wrong with it. An error is one of the service.
func (s *Server) sketch(ctx context.Context, e Screener, sha string) (k Sketch, err error) {
	b, err := s.read(ctx, sha)
	if err != nil {
		return Sketch{}, err
	}
	err = job.Protect(func() (err error) {
		k, err = e.Sketch(ctx, b)
		return err
	})
	if ctx.Err() != nil {
		return Sketch{}, ctx.Err()
	}
	if err != nil {
		if _, known := errors.AsType[*casefile.Error](err); !known {
			slog.Warn("make sketch", "sha256", sha, "err", err)
		}
		k = Sketch{}
	}
	v := e.Screening()
	return k, s.store.PutSketch(ctx, sha, map[store.SketchPart]store.Sketch{
		store.Rings: {Version: v.Rings, Data: k.Rings}, store.Relief: {Version: v.Relief, Data: k.Relief}})
}

// part returns the named part of the sketches of originals, making those that are missing.
func (s *Server) part(ctx context.Context, e Screener, part store.SketchPart, shas []string) (map[string][]byte, error) {
	v := e.Screening()
	version := v.Rings
	if part == store.Relief {
		version = v.Relief
	}
	known, err := s.store.Sketches(ctx, part, version, shas)
	if err != nil {
		return nil, err
	}
	for _, sha := range shas {
		if _, ok := known[sha]; ok {
			continue
		}
		k, err := s.sketch(ctx, e, sha)
		if _, unread := errors.AsType[*readError](err); err != nil && (!unread || ctx.Err() != nil) {
			return nil, errors.Join(ctx.Err(), err)
		}
		known[sha] = k.Rings // empty where it could not be read: then it is not left out, and the comparison says why
		if part == store.Relief {
			known[sha] = k.Relief
		}
	}
	return known, nil
}
