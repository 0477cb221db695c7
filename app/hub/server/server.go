// Package server is the correlation service: it holds what agencies submit, searches it for candidates, and answers over
// HTTP as package api describes. It runs in the workstation itself on loopback (StartEmbedded) or as a service of its
// own (Open, then Listen). Beyond loopback it speaks TLS only.
//
// A correlation is a durable job: it compares every capture of the exhibit with every capture of the same mark that
// the agency may see, keeps what a pair gave for good, and ranks each exhibit by its best mark, each mark by its best pair.
// The order of equal scores is fixed, so the same gallery always gives the same list. What could not be searched is
// listed with its reason.
//
// Limits: one machine; the whole gallery is compared pair by pair, without a stage that picks out the promising ones.
package server

import (
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

// Config says how a server works. Dir and Engine are required.
type Config struct {
	Dir    string // the service's data folder
	Engine Engine

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
	slots chan struct{} // free searches
	stop  chan struct{}
	once  sync.Once

	claims  sync.WaitGroup // who claims
	watched sync.WaitGroup // who waits for what was claimed

	mu    sync.Mutex
	https []*http.Server
}

// Open opens the data folder and begins to work on the correlations that wait in it. Close it after use.
func Open(ctx context.Context, cfg Config) (*Server, error) {
	if cfg.Dir == "" || cfg.Engine == nil {
		return nil, errors.New("open service: Dir and Engine are required")
	}
	if cfg.Searches == 0 {
		cfg.Searches = 2
	}
	if cfg.Workers == 0 {
		cfg.Workers = runtime.NumCPU()
	}
	if cfg.Scans == 0 {
		cfg.Scans = 48
	}
	if cfg.Lease == 0 {
		cfg.Lease = 10 * time.Second
	}
	st, err := store.Open(ctx, cfg.Dir)
	if err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, store: st, queue: job.New(cfg.Searches),
		wake: make(chan struct{}, 1), slots: make(chan struct{}, cfg.Searches), stop: make(chan struct{})}
	s.scans = newScanCache(cfg.Scans, s.prepare)
	s.claims.Add(1)
	go s.claim()
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
