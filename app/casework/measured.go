package casework

import (
	"context"
	"fmt"
	"sync"

	"tracemark/casefile"
	"tracemark/casefile/store"
	"tracemark/imaging/filter"
	"tracemark/imaging/surface"
)

// mostKeptMeasured is how many points of measured surfaces are kept in memory, 8 bytes each: two pairs of the largest scans that are
// usual, or some forty pairs of ordinary ones.
const mostKeptMeasured = 48 << 20

// measured keeps surfaces as they were read from originals, so that a first look, the raw view and the preparation read a file
// once between them. The longest unused goes first.
type measured struct {
	mu     sync.Mutex
	kept   map[string]*surface.Surface
	order  []string // the longest unused first
	points int
	busy   map[string]chan struct{} // closed when whoever reads it is done
}

func newMeasured() *measured {
	return &measured{kept: map[string]*surface.Surface{}, busy: map[string]chan struct{}{}}
}

// get returns the surface called key, made by read where it is not kept. Whoever asks while somebody else reads waits for that.
func (m *measured) get(ctx context.Context, key string, read func() (*surface.Surface, error)) (*surface.Surface, error) {
	for {
		m.mu.Lock()
		if sf, ok := m.kept[key]; ok {
			m.used(key)
			m.mu.Unlock()
			return sf, nil
		}
		wait, busy := m.busy[key]
		if !busy {
			break
		}
		m.mu.Unlock()
		select {
		case <-wait: // kept by now, unless it failed: then it is our turn
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	done := make(chan struct{})
	m.busy[key] = done
	m.mu.Unlock()
	defer func() {
		m.mu.Lock()
		delete(m.busy, key)
		m.mu.Unlock()
		close(done)
	}()
	sf, err := read()
	if err == nil {
		m.keep(key, sf)
	}
	return sf, err
}

func (m *measured) keep(key string, sf *surface.Surface) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[key] = sf
	m.order = append(m.order, key)
	m.points += pointsOf(sf)
	for m.points > mostKeptMeasured && len(m.order) > 1 {
		oldest := m.order[0]
		m.points -= pointsOf(m.kept[oldest])
		delete(m.kept, oldest)
		m.order = m.order[1:]
	}
}

// used moves key to the end of the order. There are some tens of keys.
func (m *measured) used(key string) {
	for i, k := range m.order {
		if k == key {
			m.order = append(append(m.order[:i:i], m.order[i+1:]...), key)
			return
		}
	}
}

func pointsOf(sf *surface.Surface) int {
	w, h := sf.Size()
	return w * h
}

// measured returns a topography as it was measured, checked against its hash.
func (d *Desk) measured(ctx context.Context, s *store.Store, c casefile.Capture) (*surface.Surface, error) {
	if c.Kind == casefile.Photograph {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "%[1]s is a photograph, and this is done with topographies only",
			Do: "Choose a topography of the mark", Args: []any{c.FileName}}
	}
	return d.cache.measured.get(ctx, "measured/"+scanKey(c, ""), func() (*surface.Surface, error) {
		r, err := recording(ctx, s, c)
		if err == nil && r.Surface == nil {
			err = &casefile.Error{Code: casefile.Damaged, What: "%[1]s is recorded as a topography and is none", Do: "Verify the case", Args: []any{c.FileName}}
		}
		return r.Surface, err
	})
}

// RawSurface returns a topography levelled and not filtered: everything that was measured, inside the mask and outside, less its
// robust plane. Its frame and spacing are the original's.
func (d *Desk) RawSurface(ctx context.Context, path, captureID string) (*surface.Surface, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	return d.cache.measured.get(ctx, "levelled/"+scanKey(c, ""), func() (*surface.Surface, error) {
		sf, err := d.measured(ctx, s, c)
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return filter.Level(filter.FromSurface(sf)).Surface()
	})
}

// Preview returns a topography for a first look, as early as it can be had: everything that was measured, coarser so that neither
// side has more than maxSide points, levelled and not filtered. Its frame is the original's, so that what is drawn on it and the
// pose that it lies in stay right when the prepared surface takes its place.
func (d *Desk) Preview(ctx context.Context, path, captureID string, maxSide int) (*surface.Surface, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	if maxSide < 1 {
		return nil, fmt.Errorf("preview of %d points", maxSide)
	}
	s, c, err := d.capture(ctx, path, captureID)
	if err != nil {
		return nil, err
	}
	return d.cache.measured.get(ctx, fmt.Sprintf("preview %d/%s", maxSide, scanKey(c, "")), func() (*surface.Surface, error) {
		sf, err := d.measured(ctx, s, c)
		if err != nil {
			return nil, err
		}
		f, err := coarser(ctx, sf, maxSide)
		if err != nil {
			return nil, err
		}
		return filter.Level(f).Surface()
	})
}
