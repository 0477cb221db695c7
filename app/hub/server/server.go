// Package server is the correlation service: it holds what agencies submit, searches it for candidates, and answers over
// HTTP as package api describes. It runs in the workstation itself on loopback (StartEmbedded) or as a service of its
// own (Open, then Listen). Beyond loopback it speaks TLS only.
//
// A correlation is a durable job: it compares the captures of the exhibit with the captures of the same mark that
// the agency may see, keeps what a pair gave for good, and ranks each exhibit by its best mark, each mark by its best pair.
// The order of equal scores is fixed, so the same gallery always gives the same list, whatever the number of workers. What was not
// searched is listed with its reason.
//
// # Stages
//
// A large gallery is searched in stages, mark by mark: class characteristics leave out exhibits of another class; rings
// (35 µs a recording) put the others in order; whole surfaces at 50 µm (1.6 ms) put the best Config.Surfaces of these in
// order; congruent cells (9 ms, and 40 ms to prepare a recording) compare the best Config.Cells of these and make the list. A stage that would
// leave nothing out is not run, so a gallery of up to Config.Cells recordings is compared whole. A
// recording that a stage cannot measure, such as part of a breech face, is never left out by it, and the request may name
// exhibits that are not left out, or ask for everything. What each stage left out is listed with its place in the order.
//
// The numbers follow from recall, not from a score: by package screen's figures every scan of the same slide that a stage can measure stood
// within the first 10: by rings among 40 scans and among 2,140, by surfaces among 40 (more were not tried), whole or altered. The defaults are a hundred times that for
// rings and thirty times for surfaces, room for galleries that crowd more than any that was tried; they cost two seconds of one core for surfaces
// and some fifteen for preparation and cells.
//
// Limits: one machine. For a third of a breech face whole surfaces at 50 µm are a weak guide (package screen's figures): whoever searches
// for one in a large gallery should ask for everything. The order of a stage is not symmetric: a search from the other end may leave out others. Scores are.
package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"time"

	"tracemark/app/hub/api"
	"tracemark/app/hub/store"
	"tracemark/app/job"
)

// The defaults of Config for the stages of a search.
const (
	DefaultSurfaces = 1000
	DefaultCells    = 300
)

// Config says how a server works. Dir and Engine are required.
type Config struct {
	Dir    string // the service's data folder
	Engine Engine

	Surfaces int // recordings of a mark that whole surfaces look at, the best by rings; DefaultSurfaces when 0
	Cells    int // recordings of a mark that cells look at, the best by surface; DefaultCells when 0

	Searches int           // correlations at a time; 2 when 0
	Workers  int           // comparisons at a time in one correlation; the number of processors when 0
	Scans    int           // prepared scans kept in memory, some 10 MB each; 48 when 0
	Lease    time.Duration // how long a killed process's correlation waits to be taken up; 10 s when 0
}

// Server is a running service.
type Server struct {
	cfg   Config
	store *store.Store
	scans *scanCache
	queue *job.Queue
	wake  chan struct{} // there may be something to claim
	fresh chan struct{} // there may be originals without a sketch
	slots chan struct{} // free searches
	stop  chan struct{}
	once  sync.Once

	claims  sync.WaitGroup // who claims, and who makes sketches
	watched sync.WaitGroup // who waits for what was claimed

	mu    sync.Mutex
	https []*http.Server
}

// Open opens the data folder and begins to work on the correlations that wait in it. Close it after use.
func Open(ctx context.Context, cfg Config) (*Server, error) {
	if cfg.Dir == "" || cfg.Engine == nil {
		return nil, errors.New("open service: Dir and Engine are required")
	}
	cfg.Surfaces = cmp.Or(cfg.Surfaces, DefaultSurfaces)
	cfg.Cells = cmp.Or(cfg.Cells, DefaultCells)
	cfg.Searches = cmp.Or(cfg.Searches, 2)
	cfg.Workers = cmp.Or(cfg.Workers, runtime.NumCPU())
	cfg.Scans = cmp.Or(cfg.Scans, 48)
	cfg.Lease = cmp.Or(cfg.Lease, 10*time.Second)
	if cfg.Surfaces < 1 || cfg.Cells < 1 {
		return nil, errors.New("open service: Surfaces and Cells must be above 0")
	}
	st, err := store.Open(ctx, cfg.Dir)
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, store: st, queue: job.New(cfg.Searches),
		wake: make(chan struct{}, 1), fresh: make(chan struct{}, 1), slots: make(chan struct{}, cfg.Searches), stop: make(chan struct{})}
	s.scans = newScanCache(cfg.Scans, s.prepare)
	s.claims.Add(1)
	go s.claim()
	if e, ok := cfg.Engine.(Screener); ok {
		s.claims.Go(func() { s.sketchFresh(e) })
	}
	return s, nil
}

// Handler returns the service as a handler, for whoever has a listener of their own.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	api.Register(mux, service{s}, s.authenticate)
	return mux
}

// AddAgency makes an agency known to the service and returns its key, which is shown this once: the service keeps only
// its hash. For an agency that is known already it makes a new key; the old one opens nothing any more.
func (s *Server) AddAgency(ctx context.Context, id, name string) (key string, err error) {
	key = store.NewKey()
	return key, s.store.PutAgency(ctx, api.Agency{ID: id, Name: name}, key)
}

// Close stops listening, lets running answers end, puts unfinished correlations back for the next start, and closes the
// data folder. It waits no longer than ctx allows.
func (s *Server) Close(ctx context.Context) error {
	var err error
	s.once.Do(func() {
		close(s.stop) // ends the streams of events, which would never end by themselves
		s.mu.Lock()
		listening := s.https
		s.mu.Unlock()
		for _, h := range listening {
			if e := h.Shutdown(ctx); e != nil {
				err = errors.Join(err, e, h.Close())
			}
		}
		s.claims.Wait()
		if e := s.queue.Close(ctx); e != nil {
			err = errors.Join(err, fmt.Errorf("stop correlations: %w", e)) // what still runs loses its lease in time
		} else {
			s.watched.Wait()
		}
		err = errors.Join(err, s.store.Close())
	})
	return err
}
