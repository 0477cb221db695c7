package cv

import (
	"context"
	"math"
)

// Scales between the pictures that are looked for where they do not state theirs.
const (
	minScale, maxScale = 0.5, 2.0
	sameScale          = 0.03 // a proposed scale this near to one that was swept is not swept again
)

// find returns the pose that chance explains least, over both views and the scales worth trying.
func (p *pair) find(ctx context.Context) (candidate, error) {
	best := candidate{chance: 2}
	var swept []float64
	try := func(scale float64, start string) error {
		for _, s := range swept {
			if math.Abs(scale/s-1) < sameScale {
				return nil
			}
		}
		swept = append(swept, scale)
		for _, v := range p.views {
			c, all, err := p.sweep(ctx, v, scale, start)
			if err != nil {
				return err
			}
			// Two views and every scale so far had the same chance to be lucky.
			c.chance = chance(all, c.angle, c.z, p.tried)
			if c.chance < best.chance || c.chance == best.chance && c.z > best.z {
				best = c
			}
		}
		return nil
	}
	if err := try(1, StartSweep); err != nil {
		return best, err
	}
	if !p.scaled {
		// Another scale may fit better even where this one seems to fit: both are tried, and the better one is kept.
		for _, proposal := range p.polar() {
			if err := try(proposal, StartPolar); err != nil {
				return best, err
			}
		}
		if best.chance > MaxChance {
			if proposal, ok := p.features(); ok {
				if err := try(proposal, StartFeatures); err != nil {
					return best, err
				}
			}
		}
	}
	return best, nil
}
