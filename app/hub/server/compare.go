package server

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"tracemark/app/hub/api"
	"tracemark/app/hub/store"
	"tracemark/app/job"
	"tracemark/casefile"
	"tracemark/imaging"
)

// noteSameFile stands beside the scores of a recording compared with itself.
const noteSameFile = "Both recordings are the same file."

func (s *Server) now() time.Time { return time.Now().UTC() }

// readError is a failure of the service's disk: it says nothing about the original.
type readError struct{ error }

// Unwrap returns the failure itself.
func (e *readError) Unwrap() error { return e.error }

func (s *Server) read(ctx context.Context, sha string) ([]byte, error) {
	b, err := s.store.ReadOriginal(ctx, sha)
	if err != nil {
		return nil, &readError{err}
	}
	return b, nil
}

// prepare reads an original and hands it to the engine.
func (s *Server) prepare(ctx context.Context, sha string) (scan Scan, err error) {
	b, err := s.read(ctx, sha)
	if err != nil {
		return nil, err
	}
	err = job.Protect(func() (err error) {
		scan, err = s.cfg.Engine.Prepare(ctx, b)
		return err
	})
	return scan, err
}

// compare gives a pair its score, the kept one where there is one. The original with the smaller hash always goes first,
// so that the digits do not depend on who asks. An error is one of the service; a pair that cannot be compared says so
// itself.
func (w *search) compare(ctx context.Context, m Method, p *pair) error {
	first, second := p.own, p.other
	if second.SHA256 < first.SHA256 {
		first, second = second, first
	}
	key := store.PairKey{A: first.SHA256, B: second.SHA256, Method: m.Name, Version: m.Version, Params: m.Params}
	known, ok, err := w.server.store.PairScore(ctx, key)
	if err != nil {
		return err
	}
	if !ok {
		if known, err = w.compute(ctx, p, first, second); err != nil || p.failed != nil {
			return err
		}
		w.mu.Lock()
		w.fresh[key] = known
		w.mu.Unlock()
	}
	if len(known.Scores) == 0 || known.Scores[0].Value == nil {
		reason := "The comparison gives no score."
		if len(known.Notes) > 0 {
			reason += " " + known.Notes[0]
		}
		p.failed = &leftOut{p.other, reason}
		return nil
	}
	p.score = known
	if first.SHA256 != p.own.SHA256 { // A is the asker's own recording
		p.score.Notes = imaging.ExchangeNotes(known.Notes)
	}
	if first.SHA256 == second.SHA256 {
		p.score.Notes = append(slices.Clone(p.score.Notes), noteSameFile)
	}
	return nil
}

func (w *search) compute(ctx context.Context, p *pair, first, second api.Capture) (store.PairScore, error) {
	scans := map[string]Scan{}
	for _, c := range []api.Capture{p.own, p.other} { // where the own one fails, the gallery's need not be prepared
		scan, err := w.server.scans.get(ctx, c.SHA256)
		if ctx.Err() != nil {
			return store.PairScore{}, ctx.Err()
		}
		if err != nil {
			otherwise := "It cannot be read as a topography."
			if _, unread := errors.AsType[*readError](err); unread {
				otherwise = "The service could not read its original just now: search again."
			}
			p.failed = &leftOut{c, sentence(err, otherwise)}
			return store.PairScore{}, nil
		}
		scans[c.SHA256] = scan
	}
	var scores []imaging.Score
	var notes []string
	err := job.Protect(func() (err error) {
		scores, notes, err = w.server.cfg.Engine.Compare(ctx, scans[first.SHA256], scans[second.SHA256])
		return err
	})
	if ctx.Err() != nil {
		return store.PairScore{}, ctx.Err()
	}
	if err != nil {
		p.failed = &leftOut{p.other, sentence(err, "It could not be compared.")}
		return store.PairScore{}, nil
	}
	return store.PairScore{Scores: api.Scores(scores), Notes: notes}, nil
}

// sentence returns what of err may be shown, and logs the rest.
func sentence(err error, otherwise string) string {
	if known, ok := errors.AsType[*casefile.Error](err); ok {
		return known.Error()
	}
	slog.Warn("compare recordings", "err", err)
	if p, ok := errors.AsType[*job.PanicError](err); ok {
		slog.Error("stack", "text", string(p.Stack))
	}
	return otherwise
}
