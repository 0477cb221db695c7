package server

import (
	"container/list"
	"context"
	"errors"
	"sync"
)

// scanCache keeps the scans that were used last, prepared. An original that cannot be prepared is remembered as well; one that could not be
// read is not, as the disk may answer the next time.
type scanCache struct {
	limit   int
	prepare func(ctx context.Context, sha string) (Scan, error)

	mu    sync.Mutex
	byUse *list.List // of *scanEntry, the last used first
	known map[string]*list.Element
}

type scanEntry struct {
	sha  string
	done chan struct{}
	scan Scan
	err  error
}

func newScanCache(limit int, prepare func(context.Context, string) (Scan, error)) *scanCache {
	return &scanCache{limit: limit, prepare: prepare, byUse: list.New(), known: map[string]*list.Element{}}
}

// get returns the prepared scan of an original. Whoever asks first prepares it, the others wait.
func (c *scanCache) get(ctx context.Context, sha string) (Scan, error) {
	for {
		e, mine := c.entry(sha)
		if mine {
			e.scan, e.err = c.prepare(ctx, sha)
			// A stop or a failure of the disk says nothing about the original: the next one tries again.
			if _, unread := errors.AsType[*readError](e.err); unread || ctx.Err() != nil {
				c.forget(e)
			}
			close(e.done)
			return e.scan, e.err
		}
		select {
		case <-e.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if !c.holds(e) && e.err != nil {
			continue // whoever prepared it was stopped or could not read it; or it was pushed out, and is tried again just as well
		}
		return e.scan, e.err
	}
}

func (c *scanCache) entry(sha string) (e *scanEntry, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.known[sha]; ok {
		c.byUse.MoveToFront(at)
		return at.Value.(*scanEntry), false
	}
	e = &scanEntry{sha: sha, done: make(chan struct{})}
	c.known[sha] = c.byUse.PushFront(e)
	for c.byUse.Len() > c.limit {
		last := c.byUse.Back()
		c.byUse.Remove(last)
		delete(c.known, last.Value.(*scanEntry).sha)
	}
	return e, true
}

func (c *scanCache) holds(e *scanEntry) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.known[e.sha]
	return ok && at.Value == e
}

func (c *scanCache) forget(e *scanEntry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.known[e.sha]; ok && at.Value == e {
		c.byUse.Remove(at)
		delete(c.known, e.sha)
	}
}
